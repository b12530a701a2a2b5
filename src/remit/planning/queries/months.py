"""A plan on the leaves of a calendar: what lies in which week, and what is due on which day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from remit.core.plan_time import start_of_day, to_day
from remit.planning.models import Activity, ActivityKind, Plan

WEEK = 7
MOST_IN_WEEK = 8
FIRST_YEAR, LAST_YEAR = 1971, 2190


@dataclass(frozen=True, slots=True)
class Bar:
    """An activity in one week: from its `column`, 1 for Monday, over so many days; it may begin before, or go on."""

    activity: Activity
    column: int
    days: int
    goes_before: bool
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days with what lies in them; of very many activities `hidden` are not shown."""

    monday: dt.date
    days: tuple[dt.date, ...]
    bars: tuple[Bar, ...]
    deadlines: tuple[Bar, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """A month, or one week, of a plan; `before` and `after` are days by which the ones beside it are found."""

    first: dt.date
    is_week: bool
    weeks: tuple[Week, ...] = field(default=())

    @property
    def before(self) -> dt.date:
        """Return a day of the leaf before."""
        return self.first - dt.timedelta(days=WEEK if self.is_week else 1)

    @property
    def after(self) -> dt.date:
        """Return a day of the leaf after."""
        if self.is_week:
            return self.first + dt.timedelta(days=WEEK)
        return (self.first.replace(day=1) + dt.timedelta(days=32)).replace(day=1)

    @property
    def activities(self) -> int:
        """Return how many different activities are shown."""
        return len({bar.activity.pk for week in self.weeks for bar in week.bars})


def plan_leaf(
    plan: Plan, day: dt.date, *, is_week: bool, person_id: int | None, critical: bool, hides: bool = True
) -> Leaf:
    """Return the month or the week of `day`: one query. Only what `person_id` answers for, or what is critical.

    Of a month only as much is shown as a page has room for, unless it `hides` nothing.
    """
    first = day - dt.timedelta(days=day.weekday()) if is_week else day.replace(day=1)
    monday = first - dt.timedelta(days=first.weekday())
    end = first + dt.timedelta(days=WEEK) if is_week else (first + dt.timedelta(days=32)).replace(day=1)
    mondays = [monday + dt.timedelta(days=each) for each in range(0, (end - monday).days, WEEK)]
    low, high = start_of_day(mondays[0]), start_of_day(mondays[-1] + dt.timedelta(days=WEEK))
    rows = Activity.objects.filter(project_id=plan.project_id, is_active=True)
    rows = rows.exclude(kind=ActivityKind.SUMMARY).select_related("accountable")
    if person_id is not None:
        rows = rows.filter(accountable_id=person_id)
    if critical:
        rows = rows.filter(is_critical=True)
    there = Q(start_minute__lt=high, finish_minute__gte=low)
    due = Q(deadline_minute__gt=low, deadline_minute__lte=high)
    found = list(rows.filter(there | due).order_by("start_minute", "position"))
    most = None if is_week or not hides else MOST_IN_WEEK
    return Leaf(first, is_week, tuple(_week(each, found, most) for each in mondays))


def _week(monday: dt.date, rows: Iterable[Activity], most: int | None) -> Week:
    days = tuple(monday + dt.timedelta(days=number) for number in range(WEEK))
    bars, deadlines = [], []
    for row in rows:
        span = days_of(row)
        if span is not None and span[0] <= days[-1] and span[1] >= monday:
            first, last = max(span[0], monday), min(span[1], days[-1])
            bars.append(
                Bar(row, first.weekday() + 1, (last - first).days + 1, span[0] < monday, span[1] > days[-1])
            )
        if row.deadline_minute is not None:
            due = to_day(row.deadline_minute - 1)
            if monday <= due <= days[-1]:
                deadlines.append(Bar(row, due.weekday() + 1, 1, goes_before=False, goes_on=False))
    shown = bars if most is None else bars[:most]
    return Week(monday, days, tuple(shown), tuple(deadlines), len(bars) - len(shown))


def days_of(row: Activity) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day of an activity: one that ends at midnight ends on the day before."""
    if row.start_minute is None or row.finish_minute is None:
        return None
    last = row.finish_minute if row.finish_minute == row.start_minute else row.finish_minute - 1
    return to_day(row.start_minute), to_day(last)


def leaf_day(plan: Plan, typed: str) -> dt.date:
    """Return the day that an address states as 2026-06-01; that of the status date where it states none."""
    try:
        day = dt.date.fromisoformat(typed)
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            return day
    except ValueError:
        pass
    minute = plan.status_minute if plan.status_minute is not None else plan.start_minute
    return to_day(minute)


# as a file


def dated_rows(plan: Plan) -> list[dict[str, Any]]:
    """Return what a calendar program is told: activities and milestones with dates, then deadlines; one query."""
    rows = Activity.objects.filter(project_id=plan.project_id, is_active=True)
    rows = rows.exclude(kind=ActivityKind.SUMMARY).select_related("accountable").order_by("position")
    told = []
    for row in rows:
        span = days_of(row)
        who = row.accountable.name if row.accountable else ""
        stated = {
            "key": row.key,
            "name": row.name,
            "who": who,
            "notes": row.notes,
            "critical": row.is_critical,
        }
        if span is not None:
            told.append({**stated, "first": span[0], "last": span[1], "is_deadline": False})
        if row.deadline_minute is not None:
            day = to_day(row.deadline_minute - 1)
            told.append({**stated, "first": day, "last": day, "is_deadline": True})
    return told
