from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from remit.engine.model.errors import EmptyCalendarError, PlanError
from remit.engine.model.time import DAY_MINUTES

DAYS_OF_WEEK = 7


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """Working time from `start` to `finish`, minutes of the day, 0 <= start < finish <= 1440.

    A shift over midnight is two: one to 1440, one from 0 of the next day.
    """

    start: int
    finish: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.finish <= DAY_MINUTES:
            msg = f"A shift from minute {self.start} to {self.finish} does not lie within one day."
            raise PlanError(msg)


Shifts = tuple[Shift, ...]


def joined_shifts(times: Iterable[tuple[int, int]]) -> Shifts:
    """Return working times of one day, (start, finish) in minutes, as shifts in order, those that touch as one."""
    joined: list[tuple[int, int]] = []
    for start, finish in sorted(times):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(finish, joined[-1][1]))
        else:
            joined.append((start, finish))
    return tuple(Shift(start, finish) for start, finish in joined)


@dataclass(frozen=True, slots=True)
class CalendarException:
    """Days with other working time, `first_day` to `last_day` inclusive, counted from 1970-01-01."""

    first_day: int
    last_day: int
    shifts: Shifts = ()
    name: str = ""

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            msg = f"The calendar exception '{self.name}' ends before it begins."
            raise PlanError(msg)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When work is done: `week` is seven tuples of shifts, Monday first; the later exception holds."""

    id: str
    name: str
    week: tuple[Shifts, ...]
    exceptions: tuple[CalendarException, ...] = ()

    def __post_init__(self) -> None:
        if len(self.week) != DAYS_OF_WEEK:
            msg = f"Calendar '{self.name}' has {len(self.week)} days in its week instead of seven."
            raise PlanError(msg)
        for shifts in (*self.week, *(each.shifts for each in self.exceptions)):
            for before, after in pairwise(shifts):
                if after.start < before.finish:
                    msg = f"Shifts of calendar '{self.name}' overlap or are out of order."
                    raise PlanError(msg)
        if not any(self.week):
            msg = f"Calendar '{self.name}' never works: no weekday has working time."
            raise EmptyCalendarError(msg)

    @classmethod
    def standard(cls, id: str = "standard", name: str = "Standard") -> "Calendar":  # noqa: A002 - the field's name
        """Return Monday to Friday, 8:00 to 12:00 and 13:00 to 17:00."""
        day = (Shift(480, 720), Shift(780, 1020))
        return cls(id, name, (*([day] * 5), (), ()))

    @classmethod
    def around_the_clock(cls, id: str = "24h", name: str = "24 hours") -> "Calendar":  # noqa: A002 - the field's name
        """Return a calendar that always works."""
        return cls(id, name, ((Shift(0, DAY_MINUTES),),) * DAYS_OF_WEEK)
