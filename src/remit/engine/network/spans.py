"""Activities that lie where others do: level of effort by its links, a summary of the work breakdown by its level."""

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels import layout as at
from remit.engine.kernels import working_time as wt
from remit.engine.kernels.layout import Array
from remit.engine.kernels.working_time import Beyond
from remit.engine.model import ActivityKind, LagUnit, LinkKind
from remit.engine.network.compiled import Compiled
from remit.engine.network.records import KINDS, LINKS, UNITS

_WBS_SUMMARY = KINDS.index(ActivityKind.WBS_SUMMARY)
_ELAPSED, _PERCENT = UNITS.index(LagUnit.ELAPSED), UNITS.index(LagUnit.PERCENT)
_FROM_START, _TO_FINISH = (LinkKind.SS, LinkKind.SF), (LinkKind.FF, LinkKind.SF)

PAIRS = ((at.START, at.FINISH), (at.EARLY_START, at.EARLY_FINISH), (at.LATE_START, at.LATE_FINISH))


def place_span(compiled: Compiled, dates: Array, node: int, beyond: Beyond) -> bool:
    """Set the dates of a spanning activity from those of what it is tied to; False where it is tied to nothing.

    Level of effort begins with the earliest date that its links tie its start to and ends with the latest that they
    tie its finish to, whichever way the links lead. A summary of the work breakdown spans the level it stands on.
    """
    activity = int(compiled.activity_of[node])
    if compiled.plan.activities["kind"][activity] == _WBS_SUMMARY:
        return _span_level(compiled, dates, node, activity)
    found = False
    for first, last in PAIRS:
        starts, finishes = _ties(compiled, dates, node, (first, last), beyond)
        found = bool(starts or finishes)
        start = min(starts) if starts else min(finishes, default=compiled.plan.start_minute)
        dates[first, node] = start
        dates[last, node] = (
            max([start, *finishes]) if finishes else _stated_finish(compiled, node, start, beyond)
        )
    return found


def _stated_finish(compiled: Compiled, node: int, start: int, beyond: Beyond) -> int:
    it = compiled.net.nodes[node]
    return wt.finish_after(compiled.table, it["calendar"], start, it["length"], beyond)


def _ties(
    compiled: Compiled, dates: Array, node: int, rows: tuple[int, int], beyond: Beyond
) -> tuple[list[int], list[int]]:
    """Return the dates that the links of an activity tie its start and its finish to."""
    activity, links = compiled.activity_of[node], compiled.plan.links
    starts: list[int] = []
    finishes: list[int] = []
    for place in np.flatnonzero((links["after"] == activity) | (links["before"] == activity)):
        link = links[place]
        comes_before = link["after"] == activity
        others = _nodes_of(compiled, link["before"] if comes_before else link["after"])
        if not len(others):
            continue
        kind = LINKS[link["kind"]]
        ends = (
            kind in _FROM_START,
            kind not in _TO_FINISH,
        )  # whether the link leads from a start, to a start
        theirs, ours = ends if comes_before else (ends[1], ends[0])
        minute = int(dates[rows[0], others].min() if theirs else dates[rows[1], others].max())
        lag = _lag(compiled, link) * (1 if comes_before else -1)
        if link["unit"] == _ELAPSED:
            minute += lag
        elif lag:
            minute = wt.start_after(compiled.table, compiled.net.nodes[node]["calendar"], minute, lag, beyond)
        (starts if ours else finishes).append(minute)
    return starts, finishes


def _nodes_of(compiled: Compiled, activity: int) -> NDArray[np.int32]:
    """Return the nodes of an activity, or of all below a summary, that do not span others themselves."""
    outline = compiled.outline
    nodes = compiled.node_of[outline.leaves[outline.leaf_first[activity] : outline.leaf_end[activity]]]
    found: NDArray[np.int32] = nodes[(nodes >= 0) & (nodes < compiled.node_count)]
    return found


def _lag(compiled: Compiled, link: np.void) -> int:
    if link["unit"] != _PERCENT:
        return int(link["lag"])
    return round(int(compiled.plan.activities["duration_minutes"][link["before"]]) * int(link["lag"]) / 100)


def _span_level(compiled: Compiled, dates: Array, node: int, activity: int) -> bool:
    parent = int(compiled.plan.activities["parent"][activity])
    outline = compiled.outline
    below: NDArray[np.int32] = outline.leaves
    if parent >= 0:
        below = below[outline.leaf_first[parent] : outline.leaf_end[parent]]
    if not len(below):
        return False
    nodes = compiled.node_of[below]
    for first, last in PAIRS:
        dates[first, node], dates[last, node] = dates[first, nodes].min(), dates[last, nodes].max()
    return True
