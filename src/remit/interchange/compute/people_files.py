"""Files of people: a table becomes what it states of each, or every value at fault with its row."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.interchange.compute.reading import refused
from remit.interchange.compute.sheets import (
    RowFault,
    Sheet,
    SheetCell,
    SheetRow,
    WrongRows,
    csv_rows,
    folded,
    read_bytes,
    sheet_of,
    shown,
)
from remit.interchange.compute.workbooks import is_zip, workbook_rows

MINUTES_AN_HOUR = 60
HOURS_A_WEEK = 168
FIRST_YEAR, LAST_YEAR = 1900, 2200
_KEY = re.compile(r"^U-[1-9][0-9]{0,8}$")
_DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?$")
_DOTTED = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# what people take for a table, by how it begins
_OTHER_FILES = (
    (b"\xd0\xcf\x11\xe0", "XLS"),
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "GZIP"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"{\\rtf", "RTF"),
    (b"<", "HTML/XML"),
    (b"{", "JSON"),
)


class WrongValue(ValueError):
    """A cell does not hold what its column is for; says what is wrong and how to mend it."""

    def __init__(self, wrong: str, mend: str) -> None:
        super().__init__(wrong)
        self.wrong, self.mend = wrong, mend


@dataclass(frozen=True, slots=True)
class PeopleColumn:
    """One column of a file of people: how it is headed, also known as, and how its cells are read."""

    name: str
    label: Any
    read: Callable[[SheetCell, Sheet], Any]
    help: Any
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedPerson:
    """What one row states; a column that the file does not have is not in `fields`."""

    row: int
    fields: Mapping[str, Any]
    written: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """What a file states of people, and the columns that were not read."""

    sheet: Sheet
    rows: tuple[StatedPerson, ...]
    ignored: tuple[str, ...]


def _text(longest: int) -> Callable[[SheetCell, Sheet], str]:
    def read(cell: SheetCell, _sheet: Sheet) -> str:
        text = " ".join(_as_text(cell).split())
        strange = next((c for c in text if ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in _TURNING), "")  # noqa: PLR2004 - of control characters
        if strange:
            wrong = _("it holds the invisible character %(code)s.") % {"code": f"U+{ord(strange):04X}"}
            raise WrongValue(wrong, _("Type it anew."))
        if len(text) > longest:
            words = {"count": len(text), "most": longest}
            raise WrongValue(
                _("it has %(count)d characters; at most %(most)d are kept.") % words, _("Shorten it.")
            )
        return text

    return read


def _as_text(cell: SheetCell) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:  # noqa: PLR2004 - as far as a float is exact
        return str(int(cell))
    return str(cell)


def _address(cell: SheetCell, sheet: Sheet) -> str:
    address = _text(254)(cell, sheet).lower()
    if not address:
        return ""
    try:
        validate_email(address)
    except ValidationError:
        raise WrongValue(_("it is no e-mail address."), _("Write one such as name@example.org.")) from None
    return address


def _key(cell: SheetCell, sheet: Sheet) -> str:
    key = _text(16)(cell, sheet).upper()
    if key and not _KEY.match(key):
        mend = _("Write a key as the export does, such as U-12, or leave it empty for somebody new.")
        raise WrongValue(_("it is no key of a person."), mend)
    return key


def _minutes(cell: SheetCell, sheet: Sheet) -> int | None:
    text = _text(20)(cell, sheet).replace(",", ".")
    if not text:
        return None
    try:
        hours = Decimal(text)
    except InvalidOperation:
        hours = Decimal(-1)
    if not hours.is_finite() or not 0 <= hours <= HOURS_A_WEEK:
        wrong = _("it is no number of hours between 0 and %(most)d.") % {"most": HOURS_A_WEEK}
        raise WrongValue(wrong, _("Write a number such as 37.5."))
    return round(hours * MINUTES_AN_HOUR)


def _flag(cell: SheetCell, sheet: Sheet) -> bool:
    text = _text(20)(cell, sheet).casefold()
    for answer, words in ((True, _words_of("yes")), (False, _words_of("no"))):
        if text in words:
            return answer
    raise WrongValue(_("it is neither yes nor no."), _("Write yes, or leave it empty for no."))


@cache
def _words_of(answer: str) -> frozenset[str]:
    """Return how yes or no is written, in every language that Remit speaks."""
    plain = {"yes": {"true", "1", "x", "y"}, "no": {"", "false", "0", "n"}}[answer]
    label = {"yes": gettext_lazy("yes"), "no": gettext_lazy("no")}[answer]
    return frozenset(plain | {each.casefold() for each in in_all_languages(label)} | {answer})


def in_all_languages(label: Any) -> set[str]:
    """Return a text in each language."""
    found = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.add(str(label))
    return found


def _date(cell: SheetCell, sheet: Sheet) -> dt.date | None:
    text = _text(40)(cell, sheet)
    if not text:
        return None
    found = _numbered_day(cell, sheet) if isinstance(cell, float) else _written_day(text)
    if found is None:
        raise WrongValue(_("it is no day."), _("Write it as 2026-12-18."))
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        words = {"first": FIRST_YEAR, "last": LAST_YEAR}
        wrong = _("the year is not between %(first)d and %(last)d.") % words
        raise WrongValue(wrong, _("Write it as 2026-12-18."))
    return found


def _numbered_day(number: float, sheet: Sheet) -> dt.date | None:
    """Return the day that a workbook keeps as a number; no day for the one that never was."""
    if not number.is_integer() or not 0 <= number <= 3_000_000:  # noqa: PLR2004 - past the last day of any calendar
        return None
    if sheet.from_1904:
        return _within(lambda: dt.date(1904, 1, 1) + dt.timedelta(days=int(number)))
    leap = 60  # 29 February 1900, which spreadsheets count and which never was
    if number in {0, leap}:
        return None
    first = dt.date(1899, 12, 30) if number > leap else dt.date(1899, 12, 31)
    return _within(lambda: first + dt.timedelta(days=int(number)))


def _written_day(text: str) -> dt.date | None:
    if iso := _DAY.match(text):
        year, month, day = map(int, iso.groups())
    elif dotted := _DOTTED.match(text):
        day, month, year = map(int, dotted.groups())
    else:
        return None
    return _within(lambda: dt.date(year, month, day))


def _within(day: Callable[[], dt.date]) -> dt.date | None:
    try:
        return day()
    except (ValueError, OverflowError):
        return None


COLUMNS = (
    PeopleColumn(
        "key",
        gettext_lazy("Key"),
        _key,
        gettext_lazy("U-12, as the export writes it; empty for somebody new"),
        ("person key", "id"),
    ),
    PeopleColumn(
        "name",
        gettext_lazy("Name"),
        _text(200),
        gettext_lazy("needed for somebody new"),
        ("full name", "display name"),
    ),
    PeopleColumn(
        "email",
        gettext_lazy("E-mail"),
        _address,
        gettext_lazy("finds who is here already"),
        ("email", "mail", "e mail address", "email address"),
    ),
    PeopleColumn(
        "title", gettext_lazy("Title"), _text(120), gettext_lazy("a word on a card, no right"), ("job title",)
    ),
    PeopleColumn(
        "unit",
        gettext_lazy("Unit"),
        _text(120),
        gettext_lazy("the name of a unit that there is"),
        ("department", "team"),
    ),
    PeopleColumn(
        "line_manager",
        gettext_lazy("Line manager"),
        _text(254),
        gettext_lazy("e-mail, key or name, of somebody here or in the file"),
        ("manager", "reports to"),
    ),
    PeopleColumn(
        "capacity_minutes_per_week",
        gettext_lazy("Hours a week"),
        _minutes,
        gettext_lazy("37.5"),
        ("hours", "hours per week", "capacity"),
    ),
    PeopleColumn("is_external", gettext_lazy("External"), _flag, gettext_lazy("yes or no"), ("is external",)),
    PeopleColumn(
        "joined_on",
        gettext_lazy("First day"),
        _date,
        gettext_lazy("2026-12-18"),
        ("from", "joined", "joined on", "start date"),
    ),
    PeopleColumn(
        "left_on",
        gettext_lazy("Last day"),
        _date,
        gettext_lazy("after it all rights and the sign-in end"),
        ("until", "left", "left on", "end date"),
    ),
    PeopleColumn(
        "position", gettext_lazy("Position"), _text(120), gettext_lazy("title or key of one that is vacant")
    ),
    PeopleColumn("skills", gettext_lazy("Skills"), _text(4000), gettext_lazy("Python 4; Scrum 3")),
    PeopleColumn(
        "leave",
        gettext_lazy("Leave"),
        _text(4000),
        gettext_lazy("2026-07-06/2026-07-10 holiday; it is agreed"),
        ("absences",),
    ),
)


@cache
def heads() -> Mapping[str, PeopleColumn]:
    """Return the columns by every way in which they may be headed."""
    return {
        folded(head): column
        for column in COLUMNS
        for head in (column.name, *column.also, *in_all_languages(column.label))
    }


def read_people(source: IO[bytes], file_name: str) -> PeopleFile:
    """Return what a CSV or XLSX file states of people; its kind is told by what it holds, not by its name.

    Raises `Invalid` where it is no table, and `WrongRows` with every value that is none of its column.
    """
    content = read_bytes(source)
    if is_zip(content):
        rows, from_1904 = workbook_rows(content)
        sheet = sheet_of(content, file_name, rows, from_1904=from_1904)
    else:
        _refuse_other(content)
        sheet = sheet_of(content, file_name, csv_rows(content, frozenset(heads())))
    columns, ignored = _columns(sheet.rows[0])
    return PeopleFile(sheet, _stated(sheet, columns), ignored)


def _refuse_other(content: bytes) -> None:
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    kind = next((name for mark, name in _OTHER_FILES if start.startswith(mark)), "")
    if kind == "XLS":
        message = _("This is an old Excel file, or one with a password: save it as XLSX without a password.")
        raise refused(message, "format")
    if kind:
        message = _("This is a %(kind)s file: save the table as XLSX or CSV.")
        raise refused(message % {"kind": kind}, "format")


def _columns(head: SheetRow) -> tuple[dict[int, PeopleColumn], tuple[str, ...]]:
    """Return which place holds which column; `WrongRows` where one stands twice or none says who it is."""
    found: dict[int, PeopleColumn] = {}
    ignored: list[str] = []
    faults: list[RowFault] = []
    for place, cell in enumerate(head.cells):
        column = heads().get(folded(cell))
        if column is None:
            ignored += [shown(cell)] if cell != "" else []
        elif column in found.values():
            wrong = _("there are two columns for this.")
            faults.append(RowFault(head.number, str(column.label), shown(cell), wrong, _("Remove one.")))
        else:
            found[place] = column
    if not {"email", "key"} & {column.name for column in found.values()}:
        wrong = _("no column says who somebody is: there is neither '%(email)s' nor '%(key)s'.")
        mend = _("The first row must name the columns: %(names)s.")
        words = {"email": _("E-mail"), "key": _("Key")}
        names = {"names": ", ".join(str(column.label) for column in COLUMNS)}
        value = shown(", ".join(map(str, head.cells)))
        faults.append(RowFault(head.number, "", value, wrong % words, mend % names))
    if faults:
        raise WrongRows(faults)
    return found, tuple(ignored)


def _stated(sheet: Sheet, columns: Mapping[int, PeopleColumn]) -> tuple[StatedPerson, ...]:
    faults: list[RowFault] = []
    rows = [_row(sheet, row, columns, faults) for row in sheet.rows[1:]]
    if not rows:
        raise refused(
            _("The file names columns and nobody: below the first row stands one row for each."), "empty"
        )
    if faults:
        raise WrongRows(faults)
    return tuple(rows)


def _row(
    sheet: Sheet, row: SheetRow, columns: Mapping[int, PeopleColumn], faults: list[RowFault]
) -> StatedPerson:
    fields: dict[str, Any] = {}
    written: dict[str, str] = {}
    for place, column in columns.items():
        cell = row.cells[place] if place < len(row.cells) else ""
        written[column.name] = shown(_as_text(cell))
        try:
            fields[column.name] = column.read(cell, sheet)
        except WrongValue as error:
            faults.append(
                RowFault(row.number, str(column.label), shown(_as_text(cell)), error.wrong, error.mend)
            )
    return StatedPerson(row.number, fields, written)


def fault_of(person: StatedPerson, column: str, wrong: str, mend: str) -> RowFault:
    """Return a fault of one value of a row."""
    label = next(str(each.label) for each in COLUMNS if each.name == column)
    return RowFault(person.row, label, person.written.get(column, ""), wrong, mend)


def sorted_faults(faults: Iterable[RowFault]) -> list[RowFault]:
    """Return faults in the order of the file."""
    return sorted(faults, key=lambda each: each.row)
