"""Calendars of a plan as people look at them: who works by which, and a year of days."""

import calendar as months_of
import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.core.plan_time import EPOCH
from remit.core.templatetags.remit import day as day_words
from remit.core.templatetags.remit import hours
from remit.engine import model as engine
from remit.engine.calendars import WorkingTime, working_time
from remit.planning.models import Activity, Plan, PlanCalendar, Resource

_THURSDAY = 3  # the weekday of 1970-01-01, Monday 0
MOST_NAMED = 50
ORIGIN_DAY = (dt.date(2020, 1, 1) - dt.date(1970, 1, 1)).days  # about where plans of today lie
MOST_KEPT = 16
# a count of working time grows as it is asked for: no two threads may do that at once
_KEPT = threading.local()

Shifts = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """A calendar in the list: how many activities and resources work by it of their own."""

    calendar: PlanCalendar
    is_plans: bool
    activities: int
    resources: int


def calendar_lines(plan: Plan) -> list[CalendarLine]:
    """Return the calendars of a plan, the plan's own first: three queries."""
    project_id = plan.project_id
    counts: list[dict[int, int]] = []
    for model in (Activity, Resource):
        rows = model.objects.filter(project_id=project_id, calendar__isnull=False)
        rows = rows.order_by().values_list("calendar_id").annotate(count=Count("pk"))
        counts.append(dict(rows))
    lines = [
        CalendarLine(each, each.pk == plan.calendar_id, counts[0].get(each.pk, 0), counts[1].get(each.pk, 0))
        for each in PlanCalendar.objects.filter(project_id=project_id).order_by("pk")
    ]
    return sorted(lines, key=lambda line: not line.is_plans)


@dataclass(frozen=True, slots=True)
class CalendarUses:
    """Who works by a calendar; `as_plan` counts the activities that have none of their own where it is the plan's."""

    is_plans: bool
    activities: tuple[Activity, ...]
    activity_count: int
    resources: tuple[Resource, ...]
    as_plan: int

    @property
    def more_activities(self) -> int:
        """Return how many activities are not named."""
        return self.activity_count - len(self.activities)


def calendar_uses(plan: Plan, calendar: PlanCalendar) -> CalendarUses:
    """Return which activities and resources work by a calendar: four queries at most."""
    own = Activity.objects.filter(project_id=plan.project_id, calendar_id=calendar.pk).order_by("position")
    resources = Resource.objects.filter(project_id=plan.project_id, calendar_id=calendar.pk)
    is_plans = plan.calendar_id == calendar.pk
    without = Activity.objects.filter(project_id=plan.project_id, calendar_id=None).exclude(kind="summary")
    return CalendarUses(
        is_plans,
        tuple(own[:MOST_NAMED]),
        own.count(),
        tuple(resources.order_by("name")[:MOST_NAMED]),
        without.count() if is_plans else 0,
    )


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """One exception of a calendar, by its number in the list in which the later holds."""

    number: int
    first: dt.date
    last: dt.date
    shifts: Shifts
    name: str

    @property
    def minutes(self) -> int:
        """Return how long work lasts on each of its days."""
        return sum(finish - start for start, finish in self.shifts)


def exception_rows(exceptions: Sequence[Any], year: int | None = None) -> list[ExceptionRow]:
    """Return exceptions in the order of their days, all or those that touch `year`."""
    rows = [
        ExceptionRow(number, _date(first), _date(last), shifts, name)
        for number, (first, last, shifts, name) in enumerate(exceptions)
    ]
    chosen = [row for row in rows if year is None or row.first.year <= year <= row.last.year]
    return sorted(chosen, key=lambda row: (row.first, row.last, row.number))


def _date(number: int) -> dt.date:
    return (EPOCH + dt.timedelta(days=number)).date()


@dataclass(frozen=True, slots=True)
class DayMark:
    """One day of the picture: `state` is work, rest, free (an exception) or other (an exception with work)."""

    number: int
    state: str
    words: str
    column: int


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the picture; `words` say what it shows."""

    name: str
    days: tuple[DayMark, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Year:
    """A year of a calendar in days and figures."""

    year: int
    months: tuple[Month, ...]
    working_days: int
    minutes: int


def shifts_of_days(
    week: Sequence[Shifts], exceptions: Sequence[Any], first: int, count: int
) -> list[tuple[Shifts, str | None]]:
    """Return, for `count` days from `first` on, the shifts and the name of the exception that holds, if one does.

    Days count from 1970-01-01; of two exceptions for the same day the later stated holds.
    """
    found: list[tuple[Shifts, str | None]] = [
        (week[(day + _THURSDAY) % 7], None) for day in range(first, first + count)
    ]
    for begins, ends, shifts, name in exceptions:
        for day in range(max(begins, first), min(ends, first + count - 1) + 1):
            found[day - first] = (shifts, name)
    return found


def year_of(week: Sequence[Shifts], exceptions: Sequence[Any], year: int) -> Year:
    """Return a year of working and free days; no query."""
    start = dt.date(year, 1, 1)
    count = 366 if months_of.isleap(year) else 365
    days = shifts_of_days(week, exceptions, (start - EPOCH.date()).days, count)
    months = []
    at = 0
    for month in range(1, 13):
        length = months_of.monthrange(year, month)[1]
        months.append(_month(year, month, days[at : at + length]))
        at += length
    worked = [_minutes(shifts) for shifts, _name in days]
    return Year(year, tuple(months), sum(bool(each) for each in worked), sum(worked))


def _minutes(shifts: Shifts) -> int:
    return sum(finish - start for start, finish in shifts)


def _month(year: int, month: int, days: Sequence[tuple[Shifts, str | None]]) -> Month:
    marks = []
    for number, (shifts, name) in enumerate(days, start=1):
        date = dt.date(year, month, number)
        is_plain = name is None
        state = ("work" if is_plain else "other") if shifts else ("rest" if is_plain else "free")
        what = hours(_minutes(shifts)) if shifts else _("free")
        words = f"{day_words(date)}: {f'{name}, ' if name else ''}{what}"
        marks.append(DayMark(number, state, words, date.weekday() + 1))
    free = [f"{mark.number}" for mark in marks if mark.state == "free"]
    worked = sum(bool(shifts) for shifts, _name in days)
    said = ngettext("%(count)d working day", "%(count)d working days", worked) % {"count": worked}
    label = f"{MONTHS[month]} {year}: {said}"
    if free:
        label += "; " + _("free: %(days)s") % {"days": ", ".join(free)}
    return Month(str(MONTHS[month]), tuple(marks), label)


def working_time_of(calendar: PlanCalendar) -> WorkingTime:
    """Return what counts the working time of a stored calendar; this thread keeps those that it used last."""
    kept: OrderedDict[str, WorkingTime] = _KEPT.__dict__.setdefault("times", OrderedDict())
    stated = repr((calendar.name, calendar.week, calendar.exceptions))
    if stated not in kept:
        kept[stated] = working_time(engine_calendar(calendar), ORIGIN_DAY)
    kept.move_to_end(stated)
    while len(kept) > MOST_KEPT:
        kept.popitem(last=False)
    return kept[stated]


def engine_calendar(calendar: PlanCalendar) -> engine.Calendar:
    """Return a stored calendar as the engine's."""
    return engine.Calendar(
        id=str(calendar.pk),
        name=calendar.name,
        week=tuple(tuple(engine.Shift(*shift) for shift in day) for day in calendar.week),
        exceptions=tuple(
            engine.CalendarException(first, last, tuple(engine.Shift(*shift) for shift in shifts), name)
            for first, last, shifts, name in calendar.exceptions
        ),
    )
