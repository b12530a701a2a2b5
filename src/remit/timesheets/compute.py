"""What a week holds by the plans and calendars: the work of somebody day by day, and the time they have for it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.plan_time import EPOCH
from remit.engine.model.errors import DateOutOfRangeError
from remit.people.absences import WORKING_DAYS, capacity, halves_on
from remit.people.holidays import holidays_between
from remit.people.models import Absence, Person
from remit.planning.compute import LOADED, daily_work
from remit.planning.models import Plan
from remit.projects.life_rules import OVER
from remit.projects.models import Project
from remit.resourcing.compute.demand import rows_of, times_of
from remit.resourcing.queries import agreed_absences

WEEK_DAYS = 7
QUARTER = 15
_PROJECT, _CALENDAR = 0, 3
_OTHER = _CALENDAR + 1 + LOADED.index("activity__calendar_id")
_MORE = ("activity__key", "activity__name")


@dataclass(frozen=True, slots=True)
class Planned:
    """What the plan of a project has somebody do on an activity, in minutes of Monday to Sunday."""

    project: Project
    activity_key: str
    activity_name: str
    minutes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Off:
    """A day, or half of one, on which somebody does not work: `words` are the holiday's name, or that they are away."""

    halves: int
    words: str


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """A week as plans and calendars have it: proposals, days off, and the working time that is left in minutes."""

    planned: tuple[Planned, ...]
    off: tuple[Off | None, ...]
    capacity: int

    @property
    def total(self) -> int:
        """Return the minutes that the plans have in it."""
        return sum(sum(each.minutes) for each in self.planned)


def week_plan(actor: Actor, person: Person, monday: dt.date) -> WeekPlan:
    """Return the week of `monday` as the plans that the actor may see have it, less leave: six queries.

    A day off has no work; of half a day half of it is left. Minutes are whole quarters of an hour.
    """
    sunday = monday + dt.timedelta(days=WEEK_DAYS - 1)
    absences = agreed_absences([person], monday, sunday)
    holidays = holidays_between(person.organisation_id, monday, sunday)
    off = tuple(_off(monday + dt.timedelta(days=number), absences, holidays) for number in range(WEEK_DAYS))
    left = capacity(person, absences, monday, 1, holidays=holidays)[0].left
    return WeekPlan(tuple(_planned(actor, person, monday, off)), off, left)


def _off(day: dt.date, absences: Sequence[Absence], holidays: dict[dt.date, str]) -> Off | None:
    if day in holidays:
        return Off(2, holidays[day])
    if day.weekday() >= WORKING_DAYS:
        return None
    halves = min(2, sum(halves_on(each, day) for each in absences))
    return Off(halves, _("away") if halves > 1 else _("away half the day")) if halves else None


def _planned(actor: Actor, person: Person, monday: dt.date, off: Sequence[Off | None]) -> list[Planned]:
    plans = list(
        Plan.objects.filter(
            actor.reach("project.view", "project__scope__path"), project__resources__person=person
        )
        .exclude(project__phase__in=OVER)
        .select_related("project__scope", "project__organisation")
        .distinct()
    )
    if not plans:
        return []
    projects = {plan.project_id: plan.project for plan in plans}
    times = times_of(plans)
    first = (monday - EPOCH.date()).days
    found: dict[tuple[int, str, str], list[float]] = {}
    for row in rows_of(plans, [person.pk], _MORE):
        end = _CALENDAR + 1 + len(LOADED)
        try:
            days = list(
                daily_work(row[_CALENDAR + 1 : end], times[row[_PROJECT]].of(row[_CALENDAR], row[_OTHER]))
            )
        except DateOutOfRangeError:
            continue
        for day, minutes in days:
            if 0 <= day - first < WEEK_DAYS:
                place = found.setdefault((row[_PROJECT], row[-2], row[-1]), [0.0] * WEEK_DAYS)
                place[day - first] += minutes
    rows = [
        Planned(projects[project], key, name, _less(minutes, off))
        for (project, key, name), minutes in found.items()
    ]
    shown = [each for each in rows if any(each.minutes)]
    return sorted(shown, key=lambda each: (each.project.pk, -sum(each.minutes), each.activity_key))


def _less(minutes: Sequence[float], off: Sequence[Off | None]) -> tuple[int, ...]:
    """Return minutes without what falls on days off, in whole quarters of an hour."""
    left = [each * (2 - (free.halves if free else 0)) / 2 for each, free in zip(minutes, off, strict=True)]
    return tuple(round(each / QUARTER) * QUARTER for each in left)
