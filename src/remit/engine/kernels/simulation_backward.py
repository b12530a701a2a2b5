"""The latest dates of a pack of runs, and which activities are critical: the backward pass, runs side by side."""

import numpy as np

from remit.engine.kernels.compiling import bare
from remit.engine.kernels.layout import FNLT, MFO, MSO, SNLT
from remit.engine.kernels.sampling import LANES, Whole
from remit.engine.kernels.simulation_forward import Lane
from remit.engine.kernels.simulation_plan import (
    CONSTRAINT,
    CREW_FIRST,
    CREW_LAST,
    DATE,
    DEADLINE,
    DONE,
    EASY_LATE,
    EASY_LENGTH,
    ELAPSED,
    FLAGS,
    FROM_FINISH,
    LAG_ROW,
    LAG_STEP,
    LEAF_FIRST,
    LEAF_LAST,
    NONE,
    OUT_FIRST,
    OUT_LAST,
    PREDECESSOR,
    RESTS,
    ROW,
    ROW_STEP,
    STARTED,
    SUCCESSOR,
    SUMMARY,
    TO_FINISH,
    UNIT,
    Dates,
    Lanes,
    Plan,
    finish_from,
    lag_of,
    latest_end,
    length_of,
    settle,
    start_from,
)
from remit.engine.kernels.simulation_time import (
    Clock,
    begin_before,
    count,
    is_instant_of_work,
    previous_finish,
    start_after,
    start_at,
)


@bare
def _reset(latest: Lane, ends: Lane) -> None:
    for lane in range(LANES):
        latest[lane] = ends[lane]


@bare
def _sooner(latest: Lane, dates: Dates, node: Whole) -> None:
    for lane in range(LANES):
        latest[lane] = min(latest[lane], np.int64(dates[node, lane]))


@bare
def _late_easy(
    latest: Lane, node: Whole, row: Whole, step: Whole, most_float: Whole, lanes: Lanes, clock: Clock
) -> None:
    """Start and finish float are the same where an activity works by one calendar: a difference of counts."""
    for lane in range(LANES):
        own = row + lane * step
        before = count(latest[lane], own, clock)
        lanes.late_start[node, lane] = start_at(before - np.int64(lanes.drawn[node, lane]), own, clock)
        lanes.critical[node, lane] = before - np.int64(lanes.worked[node, lane]) <= most_float


@bare
def _latest(plan: Plan, edge: Whole, lane: Whole, minute: Whole, lanes: Lanes, clock: Clock) -> Whole:
    """Return the last date of the predecessor with which the successor may still begin at `minute`."""
    after = plan.edges[edge, SUCCESSOR]
    lag = lag_of(plan, edge, lane, lanes, clock)
    elapsed = plan.edges[edge, UNIT] == ELAPSED
    if lag != 0 and not elapsed:
        row = plan.facts[after, LAG_ROW] + lane * plan.facts[after, LAG_STEP]
        minute = start_after(minute, -lag, row, clock)
    if plan.edges[edge, TO_FINISH]:
        own = length_of(plan, after, lane, lanes)
        minute = latest_end(plan, after, lane, minute, own, clock)
    return minute - lag if elapsed else minute


@bare
def _demanded_finish(plan: Plan, edge: Whole, lane: Whole, lanes: Lanes, clock: Clock) -> Whole:
    """Return where the edge lets its predecessor finish at the latest."""
    before = plan.edges[edge, PREDECESSOR]
    minute = np.int64(lanes.late_start[plan.edges[edge, SUCCESSOR], lane])
    minute = _latest(plan, edge, lane, minute, lanes, clock)
    if plan.edges[edge, FROM_FINISH]:
        return minute
    if plan.facts[before, FLAGS] & SUMMARY:
        return minute + np.int64(lanes.finish[before, lane]) - np.int64(lanes.start[before, lane])
    own = length_of(plan, before, lane, lanes)
    if own == 0:
        return minute
    minute = settle(plan, before, lane, minute, own, clock)
    return finish_from(plan, before, lane, minute, own, clock)


@bare
def _limited(plan: Plan, node: Whole, lane: Whole, finish: Whole, own: Whole, clock: Clock) -> Whole:
    """Return a late finish cut back by constraint and deadline."""
    kind, date = plan.facts[node, CONSTRAINT], plan.facts[node, DATE]
    if kind in (SNLT, MSO):
        date = settle(plan, node, lane, date, own, clock)
        date = finish_from(plan, node, lane, date, own, clock)
    if kind in (SNLT, FNLT):
        finish = min(finish, date)
    elif kind in (MSO, MFO):
        finish = date
    if plan.facts[node, DEADLINE] != NONE:
        finish = min(finish, plan.facts[node, DEADLINE])
    return finish


