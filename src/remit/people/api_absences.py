"""Absences of people, decisions on leave, and how much working time is left."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from remit.accounts.permissions import require
from remit.core.api.fields import Day, Flag, Input, Key, Output, Version
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import created, seen, tagged
from remit.core.errors import Invalid, NotFound
from remit.people.absences import capacity, visible_absences
from remit.people.grids import day_of
from remit.people.guards import own_organisation
from remit.people.holidays import holidays_between
from remit.people.leads import Ladder, ladder_of
from remit.people.models import Absence, AbsenceKind, AbsenceState, Person
from remit.people.operations.absences import cancel_leave, decide_leave, request_leave
from remit.people.policies import may_see_skills, may_see_why_absent

router = Router(tags=["Absences"])

Reason = Annotated[str, StringConstraints(max_length=300, strip_whitespace=True)]


class AbsenceOut(Output):
    """Somebody is away; kind and note are null for whoever may not see why."""

    key: str
    person: str
    person_name: str
    from_date: dt.date
    to_date: dt.date
    from_midday: bool
    until_midday: bool
    kind: AbsenceKind | None
    note: str | None
    state: AbsenceState
    decided_by_name: str
    decided_at: dt.datetime | None
    reason: str
    version: int


class AbsencePage(Page[AbsenceOut]):
    """Absences."""


class AbsenceQuery(ListQuery):
    """How to list absences."""

    ORDERS: ClassVar = {"from_date": ("from_date", "pk"), "person": ("person__name", "from_date", "pk")}
    order_by: Literal["from_date", "-from_date", "person", "-person"] = "from_date"
    person: str | None = None
    state: AbsenceState | None = None
    since: Annotated[Day | None, Field(description="Only those that end on this day or later.")] = None
    until: Annotated[Day | None, Field(description="Only those that begin by this day.")] = None


class AbsenceIn(Input):
    """Leave for oneself, or noted for somebody above whom one stands."""

    person: Key
    from_date: Day
    to_date: Day
    from_midday: Flag = False
    until_midday: Flag = False
    absence_kind: AbsenceKind = AbsenceKind.HOLIDAY
    note: Reason = ""


class LeaveDecisionIn(Input):
    """The answer to a request for leave."""

    version: Version | None = None
    is_approved: Flag
    reason: Reason = ""


class LeaveCancelIn(Input):
    """Takes leave back, at the version that was seen."""

    version: Version | None = None


class CapacityWeekOut(Output):
    """One week of somebody's working time, in minutes."""

    monday: dt.date
    full_minutes: int
    absent_minutes: int
    holiday_minutes: int
    left_minutes: int


class CapacityOut(Output):
    """How much somebody can work, week by week."""

    person: str
    weeks: list[CapacityWeekOut]


class CapacityQuery(BaseModel):
    """From when on, and how many weeks."""

    model_config = ConfigDict(extra="forbid")

    first: Annotated[
        Day | None, Field(description="A day of the first week; today where it is left out.")
    ] = None
    weeks: Annotated[int, Field(ge=1, le=104)] = 12


def _ladder(request: ApiRequest) -> Ladder:
    return ladder_of(own_organisation(request.actor))


def _out(absence: Absence, request: ApiRequest, ladder: Ladder) -> AbsenceOut:
    is_lead = ladder.is_above(request.actor.person_id, absence.person_id)
    sees = may_see_why_absent(request.actor, absence.person_id, is_lead=is_lead)
    return AbsenceOut(
        key=absence.key,
        person=absence.person.key,
        person_name=absence.person.name,
        from_date=absence.from_date,
        to_date=absence.to_date,
        from_midday=absence.from_midday,
        until_midday=absence.until_midday,
        kind=AbsenceKind(absence.kind) if sees else None,
        note=absence.note if sees else None,
        state=AbsenceState(absence.state),
        decided_by_name=absence.decided_by_name,
        decided_at=absence.decided_at,
        reason=absence.reason if sees else "",
        version=absence.version,
    )


def _found(request: ApiRequest, key: str, ladder: Ladder) -> Absence:
    rows = visible_absences(request.actor, ladder).filter(key=key)
    found: Absence | None = rows.select_related("person__organisation").first()
    if found is None:
        raise NotFound
    return found


