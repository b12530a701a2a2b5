"""What the plans of an organisation ask of its people and of what they share, week by week.

Who and what works has a number here: that of a person, or that of an entry of the pool below zero.

The sums of a plan are computed from its schedule once and kept in the process under the stamp that every edit of the
plan renews: what is read is never older than the plan. A plan of any size is summed in arrays, not row by row.
"""

import datetime as dt
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from remit.core.plan_time import EPOCH
from remit.engine.calendars.working_time import WorkingTime
from remit.engine.model.errors import DateOutOfRangeError
from remit.people.models import Person, PoolEntry
from remit.planning.compute import LOADED, PlanTimes, daily_work
from remit.planning.models import Contour, Plan, PlanCalendar, ResourceAssignment
from remit.projects.life_rules import OVER

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

MOST_KEPT = 2_000_000
_DAY, _WEEK_DAYS, _THURSDAY = 1440, 7, 3
# fields of a row, as `rows_of` reads them: the plan's project, who or what the resource is and its calendar
_PROJECT, _PERSON, _POOL, _CALENDAR = range(4)
_ROW = ("project_id", "resource__person_id", "resource__pool_id", "resource__calendar_id", *LOADED)
_UNITS, _WORK, _DELAY, _START, _FINISH, _OTHER, _ELAPSED, _CONTOUR, _PIECES, _SPLITS, _LENGTH = range(5, 16)


@dataclass(frozen=True, eq=False, slots=True)
class Sums:
    """The work of one plan by number and week: `weeks` count from the one of 1969-12-29, `minutes` are of work."""

    people: Ints
    weeks: Ints
    minutes: Floats


