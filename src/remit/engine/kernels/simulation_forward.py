"""The earliest dates of a pack of runs: the forward pass of `remit.engine.network`, runs side by side.

Most activities wait for plain links and work by one calendar; for these there are loops without a branch. All
others go through the general steps, run by run. Both follow the same rules.
"""

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels.compiling import bare
from remit.engine.kernels.layout import ASAP, FNET, FNLT, MFO, SNET, SNLT
from remit.engine.kernels.sampling import LANES, Whole
from remit.engine.kernels.simulation_plan import (
    ADDED,
    CONSTRAINT,
    DATE,
    EASY_LENGTH,
    EASY_START,
    ELAPSED,
    FIXED_FINISH,
    FIXED_START,
    FLAGS,
    FROM_FINISH,
    IN_FIRST,
    IN_LAST,
    LAG_ROW,
    LAG_STEP,
    LEAF_FIRST,
    LEAF_LAST,
    MAY_SKIP,
    NONE,
    NOT_BEFORE,
    PREDECESSOR,
    RESTS,
    ROW,
    ROW_STEP,
    SUMMARY,
    TO_FINISH,
    UNIT,
    Dates,
    Lanes,
    Plan,
    finish_from,
    lag_of,
    length_of,
    settle,
    start_from,
)
from remit.engine.kernels.simulation_time import Clock, count, finish_after, finish_at, start_after, start_at

Lane = NDArray[np.int64]


@bare
def _later(earliest: Lane, dates: Dates, node: Whole) -> None:
    for lane in range(LANES):
        earliest[lane] = max(earliest[lane], np.int64(dates[node, lane]))


@bare
def _place_easy(earliest: Lane, node: Whole, row: Whole, step: Whole, lanes: Lanes, clock: Clock) -> None:
    """Place an activity that takes time on one calendar; `worked` keeps the count at its finish."""
    for lane in range(LANES):
        own = row + lane * step
        before = count(earliest[lane], own, clock)
        after = before + np.int64(lanes.drawn[node, lane])
        lanes.worked[node, lane] = after
        lanes.start[node, lane] = start_at(before, own, clock)
        lanes.finish[node, lane] = finish_at(after, own, clock)


@bare
def demanded_start(plan: Plan, edge: Whole, node: Whole, lane: Whole, lanes: Lanes, clock: Clock) -> Whole:
    """Return where the edge lets its successor `node` begin at the earliest in a run."""
    before = plan.edges[edge, PREDECESSOR]
    minute = np.int64(
        lanes.finish[before, lane] if plan.edges[edge, FROM_FINISH] else lanes.start[before, lane]
    )
    lag = lag_of(plan, edge, lane, lanes, clock)
    elapsed = plan.edges[edge, UNIT] == ELAPSED
    own = length_of(plan, node, lane, lanes)
    if elapsed:
        minute += lag
    if plan.edges[edge, TO_FINISH]:
        minute = start_from(plan, node, lane, minute, own, clock)
    if elapsed or lag == 0:
        return minute
    row = plan.facts[node, LAG_ROW] + lane * plan.facts[node, LAG_STEP]
    if own == 0 and lag > 0:
        return finish_after(minute, lag, row, clock)
    return start_after(minute, lag, row, clock)


@bare
def _constrained(
    plan: Plan, node: Whole, lane: Whole, minute: Whole, own: Whole, held: Whole, clock: Clock
) -> Whole:
    """Raise, cut back or override a start by the activity's constraint."""
    kind = plan.facts[node, CONSTRAINT]
    if kind == ASAP:
        return minute
    date = plan.facts[node, DATE]
    if kind in (FNET, FNLT, MFO):
        date = start_from(plan, node, lane, date, own, clock)
    if kind in (SNET, FNET):
        return date if date > minute or held == 0 else minute
    if kind in (SNLT, FNLT):
        settled = settle(plan, node, lane, minute, own, clock)
        return date if date < settled else minute
    return date


