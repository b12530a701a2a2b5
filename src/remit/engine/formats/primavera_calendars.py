"""Calendars of Primavera: the nested text of XER, the elements of PMXML, and what is derived from what."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from remit.engine.formats.document import LeftOut
from remit.engine.formats.mspdi_values import minute_of
from remit.engine.formats.primavera_fields import Row
from remit.engine.formats.safe_xml import Facts
from remit.engine.model import Calendar, CalendarException, EmptyCalendarError, PlanError, day_of
from remit.engine.model.calendar import Shifts, joined_shifts
from remit.engine.model.time import DAY_MINUTES, FIRST_DAY, LAST_DAY

EXCEL_EPOCH = -25_569  # 1899-12-30, day 0 of a spreadsheet, counted from 1970-01-01
MOST_CALENDARS = 20_000
MOST_EXCEPTIONS = 500_000
DEEPEST = 8
LONGEST_DERIVATION = 30
_TOKEN = re.compile(r"\((\d+)\|\|([^()|]*)\(([^()]*)\)\s*\(|\)\s*\)|\S")
_CLOCK = re.compile(r"^(\d{1,2}):(\d{2})(?::\d{2})?\s*([AaPp][Mm])?$")
_DAYS = {
    "Monday": 0,
    "Tuesday": 1,
    "Wednesday": 2,
    "Thursday": 3,
    "Friday": 4,
    "Saturday": 5,
    "Sunday": 6,
}


@dataclass(slots=True)
class _Raw:
    row: Row | Facts
    id: str
    name: str
    base_id: str
    minutes_per_day: int
    minutes_per_week: int
    week: dict[int, Shifts] = field(default_factory=dict)
    exceptions: list[CalendarException] = field(default_factory=list)


@dataclass(slots=True)
class Node:
    """One bracket of the text that XER keeps a calendar in: name, what stands in the brackets, what is below."""

    name: str
    value: str
    below: list["Node"] = field(default_factory=list)


class PrimaveraCalendars:
    """Collects calendars while a file is read; `calendars` resolves what they are derived from."""

    def __init__(self) -> None:
        self._raw: dict[str, _Raw] = {}
        self._exceptions = 0
        self._empty = 0

    def read_xer(self, row: Row) -> None:
        """Take one row of the table CALENDAR."""
        raw = self._begun(row, row.text("clndr_id"), row.text("clndr_name"), row.text("base_clndr_id"))
        raw.minutes_per_day = _hours(row, "day_hr_cnt", 480, DAY_MINUTES)
        raw.minutes_per_week = _hours(row, "week_hr_cnt", 2400, 7 * DAY_MINUTES)
        for node in parsed(row, row.text("clndr_data")):
            for part in node.below:
                if part.name == "DaysOfWeek":
                    self._read_week(raw, part)
                elif part.name == "Exceptions":
                    self._read_exceptions(raw, part)

    def _read_week(self, raw: _Raw, part: Node) -> None:
        for day in part.below:
            if day.name not in {"1", "2", "3", "4", "5", "6", "7"}:
                raise raw.row.wrong(f"it has a weekday '{day.name[:20]}'; they are numbered 1 to 7.")
            raw.week[(int(day.name) + 5) % 7] = _shifts(raw.row, map(_times_of, day.below))

    def _read_exceptions(self, raw: _Raw, part: Node) -> None:
        for each in part.below:
            stated = _pairs(each.value).get("d", "")
            if not stated.isdigit() or len(stated) > 6:  # noqa: PLR2004 - days since 1899
                raise raw.row.wrong(
                    f"an exception lies on day '{stated[:20]}', which is not a number of days."
                )
            self._except(raw, int(stated) + EXCEL_EPOCH, _shifts(raw.row, map(_times_of, each.below)))

    def read_pmxml(self, facts: Facts) -> None:
        """Take one Calendar element."""
        raw = self._begun(
            facts, facts.text("ObjectId"), facts.text("Name"), facts.text("BaseCalendarObjectId")
        )
        raw.minutes_per_day = _hours(facts, "HoursPerDay", 480, DAY_MINUTES)
        raw.minutes_per_week = _hours(facts, "HoursPerWeek", 2400, 7 * DAY_MINUTES)
        for element in facts.children("StandardWorkWeek", "StandardWorkHours"):
            day = Facts(element, facts.task)
            name = day.text("DayOfWeek")
            if name not in _DAYS:
                raise day.wrong(f"DayOfWeek is '{name[:20]}', which is not a weekday.")
            raw.week[_DAYS[name]] = _shifts(day, _work_times(day), last_minute=True)
        for element in facts.children("HolidayOrExceptions", "HolidayOrException"):
            exception = Facts(element, facts.task)
            moment = minute_of(exception, "Date")
            if moment is None:
                raise exception.wrong("an exception of a calendar has no date.")
            shifts = _shifts(exception, _work_times(exception), last_minute=True)
            self._except(raw, day_of(moment), shifts)

    def _begun(self, row: Row | Facts, id_: str, name: str, base: str) -> _Raw:
        row.task = f"calendar '{name[:60]}'"
        if not id_ or id_ in self._raw:
            raise row.wrong(f"two calendars have the id {id_[:40]}." if id_ else "it has no id.")
        if len(self._raw) >= MOST_CALENDARS:
            raise row.wrong(f"the file has more than {MOST_CALENDARS} calendars.")
        self._raw[id_] = raw = _Raw(row, id_, (name or f"Calendar {id_}")[:200], base, 480, 2400)
        return raw

    def _except(self, raw: _Raw, day: int, shifts: Shifts) -> None:
        if not FIRST_DAY <= day <= LAST_DAY:
            raise raw.row.wrong("a date of the calendar must lie between 1900 and 2199.")
        self._exceptions += 1
        if self._exceptions > MOST_EXCEPTIONS:
            raise raw.row.wrong(f"the calendars have more than {MOST_EXCEPTIONS} exceptions.")
        raw.exceptions.append(CalendarException(day, day, shifts))

    def lengths(self, calendar_id: str) -> tuple[int, int]:
        """Return the minutes that a day and a week have for a calendar."""
        raw = self._raw.get(calendar_id)
        return (raw.minutes_per_day, raw.minutes_per_week) if raw else (480, 2400)

    def calendars(self, used: set[str]) -> tuple[Calendar, ...]:
        """Return all calendars; one without working time is left out where nothing uses it."""
        found = []
        for raw in self._raw.values():
            try:
                found.append(self._resolved(raw))
            except EmptyCalendarError as error:
                if raw.id in used:
                    raise raw.row.wrong(str(error)) from error
                self._empty += 1
            except PlanError as error:
                raise raw.row.wrong(str(error)) from error
        return tuple(found)

    def _resolved(self, raw: _Raw) -> Calendar:
        """Return a calendar with the exceptions of those that it is derived from before its own."""
        chain = [raw]
        while chain[-1].base_id and chain[-1].base_id in self._raw:
            chain.append(self._raw[chain[-1].base_id])
            if len(chain) > LONGEST_DERIVATION:
                raise raw.row.wrong(
                    f"it is derived from itself, or over more than {LONGEST_DERIVATION} others."
                )
        inherited = sum(len(each.exceptions) for each in chain[1:])
        self._exceptions += inherited
        if self._exceptions > MOST_EXCEPTIONS:
            raise raw.row.wrong(f"the calendars have more than {MOST_EXCEPTIONS} exceptions.")
        exceptions = tuple(each for one in reversed(chain) for each in one.exceptions)
        week = next((one.week for one in chain if one.week), {})
        return Calendar(raw.id, raw.name, tuple(week.get(day, ()) for day in range(7)), exceptions)

    def left_out(self) -> list[LeftOut]:
        """Return what was not kept."""
        if not self._empty:
            return []
        return [LeftOut("calendars", self._empty, "they have no working time, and nothing uses them")]


def parsed(row: Row, text: str) -> list[Node]:
    """Return the tree that the text of a calendar in XER writes with brackets."""
    top: list[Node] = []
    trail: list[Node] = []
    text = text.replace("\x7f", " ")
    for match in _TOKEN.finditer(text):
        if match[1] is not None:
            node = Node(match[2].strip(), match[3])
            (trail[-1].below if trail else top).append(node)
            trail.append(node)
            if len(trail) > DEEPEST:
                raise row.wrong("its working times are nested too deeply.")
        elif match[0].startswith(")") and trail:
            trail.pop()
        else:
            raise row.wrong(f"its working times cannot be read near '{text[match.start() :][:30]}'.")
    if trail:
        raise row.wrong("its working times break off.")
    return top


def _pairs(value: str) -> dict[str, str]:
    parts = value.split("|")
    return dict(zip(parts[::2], parts[1::2], strict=False))


def _times_of(node: Node) -> tuple[str, str]:
    pairs = _pairs(node.value)
    return pairs.get("s", ""), pairs.get("f", "")


def _work_times(facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield working times; PMXML names the last minute that is worked, 11:59 for what ends at noon."""
    for element in facts.children("WorkTime"):
        times = Facts(element, facts.task)
        start, finish = times.text("Start"), times.text("Finish")
        if start:
            yield start, finish


def _shifts(row: Row | Facts, times: Iterator[tuple[str, str]], *, last_minute: bool = False) -> Shifts:
    """Return shifts in order, those that touch as one; with `last_minute` times end with the last minute worked."""
    found = []
    for start_text, finish_text in times:
        start, finish = _clock(row, start_text), _clock(row, finish_text)
        finish += last_minute and finish % 10 == 9  # noqa: PLR2004 - what ends on the minute ends so
        found.append((start, finish if finish > start else DAY_MINUTES))
    try:
        return joined_shifts(found)
    except PlanError as error:
        raise row.wrong(str(error)) from error


def _clock(row: Row | Facts, text: str) -> int:
    match = _CLOCK.match(text.strip())
    if match is None or int(match[1]) > 24 or int(match[2]) > 59:  # noqa: PLR2004 - a clock
        raise row.wrong(f"'{text[:20]}' is not a time of day. Times look like 08:00.")
    hour = int(match[1])
    if match[3]:
        hour = hour % 12 + (12 if match[3].upper() == "PM" else 0)
    return hour * 60 + int(match[2])


def _hours(row: Row | Facts, name: str, default: int, most: int) -> int:
    minutes = round(row.number(name, default / 60) * 60)
    return minutes if 1 <= minutes <= most else default
