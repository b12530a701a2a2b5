"""The hours of a week: entered by whoever worked them, handed in, taken back, corrected."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, FieldError, Invalid
from remit.core.keys import next_key
from remit.core.templatetags.remit import day
from remit.people.away import away_on
from remit.people.grids import day_of
from remit.people.leads import ladder_of
from remit.people.models import Person
from remit.people.operations.organisation import space_of
from remit.projects.models import Project
from remit.projects.operations.parts import clean
from remit.timesheets.compute import week_plan
from remit.timesheets.hours import DAY_MINUTES, hour_text
from remit.timesheets.models import DAYS, FINAL, OWNERS, SheetState, Timesheet, TimesheetLine
from remit.timesheets.operations.about import (
    about,
    check_state,
    check_version,
    day_done,
    locked_sheet,
    step,
    tell_of,
)
from remit.timesheets.policies import may_keep_time
from remit.timesheets.queries import (
    Held,
    day_sums,
    finished_keys,
    held_in,
    monday_of,
    place_named,
    sheets_of,
)

LONGEST_NOTE, LONGEST_REASON, MOST_LINES = 300, 300, 60
WAITS = gettext_lazy("Remit: a timesheet waits for your approval")


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody states of a week at one place: keys of project and activity, minutes of Monday to Sunday."""

    project: str = ""
    activity: str = ""
    minutes: tuple[int, ...] = (0,) * 7
    note: str = ""


@operation("timesheets.keep_week")
def keep_week(
    person: Person, monday: dt.date, entries: Sequence[Entry], *, version: int, actor: Actor
) -> Timesheet:
    """Keep the hours of a week as its owner states them, all of them; `version` is 0 where there was no sheet.

    Of a correction they are the hours as they should be: what differs takes a line back and puts one in its place.
    """
    require(may_keep_time(actor, person))
    sheets = _locked_week(person, monday)
    sheet = sheets[-1] if sheets else _begun(person, monday)
    if sheet.pk or version:
        check_version(sheet, version)
    if sheet.pk:
        check_state(sheet, *OWNERS)
    base = held_in(sheets[:-1])
    wanted = _wanted(actor, entries, [*base, *held_in(sheets[-1:])])
    _check_days(monday, wanted)
    before = sum(each.total for each in held_in(sheets))
    if sheet.pk:
        sheet.version += 1
    else:
        sheet.key = next_key(space_of(person.organisation_id), "TS")
    after = sum(each.total for each in wanted)
    sheet.total_minutes = after - sum(each.total for each in base)
    sheet.save()
    _put(sheet, base, wanted)
    record(actor, about(sheet), {"hours": [hour_text(before), hour_text(after)]})
    return sheet


def _locked_week(person: Person, monday: dt.date) -> list[Timesheet]:
    """Return the sheets of a week under the lock of its owner's row; `Invalid` for a week that has not begun."""
    if monday != monday_of(monday):
        raise Invalid(_("A week begins on a Monday."), field="week", code="monday")
    locked = Person.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=person.pk)
    if monday > day_of(locked.organisation):
        raise Invalid(_("This week has not begun: hours are entered once they were worked."), field="week")
    return sheets_of(locked, monday)


def _begun(person: Person, monday: dt.date) -> Timesheet:
    return Timesheet(organisation_id=person.organisation_id, person=person, week=monday)


def _wanted(actor: Actor, entries: Sequence[Entry], known: Sequence[Held]) -> list[Held]:
    """Return the entries that hold any time as hours at their places; what stood there already may stay there."""
    if len(entries) > MOST_LINES:
        raise Invalid(
            _("At most %(most)d lines in a week.") % {"most": MOST_LINES}, field="lines", code="many"
        )
    before = {(each.project.key if each.project else "", each.activity_key): each for each in known}
    found: dict[tuple[str, str], Held] = {}
    for number, entry in enumerate(entries):
        field = f"lines.{number}"
        note = clean(entry.note, f"{field}.note", LONGEST_NOTE)
        _check_minutes(entry, field)
        if not any(entry.minutes):
            continue
        at = (entry.project, entry.activity)
        if at in found:
            message = _("%(name)s stands in the week twice: put its hours into one line.")
            raise Invalid(message % {"name": entry.activity or entry.project}, field=field, code="twice")
        stood = before.get(at)
        project, name = (
            (stood.project, stood.activity_name) if stood else place_named(actor, *at, f"{field}.project")
        )
        found[at] = Held(project, entry.activity, name, tuple(entry.minutes), note)
    return list(found.values())


def _check_minutes(entry: Entry, field: str) -> None:
    whole = all(0 <= each <= DAY_MINUTES for each in entry.minutes)
    if len(entry.minutes) != len(DAYS) or not whole:
        message = _("State seven days from Monday on, each of 0 to 1440 minutes.")
        raise Invalid(message, field=f"{field}.minutes", code="range")


def _check_days(monday: dt.date, wanted: Iterable[Held]) -> None:
    """Refuse a day of more than 24 hours, naming it."""
    sums = day_sums(wanted)
    errors = [
        FieldError(
            DAYS[number],
            _("%(day)s has %(hours)s hours: a day has 24.")
            % {"day": day(monday + dt.timedelta(days=number)), "hours": hour_text(minutes)},
            "day",
        )
        for number, minutes in enumerate(sums)
        if minutes > DAY_MINUTES
    ]
    if errors:
        raise Invalid(errors[0].message, errors=errors, code="day")


