"""The links of a plan as edges between nodes: a link to a summary is an edge to every activity below it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels import layout as at
from remit.engine.kernels.layout import Array
from remit.engine.kernels.ordering import link_lists, order_nodes
from remit.engine.model import (
    CycleError,
    DateOutOfRangeError,
    LagCalendar,
    LagFromStart,
    LagUnit,
    LinkKind,
    ProgressMode,
)
from remit.engine.network.outline import Outline
from remit.engine.network.records import LINKS, PRIMAVERA, UNITS, PlanColumns
from remit.engine.network.rows import Rows
from remit.engine.network.served import left_of_lag

if TYPE_CHECKING:
    from remit.engine.network.compiled import Compiled

Ints = NDArray[np.int32]

_MOST_LAG = 2**31 - 1
_FROM_START = np.array([kind in {LinkKind.SS, LinkKind.SF} for kind in LINKS])
_TO_FINISH = np.array([kind in {LinkKind.FF, LinkKind.SF} for kind in LINKS])
# places of kinds and units by name: of links that hold equally the first by name holds
_KIND_RANK = np.array([sorted(LINKS).index(kind) for kind in LINKS])
_UNIT_RANK = np.array([sorted(UNITS).index(unit) for unit in UNITS])
_ELAPSED, _PERCENT = UNITS.index(LagUnit.ELAPSED), UNITS.index(LagUnit.PERCENT)


@dataclass(frozen=True, eq=False, slots=True)
class Edges:
    """Edges by activity: from `before` to `after` by the link at `link`; `nodes` are the activities that count."""

    before: Ints
    after: Ints
    link: Ints
    nodes: Ints


def edges_of(plan: PlanColumns, outline: Outline) -> Edges:
    """Return the edges that act: a link with an end that is inactive, or an empty summary, does not."""
    links, leaves = plan.links, outline.leaf_count
    acts = (leaves[links["before"]] > 0) & (leaves[links["after"]] > 0)
    if plan.options.progress == ProgressMode.PROGRESS_OVERRIDE:  # what has begun waits for nobody
        acts &= plan.activities["actual_start"][links["after"]] == at.NONE
    acts = np.flatnonzero(acts).astype(np.int32)
    before, after = links["before"][acts], links["after"][acts]
    times = leaves[after]
    edge_link, edge_before = np.repeat(acts, times), np.repeat(before, times)
    within = np.arange(len(edge_link)) - np.repeat(np.cumsum(times) - times, times)
    edge_after = outline.leaves[np.repeat(outline.leaf_first[after], times) + within]
    summaries = np.unique(before[~outline.is_leaf[before]])
    nodes = np.concatenate([np.flatnonzero(outline.is_active_leaf), summaries]).astype(np.int32)
    return Edges(edge_before, edge_after.astype(np.int32), edge_link, nodes)


def in_order(plan: PlanColumns, outline: Outline, edges: Edges) -> Ints:
    """Return the activities that are nodes in topological order; raises `CycleError` naming a circle."""
    number = np.full(len(plan.ids), -1, dtype=np.int32)
    number[edges.nodes] = np.arange(len(edges.nodes), dtype=np.int32)
    summaries = edges.nodes[~outline.is_leaf[edges.nodes]]
    times = outline.leaf_count[summaries]
    within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    below = outline.leaves[np.repeat(outline.leaf_first[summaries], times) + within]
    sources = np.concatenate([number[edges.before], number[below]]).astype(np.int32)
    targets = np.concatenate([number[edges.after], number[np.repeat(summaries, times)]]).astype(np.int32)
    count = len(edges.nodes)
    first, waiting, order = (np.empty(count, dtype=np.int32) for _ in range(3))
    following = np.empty(len(sources), dtype=np.int32)
    link_lists(sources, first, following)
    if order_nodes(targets, first, following, waiting, order) < count:
        raise _cycle(plan, edges.nodes, sources, targets, waiting)
    return edges.nodes[order]


def _cycle(plan: PlanColumns, nodes: Ints, sources: Ints, targets: Ints, waiting: Ints) -> CycleError:
    """Return the error that names one circle among nodes that all wait for another of them."""
    stuck = (waiting[sources] > 0) & (waiting[targets] > 0)
    waits_for = dict(zip(targets[stuck].tolist(), sources[stuck].tolist(), strict=True))
    node = next(iter(waits_for))
    steps: dict[int, int] = {}
    while node not in steps:
        steps[node] = len(steps)
        node = waits_for[node]
    circle = [plan.ids[nodes[each]] for each in reversed([*steps][steps[node] :])]
    msg = f"These activities wait for each other in a circle: {' → '.join(circle[:12])}."
    return CycleError(msg, circle)


def edge_records(
    plan: PlanColumns, outline: Outline, rows: Rows, edges: Edges, node_of: Ints, rank: Ints
) -> Array:
    """Return the edges as records, those to one node together and by rank; they are not chained yet."""
    links = plan.links[edges.link]
    keys = (
        links["lag"],
        _KIND_RANK[links["kind"]] * len(UNITS) + _UNIT_RANK[links["unit"]],
        rank[links["after"]],
        rank[links["before"]],
        node_of[edges.after],
    )
    sequence = np.lexsort(keys)
    links = links[sequence]
    made = np.zeros(len(links), dtype=at.EDGE)
    made["before"] = node_of[edges.before[sequence]]
    made["after"] = node_of[edges.after[sequence]]
    made["link"] = edges.link[sequence]
    ends = edges.before[sequence], edges.after[sequence]
    made["code"], made["lag"] = _codes(plan, outline, links, *ends)
    made["lag_calendar"] = _lag_rows(plan, rows.of_calendar, rows.clock, links, *ends)
    return made


def edge_facts(
    compiled: "Compiled", links: Array, before: Ints, after: Ints
) -> tuple[NDArray[np.int32], NDArray[np.int64], Ints]:
    """Return code, lag and calendar row of edges between activities of a compiled plan."""
    code, lag = _codes(compiled.plan, compiled.outline, links, before, after)
    rows = _lag_rows(compiled.plan, compiled.calendar_rows, compiled.clock_row, links, before, after)
    return code, lag, rows


def chained(made: Array, nodes: Array) -> None:
    """Chain the edges of `made` in the order in which they stand: those to each node, and those from it."""
    done = nodes["flags"] & at.IS_DONE > 0
    made["code"] |= np.where(done[made["after"]], at.TO_DONE, 0).astype(np.int32)
    for end, first_name, next_name in (("after", "first_in", "next_in"), ("before", "first_out", "next_out")):
        first = np.empty(len(nodes), dtype=np.int32)
        chain = np.empty(len(made), dtype=np.int32)
        link_lists(np.ascontiguousarray(made[end]), first, chain)
        nodes[first_name], made[next_name] = first, chain


def _codes(
    plan: PlanColumns, outline: Outline, links: Array, before: Ints, after: Ints
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return the code and the lag of each edge; percent becomes minutes unless a summary's length is needed."""
    lag = links["lag"].copy()
    percent = links["unit"] == _PERCENT
    of_summary = percent & ~outline.is_leaf[before]
    share = percent & ~of_summary
    lag[share] = np.rint(plan.activities["duration_minutes"][before[share]] * lag[share] / 100)
    of_rest = _of_rest(plan, outline, links, before)
    for place in np.flatnonzero(of_rest & (lag > 0)).tolist():
        since = int(plan.activities["actual_start"][before[place]])
        lag[place] = left_of_lag(plan, links[place], int(lag[place]), since)
    too_long = np.flatnonzero(np.abs(lag) > _MOST_LAG)
    if len(too_long):
        ends = [plan.ids[before[too_long[0]]], plan.ids[after[too_long[0]]]]
        msg = f"The lag of the link from {ends[0]} to {ends[1]} is longer than any plan."
        raise DateOutOfRangeError(msg, ends)
    code = _FROM_START[links["kind"]] * at.FROM_START + _TO_FINISH[links["kind"]] * at.TO_FINISH
    code += (lag != 0) * at.LAGGED + of_summary * at.PERCENT + of_rest * at.OF_REST
    code += ((links["unit"] == _ELAPSED) & (lag != 0)) * at.ELAPSED
    if plan.rules == PRIMAVERA:
        code += ((lag != 0) & (links["unit"] != _ELAPSED)) * at.LAG_FIRST
    return code.astype(np.int32), lag


