"""The register of deliverables."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remit.core.tables import Cell, Choice, Column, Table
from remit.core.templatetags.remit import day
from remit.projects.deliverable_queries import deliverable_lines, deliverables_of
from remit.projects.models import DeliverableState, Project

LIGHTS = {
    DeliverableState.ACCEPTED: "green",
    DeliverableState.CONCESSION: "amber",
    DeliverableState.REJECTED: "red",
    DeliverableState.SUBMITTED: "amber",
}


def _name(row: Any) -> Cell:
    return Cell(row.name, reverse("projects:deliverable", args=[row.project.key, row.key]))


def _person(person: Any) -> Cell:
    if person is None:
        return Cell("")
    return Cell(person.name, reverse("people:person", args=[person.key]), kind="person", ring=person.pk)


def _acceptor(row: Any) -> Cell:
    return _person(row.acceptor) if row.acceptor else Cell(_("nobody"), kind="status", state="amber")


COLUMNS = (
    Column("key", _("Key"), lambda row: Cell(row.key, kind="key"), "id", "minor"),
    Column("name", _("Deliverable"), _name, "name", "wide"),
    Column(
        "state",
        _("State"),
        lambda row: Cell(row.get_state_display(), kind="status", state=LIGHTS.get(row.state, "grey")),
        "state",
    ),
    Column("due", _("Due"), lambda row: Cell(day(row.due_on)), "due_on", "num"),
    Column("forecast", _("Forecast"), lambda row: Cell(day(row.line.forecast_on)), "", "num minor"),
    Column("standing", _("Standing"), lambda row: Cell(row.line.words, kind="status", state=row.line.light)),
    Column("producer", _("Producer"), lambda row: _person(row.producer), "producer__name", "minor"),
    Column("acceptor", _("Acceptor"), _acceptor, "acceptor__name", "minor"),
    Column(
        "activities",
        _("Activities"),
        lambda row: Cell(row.line.activities),
        "",
        "num minor",
        is_default=False,
    ),
    Column("description", _("Description"), lambda row: Cell(row.description), "", "minor", is_default=False),
    Column("concession", _("Concession"), lambda row: Cell(row.concession), "", "minor", is_default=False),
)


def deliverable_table(request: HttpRequest, project: Project) -> Table:
    """Return the register of a project's deliverables."""

    def prepare(rows: list[Any]) -> None:
        for line in deliverable_lines(project, rows):
            line.deliverable.project = project
            line.deliverable.line = line  # type: ignore[attr-defined]  # read by the columns above

    return Table(
        request,
        f"deliverables-{project.key}",
        _("Deliverables"),
        deliverables_of(project),
        COLUMNS,
        search=("name", "key", "description", "producer__name", "acceptor__name"),
        choices_offered=(Choice("state", _("State"), DeliverableState.choices, "state"),),
        order="key",
        filter_hint=_("Filter by name, key or person"),
        prepare=prepare,
    )
