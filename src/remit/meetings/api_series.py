"""Series of meetings, for programs: planned at once; each occurrence is a meeting that is read and changed as such."""

import datetime as dt
from typing import Annotated

from django.http import HttpResponse
from ninja import Router, Status
from pydantic import Field

from remit.accounts.permissions import require
from remit.core.api.fields import Day, Flag, Output, Whole
from remit.core.api.problems import creates
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import created
from remit.meetings.api_meetings import MeetingIn, named_fields
from remit.meetings.models import MeetingSeries
from remit.meetings.operations.series import checked_days, plan_series
from remit.meetings.policies import may_keep_outcomes
from remit.meetings.rhythms import FEWEST_OCCURRENCES, MOST_OCCURRENCES, Rhythm
from remit.meetings.series_queries import named_holidays, occurrences_of
from remit.projects.guards import visible_project

router = Router(tags=["Meetings"])


class SeriesIn(MeetingIn):
    """A meeting that comes again from its day on, either until a day or so many times."""

    rhythm: Rhythm
    until: Day | None = None
    times: Annotated[Whole, Field(ge=FEWEST_OCCURRENCES, le=MOST_OCCURRENCES)] | None = None
    skip: Annotated[list[Day], Field(max_length=MOST_OCCURRENCES)] = []
    skip_holidays: Annotated[Flag, Field(description="Leave out public holidays of the organisation.")] = (
        False
    )


class OccurrenceOut(Output):
    """A meeting of a series, and the name of the public holiday that it falls on."""

    meeting: str
    day: dt.date
    holiday: str | None


class SeriesOut(Output):
    """A series of meetings by day."""

    key: str
    rhythm: Rhythm
    occurrences: list[OccurrenceOut]


def _out(series: MeetingSeries) -> SeriesOut:
    rows = [
        OccurrenceOut(meeting=each.meeting.key, day=each.day, holiday=each.holiday or None)
        for each in occurrences_of(series)
        if each.meeting is not None
    ]
    return SeriesOut(key=series.key, rhythm=Rhythm(series.rhythm), occurrences=rows)


@router.post(
    "/projects/{key}/meeting-series",
    operation_id="plan_meeting_series",
    response=creates(SeriesOut),
    summary="Plan a series of meetings",
)
def post_series(request: ApiRequest, response: HttpResponse, key: str, body: SeriesIn) -> Status[SeriesOut]:
    """Plan a meeting that comes again; whoever is invited gets one mail with all its entries for their calendar."""
    project = visible_project(request.actor, key)
    require(may_keep_outcomes(request.actor, project))
    named = named_fields(request.actor, project, body.model_dump(exclude_unset=True))
    skip, leaves_out = set(named.pop("skip", ())), named.pop("skip_holidays", False)
    if leaves_out:
        days = checked_days(named["rhythm"], named["day"], named.get("until"), named.get("times"))
        skip |= set(named_holidays(project, days)) & set(days)
    series = plan_series(project, skip=skip, actor=request.actor, **named)
    created(response, f"/api/v1/projects/{key}/meetings?series={series.key}")
    return Status(201, _out(series))
