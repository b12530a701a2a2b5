"""How much many people can work, week by week: the same as `people.absences.capacity` says of one."""

import datetime as dt
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from remit.people.absences import WORKING_DAYS, halves_on
from remit.people.models import Absence, Person, PoolEntry

Ints = NDArray[np.int64]
_DAY = dt.timedelta(days=1)
_WEEK_DAYS = 7
_HALVES = 2


def capacity_table(
    people: Sequence[Person],
    absences: Collection[Absence],
    monday: dt.date,
    weeks: int,
    *,
    holidays: Collection[dt.date] = (),
) -> Ints:
    """Return the minutes that each of `people` (rows) can work in each of `weeks` weeks (columns) from `monday` on.

    A day is a fifth of the hours a week, Monday to Friday, in halves: none on public `holidays`, before somebody
    joins, after they leave, and as far as `absences`, those agreed, take it.
    """
    place = {person.pk: number for number, person in enumerate(people)}
    halves = np.full((len(people), weeks * _WEEK_DAYS), _HALVES, dtype=np.int64)
    span = weeks * _WEEK_DAYS
    for number in range(span):
        if number % _WEEK_DAYS >= WORKING_DAYS or monday + number * _DAY in holidays:
            halves[:, number] = 0
    for number, person in enumerate(people):
        if person.joined_on is not None and person.joined_on > monday:
            halves[number, : (person.joined_on - monday).days] = 0
        if person.left_on is not None:
            halves[number, max((person.left_on - monday).days + 1, 0) :] = 0
    for each in absences:
        if each.person_id not in place:
            continue
        first, last = max((each.from_date - monday).days, 0), min((each.to_date - monday).days, span - 1)
        for number in range(first, last + 1):
            halves[place[each.person_id], number] -= halves_on(each, monday + number * _DAY)
    by_week = np.maximum(halves, 0).reshape(len(people), weeks, _WEEK_DAYS).sum(axis=2)
    per_week = np.array([person.capacity_minutes_per_week for person in people], dtype=np.int64)
    found: Ints = np.rint(per_week[:, None] * by_week / (_HALVES * WORKING_DAYS)).astype(np.int64)
    return found


def pool_table(
    entries: Sequence[PoolEntry], monday: dt.date, weeks: int, *, holidays: Collection[dt.date] = ()
) -> Ints:
    """Return the minutes that each of `entries` (rows) can be used in each of `weeks` weeks from `monday` on.

    A day is a fifth of the hours a week of all pieces, Monday to Friday: none on public holidays and once it is closed.
    """
    span = weeks * _WEEK_DAYS
    days = [monday + number * _DAY for number in range(span)]
    works = np.array([day.weekday() < WORKING_DAYS and day not in holidays for day in days], dtype=np.int64)
    open_days = np.tile(works, (len(entries), 1))
    for number, entry in enumerate(entries):
        if entry.closed_on is not None:
            open_days[number, max((entry.closed_on - monday).days, 0) :] = 0
    by_week = open_days.reshape(len(entries), weeks, _WEEK_DAYS).sum(axis=2)
    per_week = np.array([entry.capacity_minutes_per_week for entry in entries], dtype=np.int64)
    found: Ints = np.rint(per_week[:, None] * by_week / WORKING_DAYS).astype(np.int64)
    return found
