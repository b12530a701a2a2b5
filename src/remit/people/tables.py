from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Case, CharField, Count, Q, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remit.accounts.permissions import Actor
from remit.core.tables import Cell, Choice, Column, Table
from remit.core.templatetags.remit import day
from remit.people.models import Person


def _name(person: Any) -> Cell:
    return Cell(person.name, reverse("people:person", args=[person.key]), kind="person", ring=person.pk)


COLUMNS = (
    Column("name", _("Name"), _name, "name", "wide"),
    Column("title", _("Title"), lambda person: Cell(person.title), "title"),
    Column(
        "unit", _("Unit"), lambda person: Cell(person.unit.name if person.unit else ""), "unit__name", "minor"
    ),
    Column(
        "manager",
        _("Line manager"),
        lambda person: Cell(person.line_manager.name if person.line_manager else ""),
        "line_manager__name",
        "minor",
    ),
    Column("roles", _("Roles held"), lambda person: Cell(person.roles_held), "roles_held", "num"),
    Column("email", _("E-mail"), lambda person: Cell(person.email), "email", "minor"),
    Column(
        "joined",
        _("Joined"),
        lambda person: Cell(day(person.joined_on)),
        "joined_on",
        "minor num",
        is_default=False,
    ),
    Column("key", _("Key"), lambda person: Cell(person.key, kind="key"), "id", "minor", is_default=False),
)


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


SIGN_IN_STATES = {
    "active": (_("can sign in"), "green"),
    "invited": (_("no password yet"), "amber"),
    "disabled": (_("disabled"), "red"),
    "none": (_("no sign-in"), "grey"),
}


def _state(person: Any) -> Cell:
    text, state = SIGN_IN_STATES[person.sign_in_state]
    return Cell(text, kind="status", state=state)


def _last_sign_in(person: Any) -> Cell:
    return Cell(day(person.user.last_login) if person.user else "")


SIGN_IN_COLUMNS = (
    Column("name", _("Name"), _name, "name", "wide"),
    Column("email", _("E-mail"), lambda person: Cell(person.email), "email"),
    Column("state", _("Sign-in"), _state, "sign_in_state"),
    Column("last", _("Last sign-in"), _last_sign_in, "user__last_login", "minor num"),
    Column("factors", _("Second factors"), lambda person: Cell(person.factors), "factors", "minor num"),
    Column("left", _("Left"), lambda row: Cell(day(row.left_on)), "left_on", "minor num", is_default=False),
)


def sign_ins_table(request: HttpRequest, actor: Actor) -> Table:
    """Return the list of the organisation's people with the state of their sign-ins.

    Those who left stand in it as long as they have a sign-in: it is to be disabled.
    """
    state = Case(
        When(user=None, then=Value("none")),
        When(user__is_active=False, then=Value("disabled")),
        When(user__password__startswith=UNUSABLE_PASSWORD_PREFIX, then=Value("invited")),
        default=Value("active"),
        output_field=CharField(),
    )
    codes = Q(user__authenticator__type="recovery_codes")  # they replace a factor and are none
    factors = Count("user__authenticator", filter=~codes, distinct=True)
    rows = Person.objects.filter(actor.within()).exclude(left_on__isnull=False, user=None)
    return Table(
        request,
        "sign-ins",
        _("Sign-ins"),
        rows.select_related("user").annotate(sign_in_state=state, factors=factors),
        SIGN_IN_COLUMNS,
        search=("name", "email"),
        choices_offered=(
            Choice(
                "state",
                _("Any sign-in"),
                [(code, words[0]) for code, words in SIGN_IN_STATES.items()],
                "sign_in_state",
            ),
        ),
        order="name",
        filter_hint=_("Filter by name or e-mail"),
    )
