"""The forward pass by the rules of Microsoft Project as observed.

Source of the rules: design notes on scheduling, section 4 (observations of the MPXJ authors, own words).
"""

from remit.engine.kernels import working_time as wt
from remit.engine.kernels.compiling import bare, inlined
from remit.engine.kernels.holding import hold, rest_start
from remit.engine.kernels.layout import (
    ACTUAL,
    AS_PLANNED,
    BELOW,
    BY_ALAP,
    CONSTRAINT,
    DATA_DATE,
    EARLY_FINISH,
    EARLY_START,
    EDGE_IN,
    END,
    FINISH,
    FIRST,
    FNET,
    FNLT,
    FROM_START,
    HAS_CREW,
    HELD_AT,
    IS_DONE,
    IS_LATE,
    IS_MANUAL,
    IS_STARTED,
    IS_SUMMARY,
    KIND,
    LAGGED,
    LAST,
    LATE_START,
    LEVELLING,
    LINK,
    MANUAL,
    MFO,
    MICROSOFT,
    MSO,
    NONE,
    PRIMAVERA,
    PROJECT_START,
    SECOND_START,
    SNET,
    SNLT,
    START,
    TO_FINISH,
    Array,
    Net,
    Terms,
)
from remit.engine.kernels.links import demanded_start, left_row
from remit.engine.kernels.plain import set_plain_dates
from remit.engine.kernels.primavera import set_rare_primavera
from remit.engine.kernels.spans import finish_from, settle, start_from
from remit.engine.kernels.working_time import Beyond, Table


@bare
def forward(
    net: Net,
    table: Table,
    dates: Array,
    held: Array,
    terms: Terms,
    late: bool,
    beyond: Beyond,
) -> int:
    """Set start and finish of all nodes in order, and what holds each.

    With `late` set, activities that are to lie as late as possible go to the late dates found before. Returns the
    node at which a date left the table, or -1.
    """
    for place in range(len(net.order)):
        set_dates(net, table, dates, held, net.order[place], terms, late, beyond)
        if beyond[0]:
            return int(net.order[place])
    return -1


@inlined
def set_dates(
    net: Net, table: Table, dates: Array, held: Array, node: int, terms: Terms, late: bool, beyond: Beyond
) -> None:
    """Set the dates of one node from those of what it waits for."""
    it = net.nodes[node]
    rare = it["rare"]
    if it["flags"] & IS_SUMMARY:
        _span_leaves(net, dates, held, node)
        return
    latest, holding = terms.start, -1
    # its work takes as many minutes of the clock in any case: what finishes sooner need not be stepped back from
    least = 0 if it["flags"] & HAS_CREW else it["length"]
    edge = it["first_in"]
    while edge >= 0:
        link = net.edges[edge]
        code = link["code"]
        minute = dates[left_row(code), link["before"]]
        if code & LAGGED or (code & TO_FINISH and minute - least >= latest):
            minute = demanded_start(net, table, dates, edge, beyond)
        elif code & TO_FINISH:
            minute = NONE
        # of links that demand the same the first by name holds: edges stand in that order
        if minute > latest or (minute == latest and holding < 0):
            latest, holding = minute, edge
        edge = link["next_in"]
    open_kind = PROJECT_START if terms.data_date == NONE or terms.rules == MICROSOFT else DATA_DATE
    held[KIND, node] = open_kind if holding < 0 else LINK
    held[EDGE_IN, node] = holding
    held[BELOW, node] = -1
    dates[HELD_AT, node] = latest
    if holding >= 0:
        _name_leaf(net, held, node, holding)
    if rare >= 0:
        dates[END, node] = NONE
        if terms.rules == PRIMAVERA:
            set_rare_primavera(net, table, dates, held, node, terms, beyond)
        else:
            _set_rare(net, table, dates, held, node, terms, late, beyond)
        return
    set_plain_dates(net, table, dates, node, latest, late, beyond)


@bare
def _name_leaf(net: Net, held: Array, node: int, edge: int) -> None:
    """Note the activity below a summary predecessor whose date counts."""
    before = net.edges[edge]["before"]
    if net.nodes[before]["flags"] & IS_SUMMARY:
        row = FIRST if net.edges[edge]["code"] & FROM_START else LAST
        held[BELOW, node] = held[row, before]


@bare
def _span_leaves(net: Net, dates: Array, held: Array, node: int) -> None:
    """A summary begins with its first and ends with its last activity; of equals the first or last by name.

    The start of its second activity is kept as well.
    """
    it = net.rare[net.nodes[node]["rare"]]
    first, second, last = -1, -1, -1
    for place in range(it["leaf_first"], it["leaf_first"] + it["leaf_count"]):
        leaf = net.leaves[place]
        if first < 0 or _precedes(net, dates, START, leaf, first):
            first, second = leaf, first
        elif second < 0 or dates[START, leaf] < dates[START, second]:
            second = leaf
        if last < 0 or _precedes(net, dates, FINISH, last, leaf):
            last = leaf
    dates[START, node] = dates[START, first]
    dates[FINISH, node] = dates[FINISH, last]
    dates[SECOND_START, node] = NONE if second < 0 else dates[START, second]
    held[FIRST, node] = first
    held[LAST, node] = last


