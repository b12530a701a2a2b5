"""Reads of series of meetings: one, where a meeting stands in it, and the days that a new one would have."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.meetings.models import Meeting, MeetingSeries, MeetingState
from remit.people.holidays import holidays_between
from remit.projects.guards import visible_project
from remit.projects.models import Project


def one_series(actor: Actor, project_key: str, key: str) -> MeetingSeries:
    """Return a series of a project that the actor may see; `NotFound` otherwise."""
    project = visible_project(actor, project_key)
    found: MeetingSeries | None = MeetingSeries.objects.filter(project=project, key=key).first()
    if found is None:
        raise NotFound
    found.project = project
    return found


def first_of(series: MeetingSeries) -> Meeting:
    """Return the first meeting of a series."""
    found: Meeting = series.meetings.order_by("day", "begins", "pk")[0]
    return found


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A day of a series, the name of the public holiday that it falls on, and its meeting once there is one."""

    day: dt.date
    holiday: str
    meeting: Meeting | None = None


def occurrences_of(series: MeetingSeries) -> list[Occurrence]:
    """Return the meetings of a series by day, those on a public holiday with its name: two queries."""
    rows = list(series.meetings.order_by("day", "begins", "pk"))
    names = named_holidays(series.project, [each.day for each in rows])
    return [Occurrence(each.day, names.get(each.day, ""), each) for each in rows]


def named_holidays(project: Project, days: list[dt.date]) -> dict[dt.date, str]:
    """Return the public holidays of the organisation from the first of these days to the last: one query."""
    return holidays_between(project.organisation_id, min(days), max(days)) if days else {}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a meeting stands in its series: which it is of how many, and what is before and after it."""

    series: MeetingSeries
    number: int
    count: int
    planned_after: int
    before: Meeting | None
    after: Meeting | None


def place_in_series(meeting: Meeting) -> Place | None:
    """Return where a meeting stands in its series, or None for a single one: one query."""
    if meeting.series is None:
        return None
    rows = list(meeting.series.meetings.order_by("day", "begins", "pk"))
    at = next(number for number, each in enumerate(rows) if each.pk == meeting.pk)
    return Place(
        meeting.series, at + 1, len(rows),
        sum(each.state == MeetingState.PLANNED for each in rows[at + 1 :]),
        rows[at - 1] if at else None, rows[at + 1] if at + 1 < len(rows) else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownDays:
    """The days of a series before it is planned, those to be skipped, and whether somebody has seen them."""

    days: list[Occurrence]
    skipped: frozenset[dt.date]
    seen: str
    were_shown: bool

    @property
    def holidays(self) -> int:
        """Return how many of the days are public holidays."""
        return sum(bool(each.holiday) for each in self.days)


def days_before(
    project: Project, days: list[dt.date], sent: Mapping[str, Any], ticked: list[str]
) -> ShownDays:
    """Return the days of a series for somebody to look at; `sent` and `ticked` are what their form says of them.

    Before they were seen every public holiday is proposed to be skipped.
    """
    names = named_holidays(project, days)
    rows = [Occurrence(day, names.get(day, "")) for day in days]
    seen = " ".join(day.isoformat() for day in days)
    were_shown = sent.get("days_seen") == seen
    skipped = {day for day in days if day.isoformat() in ticked} if were_shown else set(names) & set(days)
    return ShownDays(rows, frozenset(skipped), seen, were_shown)
