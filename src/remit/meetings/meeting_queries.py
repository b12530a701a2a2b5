"""Reads of meetings: those of a project, one with its agenda and who is invited, and those that somebody has soon."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.meetings.models import AgendaItem, Meeting, MeetingState
from remit.meetings.policies import may_invite_stakeholders
from remit.people.grids import day_of
from remit.people.models import Organisation, Person
from remit.projects.guards import visible_project
from remit.projects.models import Project, Stakeholder
from remit.projects.policies import READ_ONLY
from remit.projects.querysets import PartQuerySet
from remit.projects.registries import PlannedContact

DAYS_AHEAD = 7
MOST_AT_HOME = 20
COLOURS = {MeetingState.PLANNED: "amber", MeetingState.HELD: "green", MeetingState.CANCELLED: "grey"}


def meetings_of(project: Project) -> PartQuerySet:
    """Return the meetings of a project with chair and minute-taker."""
    rows: PartQuerySet = Meeting.objects.filter(project=project)
    return rows.select_related("chair", "minute_taker", "project__organisation", "series")


def one_meeting(actor: Actor, project_key: str, key: str) -> Meeting:
    """Return a meeting of a project that the actor may see; `NotFound` otherwise."""
    project = visible_project(actor, project_key)
    rows = meetings_of(project).prefetch_related("agenda__leader", "invited")
    found: Meeting | None = rows.filter(key=key).first()
    if found is None:
        raise NotFound
    found.project = project
    return found


@dataclass(frozen=True, slots=True)
class MeetingParts:
    """What belongs to a meeting; `stakeholders` is None for whoever does not see those of the project."""

    agenda: list[AgendaItem]
    invited: list[Person]
    stakeholders: list[Stakeholder] | None

    @property
    def planned_minutes(self) -> int:
        """Return how long the agenda takes, as far as it says."""
        return sum(each.minutes or 0 for each in self.agenda)


def parts_of(actor: Actor, meeting: Meeting) -> MeetingParts:
    """Return agenda and who is invited: at most three queries, none where they were fetched along."""
    sees = bool(may_invite_stakeholders(actor, meeting.project))
    return MeetingParts(
        list(meeting.agenda.all()),
        sorted(meeting.invited.all(), key=lambda each: (each.name, each.pk)),
        list(meeting.stakeholders.all()) if sees else None,
    )


def invitable(project: Project) -> Any:
    """Return the stakeholders of a project among whom those from outside are chosen."""
    return Stakeholder.objects.filter(project=project).order_by("name", "pk")


def planned_with(project: Project) -> dict[int, PlannedContact]:
    """Return the next planned meeting from today on to which each stakeholder is invited, by its id: one query."""
    through = Meeting.stakeholders.through.objects.filter(
        meeting__project=project,
        meeting__state=MeetingState.PLANNED,
        meeting__day__gte=day_of(project.organisation),
    )
    rows = through.select_related("meeting").order_by("-meeting__day", "-meeting__begins", "-meeting")
    return {
        each.stakeholder_id: PlannedContact(
            each.meeting.day,
            str(each.meeting),
            reverse("meetings:meeting", args=[project.key, each.meeting.key]),
        )
        for each in rows
    }


def taken_part_in(actor: Actor) -> Q:
    """Return the filter that keeps the meetings that the actor leads, minutes or is invited to."""
    invited = Meeting.invited.through.objects.filter(person=actor.person_id).values("meeting")
    return Q(chair=actor.person_id) | Q(minute_taker=actor.person_id) | Q(pk__in=invited)


def my_meetings(actor: Actor) -> dict[str, Any] | None:
    """Return the meetings that the actor leads, minutes or is invited to within the next seven days, or None."""
    if actor.person_id is None or actor.organisation_id is None:
        return None
    today = day_of(Organisation.objects.get(pk=actor.organisation_id))
    rows = Meeting.objects.visible_to(actor).filter(taken_part_in(actor), state=MeetingState.PLANNED)
    rows = rows.filter(day__range=(today, today + dt.timedelta(days=DAYS_AHEAD)))
    rows = rows.exclude(project__phase__in=READ_ONLY).select_related("project")
    found = list(rows.order_by("day", "begins", "pk")[:MOST_AT_HOME])
    return {"lines": found, "person": actor.person_id} if found else None
