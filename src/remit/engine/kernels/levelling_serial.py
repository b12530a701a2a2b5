"""The pass over a whole plan: every activity placed in turn, and again where a maximum between two asks for it."""

import numpy as np

from remit.engine.kernels.compiling import kernel
from remit.engine.kernels.levelling_plan import (
    AT_BLOCKED_BY,
    AT_BLOCKED_UNTIL,
    AT_FINISH,
    AT_HELD_BY,
    AT_HOLD,
    AT_MODE,
    AT_OVERLOAD,
    AT_START,
    BEFORE,
    COST,
    FIRST_LINK,
    FIRST_MODE,
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
    ROOM,
    SPLITS,
    STEP_FROM,
    STEP_UNITS,
    TO_END,
    Placed,
    PlanArrays,
    Table,
    demanded,
    fit,
    mode_finish,
    mode_start,
    place_in_pieces,
    seize,
    seize_whole,
)
from remit.engine.kernels.levelling_profile import FAR, Ints
from remit.engine.kernels.levelling_steps import start_after
from remit.engine.kernels.working_time import Beyond

DONE, NO_PLACE, OVER_MAXIMUM, OVER_HORIZON = 0, 1, 2, 3
CHOOSE = -1


@kernel
def order_of(plan: PlanArrays, keys: Ints, order: Ints) -> None:
    """Fill `order` with activities after what they wait for, of those that may come next the lowest key first.

    Equal keys go by number. A circle's activities are left out and `order` ends with -1.
    """
    n = len(keys)
    before, first = plan.link[:, BEFORE].copy(), plan.activity[:, FIRST_LINK].copy()
    after_first, after = successors(first, before)
    waiting = first[1:] - first[:-1]
    heap, size = np.empty(n, np.int64), 0
    for activity in range(n):
        if waiting[activity] == 0:
            size = push(heap, size, keys, activity)
    order[:] = NONE
    for position in range(n):
        if size == 0:
            break
        activity = heap[0]
        size = pop(heap, size, keys)
        order[position] = activity
        for link in range(after_first[activity], after_first[activity + 1]):
            waiting[after[link]] -= 1
            if waiting[after[link]] == 0:
                size = push(heap, size, keys, after[link])


@kernel
def successors(first: Ints, before: Ints) -> tuple[Ints, Ints]:
    """Return links grouped by predecessor from links grouped by successor: offsets [n + 1], successors."""
    n = len(first) - 1
    after_first, after = np.zeros(n + 1, np.int64), np.empty(len(before), np.int64)
    for each in before:
        after_first[each + 1] += 1
    for each in range(n):
        after_first[each + 1] += after_first[each]
    filled = after_first[:-1].copy()
    for activity in range(n):
        for link in range(first[activity], first[activity + 1]):
            after[filled[before[link]]] = activity
            filled[before[link]] += 1
    return after_first, after


@kernel
def comes_first(keys: Ints, one: int, other: int) -> bool:
    """Return whether `one` has the lower key, or the lower number with the same."""
    return bool(keys[one] < keys[other] or (keys[one] == keys[other] and one < other))


@kernel
def push(heap: Ints, size: int, keys: Ints, item: int) -> int:
    """Put an item on a binary heap; return the new size."""
    at = size
    while at > 0 and comes_first(keys, item, heap[(at - 1) >> 1]):
        heap[at] = heap[(at - 1) >> 1]
        at = (at - 1) >> 1
    heap[at] = item
    return size + 1


@kernel
def pop(heap: Ints, size: int, keys: Ints) -> int:
    """Take the first item off a binary heap; return the new size."""
    size -= 1
    item, at = heap[size], 0
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size and comes_first(keys, heap[child + 1], heap[child]):
            child += 1
        if not comes_first(keys, heap[child], item):
            break
        heap[at] = heap[child]
        at = child
    heap[at] = item
    return size


@kernel
def clear(plan: PlanArrays, placed: Placed) -> None:
    """Make everything free as the capacities state and nothing placed."""
    times, free, used, stock, steps = placed.times, placed.free, placed.used, plan.stock, plan.step
    for resource in range(len(used)):
        low, first = stock[resource, ROOM], stock[resource, FIRST_STEP]
        used[resource] = stock[resource + 1, FIRST_STEP] - first
        for step in range(used[resource]):
            times[low + step] = steps[first + step, STEP_FROM]
            free[low + step] = steps[first + step, STEP_UNITS]
    placed.counted[0] = 0
    placed.dates[:, AT_HELD_BY] = NONE
    placed.dates[:, AT_BLOCKED_BY] = NONE
    placed.dates[:, AT_OVERLOAD] = 0


@kernel
def seize_pinned(plan: PlanArrays, placed: Placed, modes: Ints) -> None:
    """Place everything whose dates are given, with what it needs from start to finish."""
    activities, dates = plan.activity, placed.dates
    for activity in range(len(modes)):
        if activities[activity, PINNED]:
            mode = max(modes[activity], activities[activity, FIRST_MODE])
            start, finish = activities[activity, PINNED_START], activities[activity, PINNED_FINISH]
            dates[activity, AT_MODE] = mode
            dates[activity, AT_START], dates[activity, AT_FINISH] = start, finish
            seize_whole(plan, placed, mode, start, finish)


@kernel
def earliest(plan: PlanArrays, table: Table, placed: Placed, activity: int, mode: int, beyond: Beyond) -> int:
    """Return where links, release and hold let an activity start in a mode; note whose link demands it."""
    at = max(plan.activity[activity, RELEASE], placed.dates[activity, AT_HOLD])
    placed.dates[activity, AT_HELD_BY] = NONE
    for link in range(plan.activity[activity, FIRST_LINK], plan.activity[activity + 1, FIRST_LINK]):
        minute = demanded(plan, table, placed, link, mode, beyond)
        if minute > at:
            at = minute
            placed.dates[activity, AT_HELD_BY] = plan.link[link, BEFORE]
    return int(at)


