"""Meetings, actions and decisions as what comments are about."""

from django.urls import reverse

from remit.accounts.permissions import Actor
from remit.comments.registries import Subject
from remit.meetings.meeting_queries import meetings_of, one_meeting
from remit.meetings.models import LoggedDecision
from remit.meetings.queries import actions_of, one_action, one_decision
from remit.projects.models import Project
from remit.projects.querysets import PartQuerySet


def action_subject(actor: Actor, project: Project, key: str) -> Subject:
    """Return an action that the actor may see; `NotFound` otherwise."""
    found = one_action(actor, project.key, key)
    return Subject(found.text[:120], reverse("meetings:action", args=[project.key, key]))


def decision_subject(actor: Actor, project: Project, key: str) -> Subject:
    """Return a logged decision that the actor may see; `NotFound` otherwise."""
    found = one_decision(actor, project.key, key)
    return Subject(found.title, reverse("meetings:decision", args=[project.key, key]))


def actions_seen(_actor: Actor, project: Project) -> PartQuerySet:
    """Return the actions of a project that the actor sees: all of them."""
    return actions_of(project)


def decisions_seen(_actor: Actor, project: Project) -> PartQuerySet:
    """Return the logged decisions of a project that the actor sees: all of them."""
    rows: PartQuerySet = LoggedDecision.objects.filter(project=project)
    return rows


def meeting_subject(actor: Actor, project: Project, key: str) -> Subject:
    """Return a meeting that the actor may see; `NotFound` otherwise."""
    found = one_meeting(actor, project.key, key)
    return Subject(found.title, reverse("meetings:meeting", args=[project.key, key]))


def meetings_seen(_actor: Actor, project: Project) -> PartQuerySet:
    """Return the meetings of a project that the actor sees: all of them."""
    return meetings_of(project)
