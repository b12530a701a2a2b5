"""The lists of positions, skills and certificates."""

import datetime as dt
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from remit.accounts.permissions import Actor
from remit.core.tables import Cell, Choice, Column, Table
from remit.core.templatetags.remit import day
from remit.people.models import Certificate, Person, Position, Skill
from remit.people.operations.certificates import REMIND_DAYS
from remit.people.policies import may_see_skills
from remit.people.skills import ALONE

POSITION_STATES = {
    "filled": (_("filled"), "green"),
    "vacant": (_("vacant"), "red"),
    "planned": (_("to come"), "grey"),
    "ended": (_("ended"), "grey"),
}
CERTIFICATE_STATES = {
    "expired": (_("expired"), "red"),
    "soon": (_("expires soon"), "amber"),
    "valid": (_("valid"), "green"),
    "unlimited": (_("does not expire"), "grey"),
}


def _position(row: Any) -> Cell:
    return Cell(row.title, reverse("people:position", args=[row.key]))


def _position_state(row: Any) -> Cell:
    text, state = POSITION_STATES[row.state]
    return Cell(text, kind="status", state=state)


def _holder(row: Any) -> Cell:
    if row.holder is None or row.state != "filled":
        return Cell("")
    url = reverse("people:person", args=[row.holder.key])
    return Cell(row.holder.name, url, kind="person", ring=row.holder.pk)


def _above(row: Any) -> Cell:
    """Return the position above; a note where another is named line manager than whoever fills it."""
    if row.reports_to is None:
        return Cell("")
    named: Person | None = row.holder.line_manager if row.holder is not None else None
    note = ""
    if named is not None and row.reports_to.holder not in {None, named}:
        note = _now("line manager: %(name)s") % {"name": named.name}
    return Cell(row.reports_to.title, note=note)


POSITION_COLUMNS = (
    Column("title", _("Position"), _position, "title", "wide"),
    Column("unit", _("Unit"), lambda row: Cell(row.unit.name), "unit__name", "minor"),
    Column("holder", _("Filled by"), _holder, "holder__name"),
    Column("state", _("State"), _position_state, "state"),
    Column("above", _("Reports to"), _above, "reports_to__title", "minor"),
    Column(
        "from", _("From"), lambda row: Cell(day(row.from_date)), "from_date", "minor num", is_default=False
    ),
    Column("to", _("To"), lambda row: Cell(day(row.to_date)), "to_date", "minor num", is_default=False),
    Column("key", _("Key"), lambda row: Cell(row.key, kind="key"), "id", "minor", is_default=False),
)


def position_state(today: dt.date) -> Case:
    """Return the expression that says whether a position is filled, vacant, to come or ended on a day."""
    here = Q(holder__isnull=False) & (Q(holder__left_on__isnull=True) | Q(holder__left_on__gte=today))
    return Case(
        When(to_date__lt=today, then=Value("ended")),
        When(from_date__gt=today, then=Value("planned")),
        When(here, then=Value("filled")),
        default=Value("vacant"),
        output_field=CharField(),
    )


def positions_table(request: HttpRequest, actor: Actor, today: dt.date) -> Table:
    """Return the positions of the actor's organisation; those that ended only where they are asked for."""
    rows = Position.objects.filter(actor.within()).annotate(state=position_state(today))
    if request.GET.get("state") != "ended":
        rows = rows.exclude(to_date__lt=today)
    return Table(
        request,
        "positions",
        _("Positions"),
        rows.select_related("unit", "holder__line_manager", "reports_to__holder"),
        POSITION_COLUMNS,
        search=("title", "unit__name", "holder__name"),
        choices_offered=(
            Choice(
                "state",
                _("Any state"),
                [(code, words[0]) for code, words in POSITION_STATES.items()],
                "state",
            ),
        ),
        order="title",
        filter_hint=_("Filter by title, unit or person"),
    )


