"""A plan for paper: each activity as a line with its bar, below a scale that fits the whole plan."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from remit.core.plan_time import start_of_day, to_day
from remit.planning.models import Plan
from remit.planning.queries.rows import COLUMNS, plan_date, plan_rows

DAYS_BY_WEEK = 190
DAYS_BY_MONTH = 1100
"""Up to so many days the scale has a line for each week, or for each month; beyond, for each quarter."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One stretch of the scale: where it begins and how wide it is, in per cent of the scale."""

    left: float
    width: float
    label: str

    @property
    def middle(self) -> float:
        """The middle of the stretch, in per cent of the scale."""
        return round(self.left + self.width / 2, 3)


@dataclass(frozen=True, slots=True)
class Bar:
    """Where something lies, in per cent of the scale; `done` is the part of it that is complete."""

    left: float
    width: float
    done: float = 0.0

    @property
    def right(self) -> float:
        """Where it ends, in per cent of the scale."""
        return round(self.left + self.width, 3)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One activity; `values` are its columns by name, bars are None where it has no dates.

    `parts` are the bars of one that is interrupted; what is done fills them from the first on.
    """

    values: dict[str, Any]
    bar: Bar | None
    promised: Bar | None
    parts: tuple[Bar, ...] = ()

    @property
    def is_summary(self) -> bool:
        """Whether its dates are those of the activities below it."""
        return bool(self.values["kind"] == "summary")

    @property
    def starts(self) -> str:
        """The day of its start in words, or nothing."""
        return plan_date(self.values["start"])

    @property
    def finishes(self) -> str:
        """The day of its finish in words, or nothing: midnight belongs to the day before."""
        minute = self.values["finish"]
        return plan_date(None if minute is None else minute - (minute > self.values["start"]))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a plan in the order of its outline; `today` is where the status date lies, if it is on the scale."""

    lines: list[SheetLine]
    upper: list[Tick]
    lower: list[Tick]
    today: float | None


def plan_sheet(plan: Plan) -> Sheet:
    """Return the whole plan for paper; as many queries as `plan_rows` has."""
    rows, _order = plan_rows(plan, ())
    values = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    minutes = [
        each[name]
        for each in values
        for name in ("start", "finish", "baseline_start", "baseline_finish")
        if each[name] is not None
    ]
    first = to_day(min(minutes, default=plan.start_minute))
    last = to_day(max(minutes, default=plan.start_minute)) + dt.timedelta(days=1)
    begins, upper, lower = _scale(first, last)
    low, high = start_of_day(begins), start_of_day(last)

    def at(minute: int) -> float:
        return round(100 * (minute - low) / (high - low), 3)

    status = plan.status_minute
    return Sheet(
        lines=[
            SheetLine(
                each,
                _bar(at, each["start"], each["finish"], each["percent_complete"]),
                _bar(at, each["baseline_start"], each["baseline_finish"]),
                tuple(_part_bars(at, each["parts"], each["percent_complete"])),
            )
            for each in values
        ],
        upper=_ticks(at, upper, last),
        lower=_ticks(at, lower, last),
        today=at(status) if status is not None and low <= status <= high else None,
    )


def _bar(at: Callable[[int], float], start: int | None, finish: int | None, done: float = 0.0) -> Bar | None:
    if start is None or finish is None:
        return None
    width = round(at(finish) - at(start), 3)
    return Bar(at(start), width, round(width * done / 100, 3))


def _part_bars(at: Callable[[int], float], parts: Sequence[tuple[int, int]], done: float) -> Iterator[Bar]:
    whole = [_bar(at, start, finish) for start, finish in parts]
    bars = [each for each in whole if each is not None]
    left = sum(each.width for each in bars) * done / 100
    for each in bars:
        yield Bar(each.left, each.width, round(min(each.width, left), 3))
        left = max(0.0, left - each.width)


Beginnings = list[tuple[dt.date, str]]


def _scale(first: dt.date, last: dt.date) -> tuple[dt.date, Beginnings, Beginnings]:
    """Return the day on which the scale begins, and the beginnings of its stretches above and below."""
    days = (last - first).days
    if days <= DAYS_BY_WEEK:
        begins = first - dt.timedelta(days=first.weekday())
        weeks = [begins + dt.timedelta(days=each) for each in range(0, (last - begins).days, 7)]
        named = [(week, date_format(week, pgettext("date format", "j M"))) for week in weeks]
        return begins, _whole(begins, last, 1, _month_words), named
    if days <= DAYS_BY_MONTH:
        begins = first.replace(day=1)
        months = [(day, date_format(day, "M")) for day in _months(begins, last, 1)]
        return begins, _whole(begins, last, 12, _year_words), months
    begins = first.replace(month=(first.month - 1) // 3 * 3 + 1, day=1)
    quarters = [
        (day, _("Q%(number)d") % {"number": (day.month + 2) // 3}) for day in _months(begins, last, 3)
    ]
    return begins, _whole(begins, last, 12, _year_words), quarters


def _whole(begins: dt.date, last: dt.date, months: int, words: Callable[[dt.date], str]) -> Beginnings:
    """Return the years or months between two days, the first of them cut where the scale begins."""
    month = 1 if months == 12 else begins.month  # noqa: PLR2004 - months of a year
    wholes = [day for day in _months(begins.replace(month=month, day=1), last, months) if day > begins]
    return [(begins, words(begins)), *((day, words(day)) for day in wholes)]


def _month_words(day: dt.date) -> str:
    return date_format(day, pgettext("date format", "F Y"))


def _year_words(day: dt.date) -> str:
    return str(day.year)


def _months(begins: dt.date, last: dt.date, step: int) -> Iterator[dt.date]:
    """Yield the first day of each so many months, from a first day of a month on, before `last`."""
    day = begins
    while day < last:
        yield day
        month = day.month - 1 + step
        day = day.replace(year=day.year + month // 12, month=month % 12 + 1)


def _ticks(at: Callable[[int], float], beginnings: Beginnings, last: dt.date) -> list[Tick]:
    places = [at(start_of_day(day)) for day in (*(day for day, _label in beginnings), last)]
    return [
        Tick(left, round(right - left, 3), label)
        for left, right, (_day, label) in zip(places, places[1:], beginnings, strict=False)
    ]
