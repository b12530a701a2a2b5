"""What an import of people shows of each: rows that are ready for a page or an answer of the API."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from remit.core.templatetags.remit import day, hours
from remit.interchange.compute.people_changes import PeopleChanges, plain_value
from remit.interchange.compute.people_files import COLUMNS
from remit.interchange.models import PeopleImport


@dataclass(frozen=True, slots=True)
class Change:
    """One value: what it is called, what stood there, what comes instead; in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of an import: the row of the file, and each value that it sets or changes."""

    row: int
    key: str
    name: str
    changes: tuple[Change, ...]
    fields: Mapping[str, tuple[Any, Any]]


def _words(field: str, value: Any) -> str:
    if field == "is_external":
        return _("yes") if value else _("no")
    if value is None or value == "":
        return ""
    if field == "capacity_minutes_per_week":
        return hours(int(value))
    if field in {"joined_on", "left_on"}:
        return day(dt.date.fromisoformat(str(value)))
    return str(value)


def _line(row: int, key: str, name: str, fields: Mapping[str, Any]) -> PersonLine:
    labels = {column.name: str(column.label) for column in COLUMNS}
    stated = {field: (before, after) for field, (before, after) in fields.items()}
    changes = tuple(
        Change(labels[field], _words(field, before), _words(field, after))
        for field, (before, after) in stated.items()
    )
    return PersonLine(row, key, name, changes, stated)


def preview_lines(changes: PeopleChanges) -> dict[str, Any]:
    """Return what a file would do, as a page shows it."""

    def lines(subjects: Iterable[Any]) -> list[PersonLine]:
        return [
            _line(
                each.row,
                each.person.key if each.person else "",
                each.name,
                {name: (plain_value(a), plain_value(b)) for name, (a, b) in each.changes.items()},
            )
            for each in subjects
        ]

    return {
        "file_name": changes.file.sheet.file_name,
        "added": lines(changes.added),
        "changed": lines(changes.changed),
        "same": changes.same,
        "not_named": changes.not_named,
        "ignored": changes.file.ignored,
    }


def import_lines(done: PeopleImport) -> dict[str, Any]:
    """Return what an import did, as a page shows it."""
    lines = [
        (line["added"], _line(line["row"], line["key"], line["name"], line["fields"]))
        for line in done.changes
    ]
    return {
        "added": [line for added, line in lines if added],
        "changed": [line for added, line in lines if not added],
    }
