"""Timesheets, for programs: one's own weeks, their steps, and what one approves."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from ninja import Query, Router, Status
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from remit.accounts.permissions import require
from remit.core.api.fields import Day, Input, Output, Version
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import created, seen, tagged
from remit.timesheets.compute import week_plan
from remit.timesheets.hours import DAY_MINUTES
from remit.timesheets.models import OWNERS, SheetState, Timesheet
from remit.timesheets.operations.about import check_state
from remit.timesheets.operations.approving import approve_sheet, return_sheet
from remit.timesheets.operations.keeping import (
    Entry,
    begin_correction,
    drop_correction,
    keep_week,
    submit_sheet,
    withdraw_sheet,
)
from remit.timesheets.policies import may_approve, may_keep_time
from remit.timesheets.queries import monday_of, one_sheet, own_person, sheets_seen
from remit.timesheets.showing import odd_of, shown_lines

router = Router(tags=["Timesheets"])
ONE = "/timesheets/{timesheet}"
PLAIN = (
    "key", "week", "number", "reason", "submitted_on", "decided_on", "decided_by_name", "answer", "total_minutes",
    "planned_minutes", "capacity_minutes", "version",
)  # fmt: skip
Minutes = Annotated[
    list[Annotated[int, Field(strict=True, ge=0, le=DAY_MINUTES)]],
    Field(
        min_length=7,
        max_length=7,
        description="Of Monday to Sunday.",
        examples=[[450, 450, 450, 450, 450, 0, 0]],
    ),
]
PlaceKey = Annotated[str, StringConstraints(max_length=16)]
Note = Annotated[str, StringConstraints(max_length=300)]


class TimesheetLineOut(Output):
    """Hours of a week at one place; no project and a name in general where the caller may not see the project."""

    project: str | None
    activity: str
    name: str
    minutes: list[int] = Field(
        description="Of Monday to Sunday; below zero where it takes an earlier line back."
    )
    note: str


class TimesheetOut(Output):
    """The hours of a person in a week; with a `number` above 0 it corrects an approved one."""

    key: str
    week: dt.date
    number: int
    reason: str
    person: str
    person_name: str
    state: SheetState
    approver: str | None
    submitted_on: dt.date | None
    decided_on: dt.date | None
    decided_by_name: str
    answer: str = Field(description="Why it was sent back.")
    total_minutes: int
    planned_minutes: int = Field(description="By the plans, when it was handed in.")
    capacity_minutes: int = Field(description="Working time less leave, when it was handed in.")
    odd: list[str] = Field(description="What its approver should look at, in words.")
    lines: list[TimesheetLineOut]
    version: int


class TimesheetPage(Page[TimesheetOut]):
    """Timesheets."""


class TimesheetQuery(ListQuery):
    """How to list and filter timesheets."""

    ORDERS: ClassVar = {"week": ("week", "pk"), "person": ("person__name", "pk")}
    order_by: Literal["week", "-week", "person", "-person"] = "-week"
    state: SheetState | None = None
    person: Annotated[str | None, Field(description="The key of a person.")] = None
    since: Annotated[Day | None, Field(description="Only weeks that begin on this day or later.")] = None
    until: Annotated[Day | None, Field(description="Only weeks that begin by this day.")] = None


class TimesheetLineIn(Input):
    """Hours of a week: on an activity, on a project as a whole, or with neither outside of projects."""

    project: PlaceKey = ""
    activity: PlaceKey = ""
    minutes: Minutes
    note: Note = ""


Lines = Annotated[list[TimesheetLineIn], Field(max_length=60)]


class TimesheetIn(Input):
    """The hours of one's own week, which has no timesheet yet."""

    week: Annotated[Day, Field(description="A Monday.")]
    lines: Lines


class TimesheetPatch(Input):
    """All hours of the week, in place of those that stood there."""

    version: Version | None = None
    lines: Lines


class TimesheetStepIn(Input):
    """A step; correcting and sending back need words."""

    version: Version | None = None
    step: Literal["submit", "withdraw", "approve", "return", "correct", "drop"]
    words: Note = ""


class PlannedLineOut(Output):
    """What the plan of a project has the caller do in a week."""

    project: str
    activity: str
    name: str
    minutes: list[int]


class WeekPlanOut(Output):
    """A week as plans and calendars have it, to begin a timesheet with."""

    week: dt.date
    capacity_minutes: int = Field(description="Working time less leave and public holidays.")
    lines: list[PlannedLineOut]


class WeekPlanQuery(BaseModel):
    """Which week."""

    model_config = ConfigDict(extra="forbid")

    week: Annotated[Day, Field(description="A day of the week.")]


def _out(request: ApiRequest, row: Timesheet) -> TimesheetOut:
    told: dict[str, Any] = {name: getattr(row, name) for name in PLAIN}
    lines = list(row.lines.all())
    shown = shown_lines(request.actor, row, lines)
    return TimesheetOut(
        **told,
        person=row.person.key,
        person_name=row.person.name,
        state=SheetState(row.state),
        approver=row.approver.key if row.approver else None,
        odd=odd_of(row) if row.submitted_on else [],
        lines=[
            TimesheetLineOut(
                project=each.project.key if each.project else None,
                activity=line.activity_key if each.project else "",
                name=each.name,
                minutes=list(each.minutes),
                note=each.note,
            )
            for each, line in zip(shown, lines, strict=True)
        ],
    )