@kernel
def place(plan: PlanArrays, table: Table, placed: Placed, activity: int, wanted: int, beyond: Beyond) -> bool:
    """Place one activity in the mode `wanted`, or in the one that finishes first, of equal ones the cheapest.

    Where resources would carry it beyond the start that a constraint allows, it stays and is noted as an overload.
    Returns whether it has found a place.
    """
    low, high = plan.activity[activity, FIRST_MODE], plan.activity[activity + 1, FIRST_MODE]
    if wanted != CHOOSE:
        low, high = wanted, wanted + 1
    why = np.empty(2, np.int64)
    best_finish, best_cost, best_missing = FAR, FAR, 2
    for mode in range(low, high):
        ready = mode_start(plan, table, mode, earliest(plan, table, placed, activity, mode, beyond), beyond)
        start = fit(plan, table, placed, mode, ready, why, beyond)
        missing = 0
        if start > ready and (
            plan.activity[activity, LEVELS] == 0 or start > plan.activity[activity, LATEST]
        ):
            start, missing = ready, 1
        if start == FAR or missing > best_missing:
            continue
        finish = mode_finish(plan, table, mode, start, beyond)
        cost = plan.mode[mode, COST]
        if missing < best_missing or finish < best_finish or (finish == best_finish and cost < best_cost):
            best_finish, best_cost, best_missing = finish, cost, missing
            dates = placed.dates[activity]
            dates[AT_START], dates[AT_FINISH], dates[AT_MODE] = start, finish, mode
            dates[AT_BLOCKED_BY], dates[AT_BLOCKED_UNTIL], dates[AT_OVERLOAD] = why[0], why[1], missing
    if best_missing > 1:
        return False
    dates = placed.dates[activity]
    seize(plan, table, placed, dates[AT_MODE], dates[AT_START], best_finish, beyond)
    return True


@kernel
def place_pausing(
    plan: PlanArrays, table: Table, placed: Placed, activity: int, mode: int, beyond: Beyond
) -> bool:
    """Place an activity that may pause; return whether it has found a place."""
    why = np.empty(2, np.int64)
    ready = earliest(plan, table, placed, activity, mode, beyond)
    start = place_in_pieces(plan, table, placed, activity, mode, ready, why, beyond)
    dates = placed.dates[activity]
    dates[AT_START], dates[AT_MODE] = start, mode
    dates[AT_BLOCKED_BY], dates[AT_BLOCKED_UNTIL] = why[0], why[1]
    return bool(start != FAR)


@kernel
def pass_over(
    plan: PlanArrays, table: Table, placed: Placed, order: Ints, modes: Ints, beyond: Beyond
) -> int:
    """Place everything in `order`; return DONE, NO_PLACE or OVER_HORIZON."""
    clear(plan, placed)
    seize_pinned(plan, placed, modes)
    activities, lengths = plan.activity, plan.mode
    for activity in order:
        if activities[activity, PINNED]:
            continue
        mode = activities[activity, FIRST_MODE] if modes[activity] == CHOOSE else modes[activity]
        if activities[activity, SPLITS] and lengths[mode, LENGTH] > 0:
            found = place_pausing(plan, table, placed, activity, mode, beyond)
        else:
            found = place(plan, table, placed, activity, modes[activity], beyond)
        if beyond[0]:
            return OVER_HORIZON
        if not found:
            return NO_PLACE
    return DONE


@kernel
def hold_for_maxima(plan: PlanArrays, table: Table, placed: Placed, beyond: Beyond) -> int:
    """Hold what starts too early for a maximum that another ends on; return how many are held, -1 if one cannot."""
    held = 0
    activities, tops, dates = plan.activity, plan.top, placed.dates
    for activity in range(len(dates)):
        for link in range(activities[activity, FIRST_TOP], activities[activity + 1, FIRST_TOP]):
            other = tops[link, BEFORE]
            allowed = dates[other, AT_FINISH if tops[link, FROM_END] else AT_START]
            minute = dates[activity, AT_FINISH if tops[link, TO_END] else AT_START]
            if tops[link, LAG_TIME] == NONE:
                allowed += tops[link, LAG]
            else:
                allowed = start_after(table, tops[link, LAG_TIME], allowed, tops[link, LAG], beyond)
            if minute > allowed:
                if activities[other, PINNED]:
                    return NONE
                # `other` has to move by what the activity is too late, at least by a minute
                later = dates[other, AT_START] + max(1, minute - allowed)
                dates[other, AT_HOLD] = max(dates[other, AT_HOLD], later)
                held += 1
    return held


@kernel
def generate(
    plan: PlanArrays, table: Table, placed: Placed, order: Ints, modes: Ints, attempts: int, beyond: Beyond
) -> int:
    """Place everything in `order` until all maxima hold, at most `attempts` times.

    `modes` int64[n] are wanted modes, CHOOSE to choose. Returns DONE, NO_PLACE, OVER_MAXIMUM, or OVER_HORIZON where
    days must be added to the table.
    """
    placed.dates[:, AT_HOLD] = -FAR
    for _attempt in range(attempts):
        found = pass_over(plan, table, placed, order, modes, beyond)
        if found != DONE or len(plan.top) == 0:
            return found
        held = hold_for_maxima(plan, table, placed, beyond)
        if held == 0:
            return DONE
        if held == NONE:
            return OVER_MAXIMUM
    return OVER_MAXIMUM
