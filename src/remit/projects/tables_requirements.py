"""The register of requirements."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.core.tables import Cell, Choice, Column, Table
from remit.core.words import hour_words
from remit.projects.models import Priority, Project, RequirementKind, RequirementState
from remit.projects.quality_words import findings
from remit.projects.requirement_queries import requirements_of

LIGHTS = {
    RequirementState.ACCEPTED: "green",
    RequirementState.VERIFIED: "green",
    RequirementState.CHANGED: "amber",
}


def _statement(row: Any) -> Cell:
    return Cell(row.statement, reverse("projects:requirement", args=[row.project.key, row.key]))


def _wording(row: Any) -> Cell:
    found = [
        each
        for each in findings(row.statement, acceptance_criteria=row.acceptance_criteria, kind=row.kind)
        if each.is_fault
    ]
    if not found:
        return Cell(_now("clear"), kind="status", state="green")
    return Cell(_now("%(count)d to mend") % {"count": len(found)}, kind="status", state="amber")


def _keys(rows: Any) -> Cell:
    return Cell(", ".join(each.key for each in rows))


def _trace(rows: Any) -> Cell:
    keys = _keys(rows)
    return keys if keys.text else Cell(_now("none"), kind="status", state="amber")


COLUMNS = (
    Column("key", _("Key"), lambda row: Cell(row.key, kind="key"), "id", "minor"),
    Column("statement", _("Statement"), _statement, "statement", "wide"),
    Column("priority", _("Priority"), lambda row: Cell(row.get_priority_display()), "priority"),
    Column(
        "state",
        _("State"),
        lambda row: Cell(row.get_state_display(), kind="status", state=LIGHTS.get(row.state, "grey")),
        "state",
    ),
    Column("wording", _("Wording"), _wording, "", "minor"),
    Column("needs", _("Needs"), lambda row: _trace(row.needs.all()), "", "minor"),
    Column("deliverables", _("Deliverables"), lambda row: _trace(row.deliverables.all()), "", "minor"),
    Column("kind", _("Kind"), lambda row: Cell(row.get_kind_display()), "kind", "minor", is_default=False),
    Column(
        "effort",
        _("Effort"),
        lambda row: Cell("" if row.effort_minutes is None else hour_words(row.effort_minutes)),
        "effort_minutes",
        "num minor",
        is_default=False,
    ),
    Column(
        "versions", _("Versions"), lambda row: Cell(row.wording), "wording", "num minor", is_default=False
    ),
    Column(
        "source",
        pgettext_lazy("requirement", "Source"),
        lambda row: Cell(row.collection.key if row.collection else row.source),
        "",
        "minor",
        is_default=False,
    ),
    Column(
        "criteria",
        _("Acceptance criteria"),
        lambda row: Cell(row.acceptance_criteria),
        "",
        "minor",
        is_default=False,
    ),
)


def requirement_table(request: HttpRequest, project: Project) -> Table:
    """Return the register of a project's requirements: a constant number of queries, however many there are."""

    def prepare(rows: list[Any]) -> None:
        for each in rows:
            each.project = project

    return Table(
        request,
        f"requirements-{project.key}",
        _("Requirements"),
        requirements_of(project).prefetch_related("needs", "deliverables"),
        COLUMNS,
        search=("statement", "key", "acceptance_criteria", "source", "foreign_id"),
        choices_offered=(
            Choice("state", _("State"), RequirementState.choices, "state"),
            Choice("priority", _("Priority"), Priority.choices, "priority"),
            Choice("kind", _("Kind"), RequirementKind.choices, "kind"),
        ),
        order="key",
        filter_hint=_("Filter by words, key or source"),
        prepare=prepare,
    )
