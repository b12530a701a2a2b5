"""Risks and issues as what comments are about."""

from django.urls import reverse

from remit.accounts.permissions import Actor
from remit.comments.registries import Subject
from remit.projects.models import Project
from remit.projects.querysets import PartQuerySet
from remit.registers.queries import issues_of, one_issue, one_risk, risks_of


def risk_subject(actor: Actor, project: Project, key: str) -> Subject:
    """Return a risk that the actor may see; `NotFound` otherwise."""
    found = one_risk(actor, project.key, key)
    return Subject(found.event[:120], reverse("registers:risk", args=[project.key, key]))


def issue_subject(actor: Actor, project: Project, key: str) -> Subject:
    """Return an issue that the actor may see; `NotFound` otherwise."""
    found = one_issue(actor, project.key, key)
    return Subject(found.title[:120], reverse("registers:issue", args=[project.key, key]))


def risks_seen(_actor: Actor, project: Project) -> PartQuerySet:
    """Return the risks of a project that the actor sees: all of them."""
    return risks_of(project)


def issues_seen(_actor: Actor, project: Project) -> PartQuerySet:
    """Return the issues of a project that the actor sees: all of them."""
    return issues_of(project)
