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
from remit.engine.model.time import DAY_MINUTES

BEFORE, AFTER = 1, 2
_NEAR = 8  # days that are looked through one by one rather than by halves

Beyond = NDArray[np.int64]
Table = TimeTable | Any  # inside a kernel: the same as a compiled tuple


@inlined
def count(table: Table, calendar: int, minute: int, beyond: Beyond) -> int:
    """Return the working minutes from the first day laid out to `minute`."""
    local = minute - table.first_day * DAY_MINUTES
    if local < 0:
        beyond[0] |= BEFORE
        return 0
    day = local // DAY_MINUTES
    if day >= table.days:
        beyond[0] |= AFTER
        return int(table.count_at_day[calendar, table.days])
    pattern = table.pattern_of_day[calendar, day]
    return int(table.count_at_day[calendar, day] + table.worked_at[pattern, local - day * DAY_MINUTES])


@inlined
def start_at(table: Table, calendar: int, counted: int, beyond: Beyond) -> int:
    """Return the last minute with that count: where the next working minute begins."""
    if counted < 0:
        beyond[0] |= BEFORE
        return int(table.first_day * DAY_MINUTES)
    if counted >= table.count_at_day[calendar, table.days]:
        beyond[0] |= AFTER
        return int((table.first_day + table.days) * DAY_MINUTES)
    bucket = counted >> BUCKET_BITS
    low = np.int64(table.day_of_bucket[calendar, bucket])
    high = np.int64(table.day_of_bucket[calendar, bucket + 1])
    while high - low > _NEAR:  # a long time without work
        middle = (low + high) >> 1
        if table.count_at_day[calendar, middle] <= counted:
            low = middle
        else:
            high = middle
    while table.count_at_day[calendar, low + 1] <= counted:
        low += 1
    clock = table.start_of[table.pattern_of_day[calendar, low], counted - table.count_at_day[calendar, low]]
    return int((table.first_day + low) * DAY_MINUTES + np.int64(clock))


@inlined
def finish_at(table: Table, calendar: int, counted: int, beyond: Beyond) -> int:
    """Return the first minute with that count: where the last working minute has just ended."""
    return start_at(table, calendar, counted - 1, beyond) + 1


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
    pattern = table.pattern_of_day[calendar, day]
    if table.worked_at[pattern, clock + 1] > table.worked_at[pattern, clock]:
        return True
    if clock > 0:
        return bool(table.worked_at[pattern, clock] > table.worked_at[pattern, clock - 1])
    if day == 0:
        beyond[0] |= BEFORE
        return False
    pattern = table.pattern_of_day[calendar, day - 1]
    last = table.worked_at[pattern, DAY_MINUTES] - table.worked_at[pattern, DAY_MINUTES - 1]
    return bool(last > 0 and counted > 0)
