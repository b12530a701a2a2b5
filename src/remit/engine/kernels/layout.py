"""How a network lies in memory: the records, rows and codes that the kernels of the passes share.

Nodes are the activities that can be scheduled and the summaries that others wait for, in an order in which
everything comes after what it waits for. Edges are links between nodes; a link to a summary is an edge to every
activity below it.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

NONE = -(2**62)
"""No date."""
FAR = 2**62
"""Later than any date."""

NODE = np.dtype(
    [
        ("length", np.int64),  # working minutes from start to finish, gaps included
        ("calendar", np.int32),  # row of the table that its work is counted on
        ("lag_calendar", np.int32),  # row of its own calendar, where its work runs by the clock
        ("rare", np.int32),  # its place among the rare facts, -1 for none
        ("rank", np.int32),  # its place among all ids: decides between equals
        ("first_in", np.int32),  # first edge to it, -1 for none
        ("first_out", np.int32),  # first edge from it
        ("above", np.int32),  # the nearest summary above it that is a node itself, -1 for none
        ("flags", np.int32),
    ],
    align=True,
)

EDGE = np.dtype(
    [
        ("before", np.int32),
        ("after", np.int32),
        ("lag", np.int32),  # minutes, or percent where the code says so
        ("lag_calendar", np.int32),
        ("code", np.int32),
        ("link", np.int32),  # its link in the problem
        ("next_in", np.int32),  # next edge to the same successor, by rank; -1 at the end
        ("next_out", np.int32),
    ],
    align=True,
)
FROM_START, TO_FINISH, ELAPSED, PERCENT, LAGGED, LAG_FIRST, TO_DONE, OF_REST = (1 << bit for bit in range(8))
"""Bits of an edge's code; a finish-to-start link without lag is 0. PERCENT: of a summary, known only on the way.
LAG_FIRST, of Primavera P6: the lag runs to its last minute, before a successor's length is stepped back.
TO_DONE: its successor is finished, and holds nothing back any more.
OF_REST, of Primavera P6: its predecessor has begun, and what counts is the start of what is left."""

RARE = np.dtype(
    [
        ("constraint", np.int32),
        ("second_constraint", np.int32),
        ("crew_first", np.int32),
        ("crew_count", np.int32),
        ("leaf_first", np.int32),
        ("leaf_count", np.int32),
        ("constraint_minute", np.int64),
        ("second_minute", np.int64),
        ("deadline", np.int64),
        ("not_before", np.int64),  # from summaries above
        ("not_after", np.int64),
        ("manual_start", np.int64),
        ("manual_finish", np.int64),
        ("actual_start", np.int64),
        ("actual_finish", np.int64),
        ("actual_duration", np.int64),
        ("remaining", np.int64),
        ("expected_finish", np.int64),
        ("external_early_start", np.int64),
        ("external_late_finish", np.int64),
        ("suspended", np.int64),
        ("resumed", np.int64),
        ("levelling_delay", np.int64),
    ],
    align=True,
)
DATES_OF_RARE = (
    "constraint_minute", "second_minute", "deadline", "not_before", "not_after", "manual_start", "manual_finish",
    "actual_start", "actual_finish", "expected_finish", "external_early_start", "external_late_finish", "suspended",
    "resumed",
)  # fmt: skip
IS_SUMMARY, IS_MANUAL, IS_STARTED, IS_DONE, IS_LATE, MOVES_ON, IS_SPAN, HAS_CREW = (
    1 << bit for bit in range(8)
)
"""Bits of a node's flags. IS_LATE: to lie as late as possible, and not begun; MOVES_ON: a milestone that marks a
start, and does not stay at the end of a period of work; IS_SPAN: it lies where others do."""

CREW = np.dtype(
    [("calendar", np.int32), ("work", np.int64), ("delay", np.int64)],
    align=True,
)

ASAP, ALAP, SNET, SNLT, FNET, FNLT, MSO, MFO, MANDATORY_START, MANDATORY_FINISH = range(10)

# rows of `dates`
START, FINISH, EARLY_START, EARLY_FINISH, LATE_START, LATE_FINISH, TOTAL, FREE, HELD_AT = range(9)
LIMIT, SECOND_START = (
    TOTAL,
    FREE,
)  # of summaries: what their successors allow, and where their second activity begins
SHOWN_ROWS = 9
END, LATE_END = 9, 10
"""Last minutes that are no more working time than the work takes from start and late start, NONE if not known."""
DATE_ROWS = 11
# rows of `held`
KIND, EDGE_IN, BELOW, FIRST, LAST = range(5)
HELD_ROWS = 5

# what holds an activity: the order of DriverKind
PROJECT_START, LINK, CONSTRAINT, ACTUAL, MANUAL, BY_ALAP, CHILDREN, INACTIVE, DATA_DATE, LEVELLING, SPAN = (
    range(11)
)

MICROSOFT, PRIMAVERA = range(2)
AS_PLANNED, RETAINED_LOGIC, PROGRESS_OVERRIDE, ACTUAL_DATES = range(4)
"""What happens to the rest of what has begun; as planned: it follows what is done, whatever logic says."""


Array = NDArray[Any]


class Terms(NamedTuple):
    """What a run is subject to: the rule set, where work begins, the data date (NONE for none) and progress."""

    rules: int
    start: int
    data_date: int
    progress: int


class Net(NamedTuple):
    """The network as arrays; `order` is the order of the passes, the identity where nothing was edited."""

    nodes: Array
    edges: Array
    rare: Array
    crews: Array
    leaves: Array
    """Nodes below summaries, those of one summary together."""
    order: Array
