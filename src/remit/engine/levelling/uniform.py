"""A plan on one calendar as a dense project: time counted in working minutes, divided by their common measure."""

from dataclasses import dataclass
from math import gcd

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels.levelling_dense import Dense, Small
from remit.engine.kernels.levelling_plan import (
    BEFORE,
    COST,
    DRIVES,
    FIRST_LINK,
    FIRST_MODE,
    FIRST_ROW,
    FIRST_STEP,
    FIRST_TOP,
    FROM_END,
    LAG,
    LAG_TIME,
    LATEST,
    LENGTH,
    LEVELS,
    NONE,
    PINNED,
    PINNED_FINISH,
    PINNED_START,
    RELEASE,
    RESOURCE,
    ROW_DELAY,
    ROW_TIME,
    ROW_WORK,
    STEP_FROM,
    STEP_UNITS,
    TIME,
    TO_END,
    UNITS,
    PlanArrays,
)
from remit.engine.kernels.levelling_profile import FAR
from remit.engine.kernels.working_time import count, finish_at, start_at
from remit.engine.levelling.columns import Ints, grouped, ints, offsets
from remit.engine.levelling.plan import Plan
from remit.engine.levelling.solver import Maximum

Bools = NDArray[np.bool_]

DenseLinks = tuple[Ints, Ints, Ints, Ints, Ints, Ints, Ints, Ints, Ints, Ints]

MOST_CELLS = 3_000_000
_ROOM = 1.3


@dataclass(frozen=True, slots=True)
class Uniform:
    """A plan in whole units of `unit` working minutes of row `time` of its table, counted from the minute `start`.

    The table of a plan grows, and what a minute counts in it changes then: so the start is kept as a minute.
    """

    project: Dense
    maxima: tuple[Maximum, ...]
    time: int
    start: int
    unit: int

    def _origin(self, plan: Plan) -> int:
        """Return what the start counts in the table as it is now."""
        return int(count(plan.table, self.time, self.start, ints([0])))

    def units_of(self, plan: Plan, minutes: Ints) -> Ints:
        """Return in which unit each of some minutes lies."""
        beyond = ints([0])
        counts = [int(count(plan.table, self.time, int(each), beyond)) for each in minutes]
        return (ints(counts) - self._origin(plan)) // self.unit

    def holds(self, plan: Plan, minutes: Ints) -> bool:
        """Return whether all of some minutes lie between whole units."""
        beyond = ints([0])
        counts = ints([int(count(plan.table, self.time, int(each), beyond)) for each in minutes])
        return not ((counts - self._origin(plan)) % self.unit).any() and not beyond[0]

    def done_at(self, plan: Plan, units: int) -> int:
        """Return the first minute by which so many units of work are done."""
        return int(finish_at(plan.table, self.time, self._origin(plan) + units * self.unit, ints([0])))

    def minute(self, plan: Plan, units: int) -> int:
        """Return the minute at which the work of a unit begins."""
        return int(start_at(plan.table, self.time, self._origin(plan) + units * self.unit, ints([0])))


def one_calendar(plan: Plan) -> int | None:
    """Return the row of the one calendar that everything follows; None where there are several.

    Also None where something is bound to the clock, is not delayed by resources, or must start by a date: these the
    dense project does not state.
    """
    arrays = plan.arrays
    n = len(arrays.activity) - 1
    free = arrays.activity[:n, PINNED] == 0
    owners = np.repeat(np.arange(n), np.diff(arrays.activity[:, FIRST_MODE]))
    modes = arrays.mode[:-1]
    works = free[owners] & (modes[:, LENGTH] > 0)
    times = set(modes[works, TIME].tolist())
    if len(times) != 1:
        return None
    time = int(times.pop())
    of_need = np.repeat(np.arange(len(modes)), np.diff(arrays.mode[:, FIRST_ROW]))
    drives = (arrays.row[:, DRIVES] == 1) & free[owners[of_need]]
    needs = arrays.row[drives]
    straight = (
        (needs[:, ROW_TIME] == time).all()
        and (needs[:, ROW_DELAY] == 0).all()
        and (needs[:, ROW_WORK] == modes[of_need[drives], LENGTH]).all()
    )
    lags = np.concatenate([arrays.link, arrays.top])
    lagged = lags[lags[:, LAG] != 0]
    activities = arrays.activity[:n]
    plain = (activities[free, LATEST] >= FAR).all() and (activities[free, LEVELS] == 1).all()
    if not (straight and plain and (lagged[:, LAG_TIME] == time).all()):
        clock = plan.rows[time] == () and (lagged[:, LAG_TIME] == NONE).all()
        if not (straight and plain and clock):
            return None
    return time


