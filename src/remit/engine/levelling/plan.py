"""A problem as levelling sees it: activities without their outline, in arrays that the kernels take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from remit.engine.calendars.time_table import CalendarRow, TimeTable, time_table, wider
from remit.engine.kernels.levelling_plan import FIRST_MODE, LATEST, LENGTH, RELEASE, TIME, PlanArrays
from remit.engine.kernels.levelling_profile import FAR
from remit.engine.kernels.working_time import begin_before
from remit.engine.levelling.columns import Ints, ints, offsets, table_of
from remit.engine.levelling.links import Demands, demands
from remit.engine.levelling.needs import Need, Way, Ways, clipped, most_of, thousandths
from remit.engine.levelling.reference import Reference
from remit.engine.model import (
    Activity,
    ActivityKind,
    ConstraintKind,
    Minute,
    Problem,
    Resource,
    ResourceKind,
    day_of,
)

NOT_LEVELLED = frozenset({ActivityKind.LEVEL_OF_EFFORT, ActivityKind.WBS_SUMMARY})
PINNING = frozenset(
    {
        ConstraintKind.MSO,
        ConstraintKind.MFO,
        ConstraintKind.MANDATORY_START,
        ConstraintKind.MANDATORY_FINISH,
    }
)
_FIRST_DAYS = 1100


@dataclass(slots=True)
class Rows:
    """Rows of a time table, each made once; a row is a calendar, two together, or the clock."""

    problem: Problem
    rows: list[CalendarRow] = field(default_factory=list)
    _known: dict[tuple[str, ...], int] = field(default_factory=dict)

    def of(self, *calendar_ids: str | None) -> int:
        """Return the row at which all the calendars named work, the plan's own where none is named."""
        named = dict.fromkeys(each for each in calendar_ids if each)
        return self._row(tuple(named) or (self.problem.default_calendar_id,))

    def clock(self) -> int:
        """Return the row of the clock."""
        return self._row(())

    def _row(self, key: tuple[str, ...]) -> int:
        if key not in self._known:
            calendars = {each.id: each for each in self.problem.calendars}
            self._known[key] = len(self.rows)
            self.rows.append(tuple(calendars[each] for each in key))
        return self._known[key]


@dataclass(slots=True)
class Plan:
    """The activities that can be levelled, in arrays, with what their rows mean.

    `ways[m]` is mode m. `wants_more` are activities that alone need more than there is. `budget` int64[b] and `use`
    int64[m, b] are the non-renewable resources. `is_whole` unless so many could do something that not all were looked
    at: then what is proved of these arrays is not proved of the problem. `table` grows as dates need it; in its row
    `of_finish` the plan's calendar stands.
    """

    problem: Problem
    activities: tuple[Activity, ...]
    resources: tuple[Resource, ...]
    arrays: PlanArrays
    ways: list[Way]
    budget: Ints
    use: Ints
    wants_more: frozenset[str]
    is_whole: bool
    rows: list[CalendarRow]
    table: TimeTable
    of_finish: int

    def widen(self, *, before: bool, after: bool) -> None:
        """Lay out more days; raises `DateOutOfRangeError` at the year 1900 or 2199."""
        self.table = wider(self.rows, self.table, before=before, after=after)


