"""Steps in working time as functions of their own: levelling takes them in many places, each compiled once.

What they mean stands in `working_time`. There they are copied into every caller, which is right where one pass takes
most of the time; here it would make the first start several times as long for nothing.
"""

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels import working_time
from remit.engine.kernels.compiling import kernel
from remit.engine.kernels.working_time import Beyond, Table

Ints = NDArray[np.int64]

_count = working_time.count
_next_start = working_time.next_start
_start_after = working_time.start_after
_finish_after = working_time.finish_after
_begin_before = working_time.begin_before
_is_instant_of_work = working_time.is_instant_of_work


@kernel
def count(table: Table, calendar: int, minute: int, beyond: Beyond) -> int:
    """Return the working minutes from the first day laid out to `minute`."""
    return _count(table, calendar, minute, beyond)


@kernel
def next_start(table: Table, calendar: int, minute: int, beyond: Beyond) -> int:
    """Return `minute` if work can begin there, else the next minute at which it can."""
    return _next_start(table, calendar, minute, beyond)


@kernel
def start_after(table: Table, calendar: int, minute: int, minutes: int, beyond: Beyond) -> int:
    """Return where work can begin `minutes` of working time after `minute`."""
    return _start_after(table, calendar, minute, minutes, beyond)


@kernel
def finish_after(table: Table, calendar: int, minute: int, minutes: int, beyond: Beyond) -> int:
    """Return where `minutes` of work that begin at `minute` end."""
    return _finish_after(table, calendar, minute, minutes, beyond)


@kernel
def begin_before(table: Table, calendar: int, minute: int, minutes: int, beyond: Beyond) -> int:
    """Return where `minutes` of work that end at `minute` begin."""
    return _begin_before(table, calendar, minute, minutes, beyond)


@kernel
def is_instant_of_work(table: Table, calendar: int, minute: int, beyond: Beyond) -> bool:
    """Return whether `minute` lies in a working period, its two ends included."""
    return _is_instant_of_work(table, calendar, minute, beyond)


@kernel
def counted_between(table: Table, rows: Ints, starts: Ints, finishes: Ints, beyond: Beyond) -> Ints:
    """Return the working minutes from each start to each finish by the calendar at its row, below zero backwards."""
    found = np.empty(len(rows), np.int64)
    for at in range(len(rows)):
        found[at] = count(table, rows[at], finishes[at], beyond) - count(table, rows[at], starts[at], beyond)
    return found
