"""Steps in working time by slots (`remit.engine.risk.slots`): no branch and no search, so that runs go side by side.

Minutes count from the first day laid out. Outside of what is laid out a step answers with a date beyond it; whoever
calls looks at the dates at the end, lays out more days and begins anew. `length` is that of a slot, `inverse` its
inverse, `counted` and `begins` are the tables of `Slots`. Functions take bare arrays: a loop in a function that
takes a tuple of arrays counts references.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels.compiling import bare
from remit.engine.kernels.sampling import Whole

Table = NDArray[np.int32]


class Clock(NamedTuple):
    """The tables of `Slots`, with the length of a slot and its inverse."""

    length: Whole
    inverse: float
    counted: Table
    begins: Table


@bare
def count(minute: Whole, row: Whole, clock: Clock) -> Whole:
    """Return the working minutes before `minute`."""
    # half a minute more keeps the quotient of a whole multiple on the right side of its slot
    place: Whole = np.int64((minute + 0.5) * clock.inverse)
    place = max(0, min(place, clock.counted.shape[1] - 1))
    found = np.int64(clock.counted[np.uint64(row), np.uint64(place)])
    return (found >> 1) + (-(found & 1) & (minute - place * clock.length))


@bare
def start_at(worked: Whole, row: Whole, clock: Clock) -> Whole:
    """Return the last minute before which `worked` minutes lie: where the next working minute begins."""
    place: Whole = np.int64((worked + 0.5) * clock.inverse)
    place = max(0, min(place, clock.begins.shape[1] - 1))
    return np.int64(clock.begins[np.uint64(row), np.uint64(place)]) + (worked - place * clock.length)


@bare
def finish_at(worked: Whole, row: Whole, clock: Clock) -> Whole:
    """Return the first minute before which `worked` minutes lie: where the last of them has just ended."""
    return start_at(worked - 1, row, clock) + 1


@bare
def next_start(minute: Whole, row: Whole, clock: Clock) -> Whole:
    """Return `minute` if work can begin there, else the next minute at which it can."""
    return start_at(count(minute, row, clock), row, clock)


@bare
def previous_finish(minute: Whole, row: Whole, clock: Clock) -> Whole:
    """Return `minute` if work can end there, else the last minute before at which it could."""
    return finish_at(count(minute, row, clock), row, clock)


@bare
def start_after(minute: Whole, minutes: Whole, row: Whole, clock: Clock) -> Whole:
    """Return where work can begin `minutes` of working time after `minute`, before it where negative."""
    return start_at(count(minute, row, clock) + minutes, row, clock)


@bare
def finish_after(minute: Whole, minutes: Whole, row: Whole, clock: Clock) -> Whole:
    """Return where `minutes` of work that begin at `minute` end; `minute` itself for none."""
    if minutes == 0:
        return minute
    return finish_at(count(minute, row, clock) + minutes, row, clock)


@bare
def begin_before(minute: Whole, minutes: Whole, row: Whole, clock: Clock) -> Whole:
    """Return where `minutes` of work that end at `minute` begin; `minute` itself for none."""
    if minutes == 0:
        return minute
    return start_at(count(minute, row, clock) - minutes, row, clock)


@bare
def is_instant_of_work(minute: Whole, row: Whole, clock: Clock) -> bool:
    """Return whether `minute` lies in a working period, its two ends included."""
    worked = count(minute, row, clock)
    if start_at(worked, row, clock) == minute:
        return True
    return bool(worked > 0 and finish_at(worked, row, clock) == minute)
