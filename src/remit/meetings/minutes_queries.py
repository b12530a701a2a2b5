"""Reads of minutes: versions, one as people read it, those that are owed, and what was left for later."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.core.paper import pdf
from remit.core.templatetags.remit import day as day_words
from remit.meetings.models import Meeting, MeetingSeries, MeetingState, Minutes, MinutesState, Presence
from remit.meetings.outcome_queries import ACTION, matters_of
from remit.meetings.policies import may_write_minutes
from remit.people.grids import day_of
from remit.people.models import Organisation
from remit.projects.formal_records import TEMPLATE, Section
from remit.projects.models import Project
from remit.projects.policies import READ_ONLY

LATE_AFTER_DAYS = 2
MOST_AT_HOME = 20


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody invited, and whether they came."""

    key: str
    name: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What a correction made of one part of the version before."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownMinutes:
    """A version of minutes as people read it; `changes` are against the published version before.

    `matters` hold what was agreed (`outcome_queries.matters_of`).
    """

    minutes: Minutes
    matters: list[dict[str, Any]]
    came: tuple[Came, ...]
    changes: tuple[Changed, ...]
    is_latest: bool


def minutes_of(actor: Actor, meeting: Meeting) -> list[Minutes]:
    """Return the versions of a meeting's minutes, the latest first; drafts are for whoever may write them."""
    rows = list(meeting.minutes.order_by("-number"))
    for each in rows:
        each.meeting = meeting
    if may_write_minutes(actor, meeting):
        return rows
    return [each for each in rows if each.state == MinutesState.PUBLISHED]


def draft_of(actor: Actor, meeting: Meeting) -> Minutes | None:
    """Return the draft of a meeting's minutes, for whoever may write it."""
    return next((each for each in minutes_of(actor, meeting) if each.state == MinutesState.DRAFT), None)


def shown_minutes(actor: Actor, meeting: Meeting, number: int) -> ShownMinutes:
    """Return a version with who came in words and, where it corrects another, what it changed."""
    versions = minutes_of(actor, meeting)
    found = next((each for each in versions if each.number == number), None)
    if found is None:
        raise NotFound
    published = [each for each in versions if each.state == MinutesState.PUBLISHED]
    before = next((each for each in published if each.number < number), None)
    changes = _changes(before, found) if before is not None else ()
    return ShownMinutes(found, matters_of(found), came_to(found), changes, published[:1] == [found])


def came_to(minutes: Minutes) -> tuple[Came, ...]:
    """Return who was invited and whether they came, by name."""
    rows = sorted(minutes.attendance.items(), key=lambda each: (each[1]["name"], each[0]))
    return tuple(
        Came(key, each["name"], each["state"], str(Presence(each["state"]).label)) for key, each in rows
    )


def _changes(before: Minutes, after: Minutes) -> tuple[Changed, ...]:
    was, now = before.by_field(), after.by_field()
    labels = {f"presence-{key}": each["name"] for key, each in after.attendance.items()}
    for each in after.matters:
        labels[f"said-{each['number']}"] = f"{each['number']}. {each['title']}"
        labels[f"parked-{each['number']}"] = _("%(title)s: left for later") % {"title": each["title"]}
        labels[f"outcomes-{each['number']}"] = _("%(title)s: agreed") % {"title": each["title"]}
    labels["rest"] = _("What else was said")
    return tuple(
        Changed(labels[name], _in_words(name, was.get(name, "")), _in_words(name, value))
        for name, value in now.items()
        if value != was.get(name, "")
    )


def _in_words(name: str, value: str) -> str:
    if name.startswith("presence-") and value:
        return str(Presence(value).label)
    if name.startswith("parked-"):
        return _("yes") if value else _("no")
    return value


