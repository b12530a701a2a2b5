"""Summaries: they span what stands below them and are critical if any of that is."""

from remit.engine.kernels.compiling import bare
from remit.engine.kernels.layout import (
    BELOW,
    CHILDREN,
    EARLY_FINISH,
    EARLY_START,
    EDGE_IN,
    FINISH,
    FREE,
    HELD_AT,
    KIND,
    LATE_FINISH,
    LATE_START,
    START,
    TOTAL,
    Array,
)


@bare
def roll_up(
    summaries: Array,
    first: Array,
    following: Array,
    counts: Array,
    rank: Array,
    dates: Array,
    held: Array,
    critical: Array,
    first_leaf: Array,
) -> None:
    """Give every summary the dates of its children, those that count if there are any, deepest summaries first.

    All arrays are by activity; `first` and `following` chain the children. `first_leaf` holds each counted activity
    itself, and of a summary the one below it that begins first, of several the first by name.
    """
    for number in range(len(summaries)):
        summary = summaries[number]
        any_counts = False
        child = first[summary]
        while child >= 0:
            any_counts = any_counts or counts[child]
            child = following[child]
        begun = False
        child = first[summary]
        while child >= 0:
            if counts[child] or not any_counts:
                _take(dates, critical, summary, child, begun)
                _take_leaf(rank, dates, first_leaf, summary, first_leaf[child])
                begun = True
            child = following[child]
        held[KIND, summary], held[EDGE_IN, summary] = CHILDREN, -1
        held[BELOW, summary] = first_leaf[summary]
        dates[HELD_AT, summary] = dates[START, summary]


@bare
def _take(dates: Array, critical: Array, summary: int, child: int, begun: bool) -> None:
    if not begun:
        for row in range(len(dates)):
            dates[row, summary] = dates[row, child]
        critical[summary] = critical[child]
        return
    for row in (START, EARLY_START, LATE_START, TOTAL, FREE):
        dates[row, summary] = min(dates[row, summary], dates[row, child])
    for row in (FINISH, EARLY_FINISH, LATE_FINISH):
        dates[row, summary] = max(dates[row, summary], dates[row, child])
    critical[summary] = critical[summary] or critical[child]


@bare
def _take_leaf(rank: Array, dates: Array, first_leaf: Array, summary: int, leaf: int) -> None:
    best = first_leaf[summary]
    if leaf < 0:
        return
    earlier = best < 0 or dates[START, leaf] < dates[START, best]
    if earlier or (dates[START, leaf] == dates[START, best] and rank[leaf] < rank[best]):
        first_leaf[summary] = leaf
