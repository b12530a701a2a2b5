"""After an edit: only what it reaches is computed anew, in the order of the passes.

Marks stand by place in the order: `ahead`, `back` and `floats` say what is to be computed in each sweep.
"""

from typing import NamedTuple

from remit.engine.kernels.backward import set_floats, set_late
from remit.engine.kernels.compiling import bare, inlined
from remit.engine.kernels.forward import set_dates
from remit.engine.kernels.layout import (
    EARLY_START,
    FINISH,
    FREE,
    IS_DONE,
    IS_SUMMARY,
    LATE_FINISH,
    LATE_START,
    LIMIT,
    SECOND_START,
    START,
    TOTAL,
    Array,
    Net,
    Terms,
)
from remit.engine.kernels.working_time import Beyond, Table


class Marks(NamedTuple):
    """What is to be computed, by place in the order; `place` is that of each node; `moved` marks nodes that moved."""

    place: Array
    ahead: Array
    back: Array
    floats: Array
    moved: Array


@bare
def update_forward(
    net: Net, table: Table, dates: Array, held: Array, terms: Terms, marks: Marks, beyond: Beyond
) -> int:
    """Run the forward pass over what is marked and what follows from it; returns as `forward` does."""
    for place in range(len(net.order)):
        if marks.ahead[place] == 0:
            continue
        marks.ahead[place] = 0
        node = net.order[place]
        start, finish, second = dates[START, node], dates[FINISH, node], dates[SECOND_START, node]
        rest = dates[EARLY_START, node]
        set_dates(net, table, dates, held, node, terms, False, beyond)
        if beyond[0]:
            marks.ahead[place] = 1
            return int(node)
        is_summary = net.nodes[node]["flags"] & IS_SUMMARY
        if start == dates[START, node] and finish == dates[FINISH, node]:
            if (
                rest != dates[EARLY_START, node]
            ):  # of begun work: its float, and what it leaves those before it
                marks.moved[node] = 1
                _mark_sources(net, marks.floats, marks.place, node)
                marks.floats[place] = 1
            if is_summary and second != dates[SECOND_START, node]:
                _mark_leaves(net, marks.floats, marks.place, node)
            if is_summary:  # another activity may be its first or last
                _mark_followers(net, marks.ahead, marks.place, node)
            continue
        marks.moved[node] = 1
        _mark_followers(net, marks.ahead, marks.place, node)
        _mark_sources(net, marks.floats, marks.place, node)
        marks.floats[place] = 1
        if is_summary:
            _mark_leaves(net, marks.floats, marks.place, node)
        if net.nodes[node]["flags"] & (IS_DONE | IS_SUMMARY):
            marks.back[place] = 1
    return -1


@bare
def update_backward(
    net: Net, table: Table, dates: Array, project_finish: int, rules: int, marks: Marks, beyond: Beyond
) -> int:
    """Run the backward pass over what is marked and what follows from it; returns as `backward` does."""
    for place in range(len(net.order) - 1, -1, -1):
        if marks.back[place] == 0:
            continue
        marks.back[place] = 0
        node = net.order[place]
        is_summary = net.nodes[node]["flags"] & IS_SUMMARY
        start, finish = dates[LATE_START, node], dates[LATE_FINISH, node]
        limit = dates[LIMIT, node]
        set_late(net, table, dates, node, project_finish, rules, beyond)
        if beyond[0]:
            marks.back[place] = 1
            return int(node)
        if is_summary:
            if limit != dates[LIMIT, node]:
                _mark_leaves(net, marks.back, marks.place, node)
        elif start != dates[LATE_START, node] or finish != dates[LATE_FINISH, node]:
            marks.floats[place] = 1
            marks.moved[node] = 1
            edge = net.nodes[node]["first_in"]
            while edge >= 0:
                marks.back[marks.place[net.edges[edge]["before"]]] = 1
                edge = net.edges[edge]["next_in"]
    return -1


