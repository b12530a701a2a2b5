"""Activities that nothing but links hold, most of any plan: the steps that all take, with each count taken once.

Two dates are kept for each activity besides those that are shown, END and LATE_END: the last minute that is no more
working time than its work takes from its start, and from its late start. That is where a link to its finish ends.
"""

from remit.engine.kernels import working_time as wt
from remit.engine.kernels.compiling import inlined
from remit.engine.kernels.layout import (
    EARLY_FINISH,
    EARLY_START,
    END,
    FAR,
    FINISH,
    FREE,
    FROM_START,
    LAGGED,
    LATE_END,
    LATE_FINISH,
    LATE_START,
    NONE,
    START,
    TO_DONE,
    TO_FINISH,
    TOTAL,
    Array,
    Net,
)
from remit.engine.kernels.links import begins, latest_allowed
from remit.engine.kernels.working_time import Beyond, Table


@inlined
def set_plain_dates(
    net: Net, table: Table, dates: Array, node: int, latest: int, late: bool, beyond: Beyond
) -> None:
    """Let the work begin from `latest` on; a milestone may stay at a period's end."""
    it = net.nodes[node]
    calendar, length = it["calendar"], it["length"]
    if length == 0 and wt.is_instant_of_work(table, calendar, latest, beyond):
        start = finish = end = latest
    else:
        counted = wt.count(table, calendar, latest, beyond)
        start = wt.start_at(table, calendar, counted, beyond)
        finish = end = start
        if length > 0:
            finish, end = wt.ends_at(table, calendar, counted + length, beyond)
    dates[START, node], dates[FINISH, node], dates[END, node] = start, finish, end
    if not late:
        dates[EARLY_START, node], dates[EARLY_FINISH, node] = start, finish


@inlined
def set_plain_late(
    net: Net, table: Table, dates: Array, node: int, finish: int, start: int, beyond: Beyond
) -> int:
    """Set the late dates where links allow to finish at `finish` and to start at `start`, FAR for any time.

    Returns the count of the late finish on the activity's calendar.
    """
    it = net.nodes[node]
    calendar, length = it["calendar"], it["length"]
    if length > 0:
        counted = wt.count(table, calendar, finish, beyond)
        if start < FAR:
            counted = min(counted, wt.count(table, calendar, start, beyond) + length)
        dates[LATE_FINISH, node], dates[LATE_END, node] = wt.ends_at(table, calendar, counted, beyond)
        dates[LATE_START, node] = wt.start_at(table, calendar, counted - length, beyond)
        return int(counted)
    finish = min(finish, start)
    counted = wt.count(table, calendar, finish, beyond)
    if not wt.is_instant_of_work(table, calendar, finish, beyond):
        finish = wt.finish_at(table, calendar, counted, beyond)
    dates[LATE_FINISH, node] = dates[LATE_START, node] = dates[LATE_END, node] = finish
    return int(counted)


@inlined
def set_plain_late_and_floats(
    net: Net, table: Table, dates: Array, node: int, project_finish: int, beyond: Beyond
) -> None:
    """Set late dates and float of one activity, with no summary above it, where nothing was moved to be late."""
    finish, start, free_finish, free_start = project_finish, FAR, FAR, FAR
    edge = net.nodes[node]["first_out"]
    while edge >= 0:
        it = net.edges[edge]
        code, after = it["code"], it["after"]
        if code & TO_DONE == 0:
            late = dates[LATE_END if code & TO_FINISH else LATE_START, after]
            now = dates[
                END if code & TO_FINISH else EARLY_START, after
            ]  # of begun work, where the rest begins
            if code & LAGGED or NONE in (late, now):
                late = latest_allowed(net, table, dates, edge, dates[LATE_START, after], beyond)
                now = latest_allowed(net, table, dates, edge, begins(net, dates, after), beyond)
            if code & FROM_START:
                start, free_start = min(start, late), min(free_start, now)
            else:
                finish, free_finish = min(finish, late), min(free_finish, now)
        edge = it["next_out"]
    counted = set_plain_late(net, table, dates, node, finish, start, beyond)
    calendar = net.nodes[node]["calendar"]
    counted_now = wt.count(table, calendar, dates[EARLY_FINISH, node], beyond)
    total = free = counted - counted_now
    if free_start < FAR or free_finish < FAR:
        free = wt.count(table, calendar, min(free_finish, project_finish), beyond) - counted_now
        if free_start < FAR:
            begun = counted_now - net.nodes[node]["length"]
            free = min(free, wt.count(table, calendar, free_start, beyond) - begun)
    dates[TOTAL, node], dates[FREE, node] = total, max(0, free)
