"""A problem compiled: its network as arrays, in an order in which everything comes after what it waits for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from remit.engine.calendars.time_table import CalendarRow, TimeTable, time_table
from remit.engine.kernels import layout as at
from remit.engine.kernels.layout import NONE, Net
from remit.engine.model import day_of
from remit.engine.network.contradictions import refuse_contradictions
from remit.engine.network.edges import chained, edge_records, edges_of, in_order
from remit.engine.network.nodes import node_records, rare_records, set_summaries_above
from remit.engine.network.outline import Outline, outline_of
from remit.engine.network.passing_on import with_passed_on
from remit.engine.network.records import DATES, PlanColumns
from remit.engine.network.rows import rows_of

Ints = NDArray[np.int32]

_MARGIN_DAYS = 400
_LENGTHS = {"remaining_duration_minutes"}


@dataclass(eq=False, slots=True)
class Compiled:
    """The network of a plan: `net` for the kernels, `table` laid out so far, and which node is which activity.

    Nodes stand in topological order: first the `node_count` of the passes, then inactive activities. `rank` is the
    place of each activity among all ids. `has_late` says that activities are to lie as late as possible.
    `calendar_rows` are the rows of the table by calendar, the plan's own at -1.
    """

    plan: PlanColumns
    net: Net
    table: TimeTable
    rows: tuple[CalendarRow, ...]
    outline: Outline
    node_of: Ints
    activity_of: Ints
    node_count: int
    rank: Ints
    has_late: bool
    calendar_rows: Ints
    clock_row: int


def compile_plan(plan: PlanColumns) -> Compiled:
    """Return the network of a plan.

    Raises `CycleError` naming a circle and `ContradictionError` naming activities whose constraints exclude each other.
    """
    outline = outline_of(plan)
    plan = with_passed_on(plan, outline)
    edges = edges_of(plan, outline)
    rank = _ranks(plan)
    rows = rows_of(plan)
    ordered = in_order(plan, outline, edges)
    inactive = np.flatnonzero(outline.is_leaf & ~outline.is_active_leaf)
    activity_of = np.concatenate([ordered, inactive]).astype(np.int32)
    node_of = np.full(len(plan.ids), -1, dtype=np.int32)
    node_of[activity_of] = np.arange(len(activity_of), dtype=np.int32)
    nodes = node_records(plan, outline, rows, rank, activity_of)
    set_summaries_above(plan, nodes, activity_of, node_of)
    rare, crews = rare_records(plan, outline, rows, nodes, activity_of, len(ordered))
    records = edge_records(plan, outline, rows, edges, node_of, rank)
    chained(records, nodes)
    table = time_table(rows.rows, *_days(plan))
    net = Net(nodes, records, rare, crews, node_of[outline.leaves], np.arange(len(ordered), dtype=np.int32))
    refuse_contradictions(plan, net, table, node_of, outline.is_active_leaf)
    return Compiled(
        plan=plan,
        net=net,
        table=table,
        rows=rows.rows,
        outline=outline,
        node_of=node_of,
        activity_of=activity_of,
        node_count=len(ordered),
        rank=rank,
        has_late=bool((nodes["flags"][: len(ordered)] & at.IS_LATE).any()),
        calendar_rows=rows.of_calendar,
        clock_row=rows.clock,
    )


def _ranks(plan: PlanColumns) -> Ints:
    """Return the place of each activity among all ids."""
    rank = np.empty(len(plan.ids), dtype=np.int32)
    rank[sorted(range(len(plan.ids)), key=plan.ids.__getitem__)] = np.arange(len(plan.ids), dtype=np.int32)
    return rank


def _days(plan: PlanColumns) -> tuple[int, int]:
    """Return days that are likely to suffice: from the first date stated until all work could be done in a row."""
    first = last = plan.start_minute
    for name in DATES:
        stated = plan.activities[name] if name not in _LENGTHS else plan.activities[name][:0]
        dated = stated[stated != NONE]
        first, last = min(first, int(dated.min(initial=first))), max(last, int(dated.max(initial=last)))
    work = (
        int(plan.activities["duration_minutes"].max(initial=0))
        + int(plan.activities["duration_minutes"].sum()) // 8
    )
    days = day_of(last) - day_of(first) + min(4 * work // 1440, 20_000)
    return day_of(first) - _MARGIN_DAYS, days + 3 * _MARGIN_DAYS