def minutes_pdf(shown: ShownMinutes) -> bytes:
    """Return a version of minutes on paper with lines to sign on, in the language that is set."""
    minutes, meeting = shown.minutes, shown.minutes.meeting
    project = meeting.project
    sections = [
        Section(_("Who came"), lines=tuple(f"{each.name}: {each.words}" for each in shown.came)),
        *(Section(f"{each['number']}. {each['title']}", text=words_of(each)) for each in shown.matters),
    ]
    if minutes.rest:
        sections.append(Section(_("What else was said"), text=minutes.rest))
    if minutes.reason:
        sections.append(Section(_("Why it was corrected"), text=minutes.reason))
    words = minutes.get_state_display()
    standing = f"{_('Version %(number)d') % {'number': minutes.number}} · {words}"
    data: dict[str, Any] = {
        "language": (get_language() or "en")[:2],
        "title": _("Minutes: %(title)s") % {"title": meeting.title},
        "organisation": project.organisation.name,
        "heading": meeting.title,
        "subheading": f"{_('Minutes')} · {project.key} {meeting.key} · {standing}",
        "facts": [
            [_("Day"), f"{day_words(meeting.day)}, {meeting.begins:%H:%M}"],
            [_("Chair"), meeting.chair.name],
            [_("Minute-taker"), meeting.minute_taker.name],
        ],
        "sections": [
            {"title": each.title, "text": each.text, "lines": list(each.lines)} for each in sections
        ],
        "none": _("Nothing was written down."),
        "agreement": _("This is what was said."),
        "signatures": [_("Chair: name, day"), _("Minute-taker: name, day")],
        "footer": f"{project.key} {meeting.key} · {standing}",
    }
    return pdf(TEMPLATE, data)


def words_of(matter: dict[str, Any]) -> str:
    """Return what was said and agreed about a matter of `matters_of`, each in a line of its own."""
    parked = _("Left for a later meeting.") if matter["is_parked"] else ""
    agreed = (outcome_words(each) for each in matter["outcomes"])
    return "\n".join(each for each in (matter["said"], parked, *agreed) if each)


def outcome_words(outcome: dict[str, Any]) -> str:
    """Return an action or a decision of minutes in a line, in the language that is set."""
    form = _("Action %(key)s: %(text)s (%(person)s, due %(day)s)")
    if outcome["kind"] != ACTION:
        form = _("Decision %(key)s: %(text)s (%(person)s, %(day)s)")
    return form % {**outcome, "day": day_words(outcome["day"])}


@dataclass(frozen=True, slots=True)
class Owed:
    """A meeting that was held and whose minutes are not published."""

    meeting: Meeting
    is_late: bool


def owed_minutes(actor: Actor) -> dict[str, Any] | None:
    """Return the minutes that the actor owes, the oldest first, or None; late ones after two working days."""
    if actor.person_id is None or actor.organisation_id is None:
        return None
    rows = Meeting.objects.visible_to(actor).filter(minute_taker=actor.person_id, state=MeetingState.HELD)
    rows = rows.exclude(minutes__state=MinutesState.PUBLISHED).exclude(project__phase__in=READ_ONLY)
    found = list(rows.select_related("project").order_by("day", "begins", "pk")[:MOST_AT_HOME])
    if not found:
        return None
    today = day_of(Organisation.objects.get(pk=actor.organisation_id))
    return {"lines": [Owed(each, is_late(each.day, today)) for each in found]}


def is_late(held_on: dt.date, today: dt.date) -> bool:
    """Return whether minutes of a meeting are late: more than two days from Monday to Friday have passed."""
    return int(np.busday_count(held_on, today)) > LATE_AFTER_DAYS


def parked_at(project: Project, series: MeetingSeries | None = None) -> list[str]:
    """Return the titles of matters that were left for later and stand on no later agenda: two queries.

    Those of a series alone where one is named.
    """
    published = Minutes.objects.filter(meeting__project=project, state=MinutesState.PUBLISHED)
    if series is not None:
        published = published.filter(meeting__series=series)
    latest: dict[int, Minutes] = {}
    for each in published.select_related("meeting").order_by("number"):
        latest[each.meeting_id] = each
    meetings = Meeting.objects.filter(project=project).exclude(state=MeetingState.CANCELLED)
    on_agenda = list(meetings.values_list("day", "begins", "agenda__title"))
    titles: dict[str, None] = {}
    for minutes in sorted(latest.values(), key=lambda each: (each.meeting.day, each.meeting.begins)):
        when = (minutes.meeting.day, minutes.meeting.begins)
        later = {title for day, begins, title in on_agenda if (day, begins) > when}
        titles |= {
            each["title"]: None
            for each in minutes.matters
            if each["is_parked"] and each["title"] not in later
        }
    return list(titles)


def published_words(minutes: Minutes) -> str:
    """Return who published minutes, and when."""
    day = day_words(minutes.published_on) if minutes.published_on else ""
    return _("published by %(name)s on %(day)s") % {"name": minutes.published_by_name, "day": day}
