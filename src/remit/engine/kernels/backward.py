"""The backward pass by the rules of Microsoft Project, and the float that is left.

Late dates are the latest that move neither the end of the plan as a whole nor a deadline.
"""

from remit.engine.kernels import working_time as wt
from remit.engine.kernels.compiling import bare, inlined
from remit.engine.kernels.holding import hold
from remit.engine.kernels.layout import (
    BY_ALAP,
    EARLY_FINISH,
    EARLY_START,
    END,
    FAR,
    FINISH,
    FNLT,
    FREE,
    FROM_START,
    HAS_CREW,
    IS_DONE,
    IS_LATE,
    IS_STARTED,
    IS_SUMMARY,
    LATE_END,
    LATE_FINISH,
    LATE_START,
    LIMIT,
    MFO,
    MSO,
    NONE,
    PRIMAVERA,
    SECOND_START,
    SNLT,
    START,
    TO_DONE,
    TOTAL,
    Array,
    Net,
)
from remit.engine.kernels.links import begins, latest_allowed
from remit.engine.kernels.plain import set_plain_late, set_plain_late_and_floats
from remit.engine.kernels.primavera import limited_primavera
from remit.engine.kernels.spans import finish_from, settle, start_from
from remit.engine.kernels.working_time import Beyond, Table

SMALLEST, OF_START, OF_FINISH = range(3)
"""Which float is the total float."""


@bare
def backward(net: Net, table: Table, dates: Array, project_finish: int, rules: int, beyond: Beyond) -> int:
    """Set the late dates of every node: back from the end of the plan as a whole, not from each open end.

    Returns the node at which a date left the table, or -1.
    """
    for place in range(len(net.order) - 1, -1, -1):
        set_late(net, table, dates, net.order[place], project_finish, rules, beyond)
        if beyond[0]:
            return int(net.order[place])
    return -1


@bare
def backward_with_floats(
    net: Net, table: Table, dates: Array, project_finish: int, kind: int, rules: int, beyond: Beyond
) -> int:
    """Do the work of `backward` and `floats` at once: right where nothing lies later than at its early dates."""
    for place in range(len(net.order) - 1, -1, -1):
        node = net.order[place]
        if net.nodes[node]["rare"] < 0 and net.nodes[node]["above"] < 0:
            set_plain_late_and_floats(net, table, dates, node, project_finish, beyond)
        else:
            set_late(net, table, dates, node, project_finish, rules, beyond)
            set_floats(net, table, dates, node, project_finish, kind, False, beyond)
        if beyond[0]:
            return int(node)
    return -1


@inlined
def set_late(
    net: Net, table: Table, dates: Array, node: int, project_finish: int, rules: int, beyond: Beyond
) -> None:
    """Set the late dates of one node from those of its successors; finished ones hold nothing back."""
    it = net.nodes[node]
    finish, start = _allowed_by_successors(net, table, dates, node, project_finish, beyond)
    if it["rare"] < 0:
        set_plain_late(net, table, dates, node, finish, start, beyond)
        return
    dates[LATE_END, node] = NONE
    if start < FAR:
        finish = min(finish, _finish_of(net, table, dates, node, start, beyond))
    if it["flags"] & IS_SUMMARY:
        dates[LIMIT, node] = finish
    else:
        if rules == PRIMAVERA:
            finish = limited_primavera(net, table, node, finish, beyond)
        else:
            finish = _limited(net, table, node, finish, beyond)
        _set_rare(net, table, dates, node, finish, beyond)


@inlined
def _allowed_by_successors(
    net: Net, table: Table, dates: Array, node: int, project_finish: int, beyond: Beyond
) -> tuple[int, int]:
    """Return the latest finish and the latest start that links from a node, and from summaries above it, allow."""
    it = net.nodes[node]
    finish, start = project_finish, FAR
    edge = it["first_out"]
    while edge >= 0:
        link = net.edges[edge]
        if link["code"] & TO_DONE == 0:
            allowed = latest_allowed(net, table, dates, edge, dates[LATE_START, link["after"]], beyond)
            if link["code"] & FROM_START:
                start = min(start, allowed)
            else:
                finish = min(finish, allowed)
        edge = link["next_out"]
    above = -1 if it["flags"] & IS_SUMMARY else it["above"]  # a summary hands down to activities alone
    while above >= 0:
        finish = min(finish, dates[LIMIT, above])
        above = net.nodes[above]["above"]
    return finish, start


@bare
def _finish_of(net: Net, table: Table, dates: Array, node: int, start: int, beyond: Beyond) -> int:
    """Return where a node finishes whose links allow it to start at `start` at the latest."""
    flags = net.nodes[node]["flags"]
    if flags & IS_SUMMARY:
        # its start is that of its earliest activity: the length of the rest is as planned
        return int(start + dates[FINISH, node] - dates[START, node])
    if net.nodes[node]["length"] == 0:
        return start
    return finish_from(net, table, node, settle(net, table, node, start, beyond), beyond)


@bare
def _limited(net: Net, table: Table, node: int, finish: int, beyond: Beyond) -> int:
    """Return the late finish under constraints, deadline and the caps of summaries above."""
    it = net.rare[net.nodes[node]["rare"]]
    for which in range(2):
        kind = it["second_constraint"] if which else it["constraint"]
        date = it["second_minute"] if which else it["constraint_minute"]
        if kind in (SNLT, MSO):
            date = finish_from(net, table, node, settle(net, table, node, date, beyond), beyond)
        if kind in (SNLT, FNLT):
            finish = min(finish, date)
        elif kind in (MSO, MFO):
            finish = date
    if it["deadline"] != NONE:
        finish = min(finish, it["deadline"])
    if it["not_after"] != NONE:
        finish = min(finish, it["not_after"])
    return finish


