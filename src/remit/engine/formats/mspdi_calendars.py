"""Calendars of Microsoft Project: base and derived, exceptions in both forms, recurrence laid out by day."""

import calendar as months
import datetime as dt
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from remit.engine.formats.document import LeftOut
from remit.engine.formats.mspdi_values import clock_of, minute_of
from remit.engine.formats.safe_xml import Facts
from remit.engine.model import Calendar, CalendarException, PlanError, Shift, day_of
from remit.engine.model.calendar import Shifts, joined_shifts
from remit.engine.model.time import DAY_MINUTES, EPOCH

MOST_OCCURRENCES = 2000
MOST_EXCEPTIONS = 500_000
MOST_EXCEPTIONS_OF_ONE = 20_000
MOST_DAYS_LOOKED_AT = 3_000_000
LONGEST_DERIVATION = 30
DAILY, YEARLY_DAY, YEARLY_PLACE, MONTHLY_DAY, MONTHLY_PLACE, WEEKLY = 1, 2, 3, 4, 5, 6
_MORNING, _AFTERNOON = Shift(480, 720), Shift(780, 1020)
_EPOCH_ORDINAL = EPOCH.toordinal()
_THURSDAY = 3  # the weekday of 1970-01-01, Monday 0
_STANDARD: Shifts = (_MORNING, _AFTERNOON)


@dataclass(slots=True)
class _Raw:
    facts: Facts
    uid: str
    name: str
    base_uid: str
    week: dict[int, Shifts] = field(default_factory=dict)
    exceptions: list[CalendarException] = field(default_factory=list)


class CalendarReader:
    """Collects calendars while a file is read; `calendars` resolves what they are derived from."""

    def __init__(self) -> None:
        self._raw: dict[str, _Raw] = {}
        self._resolved_ones: dict[str, Calendar] = {}
        self._skipped = 0
        self._exceptions = 0
        self._days_looked_at = 0

    def read(self, element: etree._Element) -> None:
        """Take one Calendar element."""
        facts = Facts(element)
        uid = facts.text("UID")
        raw = _Raw(facts, uid, facts.text("Name") or f"Calendar {uid}", facts.text("BaseCalendarUID"))
        facts.task = f"calendar '{raw.name[:60]}'"
        if uid in self._raw:
            raise facts.wrong(f"two calendars have the UID {uid}.")
        for day in facts.children("WeekDays", "WeekDay"):
            self._read_day(raw, day)
        # the newer form says more and comes last, so that it holds
        for exception in facts.children("Exceptions", "Exception"):
            self._read_exception(raw, exception)
        self._raw[uid] = raw

    def _read_day(self, raw: _Raw, element: etree._Element) -> None:
        facts = Facts(element, raw.facts.task)
        kind = facts.whole("DayType")
        shifts = _shifts(facts)
        if kind == 0:
            period = facts.children("TimePeriod")
            first, last = _period(Facts(period[0], raw.facts.task)) if period else (None, None)
            if first is not None and last is not None:
                raw.exceptions.append(_exception(facts, first, last, shifts, ""))
        elif 1 <= kind <= 7:  # noqa: PLR2004 - Sunday is 1
            raw.week[(kind + 5) % 7] = shifts
        else:
            raise facts.wrong(f"DayType is {kind}; it must be 0 to 7.")

    def _read_exception(self, raw: _Raw, element: etree._Element) -> None:
        facts = Facts(element, raw.facts.task)
        period = facts.children("TimePeriod")
        first, last = _period(Facts(period[0], raw.facts.task)) if period else (None, None)
        if first is None or last is None:
            self._skipped += 1
            return
        shifts, name = _shifts(facts), facts.text("Name")[:200]
        kind = facts.whole("Type", DAILY)
        if kind == DAILY and facts.whole("Period", 1) <= 1:
            raw.exceptions.append(_exception(facts, first, last, shifts, name))
            return
        if not DAILY <= kind <= WEEKLY:
            self._skipped += 1
            return
        if last < first:
            raise facts.wrong("a calendar exception ends before it begins.")
        days = self._days_of(facts, kind, first, min(last, first + 40_000))
        self._count(facts, len(days))
        raw.exceptions.extend(CalendarException(day, day, shifts, name) for day in days)

    def _days_of(self, facts: Facts, kind: int, first: int, last: int) -> list[int]:
        most = min(facts.whole("Occurrences") or MOST_OCCURRENCES, MOST_OCCURRENCES)
        rule = _Recurrence.of(facts, kind, first)
        days: list[int] = []
        for day in range(first, last + 1):
            if len(days) == most:
                break
            self._days_looked_at += 1
            if rule.holds_on(day):
                days.append(day)
        if self._days_looked_at > MOST_DAYS_LOOKED_AT:
            raise facts.wrong("the calendars have more recurring exceptions than a plan can need.")
        return days

    def _count(self, facts: Facts, exceptions: int) -> None:
        """Count what is laid out: a small file could otherwise ask for more than any machine holds."""
        self._exceptions += exceptions
        if self._exceptions > MOST_EXCEPTIONS:
            raise facts.wrong(f"the calendars have more than {MOST_EXCEPTIONS} exceptions.")

    def calendars(self) -> tuple[Calendar, ...]:
        """Return all calendars, derived ones with the week and the exceptions of their base."""
        return tuple(self._resolved(raw, ()) for raw in self._raw.values())

    def _resolved(self, raw: _Raw, trail: tuple[str, ...]) -> Calendar:
        if raw.uid in self._resolved_ones:
            return self._resolved_ones[raw.uid]
        if raw.uid in trail:
            raise raw.facts.wrong("it is derived from itself.")
        if len(trail) > LONGEST_DERIVATION:
            raise raw.facts.wrong(f"it is derived over more than {LONGEST_DERIVATION} others.")
        week: dict[int, Shifts] = dict.fromkeys(range(5), _STANDARD)
        exceptions: tuple[CalendarException, ...] = ()
        base = self._raw.get(raw.base_uid)
        if base is None and raw.base_uid not in {"", "0"} and not raw.base_uid.startswith("-"):
            raise raw.facts.wrong(
                f"it is derived from calendar {raw.base_uid}, which the file does not have."
            )
        if base is not None and base is not raw:
            resolved = self._resolved(base, (*trail, raw.uid))
            week = dict(enumerate(resolved.week))
            exceptions = resolved.exceptions
            self._count(raw.facts, len(exceptions))
        if len(exceptions) + len(raw.exceptions) > MOST_EXCEPTIONS_OF_ONE:
            raise raw.facts.wrong(f"it has more than {MOST_EXCEPTIONS_OF_ONE} exceptions.")
        week.update(raw.week)
        try:
            self._resolved_ones[raw.uid] = Calendar(
                raw.uid,
                raw.name[:200],
                tuple(week.get(day, ()) for day in range(7)),
                exceptions + tuple(raw.exceptions),
            )
        except PlanError as error:
            raise raw.facts.wrong(str(error)) from error
        return self._resolved_ones[raw.uid]

    def left_out(self) -> list[LeftOut]:
        """Return what was not kept."""
        if not self._skipped:
            return []
        return [LeftOut("calendar exceptions", self._skipped, "recurrence by counting, or no dates")]


