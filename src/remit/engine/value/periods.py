"""Periods of a plan: the dates at which planned value is counted."""

import datetime as dt
from collections.abc import Iterator, Sequence
from enum import StrEnum
from fractions import Fraction

from remit.engine.model import Minute, from_minute, to_minute
from remit.engine.model.time import DAY_MINUTES

MOST_PERIODS = 20_000


class Period(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def period_ends(start: Minute, finish: Minute, every: Period = Period.MONTH) -> tuple[Minute, ...]:
    """Return `start` and then the end of each period up to the first at or after `finish`.

    Days and months end at midnight, weeks at midnight before Monday; the first period may be a short one.
    Raises `ValueError` for more than 20,000 periods or a finish before the start.
    """
    if finish < start:
        raise ValueError("A plan cannot finish before it starts.")
    ends = [start]
    for end in _ends_after(start, every):
        ends.append(end)
        if end >= finish:
            return tuple(ends)
        if len(ends) > MOST_PERIODS:
            break
    msg = f"The plan has more than {MOST_PERIODS} periods: choose longer ones."
    raise ValueError(msg)


def _ends_after(start: Minute, every: Period) -> Iterator[Minute]:
    if every == Period.MONTH:
        day = from_minute(start).date()
        year, month = day.year, day.month
        while True:
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)  # noqa: PLR2004 - December
            yield to_minute(dt.datetime(year, month, 1))  # noqa: DTZ001 - plan time has no zone
    days = 1 if every == Period.DAY else 7
    # day 0 of the count was a Thursday; weeks are counted from Mondays
    offset = 0 if every == Period.DAY else 4
    end = ((start // DAY_MINUTES - offset) // days + 1) * days + offset
    while True:
        yield end * DAY_MINUTES
        end += days


def periods_passed(ends: Sequence[Minute], minute: Minute) -> Fraction:
    """Return how many periods have passed at `minute`, counted by the clock within one; none before the start.

    After the last end, periods as long as the last one follow.
    """
    if minute <= ends[0]:
        return Fraction(0)
    for number, end in enumerate(ends[1:], 1):
        if minute <= end:
            return number - Fraction(end - minute, end - ends[number - 1])
    return len(ends) - 1 + Fraction(minute - ends[-1], ends[-1] - ends[-2])


def minute_after(ends: Sequence[Minute], periods: Fraction | float) -> Minute:
    """Return the minute at which so many periods have passed: what `periods_passed` asks, the other way round."""
    if periods <= 0:
        return ends[0]
    whole, last = int(periods), len(ends) - 1
    if whole >= last:
        return ends[-1] + round((periods - last) * (ends[-1] - ends[-2]))
    return ends[whole] + round((periods - whole) * (ends[whole + 1] - ends[whole]))
