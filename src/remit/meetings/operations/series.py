"""Series of meetings: planned at once, changed or cancelled from one occurrence on."""

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from django.db.models import Model, Q, prefetch_related_objects
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid
from remit.core.keys import next_key, next_numbers
from remit.meetings.models import AgendaItem, Meeting, MeetingSeries, MeetingState
from remit.meetings.operations.invitations import invited_to, send_several
from remit.meetings.operations.meetings import (
    FIELDS,
    OWN,
    about,
    check_stated,
    locked_meeting,
    set_parts,
    shown,
    with_cancellation,
    with_changes,
)
from remit.meetings.policies import may_invite_stakeholders, may_keep_outcomes
from remit.meetings.rhythms import FEWEST_OCCURRENCES, MOST_OCCURRENCES, Rhythm, days_of, moved
from remit.people.grids import day_of
from remit.people.models import Person
from remit.projects.models import Project
from remit.projects.operations.parts import check_choice, check_fields, locked_part, space_in

Sent = list[tuple[Meeting, list[Person]]]


def _about_series(series: MeetingSeries, title: str) -> About:
    project = series.project
    label = f"{series.key} {title}"[:300]
    key = f"{project.key}/{series.key}"
    return About("meeting-series", key, label, project.organisation_id, project.scope.path)


def checked_days(
    rhythm: str, first: dt.date, until: dt.date | None, times: int | None, skipped: Collection[dt.date] = ()
) -> list[dt.date]:
    """Return the days of a series without those skipped; `Invalid` where there are too many or hardly any."""
    check_choice(rhythm, Rhythm, "rhythm")
    if (until is None) == (times is None):
        message = _("Say either the last day or how many times.")
        raise Invalid(message, field="until", code="either")
    days = days_of(Rhythm(rhythm), first, until=until, times=times)
    if len(days) > MOST_OCCURRENCES:
        message = _("At most %(most)d meetings in a series: choose an earlier last day.")
        raise Invalid(message % {"most": MOST_OCCURRENCES}, field="until" if until else "times", code="many")
    if unknown := sorted(set(skipped) - set(days)):
        message = _("%(day)s is no day of this series.") % {"day": unknown[0].isoformat()}
        raise Invalid(message, field="skip", code="unknown")
    left = [day for day in days if day not in skipped]
    if len(left) < FEWEST_OCCURRENCES:
        message = _("A series has at least two meetings: plan a single one otherwise.")
        raise Invalid(message, field="until" if until else "times", code="few")
    return left


@operation("meetings.plan_series")
def plan_series(
    project: Project, *, rhythm: str, actor: Actor, until: dt.date | None = None, times: int | None = None,
    skip: Collection[dt.date] = (), **stated: Any,
) -> MeetingSeries:  # fmt: skip
    """Plan a meeting that comes again from its `day` on, until a day or so many times, without those of `skip`.

    Each occurrence is a meeting of its own. `stated` is that of `plan_meeting`; whoever is invited gets one mail.
    """
    require(may_keep_outcomes(actor, project))
    check_fields(stated, FIELDS)
    days = checked_days(rhythm, stated["day"], until, times, skip)
    series = MeetingSeries.objects.create(
        project=project, key=next_key(space_in(project), "MS"), rhythm=rhythm
    )
    made = _occurrences(series, days, stated, actor)
    told = {"rhythm": ["", rhythm], "days": ["", "\n".join(day.isoformat() for day in days)]}
    record(actor, _about_series(series, made[0].title), told)
    _send([(each, invited_to(made[0])) for each in made], [])
    return series


def _occurrences(
    series: MeetingSeries, days: list[dt.date], stated: dict[str, Any], actor: Actor
) -> list[Meeting]:
    """Make the meetings of a series: the first is checked with all it states, the others are as it is."""
    project = series.project
    numbers = next_numbers(space_in(project), "MT", len(days))
    own = {name: stated[name] for name in OWN if name in stated and name != "day"}
    first = Meeting(project=project, series=series, day=days[0], uid=str(uuid.uuid4()), **own)
    check_stated(first, stated)
    first.key = f"MT-{numbers[0]}"
    first.save()
    set_parts(first, stated, actor)
    own |= {name: getattr(first, name) for name in ("title", "purpose", "place") if name in own}
    others = Meeting.objects.bulk_create(
        Meeting(
            project=project, series=series, day=day, uid=str(uuid.uuid4()), key=f"MT-{number}", **own
        )
        for number, day in zip(numbers[1:], days[1:], strict=True)
    )  # fmt: skip
    copied = list(first.agenda.all())
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=row, number=each.number, title=each.title, minutes=each.minutes, leader_id=each.leader_id
        )
        for row in others
        for each in copied
    )
    _invite(others, stated)
    told = {name: shown(stated[name]) for name in FIELDS if name in stated and name != "day"}
    for each in (first, *others):
        own_day = {"day": shown(each.day), "series": series.key}
        record(actor, about(each), {name: ["", value] for name, value in (told | own_day).items() if value})
    return [first, *others]


