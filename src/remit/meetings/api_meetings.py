"""Meetings of a project, for programs."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.accounts.permissions import Actor, require
from remit.core.api.fields import LEFT_OUT, Day, Flag, Input, Key, Name, Output, Version, Whole, stated
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import Invalid
from remit.meetings.meeting_queries import invitable, meetings_of, one_meeting, parts_of
from remit.meetings.models import Meeting, MeetingKind, MeetingState
from remit.meetings.models.meeting import LONGEST_MINUTES, SHORTEST_MINUTES
from remit.meetings.operations.meetings import (
    MOST_INVITED,
    MOST_ITEMS,
    Item,
    cancel_meeting,
    change_meeting,
    hold_meeting,
    plan_meeting,
)
from remit.meetings.operations.series import cancel_following, change_following
from remit.meetings.policies import may_keep_outcomes
from remit.projects.api_deliverables import person_named
from remit.projects.guards import visible_project
from remit.projects.models import Project

router = Router(tags=["Meetings"])
Text = Annotated[str, StringConstraints(max_length=20_000)]
Place = Annotated[str, StringConstraints(max_length=300)]
Clock = Annotated[
    str,
    StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$"),
    Field(description="Wall-clock time of the organisation.", examples=["10:00"]),
]
Length = Annotated[Whole, Field(ge=SHORTEST_MINUTES, le=LONGEST_MINUTES)]
Keys = Annotated[list[Key], Field(max_length=MOST_INVITED)]


class MatterOut(Output):
    """One matter of an agenda."""

    title: str
    minutes: int | None
    leader: str | None


class MatterIn(Input):
    """One matter of an agenda: how long it may take and who leads it, where that is said."""

    title: Name
    minutes: Annotated[Whole, Field(ge=1, le=LONGEST_MINUTES)] | None = None
    leader: Key | None = None


Agenda = Annotated[list[MatterIn], Field(max_length=MOST_ITEMS)]


class MeetingOut(Output):
    """A meeting; `stakeholders` is null for whoever does not see those of the project."""

    key: str
    kind: MeetingKind
    title: str
    purpose: str
    day: dt.date
    begins: str
    length_minutes: int
    place: str
    chair: str
    minute_taker: str
    invited: list[str]
    stakeholders: list[str] | None
    agenda: list[MatterOut]
    series: str | None
    state: MeetingState
    reason: str
    version: int


class MeetingPage(Page[MeetingOut]):
    """Meetings."""


class MeetingQuery(ListQuery):
    """How to list and filter meetings."""

    ORDERS: ClassVar = {"key": ("pk",), "day": ("day", "begins", "pk")}
    order_by: Literal["key", "-key", "day", "-day"] = "key"
    state: MeetingState | None = None
    series: Annotated[str | None, Field(description="The key of a series.")] = None


class MeetingIn(Input):
    """A new meeting; chair and minute-taker are invited beside `invited`."""

    kind: MeetingKind
    title: Name
    day: Day
    begins: Clock
    length_minutes: Length
    chair: Key
    minute_taker: Key
    purpose: Text = LEFT_OUT
    place: Place = LEFT_OUT
    invited: Keys = LEFT_OUT
    stakeholders: Keys = LEFT_OUT
    agenda: Agenda = LEFT_OUT


class MeetingPatch(Input):
    """What changes about a planned meeting, and with `following` about all planned ones of its series after it."""

    version: Version | None = None
    following: Flag = False
    kind: MeetingKind = LEFT_OUT
    title: Name = LEFT_OUT
    day: Day = LEFT_OUT
    begins: Clock = LEFT_OUT
    length_minutes: Length = LEFT_OUT
    chair: Key = LEFT_OUT
    minute_taker: Key = LEFT_OUT
    purpose: Text = LEFT_OUT
    place: Place = LEFT_OUT
    invited: Keys = LEFT_OUT
    stakeholders: Keys = LEFT_OUT
    agenda: Agenda = LEFT_OUT


class MeetingHeldIn(Input):
    """That a meeting took place."""

    version: Version | None = None


class MeetingCancelledIn(Input):
    """Why a meeting does not take place, and with `following` all planned ones of its series after it."""

    version: Version | None = None
    following: Flag = False
    reason: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]


def _out(actor: Actor, meeting: Meeting) -> MeetingOut:
    parts = parts_of(actor, meeting)
    own = ("key", "title", "purpose", "day", "length_minutes", "place", "reason", "version")
    outside = parts.stakeholders
    return MeetingOut(
        **{name: getattr(meeting, name) for name in own},
        kind=MeetingKind(meeting.kind),
        series=meeting.series.key if meeting.series else None,
        state=MeetingState(meeting.state),
        begins=f"{meeting.begins:%H:%M}",
        chair=meeting.chair.key,
        minute_taker=meeting.minute_taker.key,
        invited=[each.key for each in parts.invited],
        stakeholders=None if outside is None else [each.key for each in outside],
        agenda=[
            MatterOut(title=each.title, minutes=each.minutes, leader=each.leader.key if each.leader else None)
            for each in parts.agenda
        ],
    )


def _stands(request: ApiRequest, key: str, meeting: str) -> MeetingOut:
    return _out(request.actor, one_meeting(request.actor, key, meeting))


def named_fields(actor: Actor, project: Project, sent: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent with people, stakeholders and the time as operations take them."""
    found = dict(sent)
    for field in ("chair", "minute_taker"):
        if field in found:
            found[field] = person_named(actor, project, found[field], field)
    if "invited" in found:
        found["invited"] = [person_named(actor, project, each, "invited") for each in found["invited"]]
    if "stakeholders" in found:
        found["stakeholders"] = _stakeholders(project, found["stakeholders"])
    if "agenda" in found:
        found["agenda"] = [_item(actor, project, each) for each in found["agenda"]]
    if "begins" in found:
        found["begins"] = dt.time.fromisoformat(found["begins"])
    return found


