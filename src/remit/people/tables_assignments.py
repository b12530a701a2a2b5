"""The list of assignments: who holds which role where, until when, with which limits."""

from typing import Any

from django.db.models import BooleanField, Case, F, Q, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.accounts.permissions import Actor
from remit.core.tables import Cell, Choice, Column, Table
from remit.core.templatetags.remit import day, money
from remit.people.models import Assignment, ScopeKind


def _person(held: Any) -> Cell:
    return Cell(
        held.person.name,
        reverse("people:assignment", args=[held.key]),
        kind="person",
        ring=held.person_id,
    )


def _scope(held: Any) -> Cell:
    return Cell(f"{held.scope.key} {held.scope.name}")


def _role(held: Any) -> Cell:
    return Cell(held.role.name, reverse("people:role", args=[held.role.code]))


def _limit(held: Any) -> Cell:
    return Cell(money(held.money_limit_minor, held.scope.organisation.currency))


def _read(held: Any) -> Cell:
    return (
        Cell(_("read"), kind="status", state="green")
        if held.is_read
        else Cell(_("not yet read"), kind="status", state="amber")
    )


COLUMNS = (
    Column("person", _("Person"), _person, "person__name", "wide"),
    Column("role", _("Role"), _role, "role__name"),
    Column("scope", pgettext_lazy("where a role holds", "Scope"), _scope, "scope__path", "wide"),
    Column("from", _("From"), lambda held: Cell(day(held.from_date)), "from_date", "num minor"),
    Column("until", _("Until"), lambda held: Cell(day(held.to_date)), "to_date", "num minor"),
    Column(
        "share",
        _("Share"),
        lambda held: Cell(f"{held.allocation_percent} %"),
        "allocation_percent",
        "num minor",
        is_default=False,
    ),
    Column("money", _("Decides up to"), _limit, "money_limit_minor", "num"),
    Column("days", _("Days"), lambda held: Cell(held.days_limit), "days_limit", "num minor"),
    Column(
        "deputy",
        _("Deputy"),
        lambda held: Cell(held.deputy.name if held.deputy else ""),
        "deputy__name",
        "minor",
    ),
    Column("read", _("Acknowledged"), _read, "is_read"),
    Column("key", _("Key"), lambda held: Cell(held.key, kind="key"), "id", "minor", is_default=False),
)


def assignments_table(request: HttpRequest, actor: Actor) -> Table:
    """Return the list of the assignments that hold now or will, as far as the actor may see them."""
    read = Case(
        When(Q(acknowledged_version=F("role__version")), then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )
    rows = Assignment.objects.visible_to(actor).filter(ended_at=None).annotate(is_read=read)
    return Table(
        request,
        "assignments",
        pgettext_lazy("of roles", "Assignments"),
        rows.select_related("person", "role", "scope__organisation", "deputy"),
        COLUMNS,
        search=("person__name", "role__name", "scope__name", "scope__key"),
        choices_offered=(
            Choice("kind", _("Every scope"), [(c, label) for c, label in ScopeKind.choices], "scope__kind"),
            Choice("read", _("Read or not"), [("True", _("read")), ("False", _("not yet read"))], "is_read"),
        ),
        order="scope",
        filter_hint=_("Filter by person, role or scope"),
    )
