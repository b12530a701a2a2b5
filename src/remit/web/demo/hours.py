"""Hours of the demo: eight weeks of two teams, among them a late one, one that was sent back and two corrections."""

import datetime as dt
from dataclasses import replace

from remit.accounts.permissions import Actor
from remit.people.models import Person
from remit.timesheets.compute import week_plan
from remit.timesheets.models import Timesheet
from remit.timesheets.operations.approving import approve_sheet, lock_sheet, return_sheet
from remit.timesheets.operations.keeping import Entry, begin_correction, keep_week, submit_sheet
from remit.timesheets.queries import held_in, sheets_of
from remit.web.demo.firm import Firm
from remit.web.demo.time_kept import CORRECTED, FIRST_WEEK, KEEPING_TIME, LATE, SENT_BACK, WEEKS

QUARTER, EVENING, APPROVED_WEEKS, LONGER = 15, 30, 7, frozenset({2, 5})
FRIDAY, MONDAY_AFTER = dt.timedelta(days=4), dt.timedelta(days=7)


def load_hours(firm: Firm) -> None:
    """Keep the hours of the last weeks, hand them in and approve them as far as the demo has come."""
    for name, beside in KEEPING_TIME.items():
        person, actor = firm.people[name], firm.actor(name)
        for number in range(WEEKS):
            _load_week(firm, person, actor, number, beside)
    for name, number, reason, minutes, is_approved in CORRECTED:
        _correct(firm, firm.people[name], number, (reason, minutes), is_approved=is_approved)


def _monday(number: int) -> dt.date:
    return FIRST_WEEK + dt.timedelta(weeks=number)


def _load_week(firm: Firm, person: Person, actor: Actor, number: int, beside: str) -> None:
    monday = _monday(number)
    entries = _entries(actor, person, monday, number, beside)
    if not entries:
        return
    made = keep_week(person, monday, entries, version=0, actor=actor)
    if (person.name, number) in LATE:
        return
    made = submit_sheet(made, version=made.version, actor=actor, on=monday + FRIDAY)
    approver = _approver(firm, made)
    if why := SENT_BACK.get((person.name, number)):
        return_sheet(made, reason=why, version=made.version, actor=approver)
    elif number < APPROVED_WEEKS:
        made = approve_sheet(made, version=made.version, actor=approver, on=monday + MONDAY_AFTER)
        lock_sheet(made, actor=firm.system)


def _approver(firm: Firm, sheet: Timesheet) -> Actor:
    return firm.actor(sheet.approver.name if sheet.approver is not None else "")


def _entries(actor: Actor, person: Person, monday: dt.date, number: int, beside: str) -> list[Entry]:
    """Return what somebody worked: as planned, every third week half an hour longer, and the rest beside projects."""
    plan = week_plan(actor, person, monday)
    found = [Entry(each.project.key, each.activity_key, each.minutes) for each in plan.planned]
    if found and number in LONGER:
        first = list(found[0].minutes)
        day = max(range(5), key=lambda place: first[place])
        first[day] += EVENING
        found[0] = replace(found[0], minutes=tuple(first), note="Longer than thought")
    rest = plan.capacity - plan.total
    days = [place for place in range(5) if plan.off[place] is None]
    if rest > 0 and days:
        share = rest // len(days) // QUARTER * QUARTER
        minutes = tuple(share if place in days else 0 for place in range(7))
        found.append(Entry("", "", minutes, beside))
    return found


def _correct(firm: Firm, person: Person, number: int, what: tuple[str, int], *, is_approved: bool) -> None:
    reason, more = what
    actor, monday = firm.actor(person.name), _monday(number)
    held = held_in(sheets_of(person, monday))
    made = begin_correction(sheets_of(person, monday)[-1], reason=reason, actor=actor)
    entries = [
        Entry(each.project.key if each.project else "", each.activity_key, each.minutes, each.note)
        for each in held
    ]
    first = list(entries[0].minutes)
    first[1] = max(0, first[1] + more)
    entries[0] = replace(entries[0], minutes=tuple(first))
    made = keep_week(person, monday, entries, version=made.version, actor=actor)
    made = submit_sheet(made, version=made.version, actor=actor)
    if is_approved:
        made = approve_sheet(made, version=made.version, actor=_approver(firm, made))
        lock_sheet(made, actor=firm.system)
