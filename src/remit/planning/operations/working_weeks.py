"""Weeks and exceptions of a calendar: what may be stated, and how the record words it."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from remit.core.errors import Invalid
from remit.core.plan_time import EPOCH, LAST_MINUTE
from remit.planning.operations.fields import text, whole

DAY = 1440
MOST_EXCEPTIONS = 2000
MORNING = [540, 750]
AFTERNOON = [810, 1050]

Shifts = list[list[int]]


def standard_week(minutes_per_day: int = 450) -> list[Shifts]:
    """Return Monday to Friday from 9:00 with an hour for lunch, `minutes_per_day` of work each."""
    length = MORNING[1] - MORNING[0]
    rest = minutes_per_day - length
    day = [MORNING, [AFTERNOON[0], AFTERNOON[0] + rest]] if 0 < rest <= DAY - AFTERNOON[0] else [MORNING]
    return [*([day] * 5), [], []]


def checked_week(week: Any) -> list[Shifts]:
    """Return a week of seven days of shifts; raises `Invalid` where a shift is wrong or nothing is ever worked."""
    if not isinstance(week, list) or len(week) != 7:  # noqa: PLR2004 - days of a week
        raise Invalid(_("A week has seven days, Monday first."), field="week", code="week")
    days = [_checked_shifts(day, "week") for day in week]
    if not any(days):
        raise Invalid(
            _("Somebody must work at some time: give at least one shift."), field="week", code="empty"
        )
    return days


def _checked_shifts(shifts: Any, field: str) -> Shifts:
    if not isinstance(shifts, list):
        raise Invalid(_("A day is a list of shifts."), field=field, code="shifts")
    last = 0
    checked = []
    for shift in shifts:
        if not isinstance(shift, list) or len(shift) != 2:  # noqa: PLR2004 - start and finish
            raise Invalid(_("A shift has a start and a finish."), field=field, code="shift")
        start, finish = (whole(each, field, 0, DAY) for each in shift)
        if start < last or finish <= start:
            raise Invalid(
                _("Shifts of a day follow one another and do not overlap."), field=field, code="order"
            )
        last = finish
        checked.append([start, finish])
    return checked


def checked_exceptions(exceptions: Any) -> list[list[Any]]:
    """Return days with other working time as stated: of two for the same day the later one of the list holds.

    Raises `Invalid` where one ends before it begins or its shifts are wrong.
    """
    if not isinstance(exceptions, list) or len(exceptions) > MOST_EXCEPTIONS:
        message = _("At most %(most)d exceptions.") % {"most": MOST_EXCEPTIONS}
        raise Invalid(message, field="exceptions", code="count")
    return [checked_exception(each) for each in exceptions]


def checked_exception(exception: Any) -> list[Any]:
    """Return one exception `[first day, last day, shifts, name]`; raises `Invalid` where it is wrong."""
    if not isinstance(exception, list | tuple) or len(exception) != 4:  # noqa: PLR2004 - its four parts
        message = _("An exception has a first day, a last day, shifts and a name.")
        raise Invalid(message, field="exceptions", code="shape")
    first, last, shifts, name = exception
    first = whole(first, "exceptions", 0, LAST_MINUTE // DAY)
    last = whole(last, "exceptions", 0, LAST_MINUTE // DAY)
    if last < first:
        raise Invalid(_("An exception ends before it begins."), field="exceptions", code="order")
    return [first, last, _checked_shifts(shifts, "exceptions"), text(name, "exceptions", 200)]


def clock(minute: int) -> str:
    """Return a minute of the day as people write it: 09:00, 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def shifts_text(shifts: Sequence[Sequence[int]]) -> str:
    """Return the shifts of a day as people type them: '09:00-12:30, 13:30-17:30'; nothing for a free day."""
    return ", ".join(f"{clock(start)}-{clock(finish)}" for start, finish in shifts)


def over_midnight(week: Sequence[Sequence[Sequence[int]]]) -> list[Shifts]:
    """Return a week in which a shift that goes on after midnight is one, its finish below its start.

    Such a shift is stored as two: one to 24:00, one from 0:00 of the next day. Whole days stay as they are.
    """
    days = [[list(shift) for shift in day] for day in week]
    for number, day in enumerate(days):
        following = days[(number + 1) % 7]
        if not day or not following or day[-1][1] != DAY or following[0][0] != 0:
            continue
        if 0 < following[0][1] < day[-1][0] < DAY:
            day[-1][1] = following[0][1]
            following[0][1] = 0
    return [[shift for shift in day if shift != [0, 0]] for day in days]


def week_words(week: Sequence[Sequence[Sequence[int]]]) -> list[str]:
    """Return a week in words, days that are alike together: 'Mon – Fri 09:00-12:30, 13:30-17:30'."""
    words = []
    days = [(number, shifts_text(shifts)) for number, shifts in enumerate(over_midnight(week))]
    for shown, part in groupby(days, key=lambda day: day[1]):
        numbers = [number for number, _shown in part]
        names = [str(WEEKDAYS_ABBR[number]) for number in dict.fromkeys((numbers[0], numbers[-1]))]
        words.append(f"{' – '.join(names)} {shown or _('free')}")
    return words


def exception_words(exception: Sequence[Any]) -> str:
    """Return an exception in words: '2026-12-24 to 2026-12-31, Christmas: free'."""
    first, last, shifts, name = exception
    days = [(EPOCH + dt.timedelta(days=day)).date().isoformat() for day in dict.fromkeys((first, last))]
    what = f"{_('to').join(f' {day} ' for day in days).strip()}{', ' if name else ''}{name}"
    return f"{what}: {shifts_text(shifts) or _('free')}"