def _invite(meetings: list[Meeting], stated: dict[str, Any]) -> None:
    """Invite the same people and stakeholders, already checked, to several new meetings."""
    people, outside = Meeting.invited.through, Meeting.stakeholders.through
    people.objects.bulk_create(
        people(meeting=row, person=each) for row in meetings for each in stated.get("invited", ())
    )
    outside.objects.bulk_create(
        outside(meeting=row, stakeholder=each) for row in meetings for each in stated.get("stakeholders", ())
    )


def _with_those_after(meeting: Meeting) -> list[Meeting]:
    """Return the planned occurrences of a meeting's series after it, locked; `Conflict` where it has no series."""
    if meeting.series_id is None:
        raise Conflict("single", _("This meeting belongs to no series: change it alone."))
    later = Q(day__gt=meeting.day) | Q(day=meeting.day, begins__gt=meeting.begins)
    rows = Meeting.objects.filter(later, series_id=meeting.series_id, state=MeetingState.PLANNED)
    found = [locked_part(each, "chair", "minute_taker") for each in rows.order_by("pk")]
    return sorted(found, key=lambda each: (each.day, each.begins, each.pk))


def _differs(stands: Any, stated: Any) -> bool:
    """Return whether a value is another than what stands; of whom is invited the order says nothing."""
    if isinstance(stated, (list, tuple)) and all(isinstance(each, Model) for each in stated):
        return {each.pk for each in stands.all()} != {each.pk for each in stated}
    return shown(stands) != shown(stated)


def _moved(series: MeetingSeries, before: dt.date, after: dt.date, day: dt.date) -> dt.date:
    try:
        return moved(Rhythm(series.rhythm), before, after, day)
    except (OverflowError, ValueError) as error:
        message = _("Choose an earlier day: those after it would lie beyond the calendar.")
        raise Invalid(message, field="day", code="range") from error


@operation("meetings.change_following")
def change_following(meeting: Meeting, *, version: int, actor: Actor, **changes: Any) -> Meeting:
    """Change a planned occurrence and all planned ones after it, in what differs from how this one stands.

    Another day moves those after as `rhythms.moved` says; a changed agenda takes the place of theirs.
    """
    check_fields(changes, FIELDS)
    require(may_keep_outcomes(actor, meeting.project))
    if "stakeholders" in changes:
        require(may_invite_stakeholders(actor, meeting.project))
    locked = locked_meeting(meeting, version, changes)
    after = _with_those_after(locked)
    differing = {name: value for name, value in changes.items() if _differs(getattr(locked, name), value)}
    day, now, off = locked.day, [], []
    for each in (locked, *after):
        own = dict(differing)
        if "day" in own and each is not locked and locked.series is not None:
            own["day"] = _moved(locked.series, day, own["day"], each.day)
        was = invited_to(each)
        if with_changes(each, own, actor):
            stay = invited_to(each)
            now.append((each, stay))
            off.append((each, [person for person in was if person not in stay]))
    _send(now, off)
    return locked


@operation("meetings.cancel_following")
def cancel_following(meeting: Meeting, *, reason: str, version: int, actor: Actor) -> Meeting:
    """Cancel a planned occurrence and all planned ones after it, with one reason; each invited gets one mail."""
    locked = locked_meeting(meeting, version, {"reason": reason})
    require(may_keep_outcomes(actor, locked.project))
    all_off = [with_cancellation(each, reason, actor) for each in (locked, *_with_those_after(locked))]
    _send([], [(each, invited_to(each)) for each in all_off])
    return locked


def _send(on: Sent, off: Sent) -> None:
    """Tell everybody once of all that takes place for them now and of all that does not any more."""
    meetings = [each for each, _who in (*on, *off)]
    if not meetings:
        return
    prefetch_related_objects(meetings, "agenda")
    today = day_of(meetings[0].project.organisation)

    def coming(several: Sent) -> Sent:
        return [(each, who) for each, who in several if each.day >= today]

    people: dict[int, Person] = {}
    held: dict[int, list[Meeting]] = {}
    cancelled: dict[int, list[Meeting]] = {}
    for several, found in ((coming(on), held), (coming(off), cancelled)):
        for each, who in several:
            for person in who:
                people[person.pk] = person
                found.setdefault(person.pk, []).append(each)
    for pk, person in sorted(people.items()):
        send_several(person, held.get(pk, []), cancelled.get(pk, []))