@bare
def _place(
    plan: Plan, node: Whole, lane: Whole, earliest: Whole, held: Whole, lanes: Lanes, clock: Clock
) -> None:
    """Set the dates of one activity in one run by all rules."""
    own = length_of(plan, node, lane, lanes)
    minute = max(earliest, plan.facts[node, NOT_BEFORE])
    minute = _constrained(plan, node, lane, minute, own, held, clock)
    begin = plan.facts[node, FIXED_START]
    if begin == NONE:
        begin = settle(plan, node, lane, minute, own, clock)
    lanes.start[node, lane] = begin
    if plan.facts[node, FIXED_FINISH] != NONE:
        lanes.finish[node, lane] = max(plan.facts[node, FIXED_FINISH], begin)
    elif plan.facts[node, FLAGS] & RESTS:
        row = plan.facts[node, ROW] + lane * plan.facts[node, ROW_STEP]
        minutes = plan.facts[node, ADDED] + np.int64(lanes.drawn[node, lane])
        lanes.finish[node, lane] = finish_after(begin, minutes, row, clock)
    else:
        lanes.finish[node, lane] = finish_from(plan, node, lane, begin, own, clock)


@bare
def _span_leaves(plan: Plan, node: Whole, lanes: Lanes) -> None:
    """A summary spans what stands below it and is done in a run."""
    for lane in range(LANES):
        first, last = np.int64(1) << 30, np.int64(-1) << 30
        for place in range(plan.facts[node, LEAF_FIRST], plan.facts[node, LEAF_LAST]):
            leaf = plan.leaves[place]
            if not lanes.skipped[leaf, lane]:
                first = min(first, np.int64(lanes.start[leaf, lane]))
                last = max(last, np.int64(lanes.finish[leaf, lane]))
        lanes.start[node, lane] = first
        lanes.finish[node, lane] = last


@bare
def _place_general(plan: Plan, node: Whole, lanes: Lanes, clock: Clock) -> None:
    for lane in range(LANES):
        earliest, held = plan.project_start, 0
        for edge in range(plan.facts[node, IN_FIRST], plan.facts[node, IN_LAST]):
            if lanes.skipped[plan.edges[edge, PREDECESSOR], lane]:
                continue
            held = 1
            demanded = demanded_start(plan, edge, node, lane, lanes, clock)
            earliest = max(earliest, demanded)
        _place(plan, node, lane, earliest, held, lanes, clock)
        row = plan.facts[node, ROW] + lane * plan.facts[node, ROW_STEP]
        lanes.worked[node, lane] = count(lanes.finish[node, lane], row, clock)


@bare
def forward(plan: Plan, earliest: Lane, lanes: Lanes, clock: Clock) -> None:
    """Set `start`, `finish` and `worked` (the count at the finish) [activities, LANES] of a pack."""
    easy = EASY_START | EASY_LENGTH
    for node in range(len(plan.facts)):
        flags = plan.facts[node, FLAGS]
        if flags & SUMMARY:
            _span_leaves(plan, node, lanes)
        elif flags & easy == easy:
            earliest[:] = plan.project_start
            for edge in range(plan.facts[node, IN_FIRST], plan.facts[node, IN_LAST]):
                from_finish = plan.edges[edge, FROM_FINISH]
                _later(earliest, lanes.finish if from_finish else lanes.start, plan.edges[edge, PREDECESSOR])
            _place_easy(
                earliest,
                node,
                plan.facts[node, ROW],
                plan.facts[node, ROW_STEP],
                lanes,
                clock,
            )
        else:
            _place_general(
                plan,
                node,
                lanes,
                clock,
            )


@bare
def skip(plan: Plan, lanes: Lanes) -> None:
    """Skip in each run what waits for skipped activities alone, and summaries of which nothing is done."""
    for node in range(len(plan.facts)):
        if not plan.facts[node, FLAGS] & MAY_SKIP:
            continue
        summary = plan.facts[node, FLAGS] & SUMMARY
        first, last = plan.facts[node, IN_FIRST], plan.facts[node, IN_LAST]
        if summary:
            first, last = plan.facts[node, LEAF_FIRST], plan.facts[node, LEAF_LAST]
        for lane in range(LANES):
            taken = first == last
            for place in range(first, last):
                before = plan.leaves[place] if summary else plan.edges[place, PREDECESSOR]
                taken = taken or not lanes.skipped[before, lane]
            if not taken:
                lanes.skipped[node, lane] = 1
