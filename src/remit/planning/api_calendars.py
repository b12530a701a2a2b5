"""Calendars of plans: their weeks and exceptions; each change is an edit of the plan, which can be undone."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from ninja import Query, Router, Status
from pydantic import Field, StrictInt, StringConstraints

from remit.core.api.fields import LEFT_OUT, Day, Input, Key, Name, Output, Version, stated
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import acts, changes, creates, reads, removes
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.plan_time import EPOCH
from remit.planning import api_edits
from remit.planning.api_rows import edit_out
from remit.planning.api_schemas import EditOut
from remit.planning.guards import existing_plan, visible_calendar
from remit.planning.models import Plan, PlanCalendar
from remit.planning.operations.edits import edit_plan
from remit.planning.operations.working_weeks import MOST_EXCEPTIONS

router = Router(tags=["Calendars"])

BASE = "/projects/{key}/calendars"
DAY = 1440

Minute = Annotated[StrictInt, Field(ge=0, le=DAY)]
Shift = Annotated[
    list[Minute],
    Field(min_length=2, max_length=2, description="Start and finish in minutes of the day, as [540, 750]."),
]
Shifts = Annotated[list[Shift], Field(max_length=48)]
Week = Annotated[
    list[Shifts],
    Field(min_length=7, max_length=7, description="The shifts of seven days, Monday first."),
]


class ExceptionOut(Output):
    """Days with other working time, both included; without shifts nobody works."""

    first_day: dt.date
    last_day: dt.date
    shifts: list[list[int]]
    name: str


class ExceptionIn(Input):
    """Days with other working time, both included; without shifts nobody works."""

    first_day: Day
    last_day: Day
    shifts: Shifts = Field(default_factory=list)
    name: Annotated[str, StringConstraints(max_length=200)] = ""


Exceptions = Annotated[
    list[ExceptionIn],
    Field(max_length=MOST_EXCEPTIONS, description="Of two for the same day the later of the list holds."),
]


class CalendarOut(Output):
    """A calendar: when work is done."""

    key: str
    name: str
    is_plans: bool = Field(description="Whether the plan works by it.")
    week: list[list[list[int]]]
    exceptions: list[ExceptionOut]
    version: int


class CalendarPage(Page[CalendarOut]):
    """Calendars."""


class CalendarQuery(ListQuery):
    """How to list calendars."""

    ORDERS: ClassVar = {"key": ("pk",), "name": ("name", "pk")}
    order_by: Literal["key", "-key", "name", "-name"] = "key"


class CalendarIn(Input):
    """A new calendar; what is left out comes from `copy_of`, or else is Monday to Friday."""

    name: Name
    copy_of: Key | None = LEFT_OUT
    week: Week = LEFT_OUT
    exceptions: Exceptions = LEFT_OUT


class CalendarPatch(Input):
    """What changes about a calendar; exceptions are replaced as a whole."""

    version: Version | None = None
    name: Name = LEFT_OUT
    week: Week = LEFT_OUT
    exceptions: Exceptions = LEFT_OUT


def _date(number: int) -> dt.date:
    return (EPOCH + dt.timedelta(days=number)).date()


def _number(day: dt.date) -> int:
    return (day - EPOCH.date()).days


def _calendar_out(plan: Plan, calendar: PlanCalendar) -> CalendarOut:
    return CalendarOut(
        key=calendar.key,
        name=calendar.name,
        is_plans=plan.calendar_id == calendar.pk,
        week=calendar.week,
        exceptions=[
            ExceptionOut(first_day=_date(first), last_day=_date(last), shifts=shifts, name=name)
            for first, last, shifts, name in calendar.exceptions
        ],
        version=calendar.version,
    )


def _inside(fields: dict[str, Any]) -> dict[str, Any]:
    """Return fields as steps take them: exceptions as lists of four."""
    if "exceptions" in fields:
        fields["exceptions"] = [
            [_number(e["first_day"]), _number(e["last_day"]), e.get("shifts", []), e.get("name", "")]
            for e in fields["exceptions"]
        ]
    return fields


@router.get(BASE, operation_id="list_calendars", response=reads(CalendarPage), summary="List calendars")
def list_calendars(request: ApiRequest, key: str, query: Query[CalendarQuery]) -> Page[CalendarOut]:
    """Return the calendars of a plan."""
    project, plan = existing_plan(request.actor, key)
    rows = PlanCalendar.objects.visible_to(request.actor).filter(project_id=project.pk)

    def read(part: list[PlanCalendar]) -> Iterable[CalendarOut]:
        return (_calendar_out(plan, each) for each in part)

    return paged(request, ordered(rows, query), query, CalendarPage, read)


@router.get(
    f"{BASE}/{{calendar}}", operation_id="get_calendar", response=reads(CalendarOut), summary="One calendar"
)
def get_calendar(request: ApiRequest, response: HttpResponse, key: str, calendar: str) -> CalendarOut:
    """Return a calendar's week and exceptions."""
    project, plan = existing_plan(request.actor, key)
    found = visible_calendar(project, calendar)
    return tagged(response, _calendar_out(plan, found), found.version)


