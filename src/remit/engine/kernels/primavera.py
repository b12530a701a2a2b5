"""Where Primavera P6 differs: the dates of an activity that more than links hold.

Source of the rules: design notes on scheduling, section 4 (observations of the MPXJ authors, own words).
"""

from remit.engine.kernels import working_time as wt
from remit.engine.kernels.compiling import bare
from remit.engine.kernels.holding import hold, rest_start
from remit.engine.kernels.layout import (
    ACTUAL,
    CONSTRAINT,
    EARLY_FINISH,
    EARLY_START,
    FINISH,
    FNET,
    FNLT,
    HELD_AT,
    IS_DONE,
    IS_STARTED,
    KIND,
    LINK,
    MANDATORY_FINISH,
    MANDATORY_START,
    MFO,
    MSO,
    NONE,
    RETAINED_LOGIC,
    SNET,
    SNLT,
    START,
    TO_FINISH,
    Array,
    Net,
    Terms,
)
from remit.engine.kernels.links import demanded_start
from remit.engine.kernels.spans import finish_from, settle, start_from
from remit.engine.kernels.working_time import Beyond, Table


@bare
def set_rare_primavera(
    net: Net, table: Table, dates: Array, held: Array, node: int, terms: Terms, beyond: Beyond
) -> None:
    """Set the dates of an activity by the rules of Primavera P6 as observed.

    What is done keeps its dates. The rest of what has begun is scheduled from the data date. Start On and Finish On
    raise; dates "on or before" act in the backward pass alone; mandatory dates override logic.
    """
    flags, it = net.nodes[node]["flags"], net.rare[net.nodes[node]["rare"]]
    logic = dates[HELD_AT, node]
    if flags & IS_DONE:
        start = it["actual_start"] if flags & IS_STARTED else it["actual_finish"]
        hold(dates, held, node, ACTUAL, start)
        dates[START, node] = dates[EARLY_START, node] = start
        dates[FINISH, node] = dates[EARLY_FINISH, node] = max(it["actual_finish"], start)
        return
    if flags & IS_STARTED:
        rest = rest_start(net, table, node, logic, terms, beyond)
        if held[KIND, node] != LINK or terms.progress != RETAINED_LOGIC:
            hold(dates, held, node, ACTUAL, it["actual_start"])
        finish = wt.finish_after(table, net.nodes[node]["calendar"], rest, it["remaining"], beyond)
        dates[START, node], dates[EARLY_START, node] = it["actual_start"], rest
    else:
        _raise_primavera(net, table, dates, held, node, beyond)
        rest = settle(net, table, node, dates[HELD_AT, node], beyond)
        finish = finish_from(net, table, node, rest, beyond)
        dates[START, node], dates[EARLY_START, node] = rest, rest
    if it["expected_finish"] != NONE:
        finish = _expected(net, table, dates, node, rest, beyond)
    dates[FINISH, node], dates[EARLY_FINISH, node] = finish, finish


@bare
def _expected(net: Net, table: Table, dates: Array, node: int, rest: int, beyond: Beyond) -> int:
    """Return the expected finish, or the later one that a link to the finish demands; never before the rest begins."""
    it = net.rare[net.nodes[node]["rare"]]
    finish = max(it["expected_finish"], rest)
    edge = net.nodes[node]["first_in"]
    while edge >= 0:
        if net.edges[edge]["code"] & TO_FINISH:
            start = settle(net, table, node, demanded_start(net, table, dates, edge, beyond), beyond)
            if net.nodes[node]["flags"] & IS_STARTED:
                wanted = wt.finish_after(table, net.nodes[node]["calendar"], start, it["remaining"], beyond)
            else:
                wanted = finish_from(net, table, node, start, beyond)
            finish = max(finish, wanted)
        edge = net.edges[edge]["next_in"]
    return int(finish)


@bare
def _raise_primavera(net: Net, table: Table, dates: Array, held: Array, node: int, beyond: Beyond) -> None:
    it = net.rare[net.nodes[node]["rare"]]
    if max(it["external_early_start"], it["not_before"]) > dates[HELD_AT, node]:
        hold(dates, held, node, CONSTRAINT, max(it["external_early_start"], it["not_before"]))
    for which in range(2):
        kind = it["second_constraint"] if which else it["constraint"]
        date = it["second_minute"] if which else it["constraint_minute"]
        if kind in (FNET, MFO, MANDATORY_FINISH):
            date = start_from(net, table, node, date, beyond)
        raises = kind in (SNET, FNET, MSO, MFO) and date > dates[HELD_AT, node]
        if raises or kind in (MANDATORY_START, MANDATORY_FINISH):
            hold(dates, held, node, CONSTRAINT, date)


@bare
def limited_primavera(net: Net, table: Table, node: int, finish: int, beyond: Beyond) -> int:
    """Return the late finish under constraints, which cap it, and under mandatory and external dates."""
    it = net.rare[net.nodes[node]["rare"]]
    for which in range(2):
        kind = it["second_constraint"] if which else it["constraint"]
        date = it["second_minute"] if which else it["constraint_minute"]
        if kind in (SNLT, MSO, MANDATORY_START):
            date = finish_from(net, table, node, settle(net, table, node, date, beyond), beyond)
        if kind in (SNLT, FNLT, MSO, MFO):
            finish = min(finish, date)
        elif kind in (MANDATORY_START, MANDATORY_FINISH):
            finish = date
    if it["external_late_finish"] != NONE:
        finish = min(finish, it["external_late_finish"])
    if it["deadline"] != NONE:
        finish = min(finish, it["deadline"])
    if it["not_after"] != NONE:
        finish = min(finish, it["not_after"])
    return finish
