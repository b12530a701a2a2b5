"""From the rows of the passes to a schedule of activities."""

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels import layout as at
from remit.engine.kernels.forward import forbidding_edges
from remit.engine.kernels.rolling_up import roll_up
from remit.engine.model import DriverKind, PlanWarning, Schedule, ScheduleColumns, WarningKind
from remit.engine.network.longest_path import on_longest_path
from remit.engine.network.passes import Passes

MOST_WARNINGS = 200
_DRIVERS = tuple(DriverKind)


def result_of(passes: Passes) -> Schedule:
    """Return the schedule that the passes have found."""
    return Schedule(
        start=passes.start,
        finish=passes.finish,
        columns=_columns(passes),
        warnings=tuple(_warnings(passes)),
        last_activity=_last(passes),
    )


def _columns(passes: Passes) -> ScheduleColumns:
    compiled = passes.compiled
    plan, outline = compiled.plan, compiled.outline
    count = len(plan.ids)
    dates = np.zeros((at.SHOWN_ROWS, count), dtype=np.int64)
    held = np.full((at.HELD_ROWS, count), -1, dtype=np.int32)
    dates[:, compiled.activity_of] = passes.dates[: at.SHOWN_ROWS]
    held[:, compiled.activity_of] = passes.held
    links = _links(passes, held[at.EDGE_IN])
    held[at.BELOW] = _below(passes, held)
    counts = outline.leaf_count > 0
    most = plan.options.critical_float_minutes
    done = compiled.net.nodes["flags"] & at.IS_DONE > 0
    critical = np.zeros(count, dtype=bool)
    by_path = plan.options.critical_by_longest_path
    held_up = on_longest_path(passes) if by_path else passes.dates[at.TOTAL] <= most
    critical[compiled.activity_of] = held_up & ~done
    critical &= counts
    first_leaf = np.where(outline.is_active_leaf, np.arange(count), -1).astype(np.int32)
    roll_up(
        outline.summaries, outline.first_child, outline.next_sibling, counts, compiled.rank,
        dates, held, critical, first_leaf,
    )  # fmt: skip
    return ScheduleColumns(
        ids=plan.ids,
        links=plan.stated_links,
        start=dates[at.START],
        finish=dates[at.FINISH],
        early_start=dates[at.EARLY_START],
        early_finish=dates[at.EARLY_FINISH],
        late_start=dates[at.LATE_START],
        late_finish=dates[at.LATE_FINISH],
        total_float=dates[at.TOTAL],
        free_float=dates[at.FREE],
        critical=critical,
        driver_minute=dates[at.HELD_AT],
        driver_kind=held[at.KIND].astype(np.int8),
        driver_link=links,
        driver_below=held[at.BELOW].copy(),
    )


def _below(passes: Passes, held: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the activity whose date counts; where a link past something done holds, the open one waited for."""
    compiled, below = passes.compiled, held[at.BELOW]
    if not compiled.plan.passed_on:
        return np.where(below >= 0, compiled.activity_of[below], -1).astype(np.int32)
    edges, waits = compiled.net.edges, np.flatnonzero((held[at.EDGE_IN] >= 0) & (held[at.BELOW] < 0))
    found = edges[held[at.EDGE_IN, waits]]
    past = found["link"] >= len(compiled.plan.links) - compiled.plan.passed_on
    below[waits[past]] = found["before"][past]
    return np.where(below >= 0, compiled.activity_of[below], -1).astype(np.int32)


def _links(passes: Passes, edges: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the place of the link behind each edge, -1 for none."""
    compiled = passes.compiled
    if not len(compiled.net.edges):
        return edges
    links = np.where(edges >= 0, compiled.net.edges["link"][edges], -1)
    if compiled.plan.link_of is not None and len(compiled.plan.link_of):
        links = np.where(links >= 0, compiled.plan.link_of[links], -1)
    return links.astype(np.int32)


def _last(passes: Passes) -> str | None:
    """Return the activity that ends last, of several the last by name."""
    compiled = passes.compiled
    nodes = np.flatnonzero(compiled.net.nodes["flags"][: compiled.node_count] & at.IS_SUMMARY == 0)
    if not len(nodes):
        return None
    ends = passes.dates[at.FINISH, nodes]
    latest = nodes[ends == ends.max()]
    last = latest[np.argmax(compiled.net.nodes["rank"][latest])]
    return str(compiled.plan.ids[compiled.activity_of[last]])


def _warnings(passes: Passes) -> list[PlanWarning]:
    """Return what a planner should look at: dates that logic does not allow, and float below zero."""
    compiled = passes.compiled
    net, count = compiled.net, compiled.node_count
    flags, kinds = net.nodes["flags"][:count], passes.held[at.KIND, :count]
    open_ones = flags & (at.IS_SUMMARY | at.IS_DONE) == 0
    dated = open_ones & ((kinds == at.CONSTRAINT) | (kinds == at.MANUAL))
    negative = open_ones & (passes.dates[at.TOTAL, :count] < 0)
    nodes = np.flatnonzero(dated | negative)
    if not len(nodes):
        return []
    order = np.lexsort((net.nodes["rank"][nodes], passes.dates[at.START, nodes]))
    nodes = nodes[order].astype(np.int32)
    edges = np.full(len(nodes), -1, dtype=np.int32)
    beyond = np.zeros(1, dtype=np.int64)
    forbidding_edges(net, compiled.table, passes.dates, nodes, edges, beyond)
    found: list[PlanWarning] = []
    for node, edge in zip(nodes.tolist(), edges.tolist(), strict=True):
        if len(found) >= MOST_WARNINGS:
            break
        activity = compiled.activity_of[node]
        key, name = compiled.plan.ids[activity], compiled.plan.names[activity]
        if dated[node] and edge >= 0:
            link = compiled.plan.links[net.edges[edge]["link"]]
            before, kind = compiled.plan.ids[link["before"]], _DRIVERS[kinds[node]]
            found.append(PlanWarning(WarningKind.STARTS_EARLY, key, name, before, kind))
        if negative[node]:
            found.append(PlanWarning(WarningKind.TOO_LATE, key, name))
    return found