def _item(actor: Actor, project: Project, sent: dict[str, Any]) -> Item:
    leader = sent.get("leader")
    named = None if leader is None else person_named(actor, project, leader, "agenda")
    return Item(sent["title"], sent.get("minutes"), named)


def _stakeholders(project: Project, keys: list[str]) -> list[Any]:
    found = {each.key: each for each in invitable(project).filter(key__in=keys)}
    if set(keys) - set(found):
        raise Invalid(_("Choose stakeholders of this project."), field="stakeholders", code="unknown")
    return list(found.values())


@router.get(
    "/projects/{key}/meetings",
    operation_id="list_meetings",
    response=reads(MeetingPage),
    summary="Meetings of a project",
)
def list_meetings(request: ApiRequest, key: str, query: Query[MeetingQuery]) -> Page[MeetingOut]:
    """Return the meetings of a project, whatever became of them."""
    project = visible_project(request.actor, key)
    rows = meetings_of(project).prefetch_related("invited", "stakeholders", "agenda__leader")
    if query.state is not None:
        rows = rows.filter(state=query.state)
    if query.series is not None:
        rows = rows.filter(series__key=query.series)

    def out(part: list[Any]) -> list[MeetingOut]:
        for each in part:
            each.project = project
        return [_out(request.actor, each) for each in part]

    return paged(request, ordered(rows, query), query, MeetingPage, out)


@router.post(
    "/projects/{key}/meetings",
    operation_id="plan_meeting",
    response=creates(MeetingOut),
    summary="Plan a meeting",
)
def post_meeting(
    request: ApiRequest, response: HttpResponse, key: str, body: MeetingIn
) -> Status[MeetingOut]:
    """Plan a meeting; whoever is invited gets a mail with an entry for their calendar."""
    project = visible_project(request.actor, key)
    require(may_keep_outcomes(request.actor, project))
    named = named_fields(request.actor, project, body.model_dump(exclude_unset=True))
    made = plan_meeting(project, actor=request.actor, **named)
    created(response, f"/api/v1/projects/{key}/meetings/{made.key}")
    found = one_meeting(request.actor, key, made.key)
    return Status(201, tagged(response, _out(request.actor, found), found.version))


@router.get(
    "/projects/{key}/meetings/{meeting}",
    operation_id="get_meeting",
    response=reads(MeetingOut),
    summary="One meeting",
)
def get_meeting(request: ApiRequest, response: HttpResponse, key: str, meeting: str) -> MeetingOut:
    """Return one meeting with its agenda and who is invited."""
    found = one_meeting(request.actor, key, meeting)
    return tagged(response, _out(request.actor, found), found.version)


@router.patch(
    "/projects/{key}/meetings/{meeting}",
    operation_id="change_meeting",
    response=changes(MeetingOut),
    summary="Change a meeting",
)
def patch_meeting(
    request: ApiRequest, response: HttpResponse, key: str, meeting: str, body: MeetingPatch
) -> MeetingOut:
    """Change a planned meeting; lists that are sent take the place of what stands, and calendars follow."""
    found = one_meeting(request.actor, key, meeting)
    require(may_keep_outcomes(request.actor, found.project))
    saw, sent = seen(request, body.version), stated(body)
    change = change_following if sent.pop("following", False) else change_meeting
    named = named_fields(request.actor, found.project, sent)
    with saw.checked(lambda: compared(sent, _stands(request, key, meeting))):
        change(found, version=saw.version, actor=request.actor, **named)
    changed = _stands(request, key, meeting)
    return tagged(response, changed, changed.version)


@router.post(
    "/projects/{key}/meetings/{meeting}/held",
    operation_id="hold_meeting",
    response=changes(MeetingOut),
    summary="Say that a meeting was held",
)
def post_held(
    request: ApiRequest, response: HttpResponse, key: str, meeting: str, body: MeetingHeldIn
) -> MeetingOut:
    """Say that a planned meeting took place, from its day on."""
    found = one_meeting(request.actor, key, meeting)
    require(may_keep_outcomes(request.actor, found.project))
    saw = seen(request, body.version)
    with saw.checked():
        hold_meeting(found, version=saw.version, actor=request.actor)
    changed = _stands(request, key, meeting)
    return tagged(response, changed, changed.version)


@router.post(
    "/projects/{key}/meetings/{meeting}/cancel",
    operation_id="cancel_meeting",
    response=changes(MeetingOut),
    summary="Cancel a meeting",
)
def post_cancel(
    request: ApiRequest, response: HttpResponse, key: str, meeting: str, body: MeetingCancelledIn
) -> MeetingOut:
    """Cancel a planned meeting with the reason; whoever was invited is told."""
    found = one_meeting(request.actor, key, meeting)
    require(may_keep_outcomes(request.actor, found.project))
    saw = seen(request, body.version)
    with saw.checked():
        off = cancel_following if body.following else cancel_meeting
        off(found, reason=body.reason, version=saw.version, actor=request.actor)
    changed = _stands(request, key, meeting)
    return tagged(response, changed, changed.version)
