"""What links alone ask for, the keys of priority rules, and the parallel pass."""

import numpy as np

from remit.engine.kernels.compiling import kernel
from remit.engine.kernels.levelling_dense import Dense, Ints, Small, first_fit, take


@kernel
def shortest(project: Dense, most: int) -> Ints:
    """Return the length of the shortest mode of each activity, of the longest where `most` is 1."""
    n = len(project.release)
    first, length = project.first_mode, project.length
    found = np.empty(n, np.int64)
    for activity in range(n):
        modes = length[first[activity] : first[activity + 1]]
        found[activity] = modes.max() if most else modes.min()
    return found


@kernel
def topological(project: Dense) -> Ints:
    """Return the activities in an order in which each comes after all that it waits for."""
    n = len(project.release)
    order, waiting = np.empty(n, np.int64), project.before_first[1:] - project.before_first[:-1]
    after_first, after = project.after_first, project.after
    size = 0
    for activity in range(n):
        if waiting[activity] == 0:
            order[size] = activity
            size += 1
    for position in range(n):
        activity = order[position]
        for link in range(after_first[activity], after_first[activity + 1]):
            waiting[after[link]] -= 1
            if waiting[after[link]] == 0:
                order[size] = after[link]
                size += 1
    return order


@kernel
def heads(project: Dense, order: Ints) -> Ints:
    """Return the earliest start of each activity by links and releases, whatever the modes."""
    least, most = shortest(project, 0), shortest(project, 1)
    at = project.release.copy()
    first, before, lag = project.before_first, project.before, project.before_lag
    from_end, to_end = project.before_from, project.before_to
    for activity in order:
        for link in range(first[activity], first[activity + 1]):
            other = before[link]
            bound = at[other] + lag[link] + from_end[link] * least[other] - to_end[link] * most[activity]
            at[activity] = max(at[activity], bound)
    return at


@kernel
def tails(project: Dense, order: Ints) -> Ints:
    """Return the least time from the start of each activity to the end of all, whatever the modes."""
    least, most = shortest(project, 0), shortest(project, 1)
    tail = least.copy()
    first, after, lag = project.after_first, project.after, project.after_lag
    from_end, to_end = project.after_from, project.after_to
    for position in range(len(order) - 1, -1, -1):
        activity = order[position]
        for link in range(first[activity], first[activity + 1]):
            other = after[link]
            bound = tail[other] + lag[link] + from_end[link] * least[activity] - to_end[link] * most[other]
            tail[activity] = max(tail[activity], bound)
    return tail


@kernel
def parallel(project: Dense, keys: Ints, modes: Ints, free: Small, starts: Ints) -> int:
    """Go through time, and at each unit start whatever may begin and fits, the lowest key first; fill `starts`.

    Returns the makespan, -1 beyond the horizon. No resource is left idle that something could use at once: such
    schedules are often good and never need be the best. Source: Kolisch 1996, "Serial and parallel
    resource-constrained project scheduling methods revisited".
    """
    n, horizon = len(keys), len(free)
    free[:, :] = project.free
    need_first, need_resource, need_units = project.need_first, project.need_resource, project.need_units
    lengths, after_first, afters = project.length[modes], project.after_first, project.after
    waiting = project.before_first[1:] - project.before_first[:-1]
    ready = np.where(waiting == 0, project.release, -1)
    left, unit, makespan = n, 0, 0
    while left > 0 and unit < horizon:
        best = -1
        for activity in range(n):
            if 0 <= ready[activity] <= unit and (best < 0 or keys[activity] < keys[best]):
                low, high = need_first[modes[activity]], need_first[modes[activity] + 1]
                needs, units = need_resource[low:high], need_units[low:high]
                if first_fit(free, needs, units, lengths[activity], unit) == unit:
                    best = activity
        if best < 0:
            unit += 1
            continue
        # what waited longer than it had to takes the present; what needs nothing may keep its own time
        low, high = need_first[modes[best]], need_first[modes[best] + 1]
        start = ready[best] if low == high else unit
        starts[best], ready[best] = start, -1
        take(free, need_resource[low:high], need_units[low:high], start, start + lengths[best])
        makespan = max(makespan, start + lengths[best])
        left -= 1
        for each in range(after_first[best], after_first[best + 1]):
            waiting[afters[each]] -= 1
            if waiting[afters[each]] == 0:
                ready[afters[each]] = earliest(project, afters[each], lengths, starts)
    return makespan if left == 0 else -1


@kernel
def earliest(project: Dense, activity: int, lengths: Ints, starts: Ints) -> int:
    """Return where links and release let an activity start, given the starts of all before it."""
    first, before, lag = project.before_first, project.before, project.before_lag
    from_end, to_end = project.before_from, project.before_to
    at = project.release[activity]
    for link in range(first[activity], first[activity + 1]):
        other = before[link]
        bound = starts[other] + lag[link] + from_end[link] * lengths[other]
        at = max(at, bound - to_end[link] * lengths[activity])
    return int(max(0, at))


@kernel
def reach(project: Dense, order: Ints) -> Ints:
    """Return the work that follows each activity directly and its own: the greatest rank positional weight."""
    least = shortest(project, 0)
    weight = least.copy()
    first, after = project.after_first, project.after
    for activity in order:
        for link in range(first[activity], first[activity + 1]):
            weight[activity] += least[after[link]]
    return weight


@kernel
def followers(project: Dense, order: Ints) -> Ints:
    """Return how many links lead on from each activity in all: as a rule for the most total successors.

    An activity that can be reached in several ways is counted as often, at most a million times.
    """
    total = np.zeros(len(order), np.int64)
    first, after = project.after_first, project.after
    for position in range(len(order) - 1, -1, -1):
        activity = order[position]
        for link in range(first[activity], first[activity + 1]):
            total[activity] += total[after[link]] + 1
        total[activity] = min(total[activity], 1_000_000)
    return total
