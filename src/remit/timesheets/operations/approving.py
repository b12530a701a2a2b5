"""Timesheets approved or sent back by their one approver, locked the night after, passed on where that one left."""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.accounts.permissions import Actor, require, system_actor
from remit.audit.recording import operation, record
from remit.core.errors import Conflict
from remit.people.grids import day_of
from remit.people.models import Organisation
from remit.projects.operations.parts import clean
from remit.timesheets.models import SheetState, Timesheet
from remit.timesheets.operations.about import about, check_state, day_done, locked_sheet, step, tell_of
from remit.timesheets.operations.keeping import LONGEST_REASON, WAITS, approver_for
from remit.timesheets.policies import may_approve

RETURNED = gettext_lazy("Remit: your timesheet was sent back")


@operation("timesheets.approve_sheet")
def approve_sheet(sheet: Timesheet, *, version: int, actor: Actor, on: dt.date | None = None) -> Timesheet:
    """Approve the hours of somebody else: from now on they count, and tonight they are locked.

    `on` is the day on which that was done, today where it is left out.
    """
    locked = locked_sheet(sheet, version)
    require(may_approve(actor, locked))
    check_state(locked, SheetState.SUBMITTED)
    _decide(locked, actor, on)
    return step(locked, SheetState.APPROVED, actor)


@operation("timesheets.return_sheet")
def return_sheet(sheet: Timesheet, *, reason: str, version: int, actor: Actor) -> Timesheet:
    """Send a timesheet back to its owner, saying why; one approved by mistake until it is locked."""
    locked = locked_sheet(sheet, version)
    require(may_approve(actor, locked))
    if locked.state == SheetState.LOCKED:
        message = _(
            "It is locked since the night after it was approved: only a correction by its owner changes it."
        )
        raise Conflict("locked", message)
    check_state(locked, SheetState.SUBMITTED, SheetState.APPROVED)
    if Timesheet.objects.filter(person=locked.person, week=locked.week, number__gt=locked.number).exists():
        raise Conflict("corrected", _("A correction of it was begun: decide on that one."))
    locked.answer = clean(reason, "reason", LONGEST_REASON, needed=_("Say what is to be changed."))
    _decide(locked, actor)
    step(locked, SheetState.RETURNED, actor, locked.answer)
    tell_of(locked.person, RETURNED, "timesheets/email/returned.txt", locked)
    return locked


def _decide(sheet: Timesheet, actor: Actor, on: dt.date | None = None) -> None:
    sheet.decided_on, sheet.decided_by_name = day_done(sheet, on), actor.name[:200]


@operation("timesheets.lock_sheet")
def lock_sheet(sheet: Timesheet, *, actor: Actor) -> Timesheet:
    """Lock an approved timesheet: from now on only a correction changes its hours."""
    locked = locked_sheet(sheet, sheet.version)
    check_state(locked, SheetState.APPROVED)
    return step(locked, SheetState.LOCKED, actor)


@operation("timesheets.pass_on_sheet")
def pass_on_sheet(sheet: Timesheet, *, actor: Actor) -> Timesheet:
    """Name another approver where the one who was named has left; `Conflict` where nobody stands above the owner."""
    locked = locked_sheet(sheet, sheet.version)
    check_state(locked, SheetState.SUBMITTED)
    before = locked.approver.name if locked.approver is not None else ""
    locked.approver = approver_for(locked.person)
    if locked.approver is None:
        raise Conflict("nobody", _("Nobody stands above its owner: name a line manager."))
    locked.version += 1
    locked.save()
    record(actor, about(locked), {"approver": [before, locked.approver.name]})
    tell_of(locked.approver, WAITS, "timesheets/email/waits.txt", locked)
    return locked


def lock_approved() -> int:
    """Lock what was approved before today, in every organisation; return how many."""
    count = 0
    for organisation in Organisation.objects.filter(is_demo=False):
        who = system_actor("Remit", organisation.pk)
        for each in _approved_before(organisation, day_of(organisation)):
            lock_sheet(each, actor=who)
            count += 1
    return count


def _approved_before(organisation: Organisation, day: dt.date) -> list[Timesheet]:
    rows = Timesheet.objects.filter(organisation=organisation, state=SheetState.APPROVED, decided_on__lt=day)
    return list(rows.order_by("pk"))


def pass_on_left() -> int:
    """Pass on what waits for somebody who has left; return how many. Not for the demo."""
    count = 0
    for organisation in Organisation.objects.filter(is_demo=False):
        who = system_actor("Remit", organisation.pk)
        rows = Timesheet.objects.filter(organisation=organisation, state=SheetState.SUBMITTED)
        gone = rows.filter(Q(approver=None) | Q(approver__left_on__lt=day_of(organisation)))
        for each in gone.select_related("person__organisation").order_by("pk"):
            if approver_for(each.person) is not None:
                pass_on_sheet(each, actor=who)
                count += 1
    return count
