"""The list of timesheets: whose, which week, how many hours, where it stands."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remit.accounts.permissions import Actor
from remit.core.tables import Cell, Choice, Column, Table
from remit.core.templatetags.remit import day
from remit.timesheets.hours import hour_text
from remit.timesheets.models import SheetState
from remit.timesheets.queries import sheets_seen
from remit.timesheets.showing import odd_of, standing


def _person(row: Any) -> Cell:
    url = reverse("people:person", args=[row.person.key])
    return Cell(row.person.name, url, kind="person", ring=row.person.pk)


def _state(row: Any) -> Cell:
    colour, words = standing(row)
    return Cell(words, kind="status", state=colour)


def _hours(name: str, label: Any, *, is_default: bool = True) -> Column:
    def cell(row: Any) -> Cell:
        return Cell(hour_text(getattr(row, name)))

    return Column(name, label, cell, name, "num", is_default)


def _week(row: Any) -> Cell:
    return Cell(day(row.week), reverse("timesheets:sheet", args=[row.key]))


def _odd(row: Any) -> Cell:
    return Cell("; ".join(odd_of(row)) if row.submitted_on else "")


def _approver(row: Any) -> Cell:
    return Cell(row.approver.name if row.approver is not None else "")


def _decided(row: Any) -> Cell:
    return Cell(day(row.decided_on))


def sheet_table(request: HttpRequest, actor: Actor) -> Table:
    """Return the timesheets that the actor may read, the latest week first."""
    columns = (
        Column("key", _("Key"), lambda row: Cell(row.key, kind="key"), "id", "minor"),
        Column("week", _("Week from"), _week, "week"),
        Column("person", _("Person"), _person, "person__name"),
        _hours("total_minutes", _("Hours")),
        _hours("planned_minutes", _("Planned"), is_default=False),
        _hours("capacity_minutes", _("Working time"), is_default=False),
        Column("state", _("State"), _state, "state"),
        Column("odd", _("To look at"), _odd, "", "wide"),
        Column("approver", _("Approver"), _approver, "approver__name", "minor", is_default=False),
        Column("decided", _("Decided"), _decided, "decided_on", "minor", is_default=False),
    )
    return Table(
        request, "timesheets", _("Timesheets"), sheets_seen(actor), columns,
        search=("key", "person__name"), order="-week",
        choices_offered=(Choice("state", _("State"), SheetState.choices, "state"),),
        filter_hint=_("Filter by person or key"),
    )  # fmt: skip
