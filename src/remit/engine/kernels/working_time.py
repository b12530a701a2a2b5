"""Working time on arrays: the steps of `remit.engine.calendars.working_time`, minute for minute, compiled.

Every function takes the `TimeTable`, the row of a calendar in it, and last `beyond`, an int64 array of one: where a
step leaves the days laid out, bit BEFORE or AFTER is set there and the answer is some minute or count within them.
Whoever calls looks at `beyond` at the end, lays out more days (`TimeTable.reaching`) and begins anew.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from remit.engine.calendars.time_table import BUCKET_BITS, TimeTable
from remit.engine.kernels.compiling import inlined
from remit.engine.kernels.layout import NONE
from remit.engine.model.time import DAY_MINUTES

BEFORE, AFTER = 1, 2
_DAY = np.uint64(DAY_MINUTES)  # unsigned: neither rounding nor places from the end are asked for

Beyond = NDArray[np.int64]
Row = Any  # inside a kernel: a record
Table = TimeTable | Any  # inside a kernel: the same as a compiled tuple


@inlined
def count(table: Table, calendar: int, minute: int, beyond: Beyond) -> int:
    """Return the working minutes from the first day laid out to `minute`."""
    local = minute - table.first_day * DAY_MINUTES
    if local < 0:
        beyond[0] |= BEFORE
        return 0
    if local >= table.days * DAY_MINUTES:
        beyond[0] |= AFTER
        return int(table.calendars[np.uint64(calendar)]["total"])
    day = np.uint64(local) // _DAY
    it = table.by_day[np.uint64(calendar), day]
    within = table.worked_at[np.uint64(it["pattern"]), np.uint64(local) - day * _DAY]
    return int(it["count"] + np.int64(within))


@inlined
def _day_of(table: Table, row: Row, counted: int) -> int:
    """Return the place among worked days of the one on which the working minute of that number lies."""
    place = np.int64(table.worked_in_bucket[np.uint64(row["first_bucket"] + (counted >> BUCKET_BITS))])
    # a bucket seldom holds more than the end of one day: that step needs no branch
    place += np.int64(table.worked[np.uint64(place + 1)]["count"] <= counted)
    while table.worked[np.uint64(place + 1)]["count"] <= counted:
        place += 1
    return int(place)


@inlined
def _clock(table: Table, worked: Row, counted: int) -> int:
    """Return the minute of a worked day at which the working minute of that number begins."""
    return int(table.start_of[np.uint64(worked["pattern"]), np.uint64(counted - worked["count"])])


@inlined
def start_at(table: Table, calendar: int, counted: int, beyond: Beyond) -> int:
    """Return the last minute with that count: where the next working minute begins."""
    if counted < 0:
        beyond[0] |= BEFORE
        return int(table.first_day * DAY_MINUTES)
    row = table.calendars[np.uint64(calendar)]
    if counted >= row["total"]:
        beyond[0] |= AFTER
        return int((table.first_day + table.days) * DAY_MINUTES)
    it = table.worked[np.uint64(_day_of(table, row, counted))]
    return int(it["midnight"] + _clock(table, it, counted))


@inlined
def finish_at(table: Table, calendar: int, counted: int, beyond: Beyond) -> int:
    """Return the first minute with that count: where the last working minute has just ended."""
    return start_at(table, calendar, counted - 1, beyond) + 1


@inlined
def ends_at(table: Table, calendar: int, counted: int, beyond: Beyond) -> tuple[int, int]:
    """Return the first and the last minute with that count, the last NONE where it lies beyond the table."""
    if counted <= 0:
        beyond[0] |= BEFORE
        return 0, 0
    row = table.calendars[np.uint64(calendar)]
    if counted > row["total"]:
        beyond[0] |= AFTER
        return 0, 0
    place = _day_of(table, row, counted - 1)
    it = table.worked[np.uint64(place)]
    finish = it["midnight"] + _clock(table, it, counted - 1) + 1
    if counted == row["total"]:
        return int(finish), NONE
    it = table.worked[np.uint64(place + np.int64(table.worked[np.uint64(place + 1)]["count"] <= counted))]
    return int(finish), int(it["midnight"] + _clock(table, it, counted))


@inlined
def next_start(table: Table, calendar: int, minute: int, beyond: Beyond) -> int:
    """Return `minute` if work can begin there, else the next minute at which it can."""
    return start_at(table, calendar, count(table, calendar, minute, beyond), beyond)


@inlined
def previous_finish(table: Table, calendar: int, minute: int, beyond: Beyond) -> int:
    """Return `minute` if work can end there, else the last minute before at which it could."""
    return finish_at(table, calendar, count(table, calendar, minute, beyond), beyond)


@inlined
def start_after(table: Table, calendar: int, minute: int, minutes: int, beyond: Beyond) -> int:
    """Return where work can begin `minutes` of working time after `minute`, before it where negative."""
    return start_at(table, calendar, count(table, calendar, minute, beyond) + minutes, beyond)


@inlined
def finish_after(table: Table, calendar: int, minute: int, minutes: int, beyond: Beyond) -> int:
    """Return where `minutes` of work that begin at `minute` end; `minute` itself for none."""
    if minutes == 0:
        return minute
    return finish_at(table, calendar, count(table, calendar, minute, beyond) + minutes, beyond)


@inlined
def begin_before(table: Table, calendar: int, minute: int, minutes: int, beyond: Beyond) -> int:
    """Return where `minutes` of work that end at `minute` begin; `minute` itself for none."""
    if minutes == 0:
        return minute
    return start_at(table, calendar, count(table, calendar, minute, beyond) - minutes, beyond)


@inlined
def between(table: Table, calendar: int, start: int, finish: int, beyond: Beyond) -> int:
    """Return the working minutes from `start` to `finish`, negative where `finish` lies before."""
    if start == finish:
        return 0
    return count(table, calendar, finish, beyond) - count(table, calendar, start, beyond)


@inlined
def is_instant_of_work(table: Table, calendar: int, minute: int, beyond: Beyond) -> bool:
    """Return whether `minute` lies in a working period, its two ends included."""
    counted = count(table, calendar, minute, beyond)
    local = minute - table.first_day * DAY_MINUTES
    if beyond[0] or local >= table.days * DAY_MINUTES:
        return False
    day = local // DAY_MINUTES
    clock = local - day * DAY_MINUTES
    pattern = table.by_day[calendar, day]["pattern"]
    if table.worked_at[pattern, clock + 1] > table.worked_at[pattern, clock]:
        return True
    if clock > 0:
        return bool(table.worked_at[pattern, clock] > table.worked_at[pattern, clock - 1])
    if day == 0:
        beyond[0] |= BEFORE
        return False
    pattern = table.by_day[calendar, day - 1]["pattern"]
    last = table.worked_at[pattern, DAY_MINUTES] - table.worked_at[pattern, DAY_MINUTES - 1]
    return bool(last > 0 and counted > 0)