@router.post(BASE, operation_id="add_calendar", response=creates(CalendarOut), summary="Add a calendar")
def post_calendar(
    request: ApiRequest, response: HttpResponse, key: str, body: CalendarIn
) -> Status[CalendarOut]:
    """Add a calendar; it moves nothing until something works by it."""
    project, plan = existing_plan(request.actor, key)
    step = {"op": "add_calendar", **_inside(body.model_dump(exclude_unset=True))}
    edit_plan(project, [step], actor=request.actor)
    made = PlanCalendar.objects.filter(project_id=project.pk).latest("pk")
    created(response, f"/api/v1/projects/{project.key}/calendars/{made.key}")
    return Status(201, tagged(response, _calendar_out(plan, made), made.version))


@router.patch(
    f"{BASE}/{{calendar}}",
    operation_id="change_calendar",
    response=changes(CalendarOut),
    summary="Change a calendar",
)
def patch_calendar(
    request: ApiRequest, response: HttpResponse, key: str, calendar: str, body: CalendarPatch
) -> CalendarOut:
    """Change a calendar, and schedule the plan anew."""
    project, plan = existing_plan(request.actor, key)
    found = visible_calendar(project, calendar)
    saw, sent = seen(request, body.version), stated(body)
    fields = _inside(dict(sent))
    step = {"op": "change_calendar", "key": found.key, "version": saw.version, "fields": fields}
    shown = {name: value for name, value in sent.items() if name != "exceptions"}
    with saw.checked(lambda: compared(shown, _calendar_out(plan, visible_calendar(project, calendar)))):
        api_edits.change(project, step, request)
    changed = visible_calendar(project, calendar)
    return tagged(response, _calendar_out(plan, changed), changed.version)


@router.delete(
    f"{BASE}/{{calendar}}",
    operation_id="remove_calendar",
    response=removes(EditOut),
    summary="Remove a calendar",
)
def delete_calendar(request: ApiRequest, key: str, calendar: str) -> EditOut:
    """Remove a calendar by which nothing works; the edit can be undone."""
    project, _plan = existing_plan(request.actor, key)
    step: dict[str, Any] = {"op": "remove_calendar", "key": visible_calendar(project, calendar).key}
    return api_edits.remove(project, step, request)


@router.post(
    f"{BASE}/{{calendar}}/use",
    operation_id="use_calendar",
    response=acts(EditOut),
    summary="Let the plan work by a calendar",
)
def post_use(request: ApiRequest, key: str, calendar: str) -> EditOut:
    """Let the plan work by this calendar; the edit can be undone."""
    project, _plan = existing_plan(request.actor, key)
    step = {"op": "use_calendar", "key": visible_calendar(project, calendar).key}
    return edit_out(project, edit_plan(project, [step], actor=request.actor))
