"""The list of outcomes, of one project or of all."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remit.accounts.permissions import Actor
from remit.benefits.queries import benefits_for, benefits_of, standing_of
from remit.core.figures import in_unit
from remit.core.tables import Cell, Column, Table
from remit.core.templatetags.remit import day
from remit.people.grids import day_of
from remit.projects.models import Project


def _statement(row: Any) -> Cell:
    return Cell(row.statement, reverse("benefits:benefit", args=[row.key]))


def _owner(row: Any) -> Cell:
    url = reverse("people:person", args=[row.owner.key])
    return Cell(row.owner.name, url, kind="person", ring=row.owner.pk)


def _standing(row: Any) -> Cell:
    colour, words = standing_of(row, day_of(row.project.organisation))
    return Cell(words, kind="status", state=colour)


def _last(row: Any) -> Cell:
    return Cell(in_unit(row.last_value, row.unit) if row.last_value is not None else "")


COLUMNS = (
    Column("key", _("Key"), lambda row: Cell(row.key, kind="key"), "id", "minor"),
    Column("statement", _("Outcome"), _statement, "statement", "wide"),
    Column("owner", _("Answers for it"), _owner, "owner__name"),
    Column("standing", _("Stands"), _standing),
    Column("next", _("Next review"), lambda row: Cell(day(row.next_on)), "next_first", "num"),
    Column("last", _("Measured last"), _last, "", "num"),
    Column("target", _("Target"), lambda row: Cell(in_unit(row.target_value, row.unit)), "", "num minor"),
    Column(
        "target_on", _("By"), lambda row: Cell(day(row.target_on)), "target_on", "num minor", is_default=False
    ),
    Column("measure", _("Measure"), lambda row: Cell(row.measure), "", "minor", is_default=False),
)


def _project(row: Any) -> Cell:
    return Cell(f"{row.project.key} {row.project.name}", reverse("projects:detail", args=[row.project.key]))


def benefit_table(request: HttpRequest, actor: Actor) -> Table:
    """Return every outcome that the actor may see, those whose review comes next first."""
    columns = (*COLUMNS[:2], Column("project", _("Project"), _project, "project__name"), *COLUMNS[2:])
    return Table(
        request, "benefits", _("Benefits"), benefits_for(actor), columns,
        search=("statement", "key", "owner__name", "project__name", "project__key"), order="next",
        filter_hint=_("Filter by outcome, project or person"),
    )  # fmt: skip


def project_table(request: HttpRequest, project: Project) -> Table:
    """Return the outcomes of a project."""
    return Table(
        request, f"benefits-{project.key}", _("Outcomes"), benefits_of(project), COLUMNS,
        search=("statement", "key", "owner__name"), order="key",
        filter_hint=_("Filter by outcome or person"),
    )  # fmt: skip