def _period(facts: Facts) -> tuple[int | None, int | None]:
    first, last = minute_of(facts, "FromDate"), minute_of(facts, "ToDate")
    return (None if first is None else day_of(first), None if last is None else day_of(last))


def _exception(facts: Facts, first: int, last: int, shifts: Shifts, name: str) -> CalendarException:
    if last < first:
        raise facts.wrong("a calendar exception ends before it begins.")
    return CalendarException(first, last, shifts, name)


def _shifts(facts: Facts) -> Shifts:
    """Return the working times of a day; those that reach over midnight are cut there."""
    if not facts.flag("DayWorking"):
        return ()
    found: list[tuple[int, int]] = []
    for element in facts.children("WorkingTimes", "WorkingTime"):
        times = Facts(element, facts.task)
        if not times.text("FromTime"):
            continue
        start, finish = clock_of(times, "FromTime"), clock_of(times, "ToTime")
        found.append((start, finish if finish > start else DAY_MINUTES))
    try:
        return joined_shifts(found)
    except PlanError as error:
        raise facts.wrong(str(error)) from error


@dataclass(frozen=True, slots=True)
class _Recurrence:
    """When an exception of `kind` that begins on day `first` holds; the numbers are those of the file."""

    kind: int
    first: int
    begin: dt.date
    period: int
    days_of_week: int
    month: int
    month_day: int
    item: int
    position: int

    @classmethod
    def of(cls, facts: Facts, kind: int, first: int) -> "_Recurrence":
        """Return the rule that the facts of an exception state."""
        return cls(
            kind,
            first,
            _date(first),
            max(facts.whole("Period", 1), 1),
            facts.whole("DaysOfWeek"),
            facts.whole("Month") + 1,
            facts.whole("MonthDay", 1),
            facts.whole("MonthItem"),
            facts.whole("MonthPosition"),
        )

    def holds_on(self, day: int) -> bool:
        """Return whether the exception holds on `day`."""
        if self.kind == DAILY:
            return (day - self.first) % self.period == 0
        if self.kind == WEEKLY:
            weeks = ((day + 3) // 7 - (self.first + 3) // 7) % self.period
            return weeks == 0 and bool(self.days_of_week >> ((day + _THURSDAY + 1) % 7) & 1)
        date = _date(day)
        if self.kind in {YEARLY_DAY, YEARLY_PLACE}:
            in_month = date.month == self.month
        else:
            begin = self.begin
            in_month = ((date.year - begin.year) * 12 + date.month - begin.month) % self.period == 0
        if not in_month:
            return False
        if self.kind in {YEARLY_DAY, MONTHLY_DAY}:
            return date.day == self.month_day
        return date.day == _placed(date.year, date.month, self.item, self.position)


def _date(day: int) -> dt.date:
    return dt.date.fromordinal(_EPOCH_ORDINAL + day)


@lru_cache(maxsize=4096)
def _placed(year: int, month: int, item: int, position: int) -> int:
    """Return the day of the month that is, say, its third Tuesday or last working day; 0 for none."""
    first, length = months.monthrange(year, month)
    matching = {0: set(range(7)), 1: set(range(5)), 2: {5, 6}}.get(item, {(item - 4) % 7})
    days = [day for day in range(1, length + 1) if (first + day - 1) % 7 in matching]
    index = -1 if position == 4 else position  # noqa: PLR2004 - the last
    return days[index] if -1 <= index < len(days) else 0
