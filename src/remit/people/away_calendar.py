"""The month in which colleagues are away, day by day, ready for a page."""

import calendar
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from remit.accounts.permissions import Actor
from remit.core.errors import Invalid
from remit.people.absences import WORKING_DAYS, halves_on, visible_absences
from remit.people.leads import Ladder
from remit.people.models import Absence, AbsenceState, Person

MOST_ROWS = 300
_MONTH = re.compile(r"(19[7-9]\d|[2-9]\d{3})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month; `is_free` on a weekend and on a public holiday, which is named."""

    date: dt.date
    is_free: bool
    is_today: bool
    holiday: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What somebody's day looks like: halves away, whether only asked for, and why as far as it may be seen.

    `is_late` where the half is the second.
    """

    day: Day
    halves: int = 0
    is_asked: bool = False
    words: str = ""
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One person's month."""

    person: Person
    marks: tuple[Mark, ...]
    absences: tuple[Absence, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month with those who are away in it; `before` and `after` name the months beside it."""

    first: dt.date
    days: tuple[Day, ...]
    lines: tuple[Line, ...]
    before: str
    after: str


def month_of(typed: str, today: dt.date) -> dt.date:
    """Return the first day of the month that is asked for, such as 2026-07; that of today where none is."""
    if not typed:
        return today.replace(day=1)
    found = _MONTH.fullmatch(typed)
    if found is None:
        raise Invalid("2026-07", field="month", status=400)
    return dt.date(int(found[1]), int(found[2]), 1)


def absences_of_month(actor: Actor, ladder: Ladder, first: dt.date, unit: str = "") -> QuerySet[Absence]:
    """Return the absences of people who are here that touch a month, as far as the actor may see them."""
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    rows = visible_absences(actor, ladder).filter(
        from_date__lte=last, to_date__gte=first, person__left_on=None
    )
    if unit:
        rows = rows.filter(person__unit__key=unit)
    return rows.filter(state__in=[AbsenceState.REQUESTED, AbsenceState.APPROVED]).select_related("person")


def month(
    rows: QuerySet[Absence],
    first: dt.date,
    today: dt.date,
    seen: frozenset[int],
    *,
    holidays: Mapping[dt.date, str],
) -> Month:
    """Return the month with a line for everybody who is away in it: one query; `seen` are those whose reasons show."""
    length = calendar.monthrange(first.year, first.month)[1]
    dates = [first + dt.timedelta(days=number) for number in range(length)]
    days = tuple(
        Day(date, date.weekday() >= WORKING_DAYS or date in holidays, date == today, holidays.get(date, ""))
        for date in dates
    )
    by_person: defaultdict[int, list[Absence]] = defaultdict(list)
    people: dict[int, Person] = {}
    for each in rows:
        by_person[each.person_id].append(each)
        people[each.person_id] = each.person
    chosen = sorted(people.values(), key=lambda person: person.name)[:MOST_ROWS]
    lines = tuple(
        Line(
            person,
            tuple(_mark(day, by_person[person.pk], is_seen=person.pk in seen) for day in days),
            tuple(by_person[person.pk]),
        )
        for person in chosen
    )
    return Month(first, days, lines, _beside(first, -1), _beside(first, 1))


def _beside(first: dt.date, step: int) -> str:
    number = first.year * 12 + first.month - 1 + step
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _mark(day: Day, absences: list[Absence], *, is_seen: bool) -> Mark:
    touching = [each for each in absences if halves_on(each, day.date)]
    if not touching:
        return Mark(day)
    halves = min(2, sum(halves_on(each, day.date) for each in touching))
    words = ", ".join(str(each.get_kind_display()) for each in touching) if is_seen else ""
    is_asked = all(each.state == AbsenceState.REQUESTED for each in touching)
    is_late = any(each.from_midday and each.from_date == day.date for each in touching)
    return Mark(day, halves, is_asked, words, is_late)
