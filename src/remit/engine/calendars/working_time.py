"""A calendar as a monotone count of working minutes: every step in working time is one subtraction."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from remit.engine.model.calendar import Calendar, Shifts
from remit.engine.model.errors import DateOutOfRangeError
from remit.engine.model.time import DAY_MINUTES, FIRST_DAY, LAST_DAY, Minute

_CHUNK_DAYS = 1000
_THURSDAY = 3  # the weekday of 1970-01-01, Monday 0

_Day = tuple[tuple[int, int], ...]


class WorkingTime:
    """Counts the working minutes of a calendar; days are laid out as far as they are asked for.

    `count(m)` is monotone; between two working instants the difference of counts is the working time between.
    """

    __slots__ = ("_counts", "_days", "_first", "_shifts_of", "name")

    def __init__(self, name: str, shifts_of: Callable[[int], _Day], origin_day: int) -> None:
        self.name = name
        self._shifts_of = shifts_of
        self._lay_out(max(FIRST_DAY, origin_day - _CHUNK_DAYS))

    def _lay_out(self, first: int) -> None:
        # counts restart at a new first day: every caller takes differences within one call only
        self._first = first
        self._counts = [0]
        self._days: list[_Day] = []

    def _extend(self) -> None:
        day = self._first + len(self._days)
        if day > LAST_DAY:
            msg = f"Calendar '{self.name}' has no working time left before the year 2200."
            raise DateOutOfRangeError(msg)
        count = self._counts[-1]
        for each in range(day, min(day + _CHUNK_DAYS, LAST_DAY + 1)):
            shifts = self._shifts_of(each)
            self._days.append(shifts)
            for start, finish in shifts:
                count += finish - start
            self._counts.append(count)

    def _reach_back(self, day: int) -> int:
        """Lay days out from further back; return by how much all counts have grown."""
        if day < FIRST_DAY:
            msg = f"Calendar '{self.name}' would be needed before the year 1900."
            raise DateOutOfRangeError(msg)
        old_first, old_length = self._first, len(self._days)
        self._lay_out(max(FIRST_DAY, day - 8 * _CHUNK_DAYS))
        while self._first + len(self._days) < old_first + old_length:
            self._extend()
        return self._counts[old_first - self._first]

    def count(self, minute: Minute) -> int:
        """Return the working minutes from the origin to `minute`."""
        day, clock = divmod(minute, DAY_MINUTES)
        index = day - self._first
        if index < 0:
            self._reach_back(day)
            index = day - self._first
        while index >= len(self._days):
            self._extend()
        worked = self._counts[index]
        for start, finish in self._days[index]:
            if clock <= start:
                break
            worked += (finish if finish < clock else clock) - start  # noqa: FURB136 - twice as fast as min
        return worked

    def breaks(self, day: int) -> tuple[Minute, ...]:
        """Return the minutes of a day, counted from 1970-01-01, at which work begins or ends."""
        self.count(day * DAY_MINUTES)
        shifts = self._days[day - self._first]
        return tuple(day * DAY_MINUTES + clock for shift in shifts for clock in shift)

    def _start_at(self, count: int) -> Minute:
        """Return the last minute with `count`: where the next working minute begins."""
        while count >= self._counts[-1]:
            self._extend()
        index = bisect_right(self._counts, count) - 1
        rest = count - self._counts[index]
        for start, finish in self._days[index]:
            if rest < finish - start:
                return (self._first + index) * DAY_MINUTES + start + rest
            rest -= finish - start
        raise AssertionError  # a day that grows the count has a shift that holds the minute

    def _finish_at(self, count: int) -> Minute:
        """Return the first minute with `count`: where the last working minute has just ended."""
        while count > self._counts[-1]:
            self._extend()
        index = max(bisect_left(self._counts, count) - 1, 0)
        rest = count - self._counts[index]
        for start, finish in self._days[index]:
            if rest <= finish - start:
                return (self._first + index) * DAY_MINUTES + start + rest
            rest -= finish - start
        raise AssertionError  # as above

    def _from(self, minute: Minute, minutes: int, least: int = 0) -> int:
        """Return the count `minutes` after `minute`, laying out days before it until it is `least`."""
        count = self.count(minute) + minutes
        while count < least:
            count += self._reach_back(self._first - 1)
        return count

    def next_start(self, minute: Minute) -> Minute:
        """Return `minute` if work can begin there, else the next minute at which it can."""
        return self._start_at(self.count(minute))

    def previous_finish(self, minute: Minute) -> Minute:
        """Return `minute` if work can end there, else the last minute before at which it could."""
        return self._finish_at(self._from(minute, 0, least=1))

    def start_after(self, minute: Minute, minutes: int) -> Minute:
        """Return where work can begin `minutes` of working time after `minute`, before it where negative."""
        return self._start_at(self._from(minute, minutes) if minutes < 0 else self.count(minute) + minutes)

    def finish_after(self, minute: Minute, minutes: int) -> Minute:
        """Return where `minutes` of work that begin at `minute` end; `minute` itself for none."""
        return self._finish_at(self.count(minute) + minutes) if minutes else minute

    def begin_before(self, minute: Minute, minutes: int) -> Minute:
        """Return where `minutes` of work that end at `minute` begin; `minute` itself for none."""
        return self._start_at(self._from(minute, -minutes)) if minutes else minute

    def between(self, start: Minute, finish: Minute) -> int:
        """Return the working minutes from `start` to `finish`, negative where `finish` lies before."""
        if start == finish:
            return 0
        first = self.count(min(finish, start))
        return self.count(finish) - first if start < finish else first - self.count(start)

    def is_instant_of_work(self, minute: Minute) -> bool:
        """Return whether `minute` lies in a working period, its two ends included."""
        self.count(minute)
        day, clock = divmod(minute, DAY_MINUTES)
        if any(start <= clock <= finish for start, finish in self._days[day - self._first]):
            return True
        return clock == 0 and any(finish == DAY_MINUTES for _start, finish in self._shifts_of(day - 1))


def _plain(shifts: Shifts) -> _Day:
    return tuple((each.start, each.finish) for each in shifts)


def _shifts_by_day(calendar: Calendar) -> Callable[[int], _Day]:
    week = [_plain(shifts) for shifts in calendar.week]
    # the exception stated last holds: what has the lower rank, be it a single day or a period
    single: dict[int, tuple[int, _Day]] = {}
    periods: list[tuple[int, int, int, _Day]] = []
    for rank, each in enumerate(reversed(calendar.exceptions)):
        if each.first_day == each.last_day:
            single.setdefault(each.first_day, (rank, _plain(each.shifts)))
        else:
            periods.append((rank, each.first_day, each.last_day, _plain(each.shifts)))

    def shifts_of(day: int) -> _Day:
        best, found = single.get(day, (len(calendar.exceptions), week[(day + _THURSDAY) % 7]))
        for rank, first, last, shifts in periods:
            if rank > best:
                break
            if first <= day <= last:
                return shifts
        return found

    return shifts_of


def working_time(calendar: Calendar, origin_day: int) -> WorkingTime:
    """Return the working time of a calendar; `origin_day` is about where it will be used."""
    return WorkingTime(calendar.name, _shifts_by_day(calendar), origin_day)


def intersection(first: Calendar, second: Calendar, origin_day: int) -> WorkingTime:
    """Return the time at which both calendars work."""
    one, two = _shifts_by_day(first), _shifts_by_day(second)
    known: dict[tuple[_Day, _Day], _Day] = {}  # most days are like others

    def shifts_of(day: int) -> _Day:
        pair = (one(day), two(day))
        if pair not in known:
            known[pair] = tuple(
                (max(a, c), min(b, d)) for a, b in pair[0] for c, d in pair[1] if max(a, c) < min(b, d)
            )
        return known[pair]

    return WorkingTime(f"{first.name} and {second.name}", shifts_of, origin_day)


def around_the_clock(origin_day: int) -> WorkingTime:
    """Return the clock itself: every minute counts."""
    whole: _Day = ((0, DAY_MINUTES),)
    return WorkingTime("24 hours", lambda _day: whole, origin_day)
