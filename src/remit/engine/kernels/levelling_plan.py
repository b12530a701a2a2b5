"""Serial schedule generation for a plan with calendars: every date is a minute of plan time.

An activity is placed where links, constraints and resources first let it; its resources are taken from its start to
its finish, time without work included, so that nothing else comes between. Source of the method: Kelley 1963 (serial
generation); the steps in working time and the demands of links are those of the critical path method.
"""

from typing import Any, NamedTuple

from remit.engine.calendars.time_table import TimeTable
from remit.engine.kernels.compiling import kernel
from remit.engine.kernels.levelling_profile import CLEAR, FAR, Ints, blocked_until, clear_until, occupy
from remit.engine.kernels.levelling_steps import (
    begin_before,
    count,
    finish_after,
    is_instant_of_work,
    next_start,
    start_after,
)
from remit.engine.kernels.working_time import Beyond

Table = TimeTable | Any  # inside a kernel: the same as a compiled tuple
NONE = -1


# columns of PlanArrays.activity
(
    FIRST_MODE,
    FIRST_LINK,
    FIRST_TOP,
    PINNED,
    PINNED_START,
    PINNED_FINISH,
    RELEASE,
    LATEST,
    LEVELS,
    SPLITS,
    CALENDAR,
) = range(11)
LENGTH, TIME, COST, FIRST_ROW = range(4)  # of PlanArrays.mode
RESOURCE, UNITS, ROW_TIME, ROW_WORK, ROW_DELAY, DRIVES = range(6)  # of PlanArrays.row
BEFORE, FROM_END, TO_END, LAG, LAG_TIME = range(5)  # of PlanArrays.link and of PlanArrays.top
FIRST_STEP, ROOM = range(2)  # of PlanArrays.stock
STEP_FROM, STEP_UNITS = range(2)  # of PlanArrays.step
# columns of Placed.dates
AT_START, AT_FINISH, AT_MODE, AT_HELD_BY, AT_BLOCKED_BY, AT_BLOCKED_UNTIL, AT_OVERLOAD, AT_HOLD = range(8)


class PlanArrays(NamedTuple):
    """A plan of n activities, m modes, k resources, as int64 arrays of rows; few, for each costs at every call.

    `activity` [n + 1]: where its modes, links and maxima begin; PINNED 1 where PINNED_START and PINNED_FINISH are
    given; RELEASE, the earliest start; LATEST, the last start that a constraint allows; LEVELS 0 where resources do
    not delay it; SPLITS 1 where work may pause; CALENDAR, the row of the `TimeTable` for delays. The last row ends
    the groups. `mode` [m + 1]: LENGTH in working minutes of TIME, COST, where its needs begin. `row`, the needs:
    RESOURCE, UNITS and, where the row's own working time decides (DRIVES), its calendar, work and delay. `link`, by
    successor: BEFORE, whether it holds from the end and to the end, LAG, LAG_TIME (NONE: by the clock). `top`, the
    same for maxima: the activity may lie no later than so long after BEFORE. `stock` [k + 1]: where the capacity of a
    resource begins in `step` (STEP_FROM, STEP_UNITS), and where its steps lie in the scratch arrays (ROOM).
    """

    activity: Ints
    mode: Ints
    row: Ints
    link: Ints
    top: Ints
    stock: Ints
    step: Ints


class Placed(NamedTuple):
    """What a pass fills: `dates` [n, 8], `pieces` [p, 3] of activity, start, finish where work pauses, `counted` [1].

    In `dates`: start, finish, mode; AT_HELD_BY the activity whose link demands the most; AT_BLOCKED_BY the resource
    that was waited for last and AT_BLOCKED_UNTIL when it came free; AT_OVERLOAD 1 where it was placed though units
    were missing; AT_HOLD the start that maxima ask for. `times`, `free`, `used` are scratch.
    """

    dates: Ints
    pieces: Ints
    counted: Ints
    times: Ints
    free: Ints
    used: Ints


