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
from remit.people.absences import visible_absences
from remit.people.grids import day_of
from remit.people.leads import ladder_of
from remit.people.models import AbsenceState, Organisation, Person, Position, SkillLevel
from remit.people.policies import may_see_skills

FORMATS = ("csv", "xlsx")


@dataclass(frozen=True, slots=True)
class PeopleExport:
    """A file of people: its bytes, what kind they are, and what the file is called."""

    content: bytes
    media_type: str
    name: str


def export_people(actor: Actor, format_name: str) -> PeopleExport:
    """Return everybody whom the actor may see, those who left included, as a CSV or XLSX file.

    A constant number of queries.

    Raises `Invalid` for a format that is not written.
    """
    if format_name not in FORMATS:
        message = _("Choose one of: %(choices)s.") % {"choices": ", ".join(FORMATS)}
        raise Invalid(message, field="format", code="choice")
    rows = Person.objects.visible_to(actor).select_related("unit", "line_manager").order_by("name", "pk")
    heads = [str(column.label) for column in COLUMNS]
    beside = _Beside(actor)
    body = ([*_row(person), *beside.of(person)] for person in rows)
    name = pgettext("name of a file", "people")
    if format_name == "csv":
        return PeopleExport(_csv(heads, body), "text/csv; charset=utf-8", f"{name}.csv")
    return PeopleExport(_xlsx(heads, body), XLSX, f"{name}.xlsx")


class _Beside:
    """What is said beside each person, as far as the actor may see it: position, skills, agreed leave by its days."""

    def __init__(self, actor: Actor) -> None:
        self.positions: dict[int | None, str] = {}
        self.skills: dict[int, list[str]] = {}
        self.leave: dict[int, list[str]] = {}
        if actor.organisation_id is None:
            return
        places = Position.objects.filter(actor.within(), to_date=None).exclude(holder=None)
        self.positions = {each.holder_id: each.key for each in places.order_by("-pk")}
        sees, own = bool(may_see_skills(actor)), actor.person_id
        levels = SkillLevel.objects.filter(actor.within("skill__organisation_id"), skill__retired_on=None)
        for level in levels.select_related("skill"):
            if sees or level.person_id == own:
                self.skills.setdefault(level.person_id, []).append(f"{level.skill.name} {level.level}")
        organisation = Organisation.objects.get(pk=actor.organisation_id)
        agreed = visible_absences(actor, ladder_of(organisation)).filter(state=AbsenceState.APPROVED)
        for each in agreed.filter(to_date__gte=day_of(organisation)):
            days = f"{each.from_date.isoformat()}/{each.to_date.isoformat()}"
            self.leave.setdefault(each.person_id, []).append(days)

    def of(self, person: Person) -> list[str]:
        """Return the cells of one person."""
        skills, leave = self.skills.get(person.pk, []), self.leave.get(person.pk, [])
        return [self.positions.get(person.pk, ""), "; ".join(skills), "; ".join(leave)]


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