def _of_rest(plan: PlanColumns, outline: Outline, links: Array, before: Ints) -> NDArray[np.bool_]:
    """Return which edges count from the start of what is left of their predecessor, and with what is left of their lag.

    Those from the start of what has begun, by the rules of Primavera P6, unless the plan says otherwise.
    """
    if plan.rules != PRIMAVERA or plan.options.lag_from_start == LagFromStart.ACTUAL:
        return np.zeros(len(links), dtype=bool)
    stated = plan.activities[before]
    begun = (stated["actual_start"] != at.NONE) & (stated["actual_finish"] == at.NONE)
    found: NDArray[np.bool_] = _FROM_START[links["kind"]] & begun & outline.is_leaf[before]
    return found


def _lag_rows(
    plan: PlanColumns, calendar_rows: Ints, clock: int, links: Array, before: Ints, after: Ints
) -> Ints:
    """Return the calendar row that counts each lag: the link's own, or that of the plan's option."""
    option = plan.options.lag_calendar or _by_rules(plan)
    if option in {LagCalendar.PREDECESSOR, LagCalendar.SUCCESSOR}:
        ends = before if option == LagCalendar.PREDECESSOR else after
        found = calendar_rows[plan.activities["calendar"][ends]]
    else:
        row = clock if option == LagCalendar.CLOCK else calendar_rows[-1]
        found = np.full(len(links), row, dtype=np.int32)
    own = links["lag_calendar"] >= 0
    chosen: Ints = np.where(own, calendar_rows[links["lag_calendar"]], found).astype(np.int32)
    return chosen


def _by_rules(plan: PlanColumns) -> LagCalendar:
    """Return whose calendar counts a lag where the plan leaves it open: each program has its own way."""
    return LagCalendar.PREDECESSOR if plan.rules == PRIMAVERA else LagCalendar.SUCCESSOR
