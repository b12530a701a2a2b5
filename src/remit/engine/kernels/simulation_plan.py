"""The columns in which the kernels of the simulation read a plan, and what one activity does in one run.

`facts` [activities, FACTS] and `edges` [links, EDGE_FACTS] are int64; dates count from the first day laid out, NONE
where there is none. `crew` [members, CREW_FACTS] is float64. The rules are those of `remit.engine.network`.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels.compiling import bare
from remit.engine.kernels.sampling import Whole
from remit.engine.kernels.simulation_time import (
    Clock,
    begin_before,
    count,
    finish_after,
    is_instant_of_work,
    next_start,
    start_after,
)

NONE = -(1 << 40)

ROW, ROW_STEP, LAG_ROW, LAG_STEP = 0, 1, 2, 3
"""Rows of the calendars for work and for lags; a step of 1 gives each run of a pack a row of its own (weather)."""
LENGTH, ADDED, FLAGS = 4, 5, 6
"""The planned duration; for the rest of a begun activity the minutes already done; see the flags below."""
FIXED_START, FIXED_FINISH, CONSTRAINT, DATE, DEADLINE, NOT_BEFORE = 7, 8, 9, 10, 11, 12
IN_FIRST, IN_LAST, OUT_FIRST, OUT_LAST, CREW_FIRST, CREW_LAST, LEAF_FIRST, LEAF_LAST = (
    13,
    14,
    15,
    16,
    17,
    18,
    19,
    20,
)
FACTS = 21
DATES = (FIXED_START, FIXED_FINISH, DATE, DEADLINE, NOT_BEFORE)

DONE, STARTED, RESTS, SUMMARY, MAY_SKIP, EASY_START, EASY_LENGTH, EASY_LATE = 1, 2, 4, 8, 16, 32, 64, 128
"""RESTS: what is drawn is the remaining duration. EASY_START: nothing but plain links holds its start.
EASY_LENGTH: it always takes time, and one calendar decides how much. EASY_LATE: plain links and the end alone."""


PREDECESSOR, SUCCESSOR, FROM_FINISH, TO_FINISH, UNIT, LAG = 0, 1, 2, 3, 4, 5
EDGE_FACTS = 6
WORKING, ELAPSED, PERCENT = 0, 1, 2

MEMBER_ROW, MEMBER_STEP, MEMBER_WORK, MEMBER_UNITS, MEMBER_DELAY = 0, 1, 2, 3, 4
CREW_FACTS = 5

Integers = NDArray[np.int64]
Dates = NDArray[np.int32]
Marks = NDArray[np.uint8]


class Plan(NamedTuple):
    """The plan in columns; `out` are the edges in the order of their predecessors, `leaves` those of summaries."""

    facts: Integers
    edges: Integers
    out: Integers
    crew: NDArray[np.float64]
    leaves: Integers
    project_start: Whole
    most_float: Whole


class Lanes(NamedTuple):
    """What a pack of runs has found so far, each [activities, LANES].

    `drawn` is the duration (of a begun activity with RESTS what remains of it), `worked` the count at the finish,
    `limits` room for what a summary demands of what stands below it.
    """

    drawn: Dates
    start: Dates
    finish: Dates
    worked: Dates
    late_start: Dates
    limits: Dates
    skipped: Marks
    critical: Marks


@bare
def work_of(plan: Plan, member: Whole, drawn: Whole, planned: Whole) -> Whole:
    """Return the minutes that a member of the crew works where the activity takes `drawn` instead of `planned`."""
    work = plan.crew[member, MEMBER_WORK]
    if drawn != planned:
        work = max(np.rint(work * drawn / planned), 1.0)
    return np.int64(np.rint(work / plan.crew[member, MEMBER_UNITS]))


@bare
def settle(plan: Plan, node: Whole, lane: Whole, minute: Whole, drawn: Whole, clock: Clock) -> Whole:
    """Return where the activity can begin from `minute` on; a milestone may stay at a period's end."""
    first, last = plan.facts[node, CREW_FIRST], plan.facts[node, CREW_LAST]
    row = plan.facts[node, ROW] + lane * plan.facts[node, ROW_STEP]
    if drawn == 0:
        if is_instant_of_work(minute, row, clock):
            return minute
    elif first < last:
        best = np.int64(1) << 60
        for member in range(first, last):
            own = np.int64(plan.crew[member, MEMBER_ROW]) + lane * np.int64(plan.crew[member, MEMBER_STEP])
            best = min(best, next_start(minute, own, clock))
        return best
    return next_start(minute, row, clock)


