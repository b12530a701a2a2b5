"""Reads of deliverables: with what the plan forecasts, what was checked, and what waits for whom."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.core.plan_time import to_day
from remit.people.grids import day_of
from remit.people.models import Person
from remit.projects.guards import visible_project
from remit.projects.models import Deliverable, DeliverableState, Project, QualityCheck, QualityCriterion
from remit.projects.querysets import PartQuerySet
from remit.projects.registries import DeliverableForecast, deliverable_forecasts

DONE = (DeliverableState.ACCEPTED, DeliverableState.CONCESSION)
NOTHING_PLANNED = DeliverableForecast(None, 0)
MOST_AT_HOME = 20


@dataclass(frozen=True, slots=True)
class DeliverableLine:
    """A deliverable with the day on which its last activity ends, and how it stands towards its due date.

    `light` is green, amber, red or grey; `words` say why.
    """

    deliverable: Deliverable
    forecast_on: dt.date | None
    activities: int
    light: str
    words: str

    @property
    def days_late(self) -> int | None:
        """Return how many days after its due date it is forecast, negative before it; None where unknown."""
        due = self.deliverable.due_on
        return (self.forecast_on - due).days if due is not None and self.forecast_on is not None else None


def deliverables_of(project: Project) -> PartQuerySet:
    """Return the deliverables of a project, with their people."""
    rows: PartQuerySet = Deliverable.objects.filter(project=project)
    return rows.select_related("producer", "acceptor")


def one_deliverable(actor: Actor, project_key: str, key: str) -> Deliverable:
    """Return a deliverable of a project that the actor may see, or raise `NotFound`."""
    project = visible_project(actor, project_key)
    found: Deliverable | None = deliverables_of(project).filter(key=key).first()
    if found is None:
        raise NotFound
    found.project = project
    return found


def deliverable_lines(project: Project, rows: Sequence[Deliverable]) -> list[DeliverableLine]:
    """Return deliverables of one project as lines: a constant number of queries."""
    found = deliverable_forecasts([project])
    today = day_of(project.organisation)
    return [_line(each, found.get(each.pk, NOTHING_PLANNED), today) for each in rows]


def _line(deliverable: Deliverable, forecast: DeliverableForecast, today: dt.date) -> DeliverableLine:
    on = to_day(forecast.finish_minute - 1) if forecast.finish_minute else None
    light, words = _standing(deliverable, on, today)
    return DeliverableLine(deliverable, on, forecast.activities, light, words)


def _standing(deliverable: Deliverable, forecast_on: dt.date | None, today: dt.date) -> tuple[str, str]:
    due = deliverable.due_on
    if deliverable.state in DONE:
        return "green", str(deliverable.get_state_display())
    if due is None:
        return "grey", _("no due date")
    if due < today:
        return "red", _("%(days)d d overdue") % {"days": (today - due).days}
    if forecast_on is None:
        return "grey", _("no activity leads to it")
    if forecast_on > due:
        return "amber", _("forecast %(days)d d late") % {"days": (forecast_on - due).days}
    return "green", _("forecast in time")


@dataclass(frozen=True, slots=True)
class CheckedCriterion:
    """A criterion with its checks, the last first; `is_met` by the last of the present round, None without one."""

    criterion: QualityCriterion
    checks: tuple[QualityCheck, ...]
    is_met: bool | None


def checked_criteria(deliverable: Deliverable) -> list[CheckedCriterion]:
    """Return the criteria of a deliverable with what their checks found: three queries."""
    rounds = deliverable.steps.filter(to_state=DeliverableState.UNDER_CHECK).count()
    checks = list(deliverable.checks.order_by("-number"))
    found = []
    for criterion in deliverable.criteria.all():
        own = tuple(each for each in checks if each.criterion_id == criterion.pk)
        last = next((each.is_met for each in own if each.round == rounds), None)
        found.append(CheckedCriterion(criterion, own, last))
    return found


def deliverable_overview(actor: Actor, project: Project) -> dict[str, Any] | None:
    """Return what the project's page says of its deliverables, or None where it has none."""
    del actor  # whoever sees the project sees what it hands over
    rows = list(deliverables_of(project).order_by("due_on", "pk"))
    if not rows:
        return None
    open_ = [each for each in deliverable_lines(project, rows) if each.deliverable.state not in DONE]
    return {
        "lines": open_[:5],
        "project": project,
        "done": len(rows) - len(open_),
        "count": len(rows),
        "percent": round(100 * (len(rows) - len(open_)) / len(rows)),
    }


def waiting_for_answer(actor: Actor) -> dict[str, Any] | None:
    """Return the deliverables that wait for the actor's answer, or None."""
    if actor.person_id is None:
        return None
    rows = Deliverable.objects.visible_to(actor).filter(
        acceptor_id=actor.person_id, state=DeliverableState.SUBMITTED
    )
    found = list(rows.select_related("project", "producer").order_by("due_on", "pk")[:MOST_AT_HOME])
    return {"rows": found} if found else None


def people_for(actor: Actor, project: Project) -> Any:
    """Return the people among whom producer and acceptor are chosen."""
    people = Person.objects.visible_to(actor).present(day_of(project.organisation))
    return people.filter(organisation_id=project.organisation_id).order_by("name")
