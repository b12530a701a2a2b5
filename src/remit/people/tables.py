from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remit.accounts.permissions import Actor
from remit.core.tables import Cell, Column, Table
from remit.core.templatetags.remit import day
from remit.people.models import Person


def _name(person: Any) -> Cell:
    return Cell(person.name, reverse("people:person", args=[person.key]), kind="person", ring=person.pk)


COLUMNS = (
    Column("name", _("Name"), _name, "name", "wide"),
    Column("title", _("Title"), lambda person: Cell(person.title), "title"),
    Column("unit", _("Unit"), lambda person: Cell(person.unit.name if person.unit else ""), "unit__name", "minor"),
    Column("manager", _("Line manager"), lambda person: Cell(person.line_manager.name if person.line_manager else ""), "line_manager__name", "minor"),
    Column("roles", _("Roles held"), lambda person: Cell(person.roles_held), "roles_held", "num"),
    Column("email", _("E-mail"), lambda person: Cell(person.email), "email", "minor"),
    Column("joined", _("Joined"), lambda person: Cell(day(person.joined_on)), "joined_on", "minor num", is_default=False),
    Column("key", _("Key"), lambda person: Cell(person.key, kind="key"), "id", "minor", is_default=False),
)  # fmt: skip


def people_table(request: HttpRequest, actor: Actor) -> Table:
    """Return the list of the people whom the actor may see."""
    counted = Count("assignments", filter=Q(assignments__ended_at=None), distinct=True)
    rows = Person.objects.visible_to(actor).filter(left_on=None).select_related("unit", "line_manager")
    return Table(
        request,
        "people",
        _("People"),
        rows.annotate(roles_held=counted),
        COLUMNS,
        search=("name", "title", "unit__name", "email"),
        order="name",
        filter_hint=_("Filter by name, title or unit"),
    )
