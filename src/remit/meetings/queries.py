"""Reads of actions and of everything that was decided at a project, wherever it was decided."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.meetings.models import Action, LoggedDecision
from remit.people.decision_queries import decisions_of
from remit.people.grids import day_of
from remit.people.models import DecisionState
from remit.projects.guards import visible_project
from remit.projects.models import GateReview, GateState, Project
from remit.projects.policies import READ_ONLY
from remit.projects.querysets import PartQuerySet

MOST_AT_HOME = 20
MOST_IN_OVERVIEW = 5


def actions_of(project: Project) -> PartQuerySet:
    """Return the actions of a project."""
    rows: PartQuerySet = Action.objects.filter(project=project).select_related(
        "owner", "project", "matter__meeting"
    )
    return rows


def one_action(actor: Actor, project_key: str, key: str) -> Action:
    """Return an action of a project that the actor may see; `NotFound` otherwise."""
    project = visible_project(actor, project_key)
    found: Action | None = actions_of(project).filter(key=key).first()
    if found is None:
        raise NotFound
    found.project = project
    if found.matter is not None:
        found.matter.meeting.project = project
    return found


def open_actions(actor: Actor) -> PartQuerySet:
    """Return what the actor has still to do, of projects in which something can be done."""
    rows: PartQuerySet = Action.objects.visible_to(actor).filter(owner_id=actor.person_id, done_on=None)
    return rows.exclude(project__phase__in=READ_ONLY)


def my_actions(actor: Actor) -> dict[str, Any] | None:
    """Return the open actions of the actor, those overdue first, or None."""
    if actor.person_id is None:
        return None
    rows = open_actions(actor).select_related("project__organisation")
    found = list(rows.order_by("due_on", "pk")[:MOST_AT_HOME])
    lines = [(each, each.due_on < day_of(each.project.organisation)) for each in found]
    return {"lines": lines, "overdue": sum(late for _each, late in lines)} if lines else None


def outcome_overview(actor: Actor, project: Project) -> dict[str, Any] | None:
    """Return what the project's page says of its actions and latest decisions, or None where there are none."""
    today = day_of(project.organisation)
    waiting = actions_of(project).filter(done_on=None).order_by("due_on", "pk")
    late = waiting.filter(due_on__lt=today).count()
    lines = [(each, each.due_on < today) for each in waiting[:MOST_IN_OVERVIEW]]
    decided = decision_log(actor, project)[:MOST_IN_OVERVIEW]
    if not lines and not decided:
        return None
    return {"project": project, "lines": lines, "late": late, "decided": decided}


@dataclass(frozen=True, slots=True)
class LogLine:
    """One decision of the log: where it was taken, by whom, and where its facts are read.

    `source` is log, gate or limit; `standing` says in words whether it still holds.
    """

    source: str
    key: str
    title: str
    url: str
    decided_on: dt.date
    decided_by: str
    words: str
    superseded_by: str = ""


def decision_log(actor: Actor, project: Project) -> list[LogLine]:
    """Return everything decided at a project, the latest first, each once: the log, gates, and what limits routed.

    Three queries. Requests that went by limits are those that the actor may see.
    """
    lines = [*_logged(project), *_gates(project), *_routed(actor, project)]
    return sorted(lines, key=lambda each: (each.decided_on, each.key), reverse=True)


def _logged(project: Project) -> Iterable[LogLine]:
    rows = LoggedDecision.objects.filter(project=project).select_related("decided_by", "superseded_by")
    for each in rows:
        later = getattr(each, "superseded_by", None)
        yield LogLine(
            "log", each.key, each.title, reverse("meetings:decision", args=[project.key, each.key]),
            each.decided_on, each.decided_by.name, each.reasons, later.key if later else "",
        )  # fmt: skip


def _gates(project: Project) -> Iterable[LogLine]:
    rows = GateReview.objects.filter(project=project, state=GateState.DECIDED).select_related("decided_by")
    for each in rows:
        assert each.decided_on is not None  # noqa: S101 - whatever is decided has its day
        yield LogLine(
            "gate", each.gate, f"{each.name}: {each.get_answer_display()}",
            reverse("projects:gate", args=[project.key, each.number]), each.decided_on,
            each.decided_by.name if each.decided_by else "", each.words,
        )  # fmt: skip


def _routed(actor: Actor, project: Project) -> Iterable[LogLine]:
    rows = decisions_of(actor).filter(
        scope_id=project.scope_id, state__in=(DecisionState.APPROVED, DecisionState.REFUSED)
    )
    for each in rows:
        words = _("%(title)s: %(state)s") % {"title": each.title, "state": each.get_state_display()}
        yield LogLine(
            "limit", each.key, words, reverse("people:decision", args=[each.key]), each.decided_at.date(),
            each.decided_by.name if each.decided_by else "", each.answer,
        )  # fmt: skip


def one_decision(actor: Actor, project_key: str, key: str) -> LoggedDecision:
    """Return a decision of the log of a project that the actor may see; `NotFound` otherwise."""
    project = visible_project(actor, project_key)
    rows = LoggedDecision.objects.filter(project=project, key=key)
    found: LoggedDecision | None = rows.select_related(
        "decided_by", "supersedes", "superseded_by", "matter__meeting"
    ).first()
    if found is None:
        raise NotFound
    found.project = project
    return found
