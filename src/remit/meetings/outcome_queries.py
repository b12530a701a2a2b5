"""Reads of what was agreed at a meeting: actions and decisions by the matter of the agenda they came from."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from remit.core.errors import NotFound
from remit.meetings.models import Action, AgendaItem, LoggedDecision, Meeting, Minutes, MinutesState

ACTION, DECISION = "action", "decision"
Lines = list[dict[str, Any]]


def one_matter(meeting: Meeting, number: int) -> AgendaItem:
    """Return a matter of a meeting's agenda by its number; `NotFound` otherwise."""
    found: AgendaItem | None = meeting.agenda.filter(number=number).first()
    if found is None:
        raise NotFound
    found.meeting = meeting
    return found


def outcomes_of(meeting: Meeting) -> dict[int, Lines]:
    """Return what was agreed at a meeting by number of its matter, actions before decisions: two queries.

    Each with key, kind, text, the name of whoever does or decided it, and the day on which it is due or was decided.
    """
    found: dict[int, Lines] = {}
    given = Action.objects.filter(matter__meeting=meeting).select_related("owner", "matter")
    for each in given.order_by("pk"):
        line = {"kind": ACTION, "key": each.key, "text": each.text}
        found.setdefault(each.matter.number, []).append(
            line | {"person": each.owner.name, "day": each.due_on}
        )
    decided = LoggedDecision.objects.filter(matter__meeting=meeting).select_related("decided_by", "matter")
    for each in decided.order_by("pk"):
        line = {"kind": DECISION, "key": each.key, "text": each.title}
        found.setdefault(each.matter.number, []).append(
            line | {"person": each.decided_by.name, "day": each.decided_on}
        )
    return found


def matters_of(minutes: Minutes) -> Lines:
    """Return the matters of minutes with what was agreed: as it stands for a draft, as it was once published."""
    if minutes.state == MinutesState.PUBLISHED:
        return [{**each, "outcomes": _read(each.get("outcomes", ()))} for each in minutes.matters]
    now = outcomes_of(minutes.meeting)
    return [{**each, "outcomes": now.get(each["number"], [])} for each in minutes.matters]


def _read(outcomes: Iterable[Mapping[str, Any]]) -> Lines:
    return [{**each, "day": dt.date.fromisoformat(each["day"])} for each in outcomes]


def as_kept(matters: Lines) -> Lines:
    """Return matters with what was agreed as published minutes keep them: plain values of JSON."""
    return [
        {**each, "outcomes": [{**one, "day": one["day"].isoformat()} for one in each["outcomes"]]}
        for each in matters
    ]
