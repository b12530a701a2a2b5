"""What links leave free: which of them drive, and where the end of the plan comes from."""

from remit.engine.kernels import working_time as wt
from remit.engine.kernels.compiling import bare
from remit.engine.kernels.layout import EARLY_START, FINISH, IS_SUMMARY, Array, Net
from remit.engine.kernels.links import demanded_start
from remit.engine.kernels.spans import settle
from remit.engine.kernels.working_time import Beyond, Table


@bare
def edge_slacks(net: Net, table: Table, dates: Array, slacks: Array, beyond: Beyond) -> None:
    """Set, for every edge, by how many working minutes its successor starts later than it demands.

    Counted on the successor's calendar: 0 where the link drives, below 0 where a date overrides it.
    """
    for edge in range(len(net.edges)):
        after = net.edges[edge]["after"]
        minute = demanded_start(net, table, dates, edge, beyond)
        begin = settle(net, table, after, minute, beyond)
        slacks[edge] = wt.between(
            table, net.nodes[after]["calendar"], begin, dates[EARLY_START, after], beyond
        )


@bare
def mark_sources(net: Net, dates: Array, slacks: Array, on_path: Array) -> None:
    """Mark everything from which driving links lead to a node that is marked."""
    for place in range(len(net.order) - 1, -1, -1):
        node = net.order[place]
        if on_path[node] == 0:
            continue
        if net.nodes[node]["flags"] & IS_SUMMARY:
            rare = net.rare[net.nodes[node]["rare"]]
            for number in range(rare["leaf_first"], rare["leaf_first"] + rare["leaf_count"]):
                leaf = net.leaves[number]
                if dates[FINISH, leaf] == dates[FINISH, node]:
                    on_path[leaf] = 1
        edge = net.nodes[node]["first_in"]
        while edge >= 0:
            if slacks[edge] == 0:
                on_path[net.edges[edge]["before"]] = 1
            edge = net.edges[edge]["next_in"]
