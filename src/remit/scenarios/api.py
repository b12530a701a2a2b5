"""Levelling as a proposal, for programs."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.core.api.fields import Count, Input, Output, moment
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import WRITE, acts, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import created
from remit.core.plan_time import MINUTES_PER_DAY, to_day
from remit.jobs.api import JobOut, job_out
from remit.planning.guards import existing_plan
from remit.scenarios.compute import Wish
from remit.scenarios.guards import visible_proposal
from remit.scenarios.models import LevellingProposal, LevelObjective, ProposalState
from remit.scenarios.operations.levelling import (
    LONGEST,
    MOST_STABILITY,
    SHORTEST,
    accept_levelling,
    begin_levelling,
    refuse_levelling,
)
from remit.scenarios.queries import is_stale

router = Router(tags=["Levelling"])
BASE = "/projects/{key}/levelling"
ActivityKey = Annotated[str, StringConstraints(max_length=16)]
MOST_KEYS = 10_000


class LevelIn(Input):
    """What levelling is asked for."""

    objective: LevelObjective = LevelObjective.FINISH
    stability: Annotated[
        float,
        Field(
            ge=0,
            le=MOST_STABILITY,
            description="How many minutes of the end one minute is worth by which one activity is moved.",
        ),
    ] = 0.0
    seconds: Annotated[Count, Field(ge=SHORTEST, le=LONGEST)] = 10


class LevelReason(Output):
    """Why an activity would move: a resource is taken `until` then `by` others, or it follows one that moves.

    `too_much_from` and `too_much_to` are the days between which the resource has too much to do as the plan stands.
    """

    kind: Literal["resource", "link", "none"]
    by: list[str]
    resource: str | None
    until: str | None
    too_much_from: dt.date | None
    too_much_to: dt.date | None


class LevelRow(Output):
    """One activity that would move. Those that are not `offered` move along with others and cannot be chosen."""

    activity: str
    name: str
    start: str | None
    finish: str | None
    new_start: str | None
    new_finish: str | None
    days: int = Field(description="Calendar days from its start now to the proposed one.")
    float_minutes: int | None
    new_float_minutes: int | None
    is_critical: bool
    becomes_critical: bool
    offered: bool
    needs: list[str] = Field(description="It lies there only together with these.")
    why: LevelReason


class LevellingOut(Output):
    """A proposal of levelling in figures. `gap` is how far its value may lie above the best there is."""

    key: str
    state: ProposalState
    is_stale: bool
    objective: LevelObjective
    stability: float
    seconds: int
    by_key: str
    by_name: str
    at: dt.datetime
    plan_version: int
    edit: int | None = Field(description="The edit by which it was accepted; undoing it takes all back.")
    is_proved: bool
    gap: float
    finish: str | None
    new_finish: str | None
    critical: int
    new_critical: int
    days_over: int
    new_days_over: int
    moved: int


class LevellingWithRows(LevellingOut):
    """A proposal of levelling with everything that would move."""

    rows: list[LevelRow]


class LevellingPage(Page[LevellingOut]):
    """Proposals of levelling."""


class LevellingQuery(ListQuery):
    """How to list proposals of levelling."""

    ORDERS: ClassVar = {"key": ("pk",)}
    order_by: Literal["key", "-key"] = "-key"
    state: ProposalState | None = None


class AcceptLevellingIn(Input):
    """Which activities of a proposal are accepted; null: all of them."""

    activities: Annotated[list[ActivityKey], Field(min_length=1, max_length=MOST_KEYS)] | None = None


class AcceptedOut(Output):
    """What accepting a proposal did: the edit, by whose number it is taken back."""

    edit: int | None
    label: str
    plan_version: int
    proposal: LevellingOut


def _facts(proposal: LevellingProposal, plan: Any) -> dict[str, Any]:
    figures = proposal.figures
    own = ("key", "state", "objective", "stability", "seconds", "by_key", "by_name", "at", "plan_version")
    return {name: getattr(proposal, name) for name in own} | {
        "is_stale": is_stale(proposal, plan),
        "edit": proposal.edit_number,
        "is_proved": figures["status"] == "optimal",
        "gap": figures["gap"],
        "finish": moment(figures["finish"]),
        "new_finish": moment(figures["to_finish"]),
        "critical": figures["critical"],
        "new_critical": figures["to_critical"],
        "days_over": figures["over"],
        "new_days_over": figures["to_over"],
        "moved": figures["moved"],
    }


def _row(row: dict[str, Any]) -> LevelRow:
    why = row["why"]
    over = [to_day(day * MINUTES_PER_DAY) for day in why.get("over", ())]
    return LevelRow(
        activity=row["key"],
        name=row["name"],
        start=moment(row["start"]),
        finish=moment(row["finish"]),
        new_start=moment(row["to_start"]),
        new_finish=moment(row["to_finish"]),
        days=row["days"],
        float_minutes=row["float"],
        new_float_minutes=row["to_float"],
        is_critical=row["is_critical"],
        becomes_critical=row["becomes_critical"],
        offered=bool(row["fields"]),
        needs=row["needs"],
        why=LevelReason(
            kind=why["kind"],
            by=why.get("by", []),
            resource=why.get("resource") or None,
            until=moment(why.get("until")),
            too_much_from=over[0] if over else None,
            too_much_to=over[1] if over else None,
        ),
    )


@router.get(
    BASE, operation_id="list_levelling", response=reads(LevellingPage), summary="List proposals of levelling"
)
def list_levelling(request: ApiRequest, key: str, query: Query[LevellingQuery]) -> Page[LevellingOut]:
    """Return what levelling proposed for a plan, the newest first; the last twenty are kept."""
    project, plan = existing_plan(request.actor, key)
    rows = LevellingProposal.objects.visible_to(request.actor).filter(project_id=project.pk)
    rows = rows.defer("rows", "loads")
    if query.state is not None:
        rows = rows.filter(state=query.state)
    return paged(
        request,
        ordered(rows, query),
        query,
        LevellingPage,
        lambda part: [LevellingOut(**_facts(each, plan)) for each in part],
    )


@router.post(
    BASE,
    operation_id="look_for_levelling",
    response={202: JobOut, **WRITE},
    summary="Look for a levelling",
)
def post_levelling(request: ApiRequest, response: HttpResponse, key: str, body: LevelIn) -> Status[JobOut]:
    """Let a placement be looked for in which no resource has too much to do; the plan itself stays.

    It is long work: the result of the job names the `proposal`.
    """
    project, _plan = existing_plan(request.actor, key)
    wish = Wish(body.objective.value, body.stability, body.seconds)
    job = begin_levelling(project, wish, actor=request.actor)
    created(response, f"/api/v1/jobs/{job.key}")
    return Status(202, job_out(job))


@router.get(
    f"{BASE}/{{proposal}}",
    operation_id="get_levelling",
    response=reads(LevellingWithRows),
    summary="One proposal of levelling",
)
def get_levelling(request: ApiRequest, key: str, proposal: str) -> LevellingWithRows:
    """Return what would move, from when to when, and why."""
    _project, plan, found = visible_proposal(request.actor, key, proposal)
    return LevellingWithRows(**_facts(found, plan), rows=[_row(row) for row in found.rows])


@router.post(
    f"{BASE}/{{proposal}}/accept",
    operation_id="accept_levelling",
    response=acts(AcceptedOut),
    summary="Accept a levelling",
)
def post_accept(request: ApiRequest, key: str, proposal: str, body: AcceptLevellingIn) -> AcceptedOut:
    """Put a proposal into the plan as one edit: all of it, or a part that stands by itself."""
    project, _plan, found = visible_proposal(request.actor, key, proposal)
    edited = accept_levelling(found, activities=body.activities, actor=request.actor)
    _project, plan, now = visible_proposal(request.actor, project.key, proposal)
    return AcceptedOut(
        edit=edited.number,
        label=edited.label,
        plan_version=edited.plan_version,
        proposal=LevellingOut(**_facts(now, plan)),
    )


@router.post(
    f"{BASE}/{{proposal}}/refuse",
    operation_id="refuse_levelling",
    response=acts(LevellingOut),
    summary="Put a levelling aside",
)
def post_refuse(request: ApiRequest, key: str, proposal: str) -> LevellingOut:
    """Put a proposal aside: the plan stays as it is."""
    _project, plan, found = visible_proposal(request.actor, key, proposal)
    return LevellingOut(**_facts(refuse_levelling(found, actor=request.actor), plan))