@kernel
def mode_start(plan: PlanArrays, table: Table, mode: int, minute: int, beyond: Beyond) -> int:
    """Return where the work of a mode can begin from `minute` on; a moment may stay at a period's end."""
    low, high = plan.mode[mode, FIRST_ROW], plan.mode[mode + 1, FIRST_ROW]
    first = FAR
    for row in range(low, high):
        if plan.row[row, DRIVES]:
            first = min(first, next_start(table, plan.row[row, ROW_TIME], minute, beyond))
    if first < FAR:
        return first
    if plan.mode[mode, LENGTH] == 0 and is_instant_of_work(table, plan.mode[mode, TIME], minute, beyond):
        return minute
    return next_start(table, plan.mode[mode, TIME], minute, beyond)


@kernel
def row_start(plan: PlanArrays, table: Table, row: int, start: int, beyond: Beyond) -> int:
    """Return where a row's own work begins."""
    if plan.row[row, DRIVES]:
        return start_after(table, plan.row[row, ROW_TIME], start, plan.row[row, ROW_DELAY], beyond)
    return start


@kernel
def row_finish(plan: PlanArrays, table: Table, row: int, start: int, finish: int, beyond: Beyond) -> int:
    """Return where a row's own work ends, the activity's finish where the row does not drive."""
    if plan.row[row, DRIVES]:
        begun = row_start(plan, table, row, start, beyond)
        return finish_after(table, plan.row[row, ROW_TIME], begun, plan.row[row, ROW_WORK], beyond)
    return finish


@kernel
def mode_finish(plan: PlanArrays, table: Table, mode: int, start: int, beyond: Beyond) -> int:
    """Return where the work of a mode that begins at `start` ends."""
    last = CLEAR
    for row in range(plan.mode[mode, FIRST_ROW], plan.mode[mode + 1, FIRST_ROW]):
        if plan.row[row, DRIVES]:
            last = max(last, row_finish(plan, table, row, start, start, beyond))
    if last > CLEAR:
        return last
    return finish_after(table, plan.mode[mode, TIME], start, plan.mode[mode, LENGTH], beyond)


@kernel
def mode_begin(plan: PlanArrays, table: Table, mode: int, finish: int, beyond: Beyond) -> int:
    """Return where the work of a mode begins that ends at `finish`."""
    first = FAR
    for row in range(plan.mode[mode, FIRST_ROW], plan.mode[mode + 1, FIRST_ROW]):
        if plan.row[row, DRIVES]:
            work = plan.row[row, ROW_WORK] + plan.row[row, ROW_DELAY]
            first = min(first, begin_before(table, plan.row[row, ROW_TIME], finish, work, beyond))
    if first < FAR:
        return first
    return begin_before(table, plan.mode[mode, TIME], finish, plan.mode[mode, LENGTH], beyond)


@kernel
def lagged(table: Table, time: int, minute: int, lag: int, is_moment: bool, beyond: Beyond) -> int:
    """Return `minute` after a lag counted on a calendar; after it a moment stays at the end of a period."""
    if lag == 0:
        return minute
    if is_moment and lag > 0:
        return finish_after(table, time, minute, lag, beyond)
    return start_after(table, time, minute, lag, beyond)


@kernel
def demanded(plan: PlanArrays, table: Table, placed: Placed, link: int, mode: int, beyond: Beyond) -> int:
    """Return where a link lets its successor begin at the earliest in a mode, given the predecessor's dates."""
    other = plan.link[link, BEFORE]
    minute = placed.dates[other, AT_FINISH if plan.link[link, FROM_END] else AT_START]
    by_clock = plan.link[link, LAG_TIME] == NONE
    if by_clock:
        minute += plan.link[link, LAG]
    if plan.link[link, TO_END]:
        minute = mode_begin(plan, table, mode, minute, beyond)
    if by_clock:
        return int(minute)
    return lagged(
        table, plan.link[link, LAG_TIME], minute, plan.link[link, LAG], plan.mode[mode, LENGTH] == 0, beyond
    )


