"""The list of what projects share."""

from typing import Any

from django.db.models import Case, CharField, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remit.accounts.permissions import Actor
from remit.core.tables import Cell, Choice, Column, Table
from remit.core.templatetags.remit import hours
from remit.people.models import PoolKind
from remit.resourcing.heads import Heads
from remit.resourcing.pool_queries import pool_for


def _name(row: Any) -> Cell:
    return Cell(row.name, reverse("resourcing:pool_entry", args=[row.key]))


def _head(row: Any) -> Cell:
    person = row.answers
    if person is None:
        return Cell(_("nobody: the unit has no head"), kind="status", state="red")
    return Cell(person.name, reverse("people:person", args=[person.key]), kind="person", ring=person.pk)


def _amount(row: Any) -> Cell:
    return Cell(row.pieces) if row.is_lent else Cell(row.measure)


def _state(row: Any) -> Cell:
    return (
        Cell(_("closed"), kind="status") if row.closed_on else Cell(_("open"), kind="status", state="green")
    )


COLUMNS = (
    Column("key", _("Key"), lambda row: Cell(row.key, kind="key"), "id", "minor"),
    Column("name", _("Name"), _name, "name", "wide"),
    Column("kind", _("Kind"), lambda row: Cell(row.get_kind_display()), "kind"),
    Column("unit", _("Owned by"), lambda row: Cell(row.unit.name), "unit__name", "minor"),
    Column("head", _("Answers for it"), _head),
    Column("pieces", _("Pieces or measure"), _amount, "pieces", "num"),
    Column(
        "hours", _("Hours a week"),
        lambda row: Cell(hours(row.capacity_minutes_per_week) if row.is_lent else ""), "", "num minor",
    ),
    Column("state", _("State"), _state, "closed_on", "minor"),
)  # fmt: skip


def pool_table(request: HttpRequest, actor: Actor, heads: Heads) -> Table:
    """Return what the pool holds, with who answers for each entry."""
    state = Case(When(closed_on=None, then=Value("open")), default=Value("closed"), output_field=CharField())

    def prepare(part: list[Any]) -> None:
        for row in part:
            row.answers = heads.of(row.unit_id)

    return Table(
        request, "pool", _("Pool"), pool_for(actor).annotate(state=state), COLUMNS,
        search=("name", "key", "unit__name"),
        choices_offered=(
            Choice("kind", _("Any kind"), tuple(PoolKind.choices), "kind"),
            Choice("state", _("Any state"), (("open", _("open")), ("closed", _("closed"))), "state"),
        ),
        order="name", filter_hint=_("Filter by name or unit"), prepare=prepare,
    )  # fmt: skip