@router.get("/absences", operation_id="list_absences", response=reads(AbsencePage), summary="List absences")
def list_absences(request: ApiRequest, query: Query[AbsenceQuery]) -> Page[AbsenceOut]:
    """Return one's own absences, those of people above whom one stands, and what is agreed of colleagues."""
    ladder = _ladder(request)
    rows = visible_absences(request.actor, ladder).select_related("person")
    if query.person is not None:
        rows = rows.filter(person__key=query.person)
    if query.state is not None:
        rows = rows.filter(state=query.state)
    if query.since is not None:
        rows = rows.filter(to_date__gte=query.since)
    if query.until is not None:
        rows = rows.filter(from_date__lte=query.until)

    def read(part: list[Absence]) -> Iterator[AbsenceOut]:
        return (_out(each, request, ladder) for each in part)

    return paged(request, ordered(rows, query), query, AbsencePage, read)


@router.get(
    "/absences/{absence}", operation_id="get_absence", response=reads(AbsenceOut), summary="One absence"
)
def get_absence(request: ApiRequest, response: HttpResponse, absence: str) -> AbsenceOut:
    """Return one absence."""
    ladder = _ladder(request)
    found = _found(request, absence, ladder)
    return tagged(response, _out(found, request, ladder), found.version)


@router.post("/absences", operation_id="request_leave", response=creates(AbsenceOut), summary="Ask for leave")
def post_absence(request: ApiRequest, response: HttpResponse, body: AbsenceIn) -> Status[AbsenceOut]:
    """Ask for leave for oneself; what is noted for somebody above whom one stands is agreed at once."""
    sent = body.model_dump()
    person = Person.objects.visible_to(request.actor).filter(key=sent.pop("person")).first()
    if person is None:
        message = _("There is nothing here with the key %(key)s.") % {"key": body.person}
        raise Invalid(message, field="person", code="unknown")
    made = request_leave(person, kind=sent.pop("absence_kind"), actor=request.actor, **sent)
    created(response, f"/api/v1/absences/{made.key}")
    return Status(201, tagged(response, _out(made, request, _ladder(request)), made.version))


@router.post(
    "/absences/{absence}/decide",
    operation_id="decide_leave",
    response=changes(AbsenceOut),
    summary="Decide on leave",
)
def post_decision(
    request: ApiRequest, response: HttpResponse, absence: str, body: LeaveDecisionIn
) -> AbsenceOut:
    """Agree to a request for leave, or decline it with a reason: whoever stands above."""
    ladder = _ladder(request)
    found, saw = _found(request, absence, ladder), seen(request, body.version)
    with saw.checked():
        decided = decide_leave(
            found,
            is_approved=body.is_approved,
            reason=body.reason,
            version=saw.version,
            actor=request.actor,
        )
    return tagged(response, _out(decided, request, ladder), decided.version)


@router.post(
    "/absences/{absence}/cancel",
    operation_id="cancel_leave",
    response=changes(AbsenceOut),
    summary="Take leave back",
)
def post_cancel(request: ApiRequest, response: HttpResponse, absence: str, body: LeaveCancelIn) -> AbsenceOut:
    """Take leave back that was asked for or agreed."""
    ladder = _ladder(request)
    found, saw = _found(request, absence, ladder), seen(request, body.version)
    with saw.checked():
        cancelled = cancel_leave(found, version=saw.version, actor=request.actor)
    return tagged(response, _out(cancelled, request, ladder), cancelled.version)


@router.get(
    "/people/{person}/capacity",
    operation_id="get_capacity",
    response=reads(CapacityOut),
    summary="How much somebody can work",
)
def get_capacity(request: ApiRequest, person: str, query: Query[CapacityQuery]) -> CapacityOut:
    """Return hours a week less agreed absence, week by week, of somebody whose absences one may see."""
    organisation = own_organisation(request.actor)
    found = Person.objects.visible_to(request.actor).filter(key=person).first()
    if found is None:
        raise NotFound
    ladder = ladder_of(organisation)
    if not may_see_why_absent(
        request.actor, found.pk, is_lead=ladder.is_above(request.actor.person_id, found.pk)
    ):
        require(may_see_skills(request.actor))
    rows = visible_absences(request.actor, ladder)
    agreed = rows.filter(person=found, state=AbsenceState.APPROVED)
    first = query.first or day_of(organisation)
    monday = first - dt.timedelta(days=first.weekday())
    days = holidays_between(organisation.pk, monday, monday + dt.timedelta(weeks=query.weeks))
    weeks = capacity(found, agreed, first, query.weeks, holidays=days)
    return CapacityOut(
        person=found.key,
        weeks=[
            CapacityWeekOut(
                monday=week.monday,
                full_minutes=week.full,
                absent_minutes=week.away,
                holiday_minutes=week.public,
                left_minutes=week.left,
            )
            for week in weeks
        ],
    )
