"""What holds an activity by a date of its own, and where the rest of what has begun begins."""

from remit.engine.kernels import working_time as wt
from remit.engine.kernels.compiling import bare, inlined
from remit.engine.kernels.layout import (
    AS_PLANNED,
    BELOW,
    EDGE_IN,
    HELD_AT,
    KIND,
    RETAINED_LOGIC,
    Array,
    Net,
    Terms,
)
from remit.engine.kernels.working_time import Beyond, Table


@inlined
def hold(dates: Array, held: Array, node: int, kind: int, minute: int) -> int:
    """Note that a date of the activity's own holds it; return the date."""
    held[KIND, node] = kind
    held[EDGE_IN, node] = -1
    held[BELOW, node] = -1
    dates[HELD_AT, node] = minute
    return minute


@bare
def rest_start(net: Net, table: Table, node: int, logic: int, terms: Terms, beyond: Beyond) -> int:
    """Return where the rest of a begun activity begins: not before the data date, and as progress is to count.

    Retained logic lets the rest wait for predecessors; progress override and actual dates do not.
    """
    it = net.rare[net.nodes[node]["rare"]]
    begin = max(it["resumed"], it["actual_start"])
    if terms.progress != AS_PLANNED:
        begin = max(begin, terms.data_date)
    if terms.progress == RETAINED_LOGIC:
        begin = max(begin, logic)
    return wt.next_start(table, net.nodes[node]["calendar"], begin, beyond)
