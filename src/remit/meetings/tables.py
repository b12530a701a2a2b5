"""The list of a project's actions."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from remit.core.tables import Cell, Column, Table
from remit.core.templatetags.remit import day
from remit.meetings.queries import actions_of
from remit.people.grids import day_of
from remit.projects.models import Project


def action_table(request: HttpRequest, project: Project) -> Table:
    """Return the list of a project's actions, the open ones first."""
    today = day_of(project.organisation)

    def text(row: Any) -> Cell:
        return Cell(row.text, reverse("meetings:action", args=[project.key, row.key]))

    def owner(row: Any) -> Cell:
        url = reverse("people:person", args=[row.owner.key])
        return Cell(row.owner.name, url, kind="person", ring=row.owner.pk)

    def standing(row: Any) -> Cell:
        if row.done_on is not None:
            return Cell(_now("done on %(day)s") % {"day": day(row.done_on)}, kind="status", state="green")
        if row.due_on < today:
            return Cell(_now("overdue"), kind="status", state="red")
        return Cell(_now("open"), kind="status", state="grey")

    columns = (
        Column("key", _("Key"), lambda row: Cell(row.key, kind="key"), "id", "minor"),
        Column("text", _("What is to be done"), text, "text", "wide"),
        Column("owner", _("Who does it"), owner, "owner__name"),
        Column("due", _("Due"), lambda row: Cell(day(row.due_on)), "due_on", "num"),
        Column("standing", _("Stands"), standing, "done_on"),
        Column("words", _("What came of it"), lambda row: Cell(row.done_words), is_default=False),
    )
    return Table(
        request, f"actions-{project.key}", _("Actions"), actions_of(project), columns,
        search=("text", "key", "owner__name"), order="standing",
        filter_hint=_("Filter by text, key or person"),
    )  # fmt: skip