@kernel
def fit(
    plan: PlanArrays, table: Table, placed: Placed, mode: int, start: int, why: Ints, beyond: Beyond
) -> int:
    """Return the first start from `start` on at which every need of a mode is free; FAR for none.

    `why` int64[2] is filled with the resource that was waited for last and when it came free; NONE for none.
    """
    why[0], why[1] = NONE, NONE
    times, free, used = placed.times, placed.free, placed.used
    start = mode_start(plan, table, mode, start, beyond)
    waits = True
    while waits and beyond[0] == 0:
        waits = False
        finish = mode_finish(plan, table, mode, start, beyond)
        for row in range(plan.mode[mode, FIRST_ROW], plan.mode[mode + 1, FIRST_ROW]):
            resource = plan.row[row, RESOURCE]
            low = plan.stock[resource, ROOM]
            begun = row_start(plan, table, row, start, beyond)
            until = blocked_until(
                times,
                free,
                low,
                low + used[resource],
                begun,
                row_finish(plan, table, row, start, finish, beyond),
                plan.row[row, UNITS],
            )
            if until == FAR:
                return FAR
            if until != CLEAR:
                why[0], why[1] = resource, until
                if plan.row[row, DRIVES] and plan.row[row, ROW_DELAY]:
                    until = begin_before(
                        table, plan.row[row, ROW_TIME], until, plan.row[row, ROW_DELAY], beyond
                    )
                start = mode_start(plan, table, mode, max(start + 1, until), beyond)
                waits = True
                break
    return start


@kernel
def seize(
    plan: PlanArrays, table: Table, placed: Placed, mode: int, start: int, finish: int, beyond: Beyond
) -> None:
    """Take what a mode needs between its start and its finish."""
    for row in range(plan.mode[mode, FIRST_ROW], plan.mode[mode + 1, FIRST_ROW]):
        resource = plan.row[row, RESOURCE]
        occupy(
            placed.times,
            placed.free,
            plan.stock[resource, ROOM],
            placed.used,
            resource,
            row_start(plan, table, row, start, beyond),
            row_finish(plan, table, row, start, finish, beyond),
            plan.row[row, UNITS],
        )


@kernel
def seize_whole(plan: PlanArrays, placed: Placed, mode: int, start: int, finish: int) -> None:
    """Take what a mode needs over the whole of a stretch."""
    times, free, used, stock, needs = placed.times, placed.free, placed.used, plan.stock, plan.row
    for row in range(plan.mode[mode, FIRST_ROW], plan.mode[mode + 1, FIRST_ROW]):
        resource = needs[row, RESOURCE]
        occupy(times, free, stock[resource, ROOM], used, resource, start, finish, needs[row, UNITS])


@kernel
def open_until(plan: PlanArrays, placed: Placed, mode: int, minute: int, why: Ints) -> int:
    """Return until when all needs of a mode are free from `minute` on; `minute` where one is not."""
    until = FAR
    for row in range(plan.mode[mode, FIRST_ROW], plan.mode[mode + 1, FIRST_ROW]):
        resource = plan.row[row, RESOURCE]
        low = plan.stock[resource, ROOM]
        high = low + placed.used[resource]
        clear = clear_until(placed.times, placed.free, low, high, minute, plan.row[row, UNITS])
        if clear == minute:
            last = blocked_until(
                placed.times, placed.free, low, high, minute, minute + 1, plan.row[row, UNITS]
            )
            why[0], why[1] = resource, last
            return minute
        until = min(until, clear)
    return until


@kernel
def place_in_pieces(
    plan: PlanArrays,
    table: Table,
    placed: Placed,
    activity: int,
    mode: int,
    start: int,
    why: Ints,
    beyond: Beyond,
) -> int:
    """Place an activity that may pause: it works whenever its needs are free; return its start, FAR for none."""
    left, first, time = plan.mode[mode, LENGTH], FAR, plan.mode[mode, TIME]
    minute = next_start(table, time, start, beyond)
    why[0], why[1] = NONE, NONE
    while left > 0 and beyond[0] == 0:
        until = open_until(plan, placed, mode, minute, why)
        if until == minute:
            if why[1] == FAR:
                return FAR
            minute = next_start(table, time, why[1], beyond)
            continue
        finish = finish_after(table, time, minute, left, beyond)
        if until < finish:
            worked = count(table, time, until, beyond) - count(table, time, minute, beyond)
            finish = finish_after(table, time, minute, worked, beyond)
        piece = placed.counted[0]
        if piece == len(placed.pieces):
            return FAR
        placed.pieces[piece, 0], placed.pieces[piece, 1], placed.pieces[piece, 2] = activity, minute, finish
        placed.counted[0] += 1
        first = min(first, minute)
        left -= count(table, time, finish, beyond) - count(table, time, minute, beyond)
        seize_whole(plan, placed, mode, minute, finish)
        placed.dates[activity, AT_FINISH] = finish
        if left > 0:
            minute = next_start(table, time, until, beyond)
    return first