@bare
def _set_late(plan: Plan, node: Whole, lane: Whole, latest: Whole, lanes: Lanes, clock: Clock) -> Whole:
    """Set the late start and return the total float."""
    row = plan.facts[node, ROW] + lane * plan.facts[node, ROW_STEP]
    own = length_of(plan, node, lane, lanes)
    alone = own == 0 or plan.facts[node, CREW_FIRST] == plan.facts[node, CREW_LAST]
    if alone and (own or not is_instant_of_work(latest, row, clock)):
        latest = previous_finish(latest, row, clock)
    if plan.facts[node, FLAGS] & RESTS:
        rest = np.int64(lanes.drawn[node, lane])
        begin = begin_before(latest, rest, row, clock)
    else:
        begin = start_from(plan, node, lane, latest, own, clock)
    lanes.late_start[node, lane] = begin
    left = count(latest, row, clock) - count(lanes.finish[node, lane], row, clock)
    if plan.facts[node, FLAGS] & STARTED:
        return left
    early = count(lanes.start[node, lane], row, clock)
    return min(left, count(begin, row, clock) - early)


@bare
def _late_general(plan: Plan, node: Whole, lanes: Lanes, clock: Clock) -> None:
    summary = plan.facts[node, FLAGS] & SUMMARY
    for lane in range(LANES):
        if lanes.skipped[node, lane]:
            lanes.critical[node, lane] = 0
            continue
        latest = np.int64(lanes.limits[node, lane])
        for place in range(plan.facts[node, OUT_FIRST], plan.facts[node, OUT_LAST]):
            edge = plan.out[place]
            after = plan.edges[edge, SUCCESSOR]
            if plan.facts[after, FLAGS] & DONE or lanes.skipped[after, lane]:
                continue
            demanded = _demanded_finish(
                plan,
                edge,
                lane,
                lanes,
                clock,
            )
            latest = min(latest, demanded)
        if summary:
            lanes.limits[node, lane] = latest
            continue
        if plan.facts[node, FLAGS] & DONE:
            lanes.late_start[node, lane] = lanes.start[node, lane]
            lanes.critical[node, lane] = 0
            continue
        own = length_of(plan, node, lane, lanes)
        latest = _limited(plan, node, lane, latest, own, clock)
        left = _set_late(
            plan,
            node,
            lane,
            latest,
            lanes,
            clock,
        )
        lanes.critical[node, lane] = left <= plan.most_float


@bare
def _hand_down(plan: Plan, node: Whole, lanes: Lanes) -> None:
    """Nothing below a summary ends later than the summary may."""
    for place in range(plan.facts[node, LEAF_FIRST], plan.facts[node, LEAF_LAST]):
        for lane in range(LANES):
            leaf = plan.leaves[place]
            lanes.limits[leaf, lane] = min(lanes.limits[leaf, lane], lanes.limits[node, lane])


@bare
def backward(plan: Plan, ends: Lane, latest: Lane, lanes: Lanes, clock: Clock) -> None:
    """Set `late_start` and `critical` [activities, LANES]; `ends` [LANES] is where each run ends."""
    easy = EASY_LATE | EASY_LENGTH
    for node in range(len(plan.facts)):
        if plan.facts[node, FLAGS] & easy != easy:
            for lane in range(LANES):
                lanes.limits[node, lane] = ends[lane]
    for node in range(len(plan.facts) - 1, -1, -1):
        flags = plan.facts[node, FLAGS]
        if flags & easy == easy:
            _reset(latest, ends)
            for place in range(plan.facts[node, OUT_FIRST], plan.facts[node, OUT_LAST]):
                _sooner(latest, lanes.late_start, plan.edges[plan.out[place], SUCCESSOR])
            _late_easy(
                latest,
                node,
                plan.facts[node, ROW],
                plan.facts[node, ROW_STEP],
                plan.most_float,
                lanes,
                clock,
            )
            continue
        _late_general(
            plan,
            node,
            lanes,
            clock,
        )
        if flags & SUMMARY:
            _hand_down(plan, node, lanes)