def _answer(request: ApiRequest, response: HttpResponse, key: str) -> TimesheetOut:
    row = one_sheet(request.actor, key)
    return tagged(response, _out(request, row), row.version)


def _entries(lines: list[TimesheetLineIn]) -> list[Entry]:
    return [Entry(each.project, each.activity, tuple(each.minutes), each.note) for each in lines]


@router.get(
    "/timesheets", operation_id="list_timesheets", response=reads(TimesheetPage), summary="List timesheets"
)
def list_timesheets(request: ApiRequest, query: Query[TimesheetQuery]) -> Page[TimesheetOut]:
    """Return one's own timesheets and, once handed in, those one approves and those of direct reports."""
    own_person(request.actor)
    rows = sheets_seen(request.actor)
    if query.state is not None:
        rows = rows.filter(state=query.state)
    if query.person is not None:
        rows = rows.filter(person__key=query.person)
    if query.since is not None:
        rows = rows.filter(week__gte=query.since)
    if query.until is not None:
        rows = rows.filter(week__lte=query.until)
    rows = rows.prefetch_related("lines__project__scope")
    return paged(
        request,
        ordered(rows, query),
        query,
        TimesheetPage,
        lambda part: [_out(request, each) for each in part],
    )


@router.get(
    "/timesheet-proposal",
    operation_id="get_timesheet_proposal",
    response=reads(WeekPlanOut),
    summary="What is planned for one's own week",
)
def get_proposal(request: ApiRequest, query: Query[WeekPlanQuery]) -> WeekPlanOut:
    """Return what the plans that the caller may see have the caller do in a week, less leave."""
    person, monday = own_person(request.actor), monday_of(query.week)
    planned = week_plan(request.actor, person, monday)
    return WeekPlanOut(
        week=monday,
        capacity_minutes=planned.capacity,
        lines=[
            PlannedLineOut(
                project=each.project.key,
                activity=each.activity_key,
                name=each.activity_name,
                minutes=list(each.minutes),
            )
            for each in planned.planned
        ],
    )


@router.get(ONE, operation_id="get_timesheet", response=reads(TimesheetOut), summary="One timesheet")
def get_timesheet(request: ApiRequest, response: HttpResponse, timesheet: str) -> TimesheetOut:
    """Return a timesheet with its lines."""
    return _answer(request, response, timesheet)


@router.post(
    "/timesheets", operation_id="begin_timesheet", response=creates(TimesheetOut), summary="Begin a week"
)
def post_timesheet(request: ApiRequest, response: HttpResponse, body: TimesheetIn) -> Status[TimesheetOut]:
    """Enter the hours of one's own week; 409 where it has a timesheet already."""
    person = own_person(request.actor)
    made = keep_week(person, body.week, _entries(body.lines), version=0, actor=request.actor)
    created(response, f"/api/v1/timesheets/{made.key}")
    return Status(201, _answer(request, response, made.key))


@router.patch(
    ONE, operation_id="change_timesheet", response=changes(TimesheetOut), summary="Change the hours of a week"
)
def patch_timesheet(
    request: ApiRequest, response: HttpResponse, timesheet: str, body: TimesheetPatch
) -> TimesheetOut:
    """Put all hours of the week anew; of a correction, the hours as they should be."""
    row = one_sheet(request.actor, timesheet)
    require(may_keep_time(request.actor, row.person))
    saw = seen(request, body.version)
    with saw.checked():
        check_state(row, *OWNERS)
        keep_week(row.person, row.week, _entries(body.lines), version=saw.version, actor=request.actor)
    return _answer(request, response, timesheet)


@router.post(
    f"{ONE}/steps",
    operation_id="advance_timesheet",
    response=changes(TimesheetOut),
    summary="Hand in, approve, send back, correct",
)
def post_step(
    request: ApiRequest, response: HttpResponse, timesheet: str, body: TimesheetStepIn
) -> TimesheetOut:
    """Take a step. Its owner hands it in, withdraws and corrects it; its approver approves it or sends it back."""
    row, actor = one_sheet(request.actor, timesheet), request.actor
    is_approvers = body.step in {"approve", "return"}
    require(may_approve(actor, row) if is_approvers else may_keep_time(actor, row.person))
    saw = seen(request, body.version)
    key: str = row.key
    words: dict[str, Any] = {"version": saw.version, "actor": actor}
    with saw.checked():
        if body.step == "correct":
            key = begin_correction(row, reason=body.words, actor=actor).key
        elif body.step == "drop":
            drop_correction(row, **words)
            key = sheets_seen(actor).filter(person=row.person, week=row.week).order_by("-number")[0].key
        elif body.step == "return":
            return_sheet(row, reason=body.words, **words)
        else:
            step = {"submit": submit_sheet, "withdraw": withdraw_sheet, "approve": approve_sheet}[body.step]
            step(row, **words)
    return _answer(request, response, key)
