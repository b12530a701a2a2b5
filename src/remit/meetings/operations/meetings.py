"""Meetings: planned with one chair and one minute-taker, changed, held, or cancelled with the reason."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid, stale
from remit.core.keys import next_key
from remit.meetings.invitation import INVITED, OFF
from remit.meetings.models import AgendaItem, Meeting, MeetingKind, MeetingState
from remit.meetings.models.meeting import LONGEST_MINUTES, SHORTEST_MINUTES
from remit.meetings.operations.carrying import carry_over
from remit.meetings.operations.invitations import invited_to, send
from remit.meetings.policies import may_invite_stakeholders, may_keep_outcomes
from remit.people.grids import day_of
from remit.people.models import Person
from remit.projects.models import Project, Stakeholder
from remit.projects.operations.parts import (
    check_choice,
    check_fields,
    check_sees,
    clean,
    locked_part,
    space_in,
    worded,
)
from remit.projects.operations.stakeholders import met

LONGEST = {"title": 200, "purpose": 20_000, "place": 300}
LONGEST_REASON = 20_000
MOST_ITEMS, MOST_INVITED = 40, 200
OWN = ("kind", "title", "purpose", "day", "begins", "length_minutes", "place", "chair", "minute_taker")
FIELDS = (*OWN, "invited", "stakeholders", "agenda")


@dataclass(frozen=True, slots=True)
class Item:
    """One matter of an agenda: how long it may take and who leads it, where that is said."""

    title: str
    minutes: int | None = None
    leader: Person | None = None


def about(meeting: Meeting) -> About:
    """Return how the record names a meeting."""
    project = meeting.project
    label = f"{meeting.key} {meeting.title}"[:300]
    return About(
        "meeting", f"{project.key}/{meeting.key}", label, project.organisation_id, project.scope.path
    )


def shown(value: Any) -> str:
    """Return a value in words; stakeholders by key alone, for their names are not for everybody."""
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    if isinstance(value, Stakeholder):
        return value.key
    if isinstance(value, (Item, AgendaItem)):
        parts = (value.title, str(value.minutes or ""), value.leader.name if value.leader else "")
        return " | ".join(parts).rstrip(" |")
    if isinstance(value, (list, tuple)):
        return "\n".join(shown(each) for each in value)
    if hasattr(value, "all"):
        return shown(list(value.all()))
    return worded(value)


def check_stated(meeting: Meeting, stated: dict[str, Any]) -> None:
    """Bring the texts of a meeting into shape; `Invalid` naming the field where something cannot stand."""
    for field, longest in LONGEST.items():
        needed = _("Say what the meeting is about.") if field == "title" else ""
        setattr(meeting, field, clean(getattr(meeting, field), field, longest, needed=needed))
    check_choice(meeting.kind, MeetingKind, "kind")
    if not SHORTEST_MINUTES <= meeting.length_minutes <= LONGEST_MINUTES:
        message = _("Choose from %(least)d to %(most)d minutes.")
        words = {"least": SHORTEST_MINUTES, "most": LONGEST_MINUTES}
        raise Invalid(message % words, field="length_minutes", code="range")
    for field in ("chair", "minute_taker"):
        if field in stated:
            check_sees(meeting.project, [stated[field]], field)
    if "invited" in stated:
        if len(stated["invited"]) > MOST_INVITED:
            message = _("At most %(most)d people.") % {"most": MOST_INVITED}
            raise Invalid(message, field="invited", code="many")
        check_sees(meeting.project, stated["invited"], "invited")


def set_parts(meeting: Meeting, stated: dict[str, Any], actor: Actor) -> None:
    """Keep who is invited and the agenda of a meeting that has its row."""
    if "invited" in stated:
        meeting.invited.set(stated["invited"])
    if "stakeholders" in stated:
        require(may_invite_stakeholders(actor, meeting.project))
        if any(each.project_id != meeting.project_id for each in stated["stakeholders"]):
            raise Invalid(_("Choose stakeholders of this project."), field="stakeholders", code="unknown")
        meeting.stakeholders.set(stated["stakeholders"])
    if "agenda" in stated:
        items = agenda_items(meeting, stated["agenda"])
        meeting.agenda.all().delete()
        AgendaItem.objects.bulk_create(items)


def agenda_items(meeting: Meeting, agenda: Sequence[Item]) -> list[AgendaItem]:
    """Return the rows of an agenda, not yet written; `Invalid` where a matter cannot stand."""
    if len(agenda) > MOST_ITEMS:
        raise Invalid(_("At most %(most)d matters.") % {"most": MOST_ITEMS}, field="agenda", code="many")
    check_sees(meeting.project, [each.leader for each in agenda if each.leader], "agenda")
    made = []
    for number, each in enumerate(agenda, start=1):
        title = clean(each.title, "agenda", LONGEST["title"], needed=_("Say what the matter is."))
        if each.minutes is not None and not 1 <= each.minutes <= LONGEST_MINUTES:
            message = _("A matter takes from 1 to %(most)d minutes.")
            raise Invalid(message % {"most": LONGEST_MINUTES}, field="agenda", code="range")
        made.append(
            AgendaItem(meeting=meeting, number=number, title=title, minutes=each.minutes, leader=each.leader)
        )
    return made


@operation("meetings.plan_meeting")
def plan_meeting(project: Project, *, actor: Actor, **stated: Any) -> Meeting:
    """Plan a meeting with fields of `FIELDS`; whoever is invited is told by mail with an entry for their calendar.

    Kind, title, day, time, length, chair and minute-taker are needed. One whose day is over is noted, and nobody told.
    """
    require(may_keep_outcomes(actor, project))
    check_fields(stated, FIELDS)
    made = Meeting(project=project, uid=str(uuid.uuid4()))
    for name in OWN:
        if name in stated:
            setattr(made, name, stated[name])
    check_stated(made, stated)
    made.key = next_key(space_in(project), "MT")
    made.save()
    set_parts(made, stated, actor)
    told = {name: shown(stated[name]) for name in FIELDS if name in stated}
    record(actor, about(made), {name: ["", value] for name, value in told.items() if value})
    _send(made, invited_to(made), INVITED)
    return made


def _send(meeting: Meeting, people: Iterable[Person], method: str) -> None:
    if meeting.day >= day_of(meeting.project.organisation):
        send(meeting, people, method)


def locked_meeting(meeting: Meeting, version: int, yours: dict[str, Any]) -> Meeting:
    """Return a planned meeting, locked, in the version that was seen; `Conflict` otherwise."""
    found = locked_part(meeting, "chair", "minute_taker")
    if found.state != MeetingState.PLANNED:
        words = {
            MeetingState.HELD: _("The meeting was held: it is not changed any more."),
            MeetingState.CANCELLED: _("The meeting was cancelled: plan another one."),
        }
        raise Conflict("state", words[MeetingState(found.state)])
    if found.version != version:
        raise stale(_("Somebody changed this meeting meanwhile."), yours, found, shown)
    return found


@operation("meetings.change_meeting")
def change_meeting(meeting: Meeting, *, version: int, actor: Actor, **changes: Any) -> Meeting:
    """Change fields of `FIELDS` of a planned meeting; calendars of those invited follow, those left out are told."""
    check_fields(changes, FIELDS)
    require(may_keep_outcomes(actor, meeting.project))
    if "stakeholders" in changes:
        # before who stands there could be shown as the other's value
        require(may_invite_stakeholders(actor, meeting.project))
    locked = locked_meeting(meeting, version, changes)
    was = invited_to(locked)
    if with_changes(locked, changes, actor):
        now = invited_to(locked)
        _send(locked, now, INVITED)
        _send(locked, [each for each in was if each not in now], OFF)
    return locked


def with_changes(locked: Meeting, changes: dict[str, Any], actor: Actor) -> bool:
    """Write changes into a locked meeting and the record; return whether anything is another than before."""
    before = {name: shown(getattr(locked, name)) for name in changes}
    for name in OWN:
        if name in changes:
            setattr(locked, name, changes[name])
    check_stated(locked, changes)
    set_parts(locked, changes, actor)
    told = {name: [value, shown(getattr(locked, name))] for name, value in before.items()}
    told = {name: both for name, both in told.items() if both[0] != both[1]}
    locked.version += 1
    locked.sequence += bool(told)
    locked.save()
    record(actor, about(locked), told)
    return bool(told)


@operation("meetings.hold_meeting")
def hold_meeting(meeting: Meeting, *, version: int, actor: Actor) -> Meeting:
    """Say that a planned meeting took place, from its day on."""
    locked = locked_meeting(meeting, version, {})
    require(may_keep_outcomes(actor, locked.project))
    if locked.day > day_of(locked.project.organisation):
        raise Conflict("early", _("Its day has not come: a meeting is held on its day or after."))
    held = _move(locked, MeetingState.HELD, actor)
    met(held.stakeholders.all(), held_on=held.day, channel=str(held), actor=actor)
    return held


@operation("meetings.cancel_meeting")
def cancel_meeting(meeting: Meeting, *, reason: str, version: int, actor: Actor) -> Meeting:
    """Cancel a planned meeting with the reason; whoever was invited is told, and their calendars let it go."""
    locked = locked_meeting(meeting, version, {"reason": reason})
    require(may_keep_outcomes(actor, locked.project))
    moved = with_cancellation(locked, reason, actor)
    _send(moved, invited_to(moved), OFF)
    carry_over(moved, actor)
    return moved


def with_cancellation(locked: Meeting, reason: str, actor: Actor) -> Meeting:
    """Cancel a locked meeting with the reason; nobody is told."""
    locked.reason = clean(reason, "reason", LONGEST_REASON, needed=_("Say why it is cancelled."))
    locked.sequence += 1
    return _move(locked, MeetingState.CANCELLED, actor)


def _move(meeting: Meeting, state: MeetingState, actor: Actor) -> Meeting:
    before, meeting.state = meeting.state, state
    meeting.version += 1
    meeting.save()
    record(actor, about(meeting), {"state": [before, state]}, reason=meeting.reason[:500])
    return meeting
