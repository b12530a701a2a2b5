"""The log of what happens at the doors; it never grows without end and never keeps anybody from signing in.

Record 19 says why it stands beside the audit chain and not in it.
"""

import datetime as dt
import ipaddress
import logging
from dataclasses import asdict, dataclass

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from remit.accounts.models import SecurityEvent, SecurityKind, User
from remit.accounts.queries import about_user

log = logging.getLogger(__name__)

SAME_WITHIN = dt.timedelta(minutes=10)
# Beyond this many rows of one kind in an hour, what is new is counted in one row without a source.
MOST_NEW_IN_AN_HOUR = 300
MOST_KEPT = 50_000
KEPT_FOR = dt.timedelta(days=365)
TIDY_EVERY = 100


@dataclass(frozen=True, slots=True)
class Stated:
    """What makes two events the same."""

    organisation_id: int
    kind: str
    actor_key: str
    actor_name: str
    source: str
    what: str


def note(kind: SecurityKind, request: HttpRequest | None, user: User | None = None, what: str = "") -> None:
    """Note an event; where the database does not take it, the log of the process has it and work goes on."""
    about = about_user(user) if user is not None else None
    is_known = about is not None and about.organisation_id != 0
    stated = Stated(
        organisation_id=about.organisation_id if about else 0,
        kind=kind.value,
        actor_key=one_line(about.key, 60) if about and is_known else "",
        actor_name=one_line(about.label, 200) if about and is_known else "",
        source=source_of(request),
        what=one_line(what, 200),
    )
    try:
        with transaction.atomic():
            _keep(stated, timezone.now())
    except DatabaseError:
        log.exception("A security event could not be kept: %s from %s.", stated.kind, stated.source)


def one_line(text: str, longest: int) -> str:
    """Return `text` without what could begin a new line or hide one: control characters become spaces."""
    return "".join(each if each.isprintable() else " " for each in text)[:longest]


def source_of(request: HttpRequest | None) -> str:
    """Return the address that a request came from, or nothing where there is none that is one."""
    if request is None:
        return ""
    try:
        return str(ipaddress.ip_address(get_adapter(request).get_client_ip(request)))
    except (PermissionDenied, ValueError):
        return ""


def _keep(stated: Stated, now: dt.datetime) -> None:
    if _counted(stated, now):
        return
    recent = SecurityEvent.objects.filter(
        organisation_id=stated.organisation_id,
        kind=stated.kind,
        began_at__gt=now - dt.timedelta(hours=1),
    )
    if recent.count() >= MOST_NEW_IN_AN_HOUR:
        stated = Stated(stated.organisation_id, stated.kind, "", "", "", "")
        if _counted(stated, now, dt.timedelta(hours=1)):
            return
    made = SecurityEvent.objects.create(**asdict(stated), began_at=now, last_at=now)
    if made.pk % TIDY_EVERY == 0:
        tidy(now)


def _counted(stated: Stated, now: dt.datetime, within: dt.timedelta = SAME_WITHIN) -> bool:
    """Return whether the same event stands already and was counted once more."""
    same = SecurityEvent.objects.filter(**asdict(stated), began_at__gt=now - within).order_by("-pk")
    number = same.values_list("pk", flat=True).first()
    return bool(number and SecurityEvent.objects.filter(pk=number).update(count=F("count") + 1, last_at=now))


def tidy(now: dt.datetime) -> None:
    """Forget what is older than a year, and of what is left all but the newest."""
    SecurityEvent.objects.filter(last_at__lt=now - KEPT_FOR).delete()
    newest = SecurityEvent.objects.order_by("-pk").values_list("pk", flat=True)[MOST_KEPT : MOST_KEPT + 1]
    for number in newest:
        SecurityEvent.objects.filter(pk__lte=number).delete()
