"""The lists of a project's actions and meetings."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from remit.core.tables import Cell, Column, Table
from remit.core.templatetags.remit import day
from remit.meetings.meeting_queries import COLOURS, meetings_of
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

    def agreed_at(row: Any) -> Cell:
        if row.matter is None:
            return Cell("")
        key = row.matter.meeting.key
        return Cell(f"{key}, {row.matter.number}", reverse("meetings:meeting", args=[project.key, key]))

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
        Column("meeting", _("Agreed at"), agreed_at, is_default=False),
        Column("words", _("What came of it"), lambda row: Cell(row.done_words), is_default=False),
    )
    return Table(
        request, f"actions-{project.key}", _("Actions"), actions_of(project), columns,
        search=("text", "key", "owner__name"), order="standing",
        filter_hint=_("Filter by text, key or person"),
    )  # fmt: skip


def meeting_table(request: HttpRequest, project: Project) -> Table:
    """Return the list of a project's meetings, the latest first."""

    def title(row: Any) -> Cell:
        return Cell(row.title, reverse("meetings:meeting", args=[project.key, row.key]))

    def chair(row: Any) -> Cell:
        url = reverse("people:person", args=[row.chair.key])
        return Cell(row.chair.name, url, kind="person", ring=row.chair.pk)

    def standing(row: Any) -> Cell:
        return Cell(row.get_state_display(), kind="status", state=COLOURS[row.state])

    columns = (
        Column("key", _("Key"), lambda row: Cell(row.key, kind="key"), "id", "minor"),
        Column("title", _("What the meeting is about"), title, "title", "wide"),
        Column("kind", _("Kind of meeting"), lambda row: Cell(row.get_kind_display()), "kind"),
        Column("day", _("Day"), lambda row: Cell(day(row.day)), "day", "num"),
        Column("begins", _("Begins at"), lambda row: Cell(f"{row.begins:%H:%M}"), "begins", "num"),
        Column("chair", _("Chair"), chair, "chair__name"),
        Column("state", _("Stands"), standing, "state"),
        Column(
            "series",
            _("Series"),
            lambda row: Cell(row.series.key if row.series else "", kind="key"),
            "series",
            is_default=False,
        ),
        Column("place", _("Place or link"), lambda row: Cell(row.place), is_default=False),
    )
    return Table(
        request, f"meetings-{project.key}", _("Meetings"), meetings_of(project), columns,
        search=("title", "key", "chair__name"), order="-day",
        filter_hint=_("Filter by subject, key or chair"),
    )  # fmt: skip