class KeptSums:
    """Sums of plans under the stamps that the plans bore; the oldest go first."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most, self._lock, self._size = most, Lock(), 0
        self._kept: OrderedDict[int, tuple[Any, Sums]] = OrderedDict()

    @property
    def size(self) -> int:
        """Return how many sums are kept."""
        return self._size

    def find(self, plan: Plan) -> Sums | None:
        """Return the sums of a plan if they were computed from it as it stands."""
        with self._lock:
            stamp, found = self._kept.get(plan.pk, (None, None))
            if found is None or stamp != _stamp(plan):
                return None
            self._kept.move_to_end(plan.pk)
            return found

    def keep(self, plan: Plan, sums: Sums) -> None:
        """Keep sums, and let go of the oldest beyond the most that are kept."""
        with self._lock:
            _old, before = self._kept.pop(plan.pk, (None, None))
            self._size += len(sums.people) - (0 if before is None else len(before.people))
            self._kept[plan.pk] = (_stamp(plan), sums)
            while self._size > self._most and len(self._kept) > 1:
                _pk, old = self._kept.popitem(last=False)
                self._size -= len(old[1].people)


KEPT = KeptSums()


def _stamp(plan: Plan) -> tuple[Any, int]:
    return plan.scheduled_at, plan.version


def number_of(whose: Person | PoolEntry) -> int:
    """Return the number under which the work of somebody or something is summed."""
    return -whose.pk if isinstance(whose, PoolEntry) else whose.pk


def _number(row: tuple[Any, ...]) -> int:
    number: int = -row[_POOL] if row[_PERSON] is None else row[_PERSON]
    return number


def week_number(day: dt.date) -> int:
    """Return the number of the week of a day; 1970-01-01 is a Thursday of week 0."""
    return ((day - EPOCH.date()).days + _THURSDAY) // _WEEK_DAYS


def live_plans(organisation_id: int) -> list[Plan]:
    """Return the plans of an organisation whose projects are not over: one query."""
    rows = Plan.objects.filter(project__organisation_id=organisation_id).exclude(project__phase__in=OVER)
    return list(rows.order_by("pk"))


def demand_table(plans: Sequence[Plan], people: Sequence[int], monday: dt.date, weeks: int) -> Floats:
    """Return the minutes that `plans` ask of each number in `people` (rows) in `weeks` weeks (columns) from `monday`.

    Two queries where a plan was changed since it was asked for last, else none.
    """
    table = np.zeros((len(people), weeks))
    every = [each for each in sums_of(plans) if len(each.people)]
    if not every or not people:
        return table
    pks = np.array(people, dtype=np.int64)
    order = np.argsort(pks)
    column = np.concatenate([each.weeks for each in every]) - week_number(monday)
    # the weeks first: they are few of all, and to look for people takes longer
    near = np.flatnonzero((column >= 0) & (column < weeks))
    found_in = np.concatenate([each.people for each in every])[near]
    at = np.minimum(np.searchsorted(pks[order], found_in), len(pks) - 1)
    wanted = pks[order][at] == found_in
    chosen = near[wanted]
    minutes = np.concatenate([each.minutes for each in every])[chosen]
    np.add.at(table, (order[at[wanted]], column[chosen]), minutes)
    return table


def sums_of(plans: Sequence[Plan]) -> list[Sums]:
    """Return the sums of each plan, those unknown or changed computed anew."""
    found = {plan.pk: KEPT.find(plan) for plan in plans}
    missing = [plan for plan in plans if found[plan.pk] is None]
    if missing:
        times = times_of(missing)
        rows: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for row in rows_of(missing):
            rows[row[_PROJECT]].append(row)
        for plan in missing:
            found[plan.pk] = sums = _summed(rows[plan.project_id], times[plan.project_id])
            KEPT.keep(plan, sums)
    return [each for each in found.values() if each is not None]


def times_of(plans: Sequence[Plan]) -> dict[int, PlanTimes]:
    """Return the working times of plans by project: one query."""
    rows: defaultdict[int, list[PlanCalendar]] = defaultdict(list)
    for row in PlanCalendar.objects.filter(project__in=[plan.project_id for plan in plans]):
        rows[row.project_id].append(row)
    return {plan.project_id: PlanTimes(plan, rows[plan.project_id]) for plan in plans}


def rows_of(
    plans: Sequence[Plan], people: Collection[int] | None = None, more: Sequence[str] = ()
) -> Iterable[tuple[Any, ...]]:
    """Return the work of people and of the pool in plans as `_ROW` and `more` name it: one query.

    `people` are the numbers whose work is wanted.
    """
    rows = ResourceAssignment.objects.filter(
        project__in=[plan.project_id for plan in plans],
        resource__kind="work",
        work_minutes__gt=0,
        units_percent__gt=0,
        activity__is_active=True,
        activity__start_minute__isnull=False,
    )
    chosen = rows.filter(Q(resource__person__isnull=False) | Q(resource__pool__isnull=False))
    if people is not None:
        persons, shared = [each for each in people if each > 0], [-each for each in people if each < 0]
        chosen = rows.filter(Q(resource__person__in=persons) | Q(resource__pool__in=shared))
    return chosen.order_by().values_list(*_ROW, *more)


def weekly_work(row: tuple[Any, ...], times: PlanTimes) -> dict[int, float]:
    """Return the minutes of one row of `rows_of` by number of the week.

    Work for which calendars leave no time lies where its activity starts.
    """
    found: defaultdict[int, float] = defaultdict(float)
    try:
        for day, minutes in daily_work(
            row[_CALENDAR + 1 : _LENGTH + 1], times.of(row[_CALENDAR], row[_OTHER])
        ):
            found[(day + _THURSDAY) // _WEEK_DAYS] += minutes
    except DateOutOfRangeError:
        return {(row[_START] // _DAY + _THURSDAY) // _WEEK_DAYS: float(row[_WORK])}
    return found


def _summed(rows: Iterable[tuple[Any, ...]], times: PlanTimes) -> Sums:
    """Return the sums of one plan: plain work all at once, by calendar, and what is shaped row by row."""
    plain: defaultdict[tuple[int | None, int | None], list[tuple[Any, ...]]] = defaultdict(list)
    people, weeks, minutes = [], [], []
    for row in rows:
        if row[_CONTOUR] == Contour.FLAT and not (row[_SPLITS] or row[_ELAPSED] or row[_DELAY]):
            plain[row[_CALENDAR], row[_OTHER]].append(row)
            continue
        shaped = weekly_work(row, times)
        people.append(np.full(len(shaped), _number(row), dtype=np.int64))
        weeks.append(np.array(list(shaped), dtype=np.int64))
        minutes.append(np.array(list(shaped.values())))
    for (own, other), group in plain.items():
        found = _evenly(group, times.of(own, other))
        people.append(found.people)
        weeks.append(found.weeks)
        minutes.append(found.minutes)
    if not people:
        return Sums(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    return _together(np.concatenate(people), np.concatenate(weeks), np.concatenate(minutes))


def _together(people: Ints, weeks: Ints, minutes: Floats) -> Sums:
    """Return sums with one row for a person and a week."""
    # weeks of the years that calendars reach, 1900 to 2200, lie between -2**15 and 2**15
    code, place = np.unique(people * 2**16 + weeks + 2**15, return_inverse=True)
    sums: Floats = np.bincount(place, weights=minutes, minlength=len(code)).astype(np.float64)
    return Sums(code // 2**16, code % 2**16 - 2**15, sums)


def _evenly(rows: Sequence[tuple[Any, ...]], time: WorkingTime) -> Sums:
    """Return the work of rows that lies evenly from the start of their activities, until it is done.

    With C the count of working minutes, b and f the activity's start and finish, and n = work / units, a row has
    done work * min(C(m) - C(b), a) / a by the minute m, where a = min(n, C(f) - C(b)): see `planning.compute.loads`.
    """
    columns = [[row[at] for row in rows] for at in (_START, _FINISH, _WORK)]
    start, finish, work = (np.array(column, dtype=np.int64) for column in columns)
    people = np.array([_number(row) for row in rows], dtype=np.int64)
    needed = np.array([round(row[_WORK] / (float(row[_UNITS]) / 100)) for row in rows], dtype=np.int64)
    first, last = _week_at(start), np.maximum(_week_at(finish - 1), _week_at(start))
    edges = np.arange(first.min(), last.max() + 2)
    at_edge = np.array([time.count(_monday_minute(week)) for week in edges.tolist()], dtype=np.int64)
    begun = _counts(time, edges, start)
    available = np.minimum(needed, _counts(time, edges, finish) - begun)
    length = last - first + 1
    row = np.repeat(np.arange(len(rows)), length)
    week = first[row] + np.arange(len(row)) - np.repeat(np.cumsum(length) - length, length)
    place = week - edges[0]
    limit = np.maximum(available, 1)[row]
    done = np.clip(at_edge[place + 1] - begun[row], 0, limit) - np.clip(at_edge[place] - begun[row], 0, limit)
    share = np.where(available[row] > 0, done / limit, week == first[row])
    minutes: Floats = work[row] * share
    kept = minutes > 0
    return Sums(people[row][kept], week[kept], minutes[kept])


def _week_at(minute: Ints) -> Ints:
    found: Ints = (minute // _DAY + _THURSDAY) // _WEEK_DAYS
    return found


def _monday_minute(week: int) -> int:
    return (week * _WEEK_DAYS - _THURSDAY) * _DAY


def _counts(time: WorkingTime, weeks: Ints, minutes: Ints) -> Ints:
    """Return the working minutes up to each of `minutes`: between two breaks of a calendar time runs evenly."""
    first, last = _monday_minute(int(weeks[0])), _monday_minute(int(weeks[-1]))
    breaks = {first, last}
    for day in range(first // _DAY, last // _DAY):
        breaks.update(time.breaks(day))
    known = sorted(breaks)
    counted = [time.count(each) for each in known]
    found: Ints = np.rint(np.interp(minutes, known, counted)).astype(np.int64)
    return found
