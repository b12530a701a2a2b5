"""Estimates, for programs."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.core.api.fields import LEFT_OUT, Count, Input, Output, stated
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import acts, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import created
from remit.planning.guards import existing_plan, visible_activity
from remit.scenarios.api_scenarios import TakenOut
from remit.scenarios.models import Estimate, EstimateMethod, ShirtSize
from remit.scenarios.operations.estimates import (
    LONGEST_BASIS,
    LONGEST_MINUTES,
    MOST_UNITS,
    estimate_activity,
    take_over_estimate,
)

router = Router(tags=["Estimates"])
Minutes = Annotated[Count, Field(ge=0, le=LONGEST_MINUTES, description="Working minutes.")]
Basis = Annotated[str, StringConstraints(max_length=LONGEST_BASIS)]


class EstimateOut(Output):
    """What an activity was estimated to take, in working minutes; `minutes` is null for a size without enough samples.

    `stated` is what was typed, the activities that it was compared with, or how many samples a size had.
    """

    activity: str
    method: EstimateMethod
    stated: dict[str, Any]
    minutes: int | None
    deviation_minutes: int | None
    low_minutes: int | None
    high_minutes: int | None
    basis: str
    by_key: str
    by_name: str
    at: dt.datetime


class EstimatePage(Page[EstimateOut]):
    """Estimates."""


class EstimateQuery(ListQuery):
    """How to list estimates."""

    ORDERS: ClassVar = {"activity": ("activity_key", "pk"), "at": ("at", "pk")}
    order_by: Literal["activity", "-activity", "at", "-at"] = "activity"
    method: EstimateMethod | None = None


class EstimateIn(Input):
    """An estimate: `low`, `likely` and `high` for three points, `units` and `each`, or a `size`."""

    method: EstimateMethod
    low: Minutes = LEFT_OUT
    likely: Minutes = LEFT_OUT
    high: Minutes = LEFT_OUT
    units: Annotated[float, Field(gt=0, le=MOST_UNITS)] = LEFT_OUT
    each: Minutes = LEFT_OUT
    size: ShirtSize = LEFT_OUT
    basis: Basis = ""


def _out(estimate: Estimate) -> EstimateOut:
    own = [name for name in EstimateOut.model_fields if name != "activity"]
    return EstimateOut(activity=estimate.activity_key, **{name: getattr(estimate, name) for name in own})


@router.get(
    "/projects/{key}/estimates",
    operation_id="list_estimates",
    response=reads(EstimatePage),
    summary="List estimates",
)
def list_estimates(request: ApiRequest, key: str, query: Query[EstimateQuery]) -> Page[EstimateOut]:
    """Return the latest estimate of each activity of a plan that has one."""
    project, _plan = existing_plan(request.actor, key)
    rows = Estimate.objects.visible_to(request.actor).filter(project_id=project.pk, is_current=True)
    if query.method is not None:
        rows = rows.filter(method=query.method)
    return paged(request, ordered(rows, query), query, EstimatePage, lambda part: map(_out, part))


@router.post(
    "/projects/{key}/activities/{activity}/estimates",
    operation_id="estimate_activity",
    response=creates(EstimateOut),
    summary="Estimate an activity",
)
def post_estimate(
    request: ApiRequest, response: HttpResponse, key: str, activity: str, body: EstimateIn
) -> Status[EstimateOut]:
    """State what an activity may take; the plan stays until the estimate is taken over."""
    project, _plan = existing_plan(request.actor, key)
    sent = stated(body)
    made = estimate_activity(project, visible_activity(project, activity), actor=request.actor, **sent)
    created(response, f"/api/v1/projects/{project.key}/estimates")
    return Status(201, _out(made))


@router.post(
    "/projects/{key}/activities/{activity}/take-estimate",
    operation_id="take_over_estimate",
    response=acts(TakenOut),
    summary="Take an estimate over",
)
def post_take(request: ApiRequest, key: str, activity: str) -> TakenOut:
    """Let the activity last as long as its estimate says, by one edit of the plan."""
    project, _plan = existing_plan(request.actor, key)
    edited = take_over_estimate(project, visible_activity(project, activity), actor=request.actor)
    return TakenOut(edit=edited.number, label=edited.label, plan_version=edited.plan_version)
