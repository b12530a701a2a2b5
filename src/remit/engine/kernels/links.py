"""What a link demands of its successor, and what it allows its predecessor: the same for every rule set."""

import numpy as np

from remit.engine.kernels import working_time as wt
from remit.engine.kernels.compiling import bare, inlined
from remit.engine.kernels.layout import (
    EARLY_START,
    ELAPSED,
    FINISH,
    FROM_START,
    IS_STARTED,
    LAG_FIRST,
    LAGGED,
    OF_REST,
    PERCENT,
    START,
    TO_FINISH,
    Array,
    Net,
)
from remit.engine.kernels.spans import latest_end, start_from
from remit.engine.kernels.working_time import Beyond, Table


@bare
def lag_of(net: Net, table: Table, dates: Array, edge: int, beyond: Beyond) -> int:
    """Return the lag in minutes; percent of a summary is a share of the working time that it spans."""
    it = net.edges[edge]
    if it["code"] & PERCENT == 0:
        return int(it["lag"])
    before = it["before"]
    calendar = net.nodes[before]["calendar"]
    span = wt.between(table, calendar, dates[START, before], dates[FINISH, before], beyond)
    return int(np.rint(span * it["lag"] / 100))


@inlined
def left_row(code: int) -> int:
    """Return the row of the dates of a predecessor that an edge with this code counts from."""
    if code & FROM_START == 0:
        return FINISH
    return EARLY_START if code & OF_REST else START


@inlined
def demanded_start(net: Net, table: Table, dates: Array, edge: int, beyond: Beyond) -> int:
    """Return where the edge lets its successor begin at the earliest, given the predecessor's dates.

    To a finish: the successor's length is stepped back from the predecessor's date, then the lag added, or the
    other way round where the edge says so. A lag in working time is counted on the edge's calendar, an elapsed one
    from date to date. It ends where its last minute does for milestones and where lags come first, else where the
    next work begins.
    """
    it = net.edges[edge]
    code, before, after = it["code"], it["before"], it["after"]
    if code == 0:
        return int(dates[FINISH, before])
    minute = dates[left_row(code), before]
    if code & LAGGED == 0:
        return int(start_from(net, table, after, minute, beyond)) if code & TO_FINISH else int(minute)
    lag = lag_of(net, table, dates, edge, beyond)
    if code & ELAPSED:
        minute += lag
        return int(start_from(net, table, after, minute, beyond)) if code & TO_FINISH else int(minute)
    if code & TO_FINISH and code & LAG_FIRST == 0:
        minute = start_from(net, table, after, minute, beyond)
    if lag > 0 and (net.nodes[after]["length"] == 0 or code & LAG_FIRST):
        minute = wt.finish_after(table, it["lag_calendar"], minute, lag, beyond)
    elif lag != 0:
        minute = wt.start_after(table, it["lag_calendar"], minute, lag, beyond)
    if code & LAG_FIRST and code & TO_FINISH:
        minute = start_from(net, table, after, minute, beyond)
    return int(minute)


@inlined
def begins(net: Net, dates: Array, node: int) -> int:
    """Return where the work of an activity begins, once begun that of its rest."""
    return int(dates[EARLY_START if net.nodes[node]["flags"] & IS_STARTED else START, node])


@inlined
def latest_allowed(net: Net, table: Table, dates: Array, edge: int, start: int, beyond: Beyond) -> int:
    """Return the last date of the predecessor with which the successor may still begin at `start`.

    The inverse of `demanded_start`: of all dates that differ only by time without work it is the last.
    """
    it = net.edges[edge]
    code = it["code"]
    lag = 0
    if code & LAGGED:
        lag = lag_of(net, table, dates, edge, beyond)
        if lag != 0 and code & (ELAPSED | LAG_FIRST) == 0:
            start = wt.start_after(table, it["lag_calendar"], start, -lag, beyond)
    if code & TO_FINISH:
        start = latest_end(net, table, it["after"], start, beyond)
    if code & ELAPSED:
        return int(start - lag)
    if code & LAG_FIRST and lag != 0:
        return wt.start_after(table, it["lag_calendar"], start, -lag, beyond)
    return int(start)
