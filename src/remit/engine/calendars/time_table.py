"""All calendars of a problem as arrays: what the kernels count working time with."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from remit.engine.model.calendar import Calendar, Shifts
from remit.engine.model.errors import DateOutOfRangeError
from remit.engine.model.time import DAY_MINUTES, FIRST_DAY, LAST_DAY

BUCKET_BITS = 8
_THURSDAY = 3  # the weekday of 1970-01-01, Monday 0
_LEAST_DAYS = 1100

_Day = tuple[tuple[int, int], ...]

CalendarRow = tuple[Calendar, ...]
"""What a row of a table counts: no calendar for the clock, one, or two for the time at which both work."""


DAY = np.dtype([("count", np.int32), ("pattern", np.int32)], align=True)
"""The count at 0:00 of a day, and how it is worked on."""
WORKED = np.dtype([("count", np.int32), ("midnight", np.int32), ("pattern", np.int32)], align=True)
"""A day on which work is done: the count at its 0:00, that minute of the plan's time, and how it is worked on."""
ROW = np.dtype([("total", np.int32), ("first_worked", np.int32), ("first_bucket", np.int32)], align=True)
"""A calendar: its count after the last day, and where its worked days and its buckets begin."""


class TimeTable(NamedTuple):
    """The working time of calendars over the days [first_day, first_day + days), counted from 1970-01-01.

    Rows are calendars in the order in which they were given. Counts are working minutes since 0:00 of the first day.
    A pattern is one way to work on a day; equal ones are kept once. What a step reads stands together, and as
    narrow as three hundred years allow.
    """

    first_day: int
    days: int
    calendars: NDArray[np.void]
    """[calendars] of type ROW."""
    by_day: NDArray[np.void]
    """[calendars, days + 1] of type DAY; the last ends the count."""
    worked: NDArray[np.void]
    """Of type WORKED: the days of each calendar on which work is done, and one more that ends the count."""
    worked_in_bucket: NDArray[np.int32]
    """Of each calendar: the place in `worked` of the day that 2^BUCKET_BITS times the bucket is worked on."""
    pattern_offset: NDArray[np.int32]
    """[patterns + 1]: where the shifts of a pattern lie in the next two."""
    shift_start: NDArray[np.int16]
    shift_finish: NDArray[np.int16]
    """Minutes of the day."""
    worked_at: NDArray[np.int16]
    """[patterns, 1441]: the minutes worked before a minute of the day."""
    start_of: NDArray[np.int16]
    """[patterns, 1440]: the minute of the day at which the working minute of that number begins."""

    @property
    def count_at_day(self) -> NDArray[np.int32]:
        """Return, [calendars, days + 1], the count at 0:00 of each day."""
        counts: NDArray[np.int32] = self.by_day["count"]
        return counts

    @property
    def pattern_of_day(self) -> NDArray[np.int32]:
        """Return, [calendars, days], how each day is worked on."""
        patterns: NDArray[np.int32] = self.by_day["pattern"][:, :-1]
        return patterns

    @property
    def last_day(self) -> int:
        """Return the last day laid out."""
        return self.first_day + self.days - 1


def time_table(rows: Sequence[CalendarRow], first_day: int, days: int) -> TimeTable:
    """Return the working time of `rows` over at least the days asked for, cut to the years 1900 to 2199."""
    first = max(min(first_day, LAST_DAY), FIRST_DAY)
    last = min(max(first_day + days, first + 1), LAST_DAY + 1)
    patterns: dict[_Day, int] = {(): 0}
    pattern_of_day = np.empty((len(rows), last - first), dtype=np.int32)
    for row, calendars in enumerate(rows):
        pattern_of_day[row] = _patterns_of(calendars, first, last, patterns)
    worked_at, start_of = _within_days(patterns)
    by_day = np.zeros((len(rows), last - first + 1), dtype=DAY)
    by_day["pattern"][:, :-1] = pattern_of_day
    lengths = worked_at[:, DAY_MINUTES].astype(np.int32)[pattern_of_day]
    np.cumsum(lengths, axis=1, out=by_day["count"][:, 1:])
    shifts = [shift for day in patterns for shift in day]
    return TimeTable(
        first_day=first,
        days=last - first,
        **_worked_days(by_day, lengths, first),
        pattern_offset=np.cumsum([0, *(len(day) for day in patterns)], dtype=np.int32),
        shift_start=np.array([start for start, _finish in shifts], dtype=np.int16),
        shift_finish=np.array([finish for _start, finish in shifts], dtype=np.int16),
        worked_at=worked_at,
        start_of=start_of,
    )


