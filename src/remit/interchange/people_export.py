"""People as a file: the columns that the import reads, so that what is written can be read back."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from remit.accounts.permissions import Actor
from remit.core.errors import Invalid
from remit.core.tables import XLSX, plain
from remit.interchange.compute.people_files import COLUMNS, MINUTES_AN_HOUR
from remit.people.models import Person

FORMATS = ("csv", "xlsx")


@dataclass(frozen=True, slots=True)
class PeopleExport:
    """A file of people: its bytes, what kind they are, and what the file is called."""

    content: bytes
    media_type: str
    name: str


def export_people(actor: Actor, format_name: str) -> PeopleExport:
    """Return everybody whom the actor may see, those who left included, as a CSV or XLSX file: one query.

    Raises `Invalid` for a format that is not written.
    """
    if format_name not in FORMATS:
        message = _("Choose one of: %(choices)s.") % {"choices": ", ".join(FORMATS)}
        raise Invalid(message, field="format", code="choice")
    rows = Person.objects.visible_to(actor).select_related("unit", "line_manager").order_by("name", "pk")
    heads = [str(column.label) for column in COLUMNS]
    body = (_row(person) for person in rows)
    name = pgettext("name of a file", "people")
    if format_name == "csv":
        return PeopleExport(_csv(heads, body), "text/csv; charset=utf-8", f"{name}.csv")
    return PeopleExport(_xlsx(heads, body), XLSX, f"{name}.xlsx")


def _row(person: Person) -> list[Any]:
    hours = person.capacity_minutes_per_week / MINUTES_AN_HOUR
    return [
        person.key,
        person.name,
        person.email,
        person.title,
        person.unit.name if person.unit else "",
        person.line_manager.email if person.line_manager else "",
        int(hours) if hours.is_integer() else round(hours, 4),
        _("yes") if person.is_external else _("no"),
        person.joined_on.isoformat() if person.joined_on else "",
        person.left_on.isoformat() if person.left_on else "",
    ]


def _csv(heads: list[str], rows: Iterable[list[Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([plain(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(heads: list[str], rows: Iterable[list[Any]]) -> bytes:
    out = io.BytesIO()
    # strings stay strings: nothing that a user typed becomes a formula or a link
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, heads, book.add_format({"bold": True}))
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                write = sheet.write_number if isinstance(value, int | float) else sheet.write_string
                write(number, place, value)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return out.getvalue()
