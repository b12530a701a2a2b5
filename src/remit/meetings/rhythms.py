"""The days of meetings that come again: weekly, fortnightly, or on the same weekday of each month."""

import calendar
import datetime as dt
from collections.abc import Iterator

from django.db import models
from django.utils.translation import pgettext_lazy

MOST_OCCURRENCES = 104
FEWEST_OCCURRENCES = 2
WEEK = dt.timedelta(days=7)
FIFTH = 5


class Rhythm(models.TextChoices):
    """How often a meeting comes again."""

    WEEKLY = "weekly", pgettext_lazy("rhythm of meetings", "every week")
    FORTNIGHTLY = "fortnightly", pgettext_lazy("rhythm of meetings", "every two weeks")
    MONTHLY = "monthly", pgettext_lazy("rhythm of meetings", "every month on the same weekday")


def days_of(
    rhythm: Rhythm, first: dt.date, *, until: dt.date | None = None, times: int | None = None
) -> list[dt.date]:
    """Return the days from `first` until a day, included, or so many times; one more than may be, where it is more.

    Monthly is on the second Tuesday where `first` is one; a fifth one is taken as the last of its month.
    """
    found: list[dt.date] = []
    for day in _days(rhythm, first):
        is_over = (until is not None and day > until) or (times is not None and len(found) >= times)
        if is_over or len(found) > MOST_OCCURRENCES:
            break
        found.append(day)
    return found


def _days(rhythm: Rhythm, first: dt.date) -> Iterator[dt.date]:
    try:
        for number in range(MOST_OCCURRENCES + 1):
            if rhythm == Rhythm.MONTHLY:
                yield same_weekday(first, number)
            else:
                yield first + number * (WEEK if rhythm == Rhythm.WEEKLY else 2 * WEEK)
    except (OverflowError, ValueError):
        return  # the calendar ends with the year 9999


def same_weekday(day: dt.date, months: int) -> dt.date:
    """Return the day so many months later that is the same weekday in the same place of its month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    weekday, days = calendar.monthrange(year, month)
    earliest = 1 + (day.weekday() - weekday) % 7
    place = (day.day - 1) // 7
    last = earliest + 7 * ((days - earliest) // 7)
    found = last if place + 1 == FIFTH else earliest + 7 * place
    return dt.date(year, month, found)


def moved(rhythm: Rhythm, before: dt.date, after: dt.date, day: dt.date) -> dt.date:
    """Return where a later `day` of a series goes when one of its days moves from `before` to `after`.

    Weeks move by as many days; a month takes the weekday and the place in the month that `after` has.
    """
    if rhythm != Rhythm.MONTHLY:
        return day + (after - before)
    return same_weekday(after, (day.year - before.year) * 12 + day.month - before.month)
