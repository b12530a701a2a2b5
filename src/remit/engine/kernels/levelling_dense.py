"""Serial schedule generation on a dense axis of whole time units: the core that the evolution calls millions of times.

All times are whole units from 0. A link holds `start(after) >= start(before) + from_finish x length(before) -
to_finish x length(after) + lag`, so that all four kinds are one form. What is free of each resource stands in an
array of units by resources: a decision takes some hundred nanoseconds, and the array must fit the horizon.

Source of the method: Kolisch and Hartmann, "Heuristic algorithms for the resource-constrained project scheduling
problem", 1999 (serial generation); Tormos and Lova 2001, Valls, Ballestín and Quintanilla 2005 (justification).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels.compiling import kernel

Ints = NDArray[np.int64]
Small = NDArray[np.int32]

NO_PLACE = -1


class Dense(NamedTuple):
    """A project of n activities, m modes, k renewable resources over h units of time, b budgets.

    `first_mode` int64[n + 1]; `length`, `cost` int64[m]; `need_first` int64[m + 1] into `need_resource` and
    `need_units`; `use` int64[m, b] of `budget` int64[b]; `free` int32[h, k]; `release`, `due`, `tardy`, `planned`,
    `stay`, `pinned` int64[n]: earliest start, due finish, weight of a unit late, planned start, weight of a unit
    moved, 1 where it starts at its release whatever the rest does (it needs nothing and waits for nobody).
    Links by successor: `before_first` int64[n + 1], `before`, `before_from`, `before_to`, `before_lag`; the same
    by predecessor as `after…`. `weight` int64[3]: of the makespan, of the modes' cost, and 1 where a successor may
    start before its predecessor.
    """

    first_mode: Ints
    length: Ints
    cost: Ints
    need_first: Ints
    need_resource: Ints
    need_units: Ints
    use: Ints
    budget: Ints
    free: Small
    release: Ints
    due: Ints
    tardy: Ints
    planned: Ints
    stay: Ints
    pinned: Ints
    before_first: Ints
    before: Ints
    before_from: Ints
    before_to: Ints
    before_lag: Ints
    after_first: Ints
    after: Ints
    after_from: Ints
    after_to: Ints
    after_lag: Ints
    weight: Ints


@kernel
def first_fit(free: Small, resources: Ints, units: Ints, length: int, start: int) -> int:
    """Return the first unit from `start` on at which `units` of `resources` are free for `length`; -1 for none.

    Like all loops here it takes bare arrays: with a tuple of arrays numba counts references in every round.
    """
    if length == 0 or len(resources) == 0:
        return start
    horizon = free.shape[0]
    checked = start  # everything from `start` to here is known to be free
    while start + length <= horizon:
        unit = start + length - 1
        while unit >= checked:
            blocked = False
            for each in range(len(resources)):
                if free[unit, resources[each]] < units[each]:
                    blocked = True
                    break
            if blocked:
                break
            unit -= 1
        if unit < checked:
            return start
        checked = max(checked, start + length)
        start = unit + 1
    return NO_PLACE


@kernel
def last_fit(free: Small, resources: Ints, units: Ints, length: int, start: int) -> int:
    """Return the last unit up to `start` at which `units` of `resources` are free for `length`; -1 for none."""
    if length == 0 or len(resources) == 0:
        return start
    checked = start + length  # everything from here on is known to be free
    while start >= 0:
        unit = start
        while unit < checked:
            blocked = False
            for each in range(len(resources)):
                if free[unit, resources[each]] < units[each]:
                    blocked = True
                    break
            if blocked:
                break
            unit += 1
        if unit >= checked:
            return start
        checked = min(checked, start)
        start = unit - length
    return NO_PLACE


@kernel
def take(free: Small, resources: Ints, units: Ints, start: int, finish: int) -> None:
    """Take `units` of `resources` from what is free between `start` and `finish`."""
    for unit in range(start, finish):
        for each in range(len(resources)):
            free[unit, resources[each]] -= units[each]


@kernel
def forward(project: Dense, order: Ints, modes: Ints, free: Small, starts: Ints) -> int:
    """Start everything in `order` as early as it fits; fill `starts`; return the makespan, -1 beyond the horizon.

    `free` is scratch of the shape of `project.free`. `order` holds every activity after those it waits for.
    """
    free[:, :] = project.free
    need_first, need_resource, need_units = project.need_first, project.need_resource, project.need_units
    release, first, others = project.release, project.before_first, project.before
    at_end, at_start, lags = project.before_from, project.before_to, project.before_lag
    lengths = project.length[modes]
    makespan = 0
    for activity in order:
        length = lengths[activity]
        start = release[activity]
        for each in range(first[activity], first[activity + 1]):
            other = others[each]
            bound = starts[other] + lags[each] + at_end[each] * lengths[other] - at_start[each] * length
            start = max(start, bound)
        low, high = need_first[modes[activity]], need_first[modes[activity] + 1]
        resources, units = need_resource[low:high], need_units[low:high]
        start = first_fit(free, resources, units, length, start)
        if start == NO_PLACE or start + length > free.shape[0]:
            return NO_PLACE
        starts[activity] = start
        take(free, resources, units, start, start + length)
        makespan = max(makespan, start + length)
    return makespan


@kernel
def backward(project: Dense, order: Ints, modes: Ints, free: Small, starts: Ints, finish: int) -> bool:
    """Start everything in the reverse of `order` as late as it fits before `finish`; say whether all found place.

    Releases are not looked at: the pass only makes a new order, and the next pass forward respects them.
    """
    free[:, :] = project.free
    need_first, need_resource, need_units = project.need_first, project.need_resource, project.need_units
    first, others = project.after_first, project.after
    at_end, at_start, lags = project.after_from, project.after_to, project.after_lag
    lengths, pinned, release = project.length[modes], project.pinned, project.release
    for position in range(len(order) - 1, -1, -1):
        activity = order[position]
        if pinned[activity]:
            starts[activity] = release[activity]
            continue
        length = lengths[activity]
        start = finish - length
        for each in range(first[activity], first[activity + 1]):
            other = others[each]
            bound = starts[other] - lags[each] - at_end[each] * length + at_start[each] * lengths[other]
            start = min(start, bound)
        low, high = need_first[modes[activity]], need_first[modes[activity] + 1]
        resources, units = need_resource[low:high], need_units[low:high]
        start = last_fit(free, resources, units, length, start)
        if start < 0:
            return False
        starts[activity] = start
        take(free, resources, units, start, start + length)
    return True


@kernel
def order_by(project: Dense, keys: Ints, order: Ints, placed: Ints) -> None:
    """Sort `order` by `keys` of its activities, stably, by insertion: it is nearly sorted; then mend it by links."""
    for position in range(1, len(order)):
        activity = order[position]
        key = keys[activity]
        back = position - 1
        while back >= 0 and keys[order[back]] > key:
            order[back + 1] = order[back]
            back -= 1
        order[back + 1] = activity
    if project.weight[2]:
        respect_links(project, order, placed)


@kernel
def respect_links(project: Dense, order: Ints, placed: Ints) -> None:
    """Bring every activity behind those it waits for, else leave `order` as it is.

    Needed where a successor may lie before its predecessor: leads, and links that hold only a finish.
    `placed` is scratch of 2 n.
    """
    n = len(order)
    first, others = project.before_first, project.before
    placed[:n] = 0
    stack = placed[n:]
    sorted_order = order.copy()
    count = 0
    for root in sorted_order:
        depth = 0
        stack[0] = root
        while depth >= 0:
            activity = stack[depth]
            waits = NO_PLACE
            if placed[activity] == 0:
                for each in range(first[activity], first[activity + 1]):
                    if placed[others[each]] == 0:
                        waits = others[each]
                        break
            if waits != NO_PLACE:
                depth += 1
                stack[depth] = waits
                continue
            if placed[activity] == 0:
                placed[activity] = 1
                order[count] = activity
                count += 1
            depth -= 1


@kernel
def finishes_of(project: Dense, modes: Ints, starts: Ints, finishes: Ints) -> None:
    """Fill `finishes` with start plus length of the chosen mode."""
    lengths = project.length
    for activity in range(len(starts)):
        finishes[activity] = starts[activity] + lengths[modes[activity]]


@kernel
def justify(
    project: Dense, order: Ints, modes: Ints, free: Small, starts: Ints, scratch: Ints, makespan: int
) -> int:
    """Shift all to the right, then to the left, as long as the makespan falls; return it: it never grows.

    `order` ends sorted by start. `scratch` is of 4 n.
    """
    n = len(order)
    keys, kept, placed = scratch[:n], scratch[n : 2 * n], scratch[2 * n :]
    while True:
        kept[:] = starts
        finishes_of(project, modes, starts, keys)
        order_by(project, keys, order, placed)
        found = NO_PLACE
        if backward(project, order, modes, free, starts, makespan):
            order_by(project, starts, order, placed)
            found = forward(project, order, modes, free, starts)
        if found == NO_PLACE or found > makespan:
            starts[:] = kept
            found = makespan
        if found == makespan:
            order_by(project, starts, order, placed)
            return makespan
        makespan = found


@kernel
def price(project: Dense, modes: Ints, starts: Ints, makespan: int) -> int:
    """Return the weighted objective: makespan, cost of modes, units late, units moved from the plan."""
    length, cost, due, tardy = project.length, project.cost, project.due, project.tardy
    planned, stay = project.planned, project.stay
    total, dear = project.weight[0] * makespan, project.weight[1]
    for activity in range(len(starts)):
        mode = modes[activity]
        late = max(0, starts[activity] + length[mode] - due[activity])
        total += dear * cost[mode] + tardy[activity] * late
        total += stay[activity] * abs(starts[activity] - planned[activity])
    return int(total)
