"""Requirements in files of strangers: CSV, rows pasted from a spreadsheet, and ReqIF become what can be stated."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from remit.interchange.compute.people_files import in_all_languages
from remit.interchange.compute.reading import refused
from remit.interchange.compute.reqif import is_xml, reqif_objects
from remit.interchange.compute.sheets import (
    RowFault,
    SheetRow,
    WrongRows,
    csv_rows,
    folded,
    read_bytes,
    sheet_of,
    shown,
)
from remit.interchange.compute.workbooks import is_zip, workbook_rows
from remit.projects.models import Priority, RequirementKind
from remit.projects.operations.requirements import LONGEST_ID, LONGEST_SOURCE, LONGEST_STATEMENT

MOST_REQUIREMENTS = 5_000
MOST_HOURS = 100_000
_HOURS = re.compile(r"(\d{1,6}(?:[.,]\d{1,2})?)\s*h?", re.IGNORECASE)
_KEYS = re.compile(r"[,;\s]+")


class WrongValue(ValueError):
    """A value that is none of its column: what is wrong with it, and how to mend it."""

    def __init__(self, wrong: str, mend: str) -> None:
        super().__init__(wrong)
        self.wrong, self.mend = wrong, mend


@dataclass(frozen=True, slots=True)
class StatedRequirement:
    """What one row states; needs and deliverables by key, as `needs` and `deliverables` of `fields`."""

    row: int
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RequirementFile:
    """A file that was read: what it states, and the columns or kinds of thing that were left out."""

    rows: tuple[StatedRequirement, ...]
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequirementColumn:
    """One column: its name, its heading, what else it may be headed, and how its cells are read."""

    name: str
    label: Any
    read: Callable[[str], Any]
    also: tuple[str, ...] = ()


def _text(longest: int, *, needed: bool = False) -> Callable[[str], str]:
    def read(cell: str) -> str:
        clean = cell.strip()
        if needed and not clean:
            raise WrongValue(_("there is no statement."), _("Say what must be so, or remove the row."))
        if len(clean) > longest:
            wrong = _("it has %(count)d characters.") % {"count": len(clean)}
            raise WrongValue(wrong, _("Shorten it to %(longest)d.") % {"longest": longest})
        return clean

    return read


def _choice(model: Any, default: str) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if not cell.strip():
            return default
        for value, label in model.choices:
            if folded(cell) in {folded(value), *map(folded, in_all_languages(label))}:
                return str(value)
        names = ", ".join(str(label) for _value, label in model.choices)
        raise WrongValue(_("it is none of those known."), _("Write one of: %(names)s.") % {"names": names})

    return read


def _hours(cell: str) -> int | None:
    if not cell.strip():
        return None
    found = _HOURS.fullmatch(cell.strip())
    hours = float(found[1].replace(",", ".")) if found is not None else MOST_HOURS + 1
    if hours > MOST_HOURS:
        raise WrongValue(_("it is no number of hours."), _("Write hours, such as 12 or 1.5."))
    return round(hours * 60)


def _keys(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.upper() for each in _KEYS.split(cell) if each))


COLUMNS = (
    RequirementColumn(
        "foreign_id",
        gettext_lazy("Identifier"),
        _text(LONGEST_ID),
        ("id", "key", "reqif.foreignid", "number"),
    ),
    RequirementColumn(
        "statement",
        gettext_lazy("Statement"),
        _text(LONGEST_STATEMENT, needed=True),
        ("requirement", "text", "description", "reqif.text"),
    ),
    RequirementColumn(
        "acceptance_criteria",
        gettext_lazy("Acceptance criteria"),
        _text(LONGEST_STATEMENT),
        ("acceptance criterion", "criteria", "fit criterion"),
    ),
    RequirementColumn("kind", gettext_lazy("Kind"), _choice(RequirementKind, "function"), ("type",)),
    RequirementColumn("priority", gettext_lazy("Priority"), _choice(Priority, "should"), ("moscow",)),
    RequirementColumn(
        "what_if_not", gettext_lazy("What if not?"), _text(LONGEST_STATEMENT), ("rationale", "what if not")
    ),
    RequirementColumn(
        "effort_minutes", gettext_lazy("Effort in hours"), _hours, ("effort", "hours", "effort h")
    ),
    RequirementColumn(
        "source", pgettext_lazy("requirement", "Source"), _text(LONGEST_SOURCE), ("source", "quelle")
    ),
    RequirementColumn("needs", gettext_lazy("Needs"), _keys, ("need",)),
    RequirementColumn("deliverables", gettext_lazy("Deliverables"), _keys, ("deliverable",)),
)


@cache
def heads() -> Mapping[str, RequirementColumn]:
    """Return the columns by every way in which they may be headed."""
    return {
        folded(head): column
        for column in COLUMNS
        for head in (column.name, *column.also, *in_all_languages(column.label))
    }


def read_requirements(source: IO[bytes], file_name: str) -> RequirementFile:
    """Return what a file states; its kind is told by what it holds. `Invalid` or `WrongRows` where it cannot be read.

    Every value at fault is named with its row, which is a line of the file in ReqIF.
    """
    content = read_bytes(source)
    if is_xml(content):
        table = reqif_objects(content)
        return _stated([(line, values) for line, values in table.objects], table.left_out, table.heads)
    if is_zip(content):
        rows, from_1904 = workbook_rows(content)
        sheet = sheet_of(content, file_name, rows, from_1904=from_1904)
    else:
        sheet = sheet_of(content, file_name, csv_rows(content, frozenset(heads())))
    names = [str(cell) for cell in sheet.rows[0].cells]
    twice = sorted({each for each in names if each and names.count(each) > 1})
    if twice:
        fault = RowFault(
            sheet.rows[0].number, twice[0], "", _("there are two columns for this."), _("Remove one.")
        )
        raise WrongRows([fault])
    lines = [(row.number, _values(names, row)) for row in sheet.rows[1:]]
    return _stated(lines, (), names)


def _values(names: list[str], row: SheetRow) -> dict[str, str]:
    return {name: _plain(cell) for name, cell in zip(names, row.cells, strict=False) if name}


def _plain(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _stated(
    lines: list[tuple[int, dict[str, str]]], left_out: Iterable[str], names: Iterable[str]
) -> RequirementFile:
    known = {name: heads()[folded(name)] for name in names if folded(name) in heads()}
    columns = [column.name for column in known.values()]
    if "statement" not in columns:
        wrong = _("Nothing names the statement: the first row of a table names the columns, of which one is")
        raise refused(f"{wrong} '{COLUMNS[1].label}'.", "columns")
    if len(set(columns)) < len(columns):
        raise refused(_("Two columns say the same of a requirement: remove one."), "columns")
    if not lines:
        raise refused(_("The file states no requirement."), "empty")
    if len(lines) > MOST_REQUIREMENTS:
        message = _("More than %(most)d requirements: split the file.") % {"most": MOST_REQUIREMENTS}
        raise refused(message, "many")
    faults: list[RowFault] = []
    rows = [_row(number, values, known, faults) for number, values in lines]
    if faults:
        raise WrongRows(faults)
    ignored = [*left_out, *(shown(name) for name in names if name and name not in known)]
    return RequirementFile(tuple(rows), tuple(dict.fromkeys(ignored)))


def _row(
    number: int, values: Mapping[str, str], known: Mapping[str, RequirementColumn], faults: list[RowFault]
) -> StatedRequirement:
    fields: dict[str, Any] = {}
    for name, column in known.items():
        cell = values.get(name, "")
        try:
            fields[column.name] = column.read(cell)
        except WrongValue as error:
            faults.append(RowFault(number, str(column.label), shown(cell), error.wrong, error.mend))
    return StatedRequirement(number, fields)