class _Counting:
    """Counts minutes in the working time of one row, from the start of the plan."""

    def __init__(self, plan: Plan, time: int) -> None:
        self._table, self._time, self._beyond = plan.table, time, ints([0])
        self.origin = 0
        activities = plan.arrays.activity[:-1]
        starts = [plan.problem.start_minute, *activities[:, RELEASE].tolist()]
        starts += activities[activities[:, PINNED] == 1, PINNED_START].tolist()
        self.start = min(starts)
        self.origin = self.of(self.start)

    def of(self, minute: int) -> int:
        return int(count(self._table, self._time, minute, self._beyond)) - self.origin

    def all_of(self, minutes: Ints) -> Ints:
        known = {minute: self.of(minute) for minute in set(minutes.tolist())}
        return ints([known[minute] for minute in minutes.tolist()])

    @property
    def is_beyond(self) -> bool:
        return bool(self._beyond[0])


def uniform(plan: Plan, finish: int) -> Uniform | None:
    """Return the dense project of a plan on one calendar, with room for schedules a third longer than to `finish`.

    None where the plan is not on one calendar, or too large for dense arrays.
    """
    time = one_calendar(plan)
    if time is None:
        return None
    arrays, counting = plan.arrays, _Counting(plan, time)
    activities = arrays.activity[:-1]
    release, lengths = _counted(arrays, counting)
    steps = [
        [
            (max(0, counting.of(minute) if minute > -FAR else 0), units)
            for minute, units in _steps(arrays, resource)
        ]
        for resource in range(len(arrays.stock) - 1)
    ]
    last = counting.of(finish)
    if counting.is_beyond:
        return None
    lags = [*arrays.link[:, LAG].tolist(), *arrays.top[:, LAG].tolist()]
    unit = gcd(*lengths.tolist(), *release.tolist(), *lags, *(at for own in steps for at, _units in own)) or 1
    longest = int(np.maximum.reduceat(lengths, activities[:, FIRST_MODE]).max(initial=0))
    horizon = int(last * _ROOM) // unit + longest // unit + 2
    if horizon * max(1, len(steps)) > MOST_CELLS:
        return None
    release, lengths = release // unit, lengths // unit
    free, scale = _free(steps, unit, horizon, arrays.row)
    _take_pinned(arrays, release, lengths, free, scale)
    maxima = tuple(
        Maximum(int(row[BEFORE]), after, int(row[FROM_END]), int(row[TO_END]), int(row[LAG]) // unit)
        for after in range(len(activities))
        for row in arrays.top[arrays.activity[after, FIRST_TOP] : arrays.activity[after + 1, FIRST_TOP]]
    )
    project = _dense(plan, activities[:, PINNED] == 1, release, lengths, free, scale, unit)
    return Uniform(project, maxima, time, counting.start, unit)


def _counted(arrays: PlanArrays, counting: _Counting) -> tuple[Ints, Ints]:
    """Return releases and lengths in working minutes; what is pinned is as long as it lies."""
    activities = arrays.activity[:-1]
    pinned = activities[:, PINNED] == 1
    release = counting.all_of(np.where(pinned, activities[:, PINNED_START], activities[:, RELEASE]))
    lengths = arrays.mode[:-1, LENGTH].copy()
    ends = counting.all_of(activities[pinned, PINNED_FINISH])
    lengths[activities[pinned, FIRST_MODE]] = np.maximum(0, ends - release[pinned])
    return release, lengths


def _take_pinned(arrays: PlanArrays, release: Ints, lengths: Ints, free: Small, scale: Ints) -> None:
    """Take what pinned activities need from what is free, at most all."""
    for at in np.flatnonzero(arrays.activity[:-1, PINNED]):
        mode = arrays.activity[at, FIRST_MODE]
        for need in range(arrays.mode[mode, FIRST_ROW], arrays.mode[mode + 1, FIRST_ROW]):
            resource = arrays.row[need, RESOURCE]
            begin, end = release[at], release[at] + lengths[mode]
            free[begin:end, resource] -= (arrays.row[need, UNITS] // scale[resource]).astype(np.int32)
    np.maximum(free, 0, out=free)


def _steps(arrays: PlanArrays, resource: int) -> list[tuple[int, int]]:
    own = arrays.step[arrays.stock[resource, FIRST_STEP] : arrays.stock[resource + 1, FIRST_STEP]]
    return [(int(minute), int(units)) for minute, units in own[:, [STEP_FROM, STEP_UNITS]]]


def _free(steps: list[list[tuple[int, int]]], unit: int, horizon: int, needs: Ints) -> tuple[Small, Ints]:
    """Return what is free, int32[horizon, resources], in the largest common measure of each resource's units."""
    free = np.zeros((horizon, len(steps)), dtype=np.int32)
    scale = np.ones(len(steps), dtype=np.int64)
    for resource, own in enumerate(steps):
        wanted = needs[needs[:, RESOURCE] == resource, UNITS].tolist()
        scale[resource] = gcd(*wanted) or 1
        for at, units in own:
            free[at // unit :, resource] = units // scale[resource]
    return free, scale


def _dense(
    plan: Plan, pinned: Bools, release: Ints, lengths: Ints, free: Small, scale: Ints, unit: int
) -> Dense:
    arrays = plan.arrays
    n = len(pinned)
    first_mode = arrays.activity[:, FIRST_MODE].copy()
    owners = np.repeat(np.arange(n), np.diff(first_mode))
    of_need = np.repeat(np.arange(len(lengths)), np.diff(arrays.mode[:, FIRST_ROW]))
    wanted = ~pinned[owners[of_need]] & (arrays.row[:, UNITS] > 0)
    needs = arrays.row[wanted]
    links, backs = _dense_links(arrays, pinned, unit)
    zeros = np.zeros((4, n), dtype=np.int64)
    return Dense(
        first_mode,
        lengths,
        arrays.mode[:-1, COST].copy(),
        offsets(np.bincount(of_need[wanted], minlength=len(lengths))),
        needs[:, RESOURCE].copy(),
        needs[:, UNITS] // scale[needs[:, RESOURCE]],
        plan.use,
        plan.budget,
        free,
        release,
        zeros[0],
        zeros[1],
        zeros[2],
        zeros[3],
        pinned.astype(np.int64),
        *links,
        ints([1, 0, int(backs)]),
    )


def _dense_links(arrays: PlanArrays, pinned: Bools, unit: int) -> tuple[DenseLinks, bool]:
    """Return the ten columns of links, by successor and by predecessor, and whether one may lie before the other.

    That is so with a lead, and with a link that holds a finish. What is pinned waits for nobody.
    """
    n = len(pinned)
    after = np.repeat(np.arange(n), np.diff(arrays.activity[:, FIRST_LINK]))
    acts = ~pinned[after]
    links, after = arrays.link[acts], after[acts]
    before_first = offsets(np.bincount(after, minlength=n))
    before = links[:, BEFORE].copy()
    after_first, order = grouped(before, n)
    columns = [links[:, FROM_END].copy(), links[:, TO_END].copy(), links[:, LAG] // unit]
    backs = bool((columns[2] < 0).any() or (links[:, TO_END] == 1).any())
    by_after = (before_first, before, columns[0], columns[1], columns[2])
    by_before = (after_first, after[order], columns[0][order], columns[1][order], columns[2][order])
    return (*by_after, *by_before), backs
