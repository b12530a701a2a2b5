"""The lists of requests for resources, of one project or of all."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remit.accounts.permissions import Actor
from remit.core.tables import Cell, Choice, Column, Table
from remit.core.templatetags.remit import day
from remit.projects.models import Project
from remit.resourcing.heads import Heads
from remit.resourcing.models import RequestState
from remit.resourcing.request_queries import COLOURS, answerers, requests_for, requests_of


def _wanted(row: Any) -> Cell:
    return Cell(row.wanted, reverse("resourcing:request", args=[row.key]))


def _when(row: Any) -> Cell:
    return Cell(day(row.to_date) if row.amount is not None else f"{day(row.from_date)} – {day(row.to_date)}")


def _answers(row: Any) -> Cell:
    if row.answers is None:
        return Cell(_("nobody: the unit has no head"), kind="status", state="red")
    url = reverse("people:person", args=[row.answers.key])
    return Cell(row.answers.name, url, kind="person", ring=row.answers.pk)


def _state(row: Any) -> Cell:
    return Cell(row.get_state_display(), kind="status", state=COLOURS[RequestState(row.state)])


COLUMNS = (
    Column("key", _("Key"), lambda row: Cell(row.key, kind="key"), "id", "minor"),
    Column("wanted", _("Asked for"), _wanted, "", "wide"),
    Column("state", _("State"), _state, "state"),
    Column("hours", _("How much"), lambda row: Cell(row.how_much), "minutes_per_week", "num"),
    Column("when", _("When"), _when, "from_date"),
    Column("unit", _("Unit"), lambda row: Cell(row.unit.name), "unit__name", "minor", is_default=False),
    Column("answers", _("Answers"), _answers),
    Column("what_for", _("What for"), lambda row: Cell(row.what_for), "", "minor", is_default=False),
)  # fmt: skip


def _project(row: Any) -> Cell:
    return Cell(row.project.name, reverse("resourcing:project_requests", args=[row.project.key]))


def _table(request: HttpRequest, name: str, rows: Any, columns: Any, heads: Heads) -> Table:
    def prepare(part: list[Any]) -> None:
        who = answerers(part, heads)
        for row in part:
            row.answers = who[row.pk]

    return Table(
        request, name, _("Requests"), rows, columns,
        search=("key", "person__name", "skill__name", "pool__name", "unit__name", "project__name", "what_for"),
        choices_offered=(Choice("state", _("Any state"), tuple(RequestState.choices), "state"),),
        order="-key", filter_hint=_("Filter by who or what, unit or project"), prepare=prepare,
    )  # fmt: skip


def request_table(request: HttpRequest, actor: Actor, heads: Heads) -> Table:
    """Return every request that the actor may see, the latest first."""
    columns = (*COLUMNS[:2], Column("project", _("Project"), _project, "project__name", "wide"), *COLUMNS[2:])
    return _table(request, "requests", requests_for(actor), columns, heads)


def project_table(request: HttpRequest, project: Project, heads: Heads) -> Table:
    """Return the requests of a project, the latest first."""
    return _table(request, f"requests-{project.key}", requests_of(project), COLUMNS, heads)
