"""Certificates of people, and the reminders before they expire."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from remit.accounts.mail import MailNotSent, deliver
from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid, stale
from remit.core.keys import next_key
from remit.people.leads import by_standing
from remit.people.models import Certificate, Person
from remit.people.operations.organisation import about_person, space_of
from remit.people.policies import may_keep_certificates

FIELDS = ("name", "issuer", "number", "issued_on", "expires_on")
LONGEST = {"name": 120, "issuer": 120, "number": 80}
# how many days before its end a holder is told: the list of what expires begins with the first
REMIND_DAYS = (60, 30, 7)


def _require(actor: Actor, person: Person) -> None:
    require(by_standing(may_keep_certificates, actor, person))


@operation("people.add_certificate")
def add_certificate(
    person: Person,
    *,
    name: str,
    actor: Actor,
    issuer: str = "",
    number: str = "",
    issued_on: dt.date | None = None,
    expires_on: dt.date | None = None,
) -> Certificate:
    """Note a certificate that somebody holds; it gives no right."""
    _require(actor, person)
    held = Certificate(
        person=person,
        name=name.strip(),
        issuer=issuer.strip(),
        number=number.strip(),
        issued_on=issued_on,
        expires_on=expires_on,
    )
    _check(held)
    held.key = next_key(space_of(person.organisation_id), "CE")
    held.save(force_insert=True)
    record(actor, about_person(person), {"certificate": ["", _shown(held)]})
    return held


@operation("people.change_certificate")
def change_certificate(held: Certificate, *, version: int, actor: Actor, **changes: Any) -> Certificate:
    """Change fields of `FIELDS`; another day of expiry is reminded of anew."""
    _require(actor, held.person)
    if unknown := sorted(changes.keys() - set(FIELDS)):
        raise Invalid(_("These fields cannot be changed: %(names)s.") % {"names": ", ".join(unknown)})
    locked = _locked(held, version, changes)
    before = _shown(locked)
    if "expires_on" in changes and changes["expires_on"] != locked.expires_on:
        locked.reminded_days = None
    for name, value in changes.items():
        setattr(locked, name, value.strip() if isinstance(value, str) else value)
    _check(locked)
    locked.version += 1
    locked.save()
    record(actor, about_person(locked.person), {"certificate": [before, _shown(locked)]})
    return locked


@operation("people.remove_certificate")
def remove_certificate(held: Certificate, *, version: int, actor: Actor) -> None:
    """Remove a certificate that was noted by mistake; the record keeps what it said."""
    _require(actor, held.person)
    locked = _locked(held, version, {})
    record(actor, about_person(locked.person), {"certificate": [_shown(locked), ""]})
    locked.delete()


def _locked(held: Certificate, version: int, changes: dict[str, Any]) -> Certificate:
    rows: Any = Certificate.objects.select_for_update(of=("self",)).select_related("person")
    locked: Certificate = rows.get(pk=held.pk)
    if locked.version != version:
        raise stale(_("Somebody changed this certificate meanwhile: load the page again."), changes, locked)
    return locked


def _shown(held: Certificate) -> str:
    days = [day.isoformat() for day in (held.issued_on, held.expires_on) if day]
    return ", ".join(word for word in (held.name, held.issuer, held.number, " – ".join(days)) if word)


def _check(held: Certificate) -> None:
    if not held.name:
        raise Invalid(_("Give a name."), field="name", code="required")
    for name, longest in LONGEST.items():
        count = len(getattr(held, name))
        if count > longest:
            message = _("At most %(longest)d characters, these are %(count)d.")
            raise Invalid(message % {"longest": longest, "count": count}, field=name, code="long")
    if held.issued_on and held.expires_on and held.expires_on < held.issued_on:
        message = _("It would expire before it was issued: choose a later day.")
        raise Invalid(message, field="expires_on", code="order")


def to_remind(day: dt.date) -> list[Certificate]:
    """Return the certificates whose holders are to be told on `day` that they expire.

    People of a demo are invented, and those who left are not written to.
    """
    last = day + dt.timedelta(days=REMIND_DAYS[0])
    rows = Certificate.objects.filter(
        expires_on__gte=day, expires_on__lte=last, person__left_on=None, person__organisation__is_demo=False
    )
    waiting = rows.select_related("person__user", "person__organisation").order_by("pk")
    return [each for each in waiting if _step(each, day) != each.reminded_days]


def _step(held: Certificate, day: dt.date) -> int:
    """Return the smallest of `REMIND_DAYS` that the certificate's end lies within."""
    assert held.expires_on is not None  # noqa: S101 - only those that expire are asked for
    left = (held.expires_on - day).days
    return min(days for days in REMIND_DAYS if left <= days)


@operation("people.remind_of_certificate")
def remind_of_certificate(held: Certificate, *, day: dt.date, actor: Actor) -> None:
    """Tell its holder by mail that a certificate expires, once for each of `REMIND_DAYS`.

    `Conflict` where that was done already; the mail leaves when all of it is written.
    """
    rows: Any = Certificate.objects.select_for_update(of=("self",))
    locked: Certificate = rows.select_related("person__user", "person__organisation").get(pk=held.pk)
    if locked.expires_on is None or _step(locked, day) == locked.reminded_days:
        raise Conflict("nothing_to_do", _("The holder was reminded already."))
    locked.reminded_days = _step(locked, day)
    locked.save(update_fields=["reminded_days"])
    record(actor, about_person(locked.person), {"reminder": ["", _shown(locked)]})
    message = _message(locked, day)
    transaction.on_commit(lambda: deliver(message))


def _message(held: Certificate, day: dt.date) -> EmailMessage:
    assert held.expires_on is not None  # noqa: S101 - only those that expire are reminded of
    user = held.person.user
    url = f"{settings.BASE_URL}{reverse('people:person', args=[held.person.key])}"
    context = {"held": held, "days": (held.expires_on - day).days, "url": url}
    with translation.override(user.language if user is not None and user.language else None):
        subject = _("Remit: a certificate of yours expires soon")
        body = render_to_string("people/email/certificate.txt", context)
    return EmailMessage(subject, body, to=[held.person.email])


def remind_of_certificates(day: dt.date, *, actor: Actor) -> int:
    """Remind everybody whose certificate expires soon; return how many. One mail that fails stops the round."""
    count = 0
    for each in to_remind(day):
        try:
            remind_of_certificate(each, day=day, actor=actor)
        except Conflict:  # somebody else did meanwhile
            continue
        except MailNotSent:  # said in the log; the next step of days tries again
            break
        count += 1
    return count