def plan_of(problem: Problem, reference: Reference) -> Plan:
    """Return the plan to be levelled; `reference` holds the dates of what is not to move.

    Raises `PlanError` where nobody has a skill that is needed.
    """
    parents = {each.parent_id for each in problem.activities}
    activities = tuple(
        each
        for each in problem.activities
        if each.id not in parents and each.is_active and each.kind not in NOT_LEVELLED
    )
    resources = tuple(each for each in problem.resources if each.kind == ResourceKind.WORK)
    budgets = tuple(each for each in problem.resources if each.kind == ResourceKind.BUDGET)
    rows = Rows(problem)
    stays = [_pin(each, reference) is not None for each in activities]
    found = demands(problem, activities, stays, reference, rows)
    most = {each.id: most_of(each) for each in resources}
    finder = Ways(problem)
    ways, sizes, wanting = _all_ways(finder, activities, most)
    arrays = _arrays(activities, resources, reference, rows, found, ways, sizes)
    of_finish = rows.of(None)
    first = min([problem.start_minute, *(reference.activities[each.id].start for each in activities)])
    last = max([problem.start_minute, *(reference.activities[each.id].finish for each in activities)])
    table = time_table(rows.rows, day_of(first) - 30, day_of(last) - day_of(first) + _FIRST_DAYS)
    _limit_finishes(activities, reference, arrays, table)
    return Plan(
        problem,
        activities,
        resources,
        arrays,
        ways,
        ints([thousandths(each.max_units) for each in budgets]),
        _use(ways, budgets),
        wanting,
        finder.is_whole,
        rows.rows,
        table,
        of_finish,
    )


def _use(ways: Sequence[Way], budgets: Sequence[Resource]) -> Ints:
    """Return what each mode takes from each budget."""
    use = np.zeros((len(ways), len(budgets)), dtype=np.int64)
    place = {each.id: at for at, each in enumerate(budgets)}
    for mode, way in enumerate(ways):
        for budget, units in way.uses:
            use[mode, place[budget]] += units
    return use


def _limit_finishes(
    activities: Sequence[Activity], reference: Reference, arrays: PlanArrays, table: TimeTable
) -> None:
    """Turn dates of a finish into dates of a start.

    "Finish no later than" becomes a last start, never before where the activity lies without levelling. Where another
    mode is shorter than the stated one, "finish no earlier than" holds the start of the shortest.
    """
    beyond = ints([0])
    for at, each in enumerate(activities):
        for kind, minute in (
            (each.constraint, each.constraint_minute),
            (each.second_constraint, each.second_constraint_minute),
        ):
            if kind == ConstraintKind.FNET and minute is not None:
                first, end = arrays.activity[at, FIRST_MODE], arrays.activity[at + 1, FIRST_MODE]
                shortest = arrays.mode[first + int(arrays.mode[first:end, LENGTH].argmin())]
                if shortest[LENGTH] < each.duration_minutes + sum(split.gap_minutes for split in each.splits):
                    begin = begin_before(table, shortest[TIME], minute, shortest[LENGTH], beyond)
                    if not beyond[0]:
                        arrays.activity[at, RELEASE] = max(arrays.activity[at, RELEASE], begin)
                    beyond[0] = 0
            if kind == ConstraintKind.FNLT and minute is not None:
                mode = arrays.mode[arrays.activity[at, FIRST_MODE]]
                last = begin_before(table, mode[TIME], minute, mode[LENGTH], beyond)
                last = reference.activities[each.id].start if beyond[0] else last
                last = max(int(last), reference.activities[each.id].start)
                arrays.activity[at, LATEST] = min(arrays.activity[at, LATEST], last)
                beyond[0] = 0


def _all_ways(
    finder: Ways, activities: Sequence[Activity], most: Mapping[str, int]
) -> tuple[list[Way], list[int], frozenset[str]]:
    ways: list[Way] = []
    sizes: list[int] = []
    wanting: set[str] = set()
    for number, each in enumerate(activities):
        own, is_cut = clipped(finder.of(each, number), most)
        if is_cut:
            wanting.add(each.id)
        if each.actual_start is not None or each.is_manual:
            own = own[:1]
        ways.extend(own)
        sizes.append(len(own))
    return ways, sizes, frozenset(wanting)


