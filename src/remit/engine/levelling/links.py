"""Links and dates of a plan as levelling needs them: links on summaries handed down, constraints as bounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from remit.engine.calendars import working_time
from remit.engine.kernels.levelling_plan import NONE
from remit.engine.kernels.levelling_profile import FAR
from remit.engine.levelling.columns import Ints, grouped, table_of
from remit.engine.levelling.reference import Reference
from remit.engine.model import (
    Activity,
    ConstraintKind,
    LagCalendar,
    LagUnit,
    Link,
    LinkKind,
    Minute,
    Problem,
    day_of,
)

FROM_END = frozenset({LinkKind.FS, LinkKind.FF})
TO_END = frozenset({LinkKind.FF, LinkKind.SF})
PRIMAVERA = "primavera-p6"


class RowsOfCalendars(Protocol):
    """Names the row of a time table at which calendars work."""

    def of(self, *calendar_ids: str | None) -> int:
        """Return the row of calendars."""
        ...

    def clock(self) -> int:
        """Return the row of the clock."""
        ...


@dataclass(frozen=True, slots=True)
class Demands:
    """What holds activities besides resources: bounds in minutes [n], links and maxima grouped by successor.

    `least` and `most` have the columns of `PlanArrays.link`; `first_link`, `first_top` [n + 1] say whose they are.
    """

    release: list[Minute]
    latest: list[Minute]
    first_link: Ints
    least: Ints
    first_top: Ints
    most: Ints


class _Shares:
    """Lags in minutes: percent is a share of the predecessor's length, of a summary's of its span without levelling."""

    def __init__(self, problem: Problem, reference: Reference) -> None:
        self._problem, self._reference = problem, reference
        self._activities = {each.id: each for each in problem.activities}
        self._summaries = {each.parent_id for each in problem.activities}

    def lag(self, link: Link) -> int:
        if link.lag.unit != LagUnit.PERCENT:
            return link.lag.amount
        before = self._activities[link.predecessor_id]
        length = before.duration_minutes
        if before.id in self._summaries:
            calendars = {each.id: each for each in self._problem.calendars}
            calendar = calendars[before.calendar_id or self._problem.default_calendar_id]
            dates = self._reference.activities[before.id]
            length = working_time(calendar, day_of(dates.start)).between(dates.start, dates.finish)
        return round(length * link.lag.amount / 100)


@dataclass(slots=True)
class _Outline:
    """Which activities stand below which."""

    leaves: dict[str, list[int]]
    place: dict[str, int]

    def all_of(self, activity_id: str) -> list[int]:
        if activity_id in self.place:
            return [self.place[activity_id]]
        return self.leaves.get(activity_id, [])


def demands(
    problem: Problem,
    activities: Sequence[Activity],
    stays: Sequence[bool],
    reference: Reference,
    rows: RowsOfCalendars,
) -> Demands:
    """Return the links and bounds of `activities`; a link on a summary holds for all below it.

    What `stays` waits for nobody.

    Where the earliest start below a summary counts, the activity that comes first in `reference` stands for it.
    """
    place = {each.id: at for at, each in enumerate(activities)}
    parents = {each.id: each.parent_id for each in problem.activities}
    leaves: dict[str, list[int]] = {}
    for each in activities:
        above = each.parent_id
        while above is not None:
            leaves.setdefault(above, []).append(place[each.id])
            above = parents[above]
    outline = _Outline(leaves, place)
    least: list[tuple[int, ...]] = []
    most: list[tuple[int, ...]] = []
    shares = _Shares(problem, reference)
    calendars = {each.id: each.calendar_id for each in problem.activities}
    for link in problem.links:
        befores, afters = outline.all_of(link.predecessor_id), outline.all_of(link.successor_id)
        if link.kind not in FROM_END and len(befores) > 1 and not link.maximum:
            befores = [min(befores, key=lambda at: (reference.activities[activities[at].id].start, at))]
        for before in befores:
            for after in afters:
                if before != after and (link.maximum or not stays[after]):
                    row = _row(problem, link, shares.lag(link), activities, before, after, calendars, rows)
                    (most if link.maximum else least).append(row)
    release, latest = _bounds(problem, activities, parents, reference, {row[1] for row in least})
    return Demands(
        release, latest, *_by_successor(least, len(activities)), *_by_successor(most, len(activities))
    )


def _by_successor(links: Sequence[tuple[int, ...]], count: int) -> tuple[Ints, Ints]:
    """Return where the links of each successor begin, and the links in that order, without the successor."""
    rows = table_of(links, 6)
    first, order = grouped(rows[:, 1], count)
    return first, np.delete(rows[order], 1, axis=1)


def _row(
    problem: Problem,
    link: Link,
    amount: int,
    activities: Sequence[Activity],
    before: int,
    after: int,
    calendars: Mapping[str, str | None],
    rows: RowsOfCalendars,
) -> tuple[int, ...]:
    time = NONE if link.lag.unit == LagUnit.ELAPSED else 0
    if time != NONE and (amount or link.maximum):
        time = _lag_time(problem, link, calendars, activities[after], rows)
    return (before, after, int(link.kind in FROM_END), int(link.kind in TO_END), amount, time)


def _lag_time(
    problem: Problem, link: Link, calendars: Mapping[str, str | None], after: Activity, rows: RowsOfCalendars
) -> int:
    """Return on whose calendar a lag counts: by its own, the plan's option, or what the rule set does."""
    if link.lag_calendar_id is not None:
        return rows.of(link.lag_calendar_id)
    chosen = problem.options.lag_calendar
    if chosen is None:
        chosen = LagCalendar.PREDECESSOR if problem.rules == PRIMAVERA else LagCalendar.SUCCESSOR
    if chosen == LagCalendar.CLOCK:
        return rows.clock()
    if chosen == LagCalendar.PROJECT:
        return rows.of(None)
    return rows.of(calendars[link.predecessor_id] if chosen == LagCalendar.PREDECESSOR else after.calendar_id)


