"""What is left of material: what is delivered less what is given, day by day. Pure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

Moved = tuple[dt.date, Decimal]
"""A day and an amount: more on it where something is delivered, less where it is given."""


def left_after(moves: Iterable[Moved]) -> list[Moved]:
    """Return what is left at the end of each day on which something moves, in the order of days."""
    by_day: defaultdict[dt.date, Decimal] = defaultdict(Decimal)
    for day, amount in moves:
        by_day[day] += amount
    left, found = Decimal(0), []
    for day in sorted(by_day):
        left += by_day[day]
        found.append((day, left))
    return found


def free_from(moves: Iterable[Moved], day: dt.date) -> Decimal:
    """Return how much can be taken on a day so that on no day from then on less than nothing is left."""
    at_day, later = Decimal(0), []
    for when, left in left_after(moves):
        if when <= day:
            at_day = left
        else:
            later.append(left)
    return min([at_day, *later])


def least_from(moves: Iterable[Moved]) -> list[Moved]:
    """Return for each day on which something moves the least that is left on it and on any later one."""
    found: list[Moved] = []
    for day, left in reversed(left_after(moves)):
        found.append((day, min(left, found[-1][1]) if found else left))
    return found[::-1]


def first_day_with(moves: Iterable[Moved], amount: Decimal, day: dt.date) -> dt.date | None:
    """Return the first day from `day` on on which an amount can be taken; None where there is none."""
    every = list(moves)
    if free_from(every, day) >= amount:
        return day
    return next((when for when, least in least_from(every) if when > day and least >= amount), None)
