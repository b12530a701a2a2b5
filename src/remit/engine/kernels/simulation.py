"""Blocks of packs of runs: draw, forward, backward, count. Everything it needs to write to is given to it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels.compiling import bare
from remit.engine.kernels.sampling import LANES, Whole
from remit.engine.kernels.simulation_backward import backward
from remit.engine.kernels.simulation_draws import (
    Draws,
    Room,
    draw_branches,
    draw_correlated,
    draw_costs,
    draw_durations,
    draw_events,
)
from remit.engine.kernels.simulation_forward import forward, skip
from remit.engine.kernels.simulation_plan import FLAGS, MAY_SKIP, Lanes, Plan
from remit.engine.kernels.simulation_weather import Times, draw_weather

DONE_RUNS, CRITICAL_RUNS, SUM_X, SUM_XX, SUM_Y, SUM_YY, SUM_XY = 0, 1, 2, 3, 4, 5, 6
MOMENTS = 7

Integers = NDArray[np.int64]


class Sums(NamedTuple):
    """What is counted: whole numbers, so that the order of adding does not matter.

    Columns of `moments` [activities, MOMENTS], over the runs in which an activity is done: their number, how many
    of them it is critical in, and sums of x, x x, y, y y and x y, x being the duration less `planned`
    [activities], y the finish of all less `planned_finish`. Dates of runs count from the first day laid out.
    """

    planned: Integers
    planned_finish: int
    moments: Integers
    finishes: Integers
    costs: NDArray[np.float64]
    spread_nodes: Integers
    spread_start: NDArray[np.int32]
    spread_finish: NDArray[np.int32]


@bare
def draw_pack(pack: Whole, key: Whole, draws: Draws, plan: Plan, room: Room, lanes: Lanes) -> None:
    """Draw all that a pack needs: events, what is skipped, durations, cost."""
    lanes.skipped[:] = 0
    draw_events(pack, key, draws, room)
    draw_correlated(pack, key, draws, room)
    if len(draws.branches):
        draw_branches(pack, key, draws, room, lanes)
        skip(plan, lanes)
    draw_durations(pack, key, draws, room, lanes)
    draw_costs(pack, key, draws, room, lanes)


@bare
def pass_over(plan: Plan, times: Times, room: Room, lanes: Lanes, with_critical: Whole) -> None:
    """Compute the dates of a pack from what was drawn, and where asked what is critical."""
    forward(plan, room.earliest, lanes, times.clock)
    _find_ends(plan, lanes, room.ends, room.first)
    if with_critical:
        backward(plan, room.ends, room.latest, lanes, times.clock)


@bare
def _find_ends(plan: Plan, lanes: Lanes, ends: Integers, first: Integers) -> None:
    """Set in each run where the last activity ends and the first begins."""
    ends[:] = -(1 << 40)
    first[:] = 1 << 40
    start, finish, skipped = lanes.start, lanes.finish, lanes.skipped
    for node in range(len(plan.facts)):
        if plan.facts[node, FLAGS] & MAY_SKIP:
            for lane in range(LANES):
                if not skipped[node, lane]:
                    ends[lane] = max(ends[lane], np.int64(finish[node, lane]))
                    first[lane] = min(first[lane], np.int64(start[node, lane]))
        else:
            for lane in range(LANES):
                ends[lane] = max(ends[lane], np.int64(finish[node, lane]))
                first[lane] = min(first[lane], np.int64(start[node, lane]))
    for lane in range(LANES):
        if first[lane] > ends[lane]:  # nothing is done at all
            ends[lane] = first[lane] = plan.project_start


@bare
def _count(node: Whole, used: Whole, lanes: Lanes, ends: Integers, sums: Sums) -> None:
    drawn, skipped, critical = lanes.drawn, lanes.skipped, lanes.critical
    planned, planned_finish = sums.planned[node], sums.planned_finish
    runs: Whole = 0
    hits: Whole = 0
    x: Whole = 0
    xx: Whole = 0
    y: Whole = 0
    yy: Whole = 0
    xy: Whole = 0
    for lane in range(used):
        done = 1 - np.int64(skipped[node, lane])
        own = (np.int64(drawn[node, lane]) - planned) * done
        end = (ends[lane] - planned_finish) * done
        runs += done
        hits += np.int64(critical[node, lane])
        x += own
        xx += own * own
        y += end
        yy += end * end
        xy += own * end
    moments = sums.moments
    moments[node, DONE_RUNS] += runs
    moments[node, CRITICAL_RUNS] += hits
    moments[node, SUM_X] += x
    moments[node, SUM_XX] += xx
    moments[node, SUM_Y] += y
    moments[node, SUM_YY] += yy
    moments[node, SUM_XY] += xy


@bare
def run_block(
    first: Whole,
    last: Whole,
    key: Whole,
    plan: Plan,
    draws: Draws,
    times: Times,
    room: Room,
    lanes: Lanes,
    sums: Sums,
    with_critical: Whole,
) -> tuple[Whole, Whole]:
    """Run `first` to before `last`, where `first` begins a pack; return the least and the greatest date met.

    `sums` are of these runs alone.
    """
    least, most = 1 << 40, -(1 << 40)
    for pack in range(first // LANES, (last + LANES - 1) // LANES):
        begin = pack * LANES
        used = min(last - begin, LANES)
        draw_weather(pack, key, times, room)
        draw_pack(pack, key, draws, plan, room, lanes)
        pass_over(plan, times, room, lanes, with_critical)
        for node in range(len(plan.facts)):
            _count(node, used, lanes, room.ends, sums)
        _note(begin - first, used, draws.overhead_per_minute, room, lanes, sums)
        for lane in range(used):
            least, most = min(least, room.first[lane]), max(most, room.ends[lane])
    return least, most


@bare
def _note(at: Whole, used: Whole, overhead: float, room: Room, lanes: Lanes, sums: Sums) -> None:
    """Write down the runs of a pack: finish, cost, and the dates of those activities that were asked for."""
    for lane in range(used):
        end = room.ends[lane]
        if len(sums.finishes):
            sums.finishes[at + lane] = end
        if len(sums.costs):
            sums.costs[at + lane] = room.cost[lane] + overhead * (end - room.first[lane])
        for place in range(len(sums.spread_nodes)):
            node = sums.spread_nodes[place]
            gone = lanes.skipped[node, lane]
            sums.spread_start[place, at + lane] = -1 if gone else lanes.start[node, lane]
            sums.spread_finish[place, at + lane] = -1 if gone else lanes.finish[node, lane]
