"""From an activity's start to its finish and back: on its calendar, or on those of the people who do it.

`simulation_plan` goes over crews in the same way. What the two would share is a loop and a maximum; what stands in it
differs in each word: records or columns as memory, a search or slots as steps, the work planned or that of a run. A
loop that took its steps as parameters would be compiled for each all the same.
"""

from remit.engine.kernels import working_time as wt
from remit.engine.kernels.compiling import bare, inlined
from remit.engine.kernels.layout import FAR, HAS_CREW, MOVES_ON, NONE, Net
from remit.engine.kernels.working_time import Beyond, Table


@inlined
def finish_from(net: Net, table: Table, node: int, start: int, beyond: Beyond) -> int:
    """Return where the work ends that begins at `start`: each of the crew works by its own calendar."""
    it = net.nodes[node]
    if it["flags"] & HAS_CREW:
        return _crew_finish(net, table, node, start, beyond)
    return wt.finish_after(table, it["calendar"], start, it["length"], beyond)


@inlined
def start_from(net: Net, table: Table, node: int, finish: int, beyond: Beyond) -> int:
    """Return where the work begins that ends at `finish`."""
    it = net.nodes[node]
    if it["flags"] & HAS_CREW:
        return _crew_start(net, table, node, finish, beyond)
    return wt.begin_before(table, it["calendar"], finish, it["length"], beyond)


@inlined
def latest_end(net: Net, table: Table, node: int, start: int, beyond: Beyond) -> int:
    """Return the last minute that is no more working time than work from `start` takes."""
    it = net.nodes[node]
    if it["flags"] & HAS_CREW:
        return _crew_latest_end(net, table, node, start, beyond)
    if it["length"] == 0:
        return start
    return wt.start_after(table, it["calendar"], start, it["length"], beyond)


@inlined
def settle(net: Net, table: Table, node: int, minute: int, beyond: Beyond) -> int:
    """Return where the activity can begin from `minute` on; a milestone may stay at a period's end."""
    it = net.nodes[node]
    if it["flags"] & HAS_CREW:
        return _crew_settle(net, table, node, minute, beyond)
    stays = it["length"] == 0 and it["flags"] & MOVES_ON == 0
    if stays and wt.is_instant_of_work(table, it["calendar"], minute, beyond):
        return minute
    return wt.next_start(table, it["calendar"], minute, beyond)


@bare
def _crew_finish(net: Net, table: Table, node: int, start: int, beyond: Beyond) -> int:
    rare = net.rare[net.nodes[node]["rare"]]
    latest = NONE
    for place in range(rare["crew_first"], rare["crew_first"] + rare["crew_count"]):
        one = net.crews[place]
        begun = wt.start_after(table, one["calendar"], start, one["delay"], beyond)
        latest = max(latest, wt.finish_after(table, one["calendar"], begun, one["work"], beyond))
    return int(latest)


@bare
def _crew_start(net: Net, table: Table, node: int, finish: int, beyond: Beyond) -> int:
    rare = net.rare[net.nodes[node]["rare"]]
    earliest = FAR
    for place in range(rare["crew_first"], rare["crew_first"] + rare["crew_count"]):
        one = net.crews[place]
        begun = wt.begin_before(table, one["calendar"], finish, one["work"] + one["delay"], beyond)
        earliest = min(earliest, begun)
    return int(earliest)


@bare
def _crew_latest_end(net: Net, table: Table, node: int, start: int, beyond: Beyond) -> int:
    rare = net.rare[net.nodes[node]["rare"]]
    latest = NONE
    for place in range(rare["crew_first"], rare["crew_first"] + rare["crew_count"]):
        one = net.crews[place]
        begun = wt.start_after(table, one["calendar"], start, one["delay"], beyond)
        latest = max(latest, wt.start_after(table, one["calendar"], begun, one["work"], beyond))
    return int(latest)


@bare
def _crew_settle(net: Net, table: Table, node: int, minute: int, beyond: Beyond) -> int:
    rare = net.rare[net.nodes[node]["rare"]]
    earliest = FAR
    for place in range(rare["crew_first"], rare["crew_first"] + rare["crew_count"]):
        earliest = min(earliest, wt.next_start(table, net.crews[place]["calendar"], minute, beyond))
    return int(earliest)