@bare
def update_floats(
    net: Net, table: Table, dates: Array, project_finish: int, kind: int, marks: Marks, beyond: Beyond
) -> int:
    """Compute the float of what is marked; returns as `floats` does."""
    for place in range(len(net.order)):
        if marks.floats[place] == 0:
            continue
        node = net.order[place]
        total, free = dates[TOTAL, node], dates[FREE, node]
        set_floats(net, table, dates, node, project_finish, kind, False, beyond)
        if beyond[0]:
            return int(node)
        marks.floats[place] = 0
        if total != dates[TOTAL, node] or free != dates[FREE, node]:
            marks.moved[node] = 1
    return -1


@inlined
def _mark_followers(net: Net, row: Array, place: Array, node: int) -> None:
    edge = net.nodes[node]["first_out"]
    while edge >= 0:
        row[place[net.edges[edge]["after"]]] = 1
        edge = net.edges[edge]["next_out"]
    above = net.nodes[node]["above"]
    while above >= 0:
        row[place[above]] = 1
        above = net.nodes[above]["above"]


@bare
def _mark_sources(net: Net, row: Array, place: Array, node: int) -> None:
    """Mark what a node waits for, and what stands below it."""
    edge = net.nodes[node]["first_in"]
    while edge >= 0:
        before = net.edges[edge]["before"]
        row[place[before]] = 1
        if net.nodes[before]["flags"] & IS_SUMMARY:
            _mark_leaves(net, row, place, before)
        edge = net.edges[edge]["next_in"]


@bare
def _mark_leaves(net: Net, row: Array, place: Array, node: int) -> None:
    rare = net.rare[net.nodes[node]["rare"]]
    for number in range(rare["leaf_first"], rare["leaf_first"] + rare["leaf_count"]):
        row[place[net.leaves[number]]] = 1


@bare
def mark_edited(net: Net, marks: Marks, node: int) -> None:
    """Mark a node whose own facts have changed, and what its length and calendar hold back."""
    place = marks.place[node]
    marks.ahead[place] = 1
    marks.back[place] = 1
    marks.floats[place] = 1
    if net.nodes[node]["flags"] & IS_SUMMARY:  # what leaves it holds back what stands below it
        _mark_leaves(net, marks.floats, marks.place, node)
    _mark_sources(net, marks.back, marks.place, node)
    _mark_sources(net, marks.floats, marks.place, node)
    _mark_followers(net, marks.ahead, marks.place, node)


@bare
def reach(  # noqa: C901 - links and outline, both ways, in one walk
    net: Net, place: Array, start: int, bound: int, forth: bool, seen: Array, stack: Array, found: Array
) -> int:
    """Collect into `found` what follows `start`, or comes before it, within the places up to `bound`.

    Returns how many they are, `start` among them. `seen` is cleared again.
    """
    count, depth = 1, 1
    stack[0], found[0], seen[start] = start, start, 1
    while depth > 0:
        depth -= 1
        node = stack[depth]
        edge = net.nodes[node]["first_out"] if forth else net.nodes[node]["first_in"]
        while edge >= 0:
            other = net.edges[edge]["after"] if forth else net.edges[edge]["before"]
            inside = place[other] <= bound if forth else place[other] >= bound
            if inside and seen[other] == 0:
                seen[other], stack[depth], found[count] = 1, other, other
                depth, count = depth + 1, count + 1
            edge = net.edges[edge]["next_out"] if forth else net.edges[edge]["next_in"]
        if forth:
            other = net.nodes[node]["above"]
            while other >= 0:
                if place[other] <= bound and seen[other] == 0:
                    seen[other], stack[depth], found[count] = 1, other, other
                    depth, count = depth + 1, count + 1
                other = net.nodes[other]["above"]
        elif net.nodes[node]["flags"] & IS_SUMMARY:
            rare = net.rare[net.nodes[node]["rare"]]
            for number in range(rare["leaf_first"], rare["leaf_first"] + rare["leaf_count"]):
                other = net.leaves[number]
                if place[other] >= bound and seen[other] == 0:
                    seen[other], stack[depth], found[count] = 1, other, other
                    depth, count = depth + 1, count + 1
    for number in range(count):
        seen[found[number]] = 0
    return count
