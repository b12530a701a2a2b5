"""What the operations on timesheets have in common: the locked sheet, how the record names it, whom mails go to."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.audit.recording import About, record
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.templatetags.remit import day
from remit.people.grids import day_of
from remit.people.models import Person
from remit.people.operations.mails import tell
from remit.people.operations.organisation import root_scope
from remit.timesheets.models import SheetState, Timesheet


def about(sheet: Timesheet) -> About:
    """Return how the record names a timesheet."""
    label = f"{sheet.key} {sheet.person.name}: {sheet.week.isoformat()}"
    path = root_scope(sheet.person.organisation).path
    return About("timesheet", sheet.key, label, sheet.organisation_id, path)


def locked_sheet(sheet: Timesheet, version: int) -> Timesheet:
    """Return a timesheet, locked, as it stands; `Conflict` where another version was seen, `NotFound` if gone.

    The row of its owner is the lock of the week, whose hours are kept under it.
    """
    list(Person.objects.select_for_update(of=("self",)).filter(pk=sheet.person_id).values_list("pk"))
    rows = Timesheet.objects.select_for_update(of=("self",)).filter(pk=sheet.pk)
    found: Timesheet | None = rows.select_related("person__organisation", "approver").first()
    if found is None:
        raise NotFound
    check_version(found, version)
    return found


def check_version(sheet: Timesheet, version: int) -> None:
    """Raise `Conflict` where the version that was seen is not the one that stands."""
    if sheet.version != version:
        fields = {"state": {"yours": "", "theirs": str(sheet.get_state_display())}}
        message = _("The timesheet was changed meanwhile: load the page again.")
        raise Conflict("stale", message, current={"fields": fields, "version": sheet.version})


def check_state(sheet: Timesheet, *states: str) -> None:
    """Raise `Conflict` unless the sheet is in one of `states`."""
    if sheet.state not in states:
        message = _("The timesheet is %(state)s: that cannot be done with it now.")
        raise Conflict("state", message % {"state": sheet.get_state_display()})


def day_done(sheet: Timesheet, on: dt.date | None) -> dt.date:
    """Return the day on which something was done with a sheet: that stated, which has come, or today."""
    today = day_of(sheet.person.organisation)
    if on is not None and not sheet.week <= on <= today:
        raise Invalid(_("Choose a day that has come."), field="on", code="range")
    return on or today


def step(sheet: Timesheet, state: SheetState, actor: Actor, reason: str = "") -> Timesheet:
    """Lead a sheet to another state, and record it."""
    before, sheet.state = sheet.state, state
    sheet.version += 1
    sheet.save()
    record(actor, about(sheet), {"state": [before, state.value]}, reason=reason)
    return sheet


def tell_of(person: Person | None, subject: Promise, template: str, sheet: Timesheet, **more: Any) -> None:
    """Tell somebody by mail of a timesheet."""
    if person is None:
        return
    url = settings.BASE_URL + reverse("timesheets:sheet", args=[sheet.key])
    tell(person, subject, template, {"sheet": sheet, "week": day(sheet.week), "url": url, **more})
