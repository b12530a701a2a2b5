"""Minutes of meetings, for programs: the versions, and the draft that is written and published."""

import datetime as dt
from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Router, Status
from pydantic import Field, StringConstraints

from remit.accounts.permissions import require
from remit.core.api.fields import LEFT_OUT, Input, Key, Output, Version, Whole, stated
from remit.core.api.problems import changes, creates, reads, removes
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import NotFound
from remit.meetings.meeting_queries import one_meeting
from remit.meetings.minutes_queries import draft_of, minutes_of
from remit.meetings.models import Minutes, MinutesState, Presence
from remit.meetings.operations.meetings import MOST_INVITED, MOST_ITEMS
from remit.meetings.operations.minutes import (
    LONGEST_REASON,
    LONGEST_SAID,
    Said,
    begin_minutes,
    drop_minutes,
    publish_minutes,
    write_minutes,
)
from remit.meetings.outcome_queries import matters_of
from remit.meetings.policies import may_write_minutes

router = Router(tags=["Meetings"])
ALL = "/projects/{key}/meetings/{meeting}/minutes"
DRAFT = f"{ALL}/draft"
Text = Annotated[str, StringConstraints(max_length=LONGEST_SAID)]


class OutcomeOut(Output):
    """An action or a decision that was recorded from a matter; `day` is when it is due, or was decided."""

    kind: Literal["action", "decision"]
    key: str
    text: str
    person: str
    day: dt.date


class SaidOut(Output):
    """One matter of the agenda, what was said and agreed about it, and whether it is left for a later meeting.

    Published minutes state what was agreed as it stood then.
    """

    number: int
    title: str
    said: str
    is_parked: bool
    outcomes: list[OutcomeOut]


class CameOut(Output):
    """Somebody invited, and whether they came."""

    person: str
    name: str
    presence: Presence


class MinutesOut(Output):
    """A version of minutes; a draft has neither a day of publishing nor a seal."""

    number: int
    state: MinutesState
    attendance: list[CameOut]
    matters: list[SaidOut]
    rest: str
    reason: str
    published_by: str
    published_on: dt.date | None
    sha256: str
    version: int


class SaidIn(Input):
    """What was said about a matter of the agenda, by its number."""

    number: Annotated[Whole, Field(ge=1, le=MOST_ITEMS)]
    said: Text = ""
    is_parked: bool = False


class MinutesPatch(Input):
    """What changes about a draft: who came, by key; matters by number, each as a whole; what else was said."""

    version: Version | None = None
    attendance: Annotated[dict[Key, Presence], Field(max_length=MOST_INVITED + 2)] = LEFT_OUT
    matters: Annotated[list[SaidIn], Field(max_length=MOST_ITEMS)] = LEFT_OUT
    rest: Text = LEFT_OUT


class MinutesPublishedIn(Input):
    """That a draft is published; a correction says why."""

    version: Version | None = None
    reason: Annotated[str, StringConstraints(max_length=LONGEST_REASON)] = ""


def _out(minutes: Minutes) -> MinutesOut:
    return MinutesOut(
        number=minutes.number,
        state=MinutesState(minutes.state),
        attendance=[
            CameOut(person=key, name=each["name"], presence=Presence(each["state"]))
            for key, each in sorted(minutes.attendance.items())
        ],
        matters=[SaidOut(**each) for each in matters_of(minutes)],
        rest=minutes.rest,
        reason=minutes.reason,
        published_by=minutes.published_by_name,
        published_on=minutes.published_on,
        sha256=minutes.sha256,
        version=minutes.version,
    )


def _draft(request: ApiRequest, key: str, meeting: str) -> Minutes:
    """Return the draft of a meeting's minutes, which the caller may write."""
    found = one_meeting(request.actor, key, meeting)
    require(may_write_minutes(request.actor, found))
    draft = draft_of(request.actor, found)
    if draft is None:
        raise NotFound
    return draft


@router.get(
    ALL, operation_id="list_minutes", response=reads(list[MinutesOut]), summary="Minutes of a meeting"
)
def get_minutes(request: ApiRequest, key: str, meeting: str) -> list[MinutesOut]:
    """Return the versions of a meeting's minutes, the latest first; a draft is for whoever may write it."""
    found = one_meeting(request.actor, key, meeting)
    return [_out(each) for each in minutes_of(request.actor, found)]


@router.post(ALL, operation_id="begin_minutes", response=creates(MinutesOut), summary="Begin minutes")
def post_minutes(request: ApiRequest, response: HttpResponse, key: str, meeting: str) -> Status[MinutesOut]:
    """Begin the minutes of a meeting that was held, or a correction of what is published."""
    found = one_meeting(request.actor, key, meeting)
    require(may_write_minutes(request.actor, found))
    made = begin_minutes(found, actor=request.actor)
    created(response, f"/api/v1/projects/{key}/meetings/{meeting}/minutes")
    return Status(201, tagged(response, _out(made), made.version))


@router.get(
    DRAFT, operation_id="get_minutes_draft", response=reads(MinutesOut), summary="The draft of minutes"
)
def get_draft(request: ApiRequest, response: HttpResponse, key: str, meeting: str) -> MinutesOut:
    """Return the draft of a meeting's minutes, for whoever may write it."""
    draft = _draft(request, key, meeting)
    return tagged(response, _out(draft), draft.version)


@router.patch(DRAFT, operation_id="write_minutes", response=changes(MinutesOut), summary="Write minutes")
def patch_minutes(
    request: ApiRequest, response: HttpResponse, key: str, meeting: str, body: MinutesPatch
) -> MinutesOut:
    """Write into the draft of a meeting's minutes; matters that are not sent stay as they are."""
    draft = _draft(request, key, meeting)
    saw, sent = seen(request, body.version), stated(body)
    named = {**sent, "matters": [Said(**each) for each in sent["matters"]]} if "matters" in sent else sent
    with saw.checked(lambda: compared(sent, _out(_draft(request, key, meeting)))):
        written = write_minutes(draft, version=saw.version, actor=request.actor, **named)
    return tagged(response, _out(written), written.version)


@router.delete(DRAFT, operation_id="drop_minutes", response=removes(MinutesOut), summary="Throw a draft away")
def delete_minutes(request: ApiRequest, key: str, meeting: str) -> MinutesOut:
    """Throw the draft of a meeting's minutes away, and return it as it was; what is published stays."""
    draft = _draft(request, key, meeting)
    saw = seen(request, None if "If-Match" in request.headers else draft.version)
    was = _out(draft)
    with saw.checked():
        drop_minutes(draft, version=saw.version, actor=request.actor)
    return was


@router.post(
    f"{DRAFT}/publish",
    operation_id="publish_minutes",
    response=changes(MinutesOut),
    summary="Publish minutes",
)
def post_published(
    request: ApiRequest, response: HttpResponse, key: str, meeting: str, body: MinutesPublishedIn
) -> MinutesOut:
    """Publish the draft: it never changes from then on, and whoever was invited is told."""
    draft = _draft(request, key, meeting)
    saw = seen(request, body.version)
    with saw.checked():
        made = publish_minutes(draft, version=saw.version, reason=body.reason, actor=request.actor)
    return tagged(response, _out(made), made.version)
