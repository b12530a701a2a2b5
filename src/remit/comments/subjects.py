"""Finding what is talked about, as far as somebody may see it; what `projects` holds is registered here."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from remit.accounts.permissions import Actor
from remit.comments.registries import Subject, SubjectKind, subject_kinds
from remit.core.errors import NotAllowed, NotFound
from remit.projects.deliverable_queries import one_deliverable
from remit.projects.models import Deliverable, Project, Requirement, Stakeholder
from remit.projects.requirement_queries import one_requirement
from remit.projects.stakeholder_queries import one_stakeholder


def find_subject(actor: Actor, project: Project, about: str) -> Subject:
    """Return what a comment is about, if the actor may see it; `NotFound` otherwise, whether it exists or not."""
    if not about:
        return Subject(project.name, reverse("projects:detail", args=[project.key]))
    prefix = about.partition("-")[0]
    kind = next((each for each in subject_kinds if each.prefix == prefix), None)
    if kind is None:
        raise NotFound
    try:
        return kind.find(actor, project, about)
    except (
        NotAllowed
    ) as error:  # its page says why it is not shown; what is said about it is not there at all
        raise NotFound from error


def seen_among(actor: Actor, project: Project, abouts: Iterable[str]) -> set[str]:
    """Return those of what comments of a project are about that the actor may see: a query for each kind."""
    keys: dict[str, list[str]] = {}
    for about in abouts:
        keys.setdefault(about.partition("-")[0], []).append(about)
    seen = set(keys.pop("", []))
    for kind in subject_kinds:
        if kind.prefix in keys:
            found = kind.among(actor, project).filter(key__in=keys[kind.prefix])
            seen.update(found.order_by().values_list("key", flat=True))
    return seen


def _deliverables(_actor: Actor, project: Project) -> QuerySet[Any]:
    return Deliverable.objects.filter(project=project)


def _requirements(_actor: Actor, project: Project) -> QuerySet[Any]:
    return Requirement.objects.filter(project=project)


def _stakeholders(actor: Actor, project: Project) -> QuerySet[Any]:
    return Stakeholder.objects.visible_to(actor).filter(project=project)


def _deliverable(actor: Actor, project: Project, key: str) -> Subject:
    found = one_deliverable(actor, project.key, key)
    return Subject(found.name, reverse("projects:deliverable", args=[project.key, key]))


def _requirement(actor: Actor, project: Project, key: str) -> Subject:
    found = one_requirement(actor, project.key, key)
    return Subject(found.statement[:120], reverse("projects:requirement", args=[project.key, key]))


def _stakeholder(actor: Actor, project: Project, key: str) -> Subject:
    found = one_stakeholder(actor, project.key, key)
    return Subject(found.name, reverse("projects:stakeholder", args=[project.key, key]))


KINDS = (
    SubjectKind("DL", _deliverable, _deliverables),
    SubjectKind("RQ", _requirement, _requirements),
    SubjectKind("SH", _stakeholder, _stakeholders),
)
