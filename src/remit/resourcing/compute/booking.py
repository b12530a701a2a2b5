"""How much of somebody's or something's week is given away at the same time. Pure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

Booked = tuple[dt.date, dt.date, int]
"""The first day, the last day and the minutes a week of something given."""
_DAY = dt.timedelta(days=1)


def most_booked(booked: Iterable[Booked], first: dt.date, last: dt.date) -> tuple[int, dt.date]:
    """Return the most minutes a week given on a day from `first` to `last`, and the first such day."""
    steps: defaultdict[dt.date, int] = defaultdict(int)
    for begins, ends, minutes in booked:
        if begins <= last and ends >= first and begins <= ends:
            steps[max(begins, first)] += minutes
            steps[min(ends, last) + _DAY] -= minutes
    most, at, now = 0, first, 0
    for day in sorted(steps):
        now += steps[day]
        if now > most:
            most, at = now, day
    return most, at


def minutes_in(week: dt.date, booked: Booked) -> float:
    """Return the minutes of something given that lie in the week from a Monday: a fifth for each day to Friday."""
    begins, ends, minutes = booked
    first, last = max(begins, week), min(ends, week + 4 * _DAY)
    return minutes * max((last - first).days + 1, 0) / 5