@bare
def _precedes(net: Net, dates: Array, row: int, one: int, other: int) -> bool:
    if dates[row, one] != dates[row, other]:
        return bool(dates[row, one] < dates[row, other])
    return bool(net.nodes[one]["rank"] < net.nodes[other]["rank"])


@bare
def _set_rare(
    net: Net, table: Table, dates: Array, held: Array, node: int, terms: Terms, late: bool, beyond: Beyond
) -> None:
    """Set the dates of an activity that more than links hold: constraints, actual and manual dates."""
    flags, it = net.nodes[node]["flags"], net.rare[net.nodes[node]["rare"]]
    minute = dates[HELD_AT, node]
    if it["not_before"] > minute:
        minute = hold(dates, held, node, CONSTRAINT, it["not_before"])
    minute = _constrain(net, table, dates, held, node, it["constraint"], it["constraint_minute"], beyond)
    if it["second_constraint"] in (SNET, FNET):
        first, is_dated = minute, held[KIND, node] == CONSTRAINT
        minute = _constrain(
            net, table, dates, held, node, it["second_constraint"], it["second_minute"], beyond
        )
        if is_dated and minute < first:  # of two dates the later one holds
            minute = hold(dates, held, node, CONSTRAINT, first)
    if it["actual_start"] != NONE:
        start = hold(dates, held, node, ACTUAL, it["actual_start"])
    elif flags & IS_MANUAL and it["manual_start"] != NONE:
        start = hold(dates, held, node, MANUAL, it["manual_start"])
    else:
        start = settle(net, table, node, minute, beyond)
        if late and flags & IS_LATE:
            start = hold(dates, held, node, BY_ALAP, max(start, dates[LATE_START, node]))
        elif it["levelling_delay"] > 0:
            minute = hold(dates, held, node, LEVELLING, start + it["levelling_delay"])
            start = settle(net, table, node, minute, beyond)
    dates[START, node] = start
    dates[FINISH, node] = _finish(net, table, node, start, minute, terms, beyond)
    if not late:
        dates[EARLY_START, node], dates[EARLY_FINISH, node] = start, dates[FINISH, node]


@bare
def _constrain(
    net: Net,
    table: Table,
    dates: Array,
    held: Array,
    node: int,
    kind: int,
    date: int,
    beyond: Beyond,
) -> int:
    """Raise, cut back or override the start by a constraint; return the minute that holds then.

    SNET and FNET raise; SNLT and FNLT cut back even against logic; MSO and MFO override. Without a predecessor a
    date holds even where it lies before the start of the project.
    """
    minute = dates[HELD_AT, node]
    if kind < SNET:
        return int(minute)
    if kind in (FNET, FNLT, MFO):
        date = start_from(net, table, node, date, beyond)
    raises = (date > minute or net.nodes[node]["first_in"] < 0) and kind in (SNET, FNET)
    cuts = kind in (SNLT, FNLT) and date < settle(net, table, node, minute, beyond)
    if raises or cuts or kind in (MSO, MFO):
        return hold(dates, held, node, CONSTRAINT, date)
    return int(minute)


@bare
def _finish(net: Net, table: Table, node: int, start: int, logic: int, terms: Terms, beyond: Beyond) -> int:
    flags, it = net.nodes[node]["flags"], net.rare[net.nodes[node]["rare"]]
    started = flags & IS_STARTED
    if flags & IS_DONE:
        return max(int(it["actual_finish"]), start)
    if flags & IS_MANUAL and it["manual_finish"] != NONE and not started:
        return max(int(it["manual_finish"]), start)
    if started and it["remaining"] != NONE:
        if it["resumed"] != NONE or terms.progress != AS_PLANNED:
            rest = rest_start(net, table, node, logic, terms, beyond)
            return wt.finish_after(table, net.nodes[node]["calendar"], rest, it["remaining"], beyond)
        if flags & HAS_CREW == 0:
            length = it["actual_duration"] + it["remaining"]
            return wt.finish_after(table, net.nodes[node]["calendar"], start, length, beyond)
    return finish_from(net, table, node, start, beyond)


@bare
def forbidding_edges(
    net: Net, table: Table, dates: Array, nodes: Array, edges: Array, beyond: Beyond
) -> None:
    """Set `edges` to the first link, by rank, that does not let each of `nodes` start when it does, or to -1."""
    for place in range(len(nodes)):
        node = nodes[place]
        edge = net.nodes[node]["first_in"]
        while edge >= 0 and edges[place] < 0:
            minute = demanded_start(net, table, dates, edge, beyond)
            if settle(net, table, node, minute, beyond) > dates[START, node]:
                edges[place] = edge
            edge = net.edges[edge]["next_in"]