@bare
def finish_from(plan: Plan, node: Whole, lane: Whole, start: Whole, drawn: Whole, clock: Clock) -> Whole:
    """Return where the work ends that begins at `start`: each of the crew works by its own calendar."""
    first, last = plan.facts[node, CREW_FIRST], plan.facts[node, CREW_LAST]
    if first == last or drawn == 0:
        row = plan.facts[node, ROW] + lane * plan.facts[node, ROW_STEP]
        return finish_after(start, drawn, row, clock)
    found = np.int64(NONE)
    for member in range(first, last):
        row = np.int64(plan.crew[member, MEMBER_ROW]) + lane * np.int64(plan.crew[member, MEMBER_STEP])
        work = work_of(plan, member, drawn, plan.facts[node, LENGTH])
        delay = np.int64(plan.crew[member, MEMBER_DELAY])
        begin = start_after(start, delay, row, clock)
        found = max(found, finish_after(begin, work, row, clock))
    return found


@bare
def start_from(plan: Plan, node: Whole, lane: Whole, finish: Whole, drawn: Whole, clock: Clock) -> Whole:
    """Return where the work begins that ends at `finish`."""
    first, last = plan.facts[node, CREW_FIRST], plan.facts[node, CREW_LAST]
    if first == last or drawn == 0:
        row = plan.facts[node, ROW] + lane * plan.facts[node, ROW_STEP]
        return begin_before(finish, drawn, row, clock)
    found = np.int64(1) << 60
    for member in range(first, last):
        row = np.int64(plan.crew[member, MEMBER_ROW]) + lane * np.int64(plan.crew[member, MEMBER_STEP])
        work = work_of(plan, member, drawn, plan.facts[node, LENGTH]) + np.int64(
            plan.crew[member, MEMBER_DELAY]
        )
        found = min(found, begin_before(finish, work, row, clock))
    return found


@bare
def latest_end(plan: Plan, node: Whole, lane: Whole, start: Whole, drawn: Whole, clock: Clock) -> Whole:
    """Return the last minute that is no more working time than work from `start` takes."""
    first, last = plan.facts[node, CREW_FIRST], plan.facts[node, CREW_LAST]
    if drawn == 0:
        return start
    if first == last:
        row = plan.facts[node, ROW] + lane * plan.facts[node, ROW_STEP]
        return start_after(start, drawn, row, clock)
    found = np.int64(NONE)
    for member in range(first, last):
        row = np.int64(plan.crew[member, MEMBER_ROW]) + lane * np.int64(plan.crew[member, MEMBER_STEP])
        work = work_of(plan, member, drawn, plan.facts[node, LENGTH])
        delay = np.int64(plan.crew[member, MEMBER_DELAY])
        begin = start_after(start, delay, row, clock)
        found = max(found, start_after(begin, work, row, clock))
    return found


@bare
def length_of(plan: Plan, node: Whole, lane: Whole, lanes: Lanes) -> Whole:
    """Return the working minutes that the activity takes in a run; of a begun one the planned ones."""
    if plan.facts[node, FLAGS] & RESTS:
        return plan.facts[node, LENGTH]
    return np.int64(lanes.drawn[node, lane])


@bare
def lag_of(plan: Plan, edge: Whole, lane: Whole, lanes: Lanes, clock: Clock) -> Whole:
    """Return the lag of an edge in minutes; percent is a share of the predecessor's duration in this run."""
    lag = plan.edges[edge, LAG]
    if plan.edges[edge, UNIT] != PERCENT:
        return lag
    node = plan.edges[edge, PREDECESSOR]
    if plan.facts[node, FLAGS] & SUMMARY:
        row = plan.facts[node, ROW] + lane * plan.facts[node, ROW_STEP]
        planned = count(lanes.finish[node, lane], row, clock) - count(lanes.start[node, lane], row, clock)
    else:
        planned = length_of(plan, node, lane, lanes)
    return np.int64(np.rint(planned * lag / 100))
