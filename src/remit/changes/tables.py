"""The register of change requests, of one project or of all."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remit.accounts.permissions import Actor
from remit.changes.models import Cause, ChangeKind, ChangeState
from remit.changes.queries import change_standing, changes_for, changes_of
from remit.core.tables import Cell, Choice, Column, Table
from remit.core.templatetags.remit import day, money
from remit.people.grids import day_of
from remit.projects.models import Project
from remit.registers.policies import MONEY, sees_money


def _title(row: Any) -> Cell:
    return Cell(row.title, reverse("changes:change", args=[row.project.key, row.key]))


def _owner(row: Any) -> Cell:
    url = reverse("people:person", args=[row.owner.key])
    return Cell(row.owner.name, url, kind="person", ring=row.owner.pk)


def _project(row: Any) -> Cell:
    return Cell(f"{row.project.key} {row.project.name}", reverse("projects:detail", args=[row.project.key]))


def _standing(row: Any) -> Cell:
    colour, words = change_standing(row, day_of(row.project.organisation))
    return Cell(words, kind="status", state=colour)


def _days(row: Any) -> Cell:
    return Cell("" if row.days is None else f"{row.days:+d}" if row.days else 0)


def columns_for(actor: Actor) -> tuple[Column, ...]:
    """Return the columns of change requests: what they cost only for whoever sees money somewhere."""

    def cost(row: Any) -> Cell:
        shown = row.cost_minor is not None and sees_money(actor, row.project)
        return Cell(money(row.cost_minor, row.project.organisation.currency) if shown else "")

    found = [
        Column("key", _("Key"), lambda row: Cell(row.key, kind="key"), "pk", "minor"),
        Column("title", _("Change"), _title, "title", "main"),
        Column("state", _("State"), _standing, "state", "main"),
        Column("owner", _("Owner"), _owner, "owner__name", "main"),
        Column("kind", _("Kind"), lambda row: Cell(row.get_kind_display()), "kind", "minor"),
        Column("cause", _("Cause"), lambda row: Cell(row.get_cause_display()), "cause", "minor"),
        Column("days", _("Days"), _days, "days", "minor"),
    ]
    if actor.can_anywhere(MONEY):
        # not sorted by: the order would tell sums of projects whose money is not seen
        found.append(Column("cost", _("Money"), cost, "", "minor"))
    found.append(Column("raised_on", _("Raised"), lambda row: Cell(day(row.raised_on)), "raised_on", "minor"))
    return tuple(found)


CHOICES = (
    Choice("state", _("State"), ChangeState.choices, "state"),
    Choice("cause", _("Cause"), Cause.choices, "cause"),
    Choice("kind", _("Kind"), ChangeKind.choices, "kind"),
)


def change_table(request: HttpRequest, project: Project, actor: Actor) -> Table:
    """Return the register of a project's changes, the latest first."""

    def prepare(rows: list[Any]) -> None:
        for each in rows:
            each.project = project

    return Table(
        request, f"changes-{project.key}", _("Changes"), changes_of(project), columns_for(actor),
        search=("title", "key", "owner__name"), choices_offered=CHOICES, order="-key",
        filter_hint=_("Filter by words, key or owner"), prepare=prepare,
    )  # fmt: skip


def all_changes_table(request: HttpRequest, actor: Actor) -> Table:
    """Return the changes of every project that the actor may see, the latest first."""
    own = columns_for(actor)
    columns = (*own[:2], Column("project", _("Project"), _project, "project__name"), *own[2:])
    return Table(
        request, "changes", _("Changes"), changes_for(actor), columns,
        search=("title", "key", "owner__name", "project__name", "project__key"), choices_offered=CHOICES,
        order="-raised_on", filter_hint=_("Filter by words, project or owner"),
    )  # fmt: skip