def _arrays(
    activities: Sequence[Activity],
    resources: Sequence[Resource],
    reference: Reference,
    rows: Rows,
    links: Demands,
    ways: Sequence[Way],
    sizes: Sequence[int],
) -> PlanArrays:
    owners = np.repeat(np.arange(len(activities)), sizes)
    place = {each.id: at for at, each in enumerate(resources)}
    needs = [
        (place[need.resource_id], need, activities[owners[at]])
        for at, way in enumerate(ways)
        for need in way.needs
    ]
    first_step, capacity = _capacities(resources)
    counted = np.bincount(ints([at for at, _need, _owner in needs]), minlength=len(resources))
    pauses = sum(4 if each.can_split else 1 for each in activities)
    spare = 2 * np.minimum(counted * (8 if pauses > len(activities) else 1), 4 * pauses + counted) + 4
    times = [_time(each, rows) for each in activities]
    first_row = offsets([len(each.needs) for each in ways])
    mode = [(way.length, times[owners[at]], way.cost, first_row[at]) for at, way in enumerate(ways)]
    calendars = [each.calendar_id for each in resources]
    return PlanArrays(
        activity=_activity_rows(activities, resources, reference, rows, links, ways, sizes),
        mode=table_of([*mode, (0, 0, 0, first_row[-1])], 4),
        row=table_of([_need_row(at, need, owner, calendars, rows) for at, need, owner in needs], 6),
        link=links.least,
        top=links.most,
        stock=table_of(zip(first_step, offsets(np.diff(first_step) + spare), strict=True), 2),
        step=table_of(capacity, 2),
    )


def _activity_rows(
    activities: Sequence[Activity],
    resources: Sequence[Resource],
    reference: Reference,
    rows: Rows,
    links: Demands,
    ways: Sequence[Way],
    sizes: Sequence[int],
) -> Ints:
    """Return the rows of activities, and the one that ends their groups."""
    pins = [_pin(each, reference) for each in activities]
    first_mode = offsets(sizes)
    calendars = {each.id: each.calendar_id for each in resources}
    pauses = [
        int(_may_pause(each, ways[at], rows, calendars))
        for each, at in zip(activities, first_mode, strict=False)
    ]
    columns = zip(
        first_mode,
        links.first_link,
        links.first_top,
        *zip(*((int(pin is not None), *(pin or (0, 0))) for pin in [*pins, None]), strict=True),
        [*links.release, 0],
        [*links.latest, 0],
        [*(int(each.can_level) for each in activities), 0],
        [*pauses, 0],
        [*(rows.of(each.calendar_id) for each in activities), 0],
        strict=True,
    )
    return table_of(columns, 11)


def _need_row(
    at: int, need: Need, owner: Activity, calendars: Sequence[str | None], rows: Rows
) -> tuple[int, ...]:
    if need.work_minutes is None:
        return (at, need.units, 0, 0, 0, 0)
    time = rows.of(owner.calendar_id, calendars[at])
    return (at, need.units, time, need.work_minutes, need.delay_minutes, 1)


def _may_pause(activity: Activity, way: Way, rows: Rows, calendars: Mapping[str, str | None]) -> bool:
    """Return whether an activity may pause: all who work on it do so when it does, for as long."""
    return activity.can_split and all(
        need.work_minutes is None
        or (
            rows.of(activity.calendar_id, calendars[need.resource_id]) == rows.of(activity.calendar_id)
            and need.work_minutes == way.length
            and not need.delay_minutes
        )
        for need in way.needs
    )


def _time(activity: Activity, rows: Rows) -> int:
    return rows.clock() if activity.duration_is_elapsed else rows.of(activity.calendar_id)


def _pin(activity: Activity, reference: Reference) -> tuple[Minute, Minute] | None:
    """Return the dates of an activity that levelling does not move."""
    fixed = (
        activity.actual_start is not None
        or activity.actual_finish is not None
        or (activity.is_manual and {activity.manual_start, activity.manual_finish} != {None})
        or not PINNING.isdisjoint((activity.constraint, activity.second_constraint))
    )
    if not fixed:
        return None
    dates = reference.activities[activity.id]
    return dates.start, dates.finish


def _capacities(resources: Sequence[Resource]) -> tuple[Ints, list[tuple[Minute, int]]]:
    steps: list[tuple[Minute, int]] = []
    sizes: list[int] = []
    for each in resources:
        own = [(-FAR, thousandths(each.max_units))]
        own += [(minute, thousandths(units)) for minute, units in each.availability]
        steps += own
        sizes.append(len(own))
    return offsets(sizes), steps
