"""Makespans that no schedule has: the work of resources between heads and tails, and windows that leave no room.

Everything here holds for schedules whose work may pause as well, but for what `refuted` concludes from compulsory
parts and from pairs: whoever lets work pause asks `subset_bound` alone.

Source of the methods: Carlier and Pinson 1989 (work of a subset between its least head and least tail); Klein and
Scholl 1999, "Computing lower bounds by destructive improvement"; Lahrichi 1982 (compulsory parts); Erschler and
Lopez 1990 (energetic reasoning).
"""

import numpy as np

from remit.engine.kernels.compiling import kernel
from remit.engine.kernels.levelling_bounds import shortest
from remit.engine.kernels.levelling_dense import Dense, Ints, Small, first_fit, last_fit, take

_MOST_HEADS = 2_000_000  # thresholds times users of one resource
_MOST_ROUNDS = 20
_MOST_IN_PAIRS, _MOST_IN_WINDOWS = (
    500,
    150,
)  # users of a resource: the work grows with the square and the cube


@kernel
def least_work(project: Dense) -> Ints:
    """Return what each activity asks of each resource at least, units times length, int64[n, k]."""
    n, k = len(project.release), project.free.shape[1]
    found, own = np.zeros((n, k), np.int64), np.empty(k, np.int64)
    first_mode, length, need_first = project.first_mode, project.length, project.need_first
    need_resource, need_units = project.need_resource, project.need_units
    for activity in range(n):
        for mode in range(first_mode[activity], first_mode[activity + 1]):
            own[:] = 0
            for need in range(need_first[mode], need_first[mode + 1]):
                own[need_resource[need]] += need_units[need] * length[mode]
            if mode == first_mode[activity]:
                found[activity] = own
            else:
                found[activity] = np.minimum(found[activity], own)
    return found


@kernel
def subset_bound(project: Dense, head: Ints, tail: Ints) -> int:
    """Return a makespan that no schedule beats: all work with a head and a tail of at least so much lies between.

    `head` and `tail` int64[n] are the earliest starts and the least times from a start to the end of all.
    """
    work, least = least_work(project), shortest(project, 0)
    best = int((head + tail).max()) if len(head) else 0
    for resource in range(project.free.shape[1]):
        users = np.flatnonzero(work[:, resource])
        if len(users):
            own, after = work[users, resource], tail[users] - least[users]
            done = np.zeros(len(project.free) + 1, np.int64)
            done[1:] = np.cumsum(project.free[:, resource].astype(np.int64))
            best = max(best, subset_of(own, head[users], after, done, best))
    return best


