"""What Remit reminds of by mail, and what runs out by its own dates: called now and then by the worker."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from remit.accounts.mail import deliver
from remit.accounts.permissions import system_actor
from remit.audit.recording import operation, record
from remit.core.errors import RemitError
from remit.people.grids import day_of
from remit.people.models import Assignment, Organisation, Person
from remit.people.operations.assignments import about_assignment, end_elapsed

# how long a role may wait to be read before its holder is reminded, and from one mail to the next
REMIND_AFTER_DAYS = 7


def remind_all() -> int:
    """Remind everybody whose roles wait too long to be read; return how many mails. The demo sends none."""
    count = 0
    for organisation in Organisation.objects.filter(is_demo=False):
        for _person, rows in groupby(overdue(organisation), key=lambda each: each.person_id):
            waiting = list(rows)
            remind_to_acknowledge(waiting[0].person, waiting)
            count += 1
    return count


def overdue(organisation: Organisation) -> list[Assignment]:
    """Return the assignments that wait too long to be acknowledged and were not lately reminded of, by person."""
    day = day_of(organisation)
    rows = Assignment.objects.in_force(day).filter(
        scope__organisation=organisation,
        from_date__lte=day - dt.timedelta(days=REMIND_AFTER_DAYS),
        person__user__is_active=True,
    )
    unread = Q(acknowledged_version=None) | ~Q(acknowledged_version=F("role__version"))
    lately = timezone.now() - dt.timedelta(days=REMIND_AFTER_DAYS)
    waiting = rows.filter(unread).filter(Q(reminded_at=None) | Q(reminded_at__lt=lately))
    return list(
        waiting.select_related("person__user", "role", "scope__organisation").order_by(
            "person_id", "from_date", "pk"
        )
    )


@operation("people.remind_to_acknowledge")
def remind_to_acknowledge(person: Person, waiting: Sequence[Assignment]) -> None:
    """Send one mail that names the roles of somebody that wait to be read."""
    system = system_actor("Remit", person.organisation_id)
    Assignment.objects.filter(pk__in=[each.pk for each in waiting]).update(reminded_at=timezone.now())
    for each in waiting:
        record(system, about_assignment(each), {"reminded": ["", person.email]})
    user = person.user
    if user is None:
        return
    with translation.override(user.language or translation.get_language()):
        lines = [
            (each, settings.BASE_URL + reverse("people:acknowledge", args=[each.key])) for each in waiting
        ]
        message = EmailMessage(
            subject=_("Remit: roles of yours wait to be read"),
            body=render_to_string("people/email/acknowledge.txt", {"person": person, "lines": lines}),
            to=[user.email],
        )
    transaction.on_commit(lambda: _send(message))


def _send(message: EmailMessage) -> None:
    try:
        deliver(message)
    except RemitError:
        return  # it was logged where it failed, and the next reminder comes by itself


def end_all_elapsed() -> int:
    """Close every assignment whose last day is over; return how many."""
    count = 0
    for organisation in Organisation.objects.all():
        rows = Assignment.objects.filter(scope__organisation=organisation, ended_at=None)
        for each in rows.filter(to_date__lt=day_of(organisation)):
            end_elapsed(each)
            count += 1
    return count