def _skill_able(row: Any) -> Cell:
    if row.able > 1 or row.retired_on is not None:
        return Cell(row.able)
    words = _("one person alone") if row.able else _("nobody alone")
    return Cell(row.able, note=str(words))


SKILL_COLUMNS = (
    Column(
        "name",
        _("Skill"),
        lambda row: Cell(row.name, reverse("people:skill", args=[row.key])),
        "name",
        "wide",
    ),
    Column("area", _("Area"), lambda row: Cell(row.area), "area"),
    Column("able", _("Can do it alone"), _skill_able, "able", "num"),
    Column("known", _("Know something of it"), lambda row: Cell(row.known), "known", "num minor"),
    Column("about", _("What it is"), lambda row: Cell(row.description), "", "minor"),
    Column(
        "retired",
        _("Retired"),
        lambda row: Cell(day(row.retired_on)),
        "retired_on",
        "minor num",
        is_default=False,
    ),
    Column("key", _("Key"), lambda row: Cell(row.key, kind="key"), "id", "minor", is_default=False),
)


def skills_table(request: HttpRequest, actor: Actor) -> Table:
    """Return the list of skills with how many people can do each."""
    here = Q(levels__person__left_on__isnull=True)
    rows = Skill.objects.filter(actor.within()).annotate(
        able=Count("levels", filter=here & Q(levels__level__gte=int(ALONE))),
        known=Count("levels", filter=here & Q(levels__level__gte=1)),
    )
    return Table(
        request,
        "skills",
        _("Skills"),
        rows,
        SKILL_COLUMNS,
        search=("name", "area", "description"),
        order="name",
        filter_hint=_("Filter by name or area"),
    )


def _certificate_state(row: Any) -> Cell:
    text, state = CERTIFICATE_STATES[row.state]
    return Cell(text, kind="status", state=state)


def _certified(row: Any) -> Cell:
    url = reverse("people:person", args=[row.person.key])
    return Cell(row.person.name, url, kind="person", ring=row.person_id)


CERTIFICATE_COLUMNS = (
    Column("person", _("Name"), _certified, "person__name", "wide"),
    Column("name", _("Certificate"), lambda row: Cell(row.name), "name"),
    Column("issuer", _("Issued by"), lambda row: Cell(row.issuer), "issuer", "minor"),
    Column("expires", _("Expires"), lambda row: Cell(day(row.expires_on)), "expires", "num"),
    Column("state", _("State"), _certificate_state, "state"),
    Column(
        "issued",
        _("Issued"),
        lambda row: Cell(day(row.issued_on)),
        "issued_on",
        "minor num",
        is_default=False,
    ),
    Column("number", _("Number"), lambda row: Cell(row.number), "number", "minor", is_default=False),
)


def certificate_state(today: dt.date) -> Case:
    """Return the expression that says whether a certificate is valid on a day."""
    return Case(
        When(expires_on__isnull=True, then=Value("unlimited")),
        When(expires_on__lt=today, then=Value("expired")),
        When(expires_on__lte=today + dt.timedelta(days=REMIND_DAYS[0]), then=Value("soon")),
        default=Value("valid"),
        output_field=CharField(),
    )


def certificates_table(request: HttpRequest, actor: Actor, today: dt.date) -> Table:
    """Return the certificates of the people whom the actor may see, those that expire first at the top."""
    people = Person.objects.visible_to(actor).filter(left_on=None)
    if not may_see_skills(actor):
        people = people.filter(pk=actor.person_id)
    rows = Certificate.objects.filter(person__in=people).annotate(
        state=certificate_state(today), expires=F("expires_on")
    )
    return Table(
        request,
        "certificates",
        _("Certificates"),
        rows.select_related("person"),
        CERTIFICATE_COLUMNS,
        search=("name", "issuer", "person__name"),
        choices_offered=(
            Choice(
                "state",
                _("Any state"),
                [(code, words[0]) for code, words in CERTIFICATE_STATES.items()],
                "state",
            ),
        ),
        order="expires",
        filter_hint=_("Filter by person or certificate"),
    )