@kernel
def subset_of(work: Ints, head: Ints, after: Ints, done: Ints, best: int) -> int:
    """Return what the work of one resource makes of `best`; `done` int64[h + 1] is what it can do until each unit."""
    by_tail = np.argsort(-after, kind="mergesort")
    heads = np.unique(head)
    step = max(1, len(heads) * len(work) // _MOST_HEADS)
    for threshold in heads[::step]:
        total = 0
        for each in by_tail:
            if head[each] >= threshold:
                total += work[each]
                ready = np.searchsorted(done, done[min(threshold, len(done) - 1)] + total)
                best = max(best, ready + after[each])
    return int(best)


@kernel
def narrow_by_links(project: Dense, order: Ints, length: Ints, early: Ints, late: Ints) -> bool:
    """Bring first and last starts up to the links, in an order after what each waits for; say whether all stay."""
    first, others, lags = project.before_first, project.before, project.before_lag
    at_end, at_start, pinned = project.before_from, project.before_to, project.pinned
    for activity in order:
        for each in range(first[activity], first[activity + 1]):
            other = others[each]
            shift = lags[each] + at_end[each] * length[other] - at_start[each] * length[activity]
            early[activity] = max(early[activity], early[other] + shift)
    for position in range(len(order) - 1, -1, -1):
        activity = order[position]
        for each in range(first[activity], first[activity + 1]):
            other = others[each]
            shift = lags[each] + at_end[each] * length[other] - at_start[each] * length[activity]
            if not pinned[other]:
                late[other] = min(late[other], late[activity] - shift)
    return bool((early <= late).all())


@kernel
def narrow_by_profile(project: Dense, length: Ints, free: Small, early: Ints, late: Ints) -> bool:
    """Keep starts off the units that the compulsory parts of others fill; say whether all have room.

    What lies between its last start and its first finish is there in every schedule. `free` is scratch.
    """
    free[:, :] = project.free
    n, need_first = len(early), project.need_first
    need_resource, need_units = project.need_resource, project.need_units
    for activity in range(n):
        if late[activity] < early[activity] + length[activity]:
            low, high = need_first[activity], need_first[activity + 1]
            end = early[activity] + length[activity]
            take(free, need_resource[low:high], need_units[low:high], late[activity], end)
    for activity in range(n):
        low, high = need_first[activity], need_first[activity + 1]
        if low == high or length[activity] == 0:
            continue
        needs, units = need_resource[low:high], need_units[low:high]
        begin, end = late[activity], early[activity] + length[activity]
        if begin < end:
            take(free, needs, -units, begin, end)
        start = first_fit(free, needs, units, length[activity], early[activity])
        last = last_fit(free, needs, units, length[activity], late[activity])
        if start < 0 or start > last:  # NO_PLACE is below 0, and then below each start
            return False
        if begin < end:
            take(free, needs, units, begin, end)
        early[activity], late[activity] = start, last
    return True


@kernel
def narrow_by_pairs(users: Ints, units: Ints, most: int, length: Ints, early: Ints, late: Ints) -> bool:
    """Order pairs that cannot go on together and of which only one can come first; say whether one always can."""
    for left in range(len(users)):
        for right in range(left + 1, len(users)):
            if units[left] + units[right] <= most:
                continue
            one, other = users[left], users[right]
            one_first = early[one] + length[one] <= late[other]
            other_first = early[other] + length[other] <= late[one]
            if not one_first and not other_first:
                return False
            if not other_first:
                early[other] = max(early[other], early[one] + length[one])
                late[one] = min(late[one], late[other] - length[one])
            elif not one_first:
                early[one] = max(early[one], early[other] + length[other])
                late[other] = min(late[other], late[one] - length[other])
    return True


@kernel
def has_energy(users: Ints, units: Ints, done: Ints, length: Ints, early: Ints, late: Ints) -> bool:
    """Return whether in each window from a first start to a last finish there is room for what must lie in it.

    An activity lies in a window with the least that is left of it there, pushed to the left or to the right.
    """
    for opening in range(len(users)):
        begin = early[users[opening]]
        for closing in range(len(users)):
            end = late[users[closing]] + length[users[closing]]
            if end <= begin:
                continue
            needed, room = 0, done[end] - done[begin]
            for each in range(len(users)):
                activity = users[each]
                to_left = early[activity] + length[activity] - begin
                to_right = end - late[activity]
                inside = min(to_left, to_right, length[activity], end - begin)
                if inside > 0:
                    needed += inside * units[each]
            if needed > room:
                return False
    return True


@kernel
def narrow_by_resources(
    pool: Small, user_first: Ints, users: Ints, units: Ints, length: Ints, early: Ints, late: Ints
) -> bool:
    """Look at the pairs and the energy of each resource; say whether there may be room.

    The users of resource r and their units stand from `user_first[r]` on. Resources with very many are left out.
    """
    done = np.zeros(len(pool) + 1, np.int64)
    for resource in range(pool.shape[1]):
        low, high = user_first[resource], user_first[resource + 1]
        if high - low > _MOST_IN_PAIRS or low == high:
            continue
        own, asked, free = users[low:high], units[low:high], pool[:, resource]
        if not narrow_by_pairs(own, asked, free.max(), length, early, late):
            return False
        if not (early[own] <= late[own]).all():
            return False
        if high - low <= _MOST_IN_WINDOWS:
            for unit in range(len(free)):
                done[unit + 1] = done[unit] + free[unit]
            if not has_energy(own, asked, done, length, early, late):
                return False
    return True


@kernel
def refuted(
    project: Dense,
    order: Ints,
    user_first: Ints,
    users: Ints,
    units: Ints,
    free: Small,
    early: Ints,
    late: Ints,
) -> bool:
    """Return whether no schedule has all starts between `early` and `late`, which become narrower meanwhile.

    Each activity is done in its first mode. `users` are as in `narrow_by_resources`; `free` is scratch.
    """
    length = project.length
    for _round in range(_MOST_ROUNDS):
        room = late.sum() - early.sum()
        if not narrow_by_links(project, order, length, early, late):
            return True
        if not narrow_by_profile(project, length, free, early, late):
            return True
        if not narrow_by_resources(project.free, user_first, users, units, length, early, late):
            return True
        if late.sum() - early.sum() == room:
            break
    return False