def wider(rows: Sequence[CalendarRow], table: TimeTable, *, before: bool, after: bool) -> TimeTable:
    """Return a table with several times the days; raises `DateOutOfRangeError` where there are no more."""
    first, last = table.first_day, table.last_day
    more = max(_LEAST_DAYS, 3 * table.days)
    if (before and first <= FIRST_DAY) or (after and last >= LAST_DAY):
        side = "before the year 1900" if before and first <= FIRST_DAY else "after the year 2199"
        msg = f"its working time would be needed {side}."
        raise DateOutOfRangeError(msg)
    first = max(FIRST_DAY, first - more) if before else first
    last = min(LAST_DAY, last + more) if after else last
    return time_table(rows, first, last - first + 1)


def _patterns_of(
    calendars: CalendarRow, first: int, last: int, patterns: dict[_Day, int]
) -> NDArray[np.int32]:
    """Return the pattern of each day from `first` until before `last`; new patterns are added to `patterns`."""
    if not calendars:
        return np.full(last - first, _number(((0, DAY_MINUTES),), patterns), dtype=np.int32)
    own = _of_one(calendars[0], first, last, patterns)
    for other in calendars[1:]:
        theirs = _of_one(other, first, last, patterns)
        days = list(patterns)
        pairs, place = np.unique(np.stack([own, theirs]), axis=1, return_inverse=True)
        both = [_number(_overlap(days[a], days[b]), patterns) for a, b in pairs.T]
        own = np.take(np.array(both, dtype=np.int32), place.reshape(-1))
    return own


def _of_one(calendar: Calendar, first: int, last: int, patterns: dict[_Day, int]) -> NDArray[np.int32]:
    week = np.array([_number(_plain(shifts), patterns) for shifts in calendar.week], dtype=np.int32)
    found: NDArray[np.int32] = week[(np.arange(first, last) + _THURSDAY) % 7]
    for each in calendar.exceptions:  # the exception stated last holds
        if each.last_day >= first and each.first_day < last:
            found[max(each.first_day - first, 0) : each.last_day - first + 1] = _number(
                _plain(each.shifts), patterns
            )
    return found


def _number(day: _Day, patterns: dict[_Day, int]) -> int:
    return patterns.setdefault(day, len(patterns))


def _plain(shifts: Shifts) -> _Day:
    return tuple((each.start, each.finish) for each in shifts)


def _overlap(one: _Day, two: _Day) -> _Day:
    return tuple((max(a, c), min(b, d)) for a, b in one for c, d in two if max(a, c) < min(b, d))


def _within_days(patterns: Iterable[_Day]) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """Return, for each pattern, the minutes worked before each minute, and where each worked minute begins."""
    listed = list(patterns)
    worked_at = np.zeros((len(listed), DAY_MINUTES + 1), dtype=np.int16)
    start_of = np.zeros((len(listed), DAY_MINUTES), dtype=np.int16)
    for number, day in enumerate(listed):
        works = np.zeros(DAY_MINUTES, dtype=bool)
        for start, finish in day:
            works[start:finish] = True
        np.cumsum(works, out=worked_at[number, 1:], dtype=np.int16)
        minutes = np.flatnonzero(works)
        start_of[number, : len(minutes)] = minutes
    return worked_at, start_of


def _worked_days(
    by_day: NDArray[np.void], lengths: NDArray[np.int32], first_day: int
) -> dict[str, NDArray[Any]]:
    """Return the tables by calendar: its row, its days, those that are worked on, and where to look for a count."""
    made = np.zeros(len(by_day), dtype=ROW)
    worked: list[NDArray[np.void]] = []
    buckets: list[NDArray[np.int32]] = []
    for row, days in enumerate(by_day):
        places = np.append(np.flatnonzero(lengths[row]), len(days) - 1)
        listed = np.zeros(len(places), dtype=WORKED)
        listed["count"], listed["pattern"] = days["count"][places], days["pattern"][places]
        listed["midnight"] = (first_day + places) * DAY_MINUTES
        made[row] = days["count"][-1], sum(len(each) for each in worked), sum(len(each) for each in buckets)
        worked.append(listed)
        counts = np.arange((int(days["count"][-1]) >> BUCKET_BITS) + 1, dtype=np.int32) << BUCKET_BITS
        found = np.searchsorted(listed["count"], counts, side="right") - 1
        buckets.append((found + made[row]["first_worked"]).astype(np.int32))
    return {
        "calendars": made,
        "by_day": by_day,
        "worked": np.concatenate(worked) if worked else np.zeros(0, dtype=WORKED),
        "worked_in_bucket": np.concatenate(buckets) if buckets else np.zeros(0, dtype=np.int32),
    }