def _put(sheet: Timesheet, base: Sequence[Held], wanted: Sequence[Held]) -> None:
    """Put the lines of a sheet: what holds by earlier ones and should be otherwise is taken back line by line."""
    sheet.lines.all().delete()
    stays = {each.place: each for each in base}
    after = {each.place: each for each in wanted}
    lines = []
    for place, held in stays.items():
        now = after.get(place)
        if now is not None and now.minutes == held.minutes:
            continue
        minus = tuple(-each for each in held.minutes)
        lines.append(_line(sheet, held, minus, reverses_id=held.line))
    for place, now in after.items():
        held_there = stays.get(place)
        if held_there is None or held_there.minutes != now.minutes:
            lines.append(_line(sheet, now, now.minutes, note=now.note))
    TimesheetLine.objects.bulk_create(lines)


def _line(sheet: Timesheet, held: Held, minutes: tuple[int, ...], **more: Any) -> TimesheetLine:
    project: Project | None = held.project
    return TimesheetLine(
        sheet=sheet, project=project, activity_key=held.activity_key, activity_name=held.activity_name,
        **dict(zip(DAYS, minutes, strict=True)), **more,
    )  # fmt: skip


@operation("timesheets.submit_sheet")
def submit_sheet(sheet: Timesheet, *, version: int, actor: Actor, on: dt.date | None = None) -> Timesheet:
    """Hand a timesheet in: whoever stands nearest above its owner and is not away approves it, and is told.

    `on` is the day on which that was done, today where it is left out.
    """
    require(may_keep_time(actor, sheet.person))
    locked = locked_sheet(sheet, version)
    check_state(locked, *OWNERS)
    sheets = sheets_of(locked.person, locked.week)
    held = held_in(sheets)
    _check_submit(locked, held)
    locked.approver = approver_for(locked.person)
    if locked.approver is None:
        message = _(
            "Nobody stands above you who could approve it: have a line manager named, then hand it in."
        )
        raise Conflict("nobody", message)
    planned = week_plan(actor, locked.person, locked.week)
    locked.planned_minutes, locked.capacity_minutes = planned.total, planned.capacity
    done = finished_keys([each.place for each in held], locked.week)
    locked.finished_minutes = sum(each.total for each in held if each.place in done)
    locked.submitted_on, locked.answer = day_done(locked, on), ""
    step(locked, SheetState.SUBMITTED, actor)
    tell_of(locked.approver, WAITS, "timesheets/email/waits.txt", locked)
    return locked


def _check_submit(sheet: Timesheet, held: Sequence[Held]) -> None:
    if not held and not sheet.number:
        message = _("There are no hours in it: enter some, or leave the week if you were away.")
        raise Conflict("empty", message)
    if sheet.number and not sheet.lines.exists():
        raise Conflict("empty", _("Nothing is corrected yet: change the hours first."))
    today = day_of(sheet.person.organisation)
    for number, minutes in enumerate(day_sums(held)):
        when = sheet.week + dt.timedelta(days=number)
        if minutes and when > today:
            message = _("%(day)s has not come: take its hours out, or hand the week in later.")
            raise Invalid(message % {"day": day(when)}, field=DAYS[number], code="future")


def approver_for(person: Person) -> Person | None:
    """Return the one person who approves somebody's hours today: nearest above who can sign in and is not away.

    Where all of them are away it is the nearest; None where nobody stands above who can sign in.
    """
    ladder = ladder_of(person.organisation)
    above = [pk for pk in ladder.above.get(person.pk, ()) if ladder.people[pk].user_id is not None]
    away = away_on(person.organisation, day_of(person.organisation), above) if above else {}
    found = next((pk for pk in above if pk not in away), above[0] if above else None)
    return ladder.people[found] if found is not None else None


@operation("timesheets.withdraw_sheet")
def withdraw_sheet(sheet: Timesheet, *, version: int, actor: Actor) -> Timesheet:
    """Take back what was handed in and is not approved yet, to change it."""
    require(may_keep_time(actor, sheet.person))
    locked = locked_sheet(sheet, version)
    check_state(locked, SheetState.SUBMITTED)
    locked.approver, locked.submitted_on = None, None
    return step(locked, SheetState.OPEN, actor)


@operation("timesheets.begin_correction")
def begin_correction(sheet: Timesheet, *, reason: str, actor: Actor) -> Timesheet:
    """Begin to correct an approved week, saying why: a sheet of its own, handed in and approved like the first."""
    require(may_keep_time(actor, sheet.person))
    last = _locked_week(sheet.person, sheet.week)[-1]
    why = clean(reason, "reason", LONGEST_REASON, needed=_("Say what was wrong."))
    if last.state not in FINAL:
        message = _("The week is %(state)s: it is changed itself, without a correction.")
        raise Conflict("state", message % {"state": last.get_state_display()})
    made = _begun(sheet.person, sheet.week)
    made.number, made.reason = last.number + 1, why
    made.key = next_key(space_of(made.organisation_id), "TS")
    made.save()
    record(actor, about(made), {"corrects": ["", last.key]}, reason=why)
    return made


@operation("timesheets.drop_correction")
def drop_correction(sheet: Timesheet, *, version: int, actor: Actor) -> None:
    """Give up a correction that was not handed in: the week stays as it was approved."""
    require(may_keep_time(actor, sheet.person))
    locked = locked_sheet(sheet, version)
    check_state(locked, *OWNERS)
    if not locked.number:
        raise Conflict("first", _("It corrects nothing: empty the week instead."))
    record(actor, about(locked), {"state": [locked.state, "dropped"]}, reason=locked.reason)
    locked.delete()
