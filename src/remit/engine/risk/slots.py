"""Working time cut into slots of equal length, each wholly worked or wholly free: one look tells the count.

Shifts begin and end on round times of day. Their greatest common divisor is the length of a slot, often an hour
or a half; in the worst case it is a minute, and the tables are long, but no less right.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from remit.engine.calendars.time_table import TimeTable
from remit.engine.model.time import DAY_MINUTES


class Slots(NamedTuple):
    """Calendars as rows of slots; minutes are counted from 0:00 of the first day, `origin` in plan time."""

    origin: int
    minutes: int
    """The minutes laid out."""
    length: int
    """The minutes of a slot."""
    counted: NDArray[np.int32]
    """[rows, slots]: twice the working minutes before the slot, and 1 more where it is worked."""
    begins: NDArray[np.int32]
    """[rows, worked slots + 1]: the minute at which the n-th worked slot begins; the end of all after the last."""
    totals: NDArray[np.int64]
    """[rows]: the working minutes of all slots."""
    count_at_day: NDArray[np.int32]
    """[rows, days + 1]: the working minutes before the day."""


def slots(table: TimeTable) -> Slots:
    """Return the working time of `table` in slots."""
    edges = np.concatenate([table.shift_start, table.shift_finish]).astype(np.int64)
    length = int(np.gcd.reduce(edges, initial=DAY_MINUTES))
    per_day = DAY_MINUTES // length
    patterns = np.diff(
        table.worked_at[:, ::length].astype(np.int32), axis=1
    )  # [patterns, per_day]: 0 or length
    worked = patterns[table.pattern_of_day].reshape(len(table.pattern_of_day), table.days * per_day)
    before = np.cumsum(worked, axis=1, dtype=np.int32) - worked
    totals = worked.sum(axis=1, dtype=np.int64)
    most = int(totals.max(initial=0)) // length
    minutes = table.days * DAY_MINUTES
    begins = np.full((len(worked), most + 1), minutes, dtype=np.int32)
    for row, each in enumerate(worked):
        places = np.flatnonzero(each)
        begins[row, : len(places)] = places * length
    return Slots(
        origin=table.first_day * DAY_MINUTES,
        minutes=minutes,
        length=length,
        counted=(before * 2 + (worked > 0)).astype(np.int32),
        begins=begins,
        totals=totals,
        count_at_day=table.count_at_day.astype(np.int32),
    )
