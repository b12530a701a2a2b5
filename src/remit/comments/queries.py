"""Reads of comments: those about one thing, those of a project, and where somebody was called."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, QuerySet

from remit.accounts.permissions import Actor
from remit.comments.models import Comment, Mention
from remit.comments.registries import Subject
from remit.comments.subjects import find_subject, seen_among
from remit.core.errors import NotFound
from remit.people.grids import chain, day_of
from remit.people.models import Person
from remit.projects.guards import visible_project
from remit.projects.models import Project
from remit.projects.policies import READ_ONLY
from remit.projects.querysets import PartQuerySet

MOST_THREADS = 200
MOST_AT_HOME = 20
MOST_SUGGESTED = 8


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its answers."""

    comment: Comment
    answers: Sequence[Comment]


def comments_of(project: Project) -> PartQuerySet:
    """Return the comments of a project with what their lines show."""
    called = Prefetch("mentions", Mention.objects.select_related("person"))
    rows: PartQuerySet = Comment.objects.filter(project=project)
    return rows.select_related("author", "answers", "settled_by").prefetch_related(called)


def threads_about(project: Project, about: str) -> list[Thread]:
    """Return what is said about one thing, each with its answers: two queries; who may see it is asked before."""
    found = list(comments_of(project).filter(about=about).order_by("pk"))
    answers: dict[int, list[Comment]] = {}
    for each in found:
        each.project = project
        if each.answers_id is not None:
            answers.setdefault(each.answers_id, []).append(each)
    tops = [each for each in found if each.answers_id is None][-MOST_THREADS:]
    return [Thread(each, answers.get(each.pk, ())) for each in tops]


def open_counts(project: Project, prefix: str) -> dict[str, int]:
    """Return how much is said and not settled about each thing whose key begins so: one query; none for silence."""
    rows = Comment.objects.filter(project_id=project.pk, about__startswith=prefix)
    waiting = rows.filter(answers=None, settled_at=None, withdrawn_at=None).order_by("about")
    return dict(waiting.values("about").annotate(count=Count("pk")).values_list("about", "count"))


def one_comment(actor: Actor, project_key: str, key: str) -> tuple[Comment, Subject]:
    """Return a comment and what it is about, if the actor may see that; `NotFound` otherwise."""
    project = visible_project(actor, project_key)
    found: Comment | None = comments_of(project).filter(key=key).first()
    if found is None:
        raise NotFound
    found.project = project
    return found, find_subject(actor, project, found.about)


def visible_comments(actor: Actor, project: Project) -> QuerySet[Comment]:
    """Return the comments of a project about what the actor may see: a query for each kind of thing."""
    abouts = Comment.objects.filter(project=project).order_by().values_list("about", flat=True).distinct()
    return comments_of(project).filter(about__in=seen_among(actor, project, abouts))


def _callable(actor: Actor, project: Project) -> QuerySet[Person]:
    """Return the people of the project's organisation who are here and may sign in, by name."""
    people: QuerySet[Person] = Person.objects.visible_to(actor).present(day_of(project.organisation))
    return people.filter(organisation_id=project.organisation_id, user__is_active=True).order_by("name")


def may_be_called(actor: Actor, project: Project) -> list[Person]:
    """Return the people whom a comment may call, as far as they see what it is about."""
    return list(_callable(actor, project).select_related("user", "organisation"))


def suggested(actor: Actor, project: Project, typed: str) -> list[Person]:
    """Return a few people whose name holds what was typed and who have a role at the project or above it."""
    held = {"assignments__scope_id__in": chain(project.scope), "assignments__ended_at": None}
    found = _callable(actor, project).filter(name__icontains=typed, **held)
    return list(found.distinct()[:MOST_SUGGESTED])


def my_mentions(actor: Actor) -> dict[str, Any] | None:
    """Return where the actor was called and has not said to have seen it, the latest first, or None."""
    if actor.person_id is None:
        return None
    rows = Mention.objects.filter(person_id=actor.person_id, seen_at=None)
    rows = rows.filter(comment__in=Comment.objects.visible_to(actor)).exclude(
        comment__project__phase__in=READ_ONLY
    )
    rows = rows.select_related("comment__project__scope", "comment__project__organisation", "comment__author")
    latest = list(rows.order_by("-pk")[:MOST_AT_HOME])
    by_project: dict[Project, set[str]] = {}
    for each in latest:
        by_project.setdefault(each.comment.project, set()).add(each.comment.about)
    seen = {project: seen_among(actor, project, abouts) for project, abouts in by_project.items()}
    lines = [each for each in latest if each.comment.about in seen[each.comment.project]]
    return {"lines": lines} if lines else None