def _bounds(
    problem: Problem,
    activities: Sequence[Activity],
    parents: dict[str, str | None],
    reference: Reference,
    waiting: set[int],
) -> tuple[list[Minute], list[Minute]]:
    """Return the earliest and the last start of each activity by dates alone, without those of a finish."""
    by_id = {each.id: each for each in problem.activities}
    start = problem.start_minute
    if problem.rules == PRIMAVERA and problem.status_minute is not None:
        start = max(start, problem.status_minute)
    release: list[Minute] = []
    latest: list[Minute] = []
    for at, each in enumerate(activities):
        dates = reference.activities[each.id]
        first, last = start, FAR
        constraints = (
            (each.constraint, each.constraint_minute),
            (each.second_constraint, each.second_constraint_minute),
        )
        for kind, minute in constraints:
            if kind == ConstraintKind.ALAP:
                first = max(first, dates.start)
            if minute is None:
                continue
            # an earliest finish holds the start where it lies without levelling
            own = minute if kind == ConstraintKind.SNET else dates.start
            if kind in {ConstraintKind.SNET, ConstraintKind.FNET}:
                first = max(first, own) if at in waiting else max(own, min(first, dates.start))
            elif kind == ConstraintKind.SNLT:
                last = min(last, minute)
        for date in (each.external_early_start, _held_from_above(each, by_id, parents)):
            if date is not None:
                first = max(first, date)
        release.append(first)
        latest.append(last)
    return release, latest


def _held_from_above(
    activity: Activity, by_id: dict[str, Activity], parents: dict[str, str | None]
) -> Minute | None:
    """Return the latest date before which a summary above may not start."""
    found: Minute | None = None
    above = activity.parent_id
    while above is not None:
        summary = by_id[above]
        if summary.constraint == ConstraintKind.SNET and summary.constraint_minute is not None:
            found = max(found or summary.constraint_minute, summary.constraint_minute)
        above = parents[above]
    return found