@bare
def _set_rare(net: Net, table: Table, dates: Array, node: int, finish: int, beyond: Beyond) -> None:
    """Set the late dates of an activity; once begun, its late start is that of what remains."""
    it, rare = net.nodes[node], net.rare[net.nodes[node]["rare"]]
    if it["flags"] & IS_DONE:
        dates[LATE_START, node], dates[LATE_FINISH, node] = dates[START, node], dates[FINISH, node]
        return
    calendar = it["calendar"]
    moves = it["length"] > 0 or not wt.is_instant_of_work(table, calendar, finish, beyond)
    if it["flags"] & HAS_CREW == 0 and moves:
        finish = wt.previous_finish(table, calendar, finish, beyond)
    dates[LATE_FINISH, node] = finish
    if it["flags"] & IS_STARTED and rare["remaining"] != NONE:
        dates[LATE_START, node] = wt.begin_before(table, calendar, finish, rare["remaining"], beyond)
    else:
        dates[LATE_START, node] = start_from(net, table, node, finish, beyond)


@bare
def floats(
    net: Net, table: Table, dates: Array, project_finish: int, kind: int, late: bool, beyond: Beyond
) -> int:
    """Set total and free float of every activity; returns the node at which a date left the table, or -1.

    `late` says that activities are placed as late as possible: those have no float.
    """
    for place in range(len(net.order) - 1, -1, -1):
        set_floats(net, table, dates, net.order[place], project_finish, kind, late, beyond)
        if beyond[0]:
            return int(net.order[place])
    return -1


@inlined
def set_floats(
    net: Net,
    table: Table,
    dates: Array,
    node: int,
    project_finish: int,
    kind: int,
    late: bool,
    beyond: Beyond,
) -> None:
    """Set total and free float of one activity, in working minutes of its own calendar."""
    flags = net.nodes[node]["flags"]
    if flags & IS_SUMMARY:
        return
    if flags & IS_DONE or (late and flags & IS_LATE):
        dates[TOTAL, node], dates[FREE, node] = 0, 0
        return
    total = _total(net, table, dates, node, kind, beyond)
    dates[TOTAL, node] = total
    dates[FREE, node] = _free(net, table, dates, node, total, project_finish, beyond)


@inlined
def _total(net: Net, table: Table, dates: Array, node: int, kind: int, beyond: Beyond) -> int:
    """Return the smaller of start and finish float, or the one asked for; once begun, the finish float."""
    it = net.nodes[node]
    calendar, started = it["calendar"], it["flags"] & IS_STARTED
    if kind == OF_START and not started:
        return wt.between(table, calendar, dates[EARLY_START, node], dates[LATE_START, node], beyond)
    finish = wt.between(table, calendar, dates[EARLY_FINISH, node], dates[LATE_FINISH, node], beyond)
    if it["rare"] < 0 or kind == OF_FINISH or started:  # without rare facts both are the same
        return finish
    start = wt.between(table, calendar, dates[EARLY_START, node], dates[LATE_START, node], beyond)
    return int(min(start, finish))


@inlined
def _free(
    net: Net, table: Table, dates: Array, node: int, total: int, project_finish: int, beyond: Beyond
) -> int:
    """Return how far the activity may slip before a successor or the end moves, never below zero."""
    it = net.nodes[node]
    start, finish = FAR, FAR
    at = node
    while at >= 0:
        edge = net.nodes[at]["first_out"]
        while edge >= 0:
            link = net.edges[edge]
            if link["code"] & TO_DONE == 0:
                allowed = latest_allowed(net, table, dates, edge, begins(net, dates, link["after"]), beyond)
                if link["code"] & FROM_START == 0:
                    finish = min(finish, allowed)
                elif at == node or not _others_hold(dates, node, at, allowed):
                    start = min(start, allowed)
            edge = link["next_out"]
        at = int(net.nodes[at]["above"])
    if start == FAR and finish == FAR:
        return max(0, total)
    left = wt.between(table, it["calendar"], dates[FINISH, node], min(finish, project_finish), beyond)
    if start < FAR:
        left = min(left, wt.between(table, it["calendar"], begins(net, dates, node), start, beyond))
    return max(0, left)


@bare
def _others_hold(dates: Array, node: int, summary: int, allowed: int) -> bool:
    """Return whether a summary still begins early enough wherever `node` below it lies."""
    others = dates[START, summary]
    if dates[START, node] <= others:
        others = dates[SECOND_START, summary]
    return bool(others != NONE and others <= allowed)


@bare
def slide_late(net: Net, table: Table, dates: Array, held: Array, project_finish: int, beyond: Beyond) -> int:
    """Move activities that are to lie as late as possible by their free float, the last first: nothing else moves.

    The way of Primavera P6, after the backward pass. Returns the node at which a date left the table, or -1.
    """
    for place in range(len(net.order) - 1, -1, -1):
        node = net.order[place]
        if net.nodes[node]["flags"] & IS_LATE == 0:
            continue
        calendar = net.nodes[node]["calendar"]
        total = wt.between(table, calendar, dates[FINISH, node], dates[LATE_FINISH, node], beyond)
        free = _free(net, table, dates, node, total, project_finish, beyond)
        if free > 0:
            start = wt.start_after(table, calendar, dates[START, node], free, beyond)
            hold(dates, held, node, BY_ALAP, start)
            finish = finish_from(net, table, node, start, beyond)
            dates[START, node], dates[EARLY_START, node] = start, start
            dates[FINISH, node], dates[EARLY_FINISH, node], dates[END, node] = finish, finish, NONE
        if beyond[0]:
            return int(node)
    return -1
