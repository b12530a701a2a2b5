"""The register of stakeholders."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.core.tables import Cell, Choice, Column, Table
from remit.core.templatetags.remit import day
from remit.people.grids import day_of
from remit.projects.models import Engagement, Project, Quadrant
from remit.projects.stakeholder_queries import stakeholder_lines, stakeholders_of


def _name(row: Any) -> Cell:
    return Cell(row.name, reverse("projects:stakeholder", args=[row.project.key, row.key]))


def _owner(row: Any) -> Cell:
    if row.owner is None:
        return Cell(_("nobody"), kind="status", state="amber")
    return Cell(
        row.owner.name, reverse("people:person", args=[row.owner.key]), kind="person", ring=row.owner.pk
    )


def _stands(row: Any) -> Cell:
    state = "amber" if row.line.gap else "green"
    return Cell(row.get_engagement_display(), kind="status", state=state)


def _next(row: Any) -> Cell:
    if row.line.next_on is None:
        return Cell("")
    words = _now("overdue since %(day)s") if row.line.is_overdue else "%(day)s"
    state = "red" if row.line.is_overdue else "grey"
    return Cell(words % {"day": day(row.line.next_on)}, kind="status", state=state)


COLUMNS = (
    Column("key", _("Key"), lambda row: Cell(row.key, kind="key"), "id", "minor"),
    Column("name", _("Stakeholder"), _name, "name", "wide"),
    Column("stands_for", _("Stands for"), lambda row: Cell(row.stands_for), "stands_for", "minor"),
    Column("quadrant", _("Advice"), lambda row: Cell(row.line.quadrant.label), "quadrant", "minor"),
    Column(
        "power", pgettext_lazy("of a stakeholder", "Power"), lambda row: Cell(row.power), "power", "num minor"
    ),
    Column(
        "interest",
        pgettext_lazy("of a stakeholder", "Interest"),
        lambda row: Cell(row.interest),
        "interest",
        "num minor",
    ),
    Column("engagement", _("Stands now"), _stands, "engagement"),
    Column("desired", _("Should stand"), lambda row: Cell(row.get_desired_display()), "desired", "minor"),
    Column("gap", _("Steps short"), lambda row: Cell(row.line.gap or ""), "gap", "num"),
    Column("owner", _("Who speaks with them"), _owner, "owner__name", "minor"),
    Column("last", _("Last contact"), lambda row: Cell(day(row.line.last_on)), "last_on", "num minor"),
    Column("next", _("Next contact"), _next),
    Column(
        "channel",
        pgettext_lazy("of a communication plan", "Way"),
        lambda row: Cell(row.channel),
        is_default=False,
    ),
    Column("message", _("What they are told"), lambda row: Cell(row.message), is_default=False),
    Column("stake", _("What it is to them"), lambda row: Cell(row.stake), is_default=False),
    Column("approach", _("Approach"), lambda row: Cell(row.approach), is_default=False),
)


def stakeholder_table(request: HttpRequest, project: Project) -> Table:
    """Return the register of a project's stakeholders."""
    today = day_of(project.organisation)

    def prepare(rows: list[Any]) -> None:
        for line in stakeholder_lines(rows, today):
            line.stakeholder.line = line  # type: ignore[attr-defined]  # read by the columns above

    return Table(
        request,
        f"stakeholders-{project.key}",
        _("Stakeholders"),
        stakeholders_of(project),
        COLUMNS,
        search=("name", "key", "stands_for", "owner__name"),
        choices_offered=(
            Choice("quadrant", _("Advice"), Quadrant.choices, "quadrant"),
            Choice("engagement", _("Stands now"), Engagement.choices, "engagement"),
        ),
        order="key",
        filter_hint=_("Filter by name, key or whom they stand for"),
        prepare=prepare,
    )
