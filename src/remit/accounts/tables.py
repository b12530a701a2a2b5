from typing import Any

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from remit.accounts.models import SecurityEvent, SecurityKind
from remit.accounts.permissions import Actor
from remit.core.tables import Cell, Choice, Column, Table

_GREEN = {SecurityKind.SIGNED_IN, SecurityKind.SIGNED_OUT}
_RED = {SecurityKind.SIGN_IN_FAILED, SecurityKind.SECOND_FACTOR_FAILED, SecurityKind.TOKEN_REFUSED}
_AMBER = {SecurityKind.REFUSED, SecurityKind.LIMITED}


def _kind(event: Any) -> Cell:
    state = "green" if event.kind in _GREEN else "red" if event.kind in _RED else "grey"
    return Cell(event.get_kind_display(), kind="status", state="amber" if event.kind in _AMBER else state)


def _moment(name: str) -> Any:
    return lambda event: Cell(date_format(getattr(event, name), "j M Y H:i:s") + " UTC")


SECURITY_COLUMNS = (
    Column("last", _("Last"), _moment("last_at"), "last_at"),
    Column("kind", _("What happened"), _kind, "kind"),
    Column("who", _("Who"), lambda event: Cell(event.actor_name), "actor_name", "wide"),
    Column("what", _("How, or where to"), lambda event: Cell(event.what), "what", "minor"),
    Column("source", _("From"), lambda event: Cell(event.source), "source"),
    Column("count", _("Times"), lambda event: Cell(event.count), "count", "num"),
    Column("began", _("First"), _moment("began_at"), "began_at", "minor", is_default=False),
    Column("key", _("Key"), lambda event: Cell(event.actor_key), "actor_key", "minor", is_default=False),
)


def security_table(request: HttpRequest, actor: Actor) -> Table:
    """Return the security events of the actor's organisation, and those behind which nobody known stands."""
    return Table(
        request,
        "security",
        _("Security events"),
        SecurityEvent.objects.filter(organisation_id__in=(0, actor.organisation_id or 0)),
        SECURITY_COLUMNS,
        search=("actor_name", "actor_key", "what", "source"),
        choices_offered=(Choice("kind", _("Anything"), SecurityKind.choices, "kind"),),
        order="-last",
        filter_hint=_("Filter by person, address or place"),
    )
