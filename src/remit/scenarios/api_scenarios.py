"""Scenarios, for programs."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.core.api.fields import Input, Key, Output, moment
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import acts, creates, reads, removes
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import created
from remit.core.errors import Invalid, NotFound
from remit.planning.api import said_outside, step_sent
from remit.planning.api_schemas import AnyStep
from remit.planning.guards import existing_plan
from remit.planning.models import Plan
from remit.planning.operations.edits import MOST_STEPS
from remit.scenarios.guards import visible_scenario
from remit.scenarios.models import Scenario
from remit.scenarios.operations.scenarios import (
    LONGEST_NAME,
    LONGEST_NOTE,
    create_scenario,
    edit_scenario,
    refresh_scenario,
    remove_scenario,
    take_over_scenario,
    undo_in_scenario,
)

router = Router(tags=["Scenarios"])
BASE = "/projects/{key}/scenarios"
Name = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME, strip_whitespace=True)]
Note = Annotated[str, StringConstraints(max_length=LONGEST_NOTE)]


class PlanFigures(Output):
    """A plan as a whole. `float_minutes` is the least total float, `work_minutes` that of all active activities."""

    finish: str | None
    activities: int
    critical: int
    float_minutes: int | None
    work_minutes: int
    days_over: int = Field(description="On so many days to come some resource has too much to do.")


class PlacedOut(Output):
    """Where an activity lies."""

    name: str
    start: str | None
    finish: str | None
    duration_minutes: int
    float_minutes: int | None
    is_critical: bool


class ScenarioDifferenceOut(Output):
    """An activity that a scenario has otherwise; null where it is not there."""

    activity: str
    plan: PlacedOut | None
    scenario: PlacedOut | None


class ScenarioOut(Output):
    """What a plan could be, in figures beside those of the plan, computed when that had `plan_version`."""

    key: str
    name: str
    note: str
    by_key: str
    by_name: str
    at: dt.datetime
    edits: list[str] = Field(description="What its edits do, in words.")
    plan_version: int
    is_stale: bool
    taken_over_by: int | None = Field(description="The edit of the plan by which it was taken over.")
    plan: PlanFigures
    scenario: PlanFigures
    differences: int
    version: int


class ScenarioWithRows(ScenarioOut):
    """A scenario with every activity that it has otherwise, at most 2,000."""

    rows: list[ScenarioDifferenceOut]


class ScenarioPage(Page[ScenarioOut]):
    """Scenarios."""


class ScenarioQuery(ListQuery):
    """How to list scenarios."""

    ORDERS: ClassVar = {"key": ("pk",), "name": ("name", "pk")}
    order_by: Literal["key", "-key", "name", "-name"] = "key"


class ScenarioIn(Input):
    """A new scenario: as the plan is, or a copy of another one."""

    name: Name
    note: Note = ""
    scenario: Key | None = None


class ScenarioEditsIn(Input):
    """Edits that happen together or not at all; versions are those that the scenario has, not the plan."""

    edits: Annotated[list[AnyStep], Field(min_length=1, max_length=MOST_STEPS)]


class TakenOut(Output):
    """What taking a scenario over did: the edit, by whose number it is taken back."""

    edit: int | None
    label: str
    plan_version: int


def _figures(stated: dict[str, Any]) -> PlanFigures:
    return PlanFigures(
        finish=moment(stated["finish"]),
        activities=stated["activities"],
        critical=stated["critical"],
        float_minutes=stated["float"],
        work_minutes=stated["work"],
        days_over=stated["over"],
    )


def _facts(scenario: Scenario, plan: Plan) -> dict[str, Any]:
    own = ("key", "name", "note", "by_key", "by_name", "at", "plan_version", "version")
    return {name: getattr(scenario, name) for name in own} | {
        "edits": [each["label"] for each in scenario.edits],
        "is_stale": scenario.edit_number is None and scenario.plan_version != plan.version,
        "taken_over_by": scenario.edit_number,
        "plan": _figures(scenario.result["plan"]),
        "scenario": _figures(scenario.result["then"]),
        "differences": scenario.result["count"],
    }


def _placed(stated: list[Any] | None) -> PlacedOut | None:
    if stated is None:
        return None
    name, start, finish, duration, spare, critical = stated
    return PlacedOut(
        name=name,
        start=moment(start),
        finish=moment(finish),
        duration_minutes=duration,
        float_minutes=spare,
        is_critical=critical,
    )


def _one(scenario: Scenario, plan: Plan) -> ScenarioWithRows:
    rows = [
        ScenarioDifferenceOut(activity=row["key"], plan=_placed(row["was"]), scenario=_placed(row["will"]))
        for row in scenario.result["rows"]
    ]
    return ScenarioWithRows(**_facts(scenario, plan), rows=rows)


@router.get(BASE, operation_id="list_scenarios", response=reads(ScenarioPage), summary="List scenarios")
def list_scenarios(request: ApiRequest, key: str, query: Query[ScenarioQuery]) -> Page[ScenarioOut]:
    """Return the scenarios of a plan beside the plan, in figures."""
    project, plan = existing_plan(request.actor, key)
    rows = Scenario.objects.visible_to(request.actor).filter(project_id=project.pk).defer("undone")
    return paged(
        request,
        ordered(rows, query),
        query,
        ScenarioPage,
        lambda part: [ScenarioOut(**_facts(each, plan)) for each in part],
    )


@router.post(
    BASE, operation_id="create_scenario", response=creates(ScenarioWithRows), summary="Begin a scenario"
)
def post_scenario(
    request: ApiRequest, response: HttpResponse, key: str, body: ScenarioIn
) -> Status[ScenarioWithRows]:
    """Begin a scenario, to be edited apart from the plan."""
    project, plan = existing_plan(request.actor, key)
    copy_of = None
    if body.scenario is not None:
        try:
            copy_of = visible_scenario(request.actor, key, body.scenario)[2]
        except NotFound:
            message = f"There is no scenario {body.scenario} of this plan."
            raise Invalid(message, field="scenario", code="unknown") from None
    made = create_scenario(project, name=body.name, note=body.note, copy_of=copy_of, actor=request.actor)
    created(response, f"/api/v1/projects/{project.key}/scenarios/{made.key}")
    return Status(201, _one(made, plan))


@router.get(
    f"{BASE}/{{scenario}}",
    operation_id="get_scenario",
    response=reads(ScenarioWithRows),
    summary="One scenario",
)
def get_scenario(request: ApiRequest, key: str, scenario: str) -> ScenarioWithRows:
    """Return what a scenario changes, and what follows."""
    _project, plan, found = visible_scenario(request.actor, key, scenario)
    return _one(found, plan)


@router.post(
    f"{BASE}/{{scenario}}/edits",
    operation_id="edit_scenario",
    response=acts(ScenarioWithRows),
    summary="Edit a scenario",
)
def post_edits(request: ApiRequest, key: str, scenario: str, body: ScenarioEditsIn) -> ScenarioWithRows:
    """Edit a scenario by the steps that edit a plan; the plan itself stays."""
    _project, plan, found = visible_scenario(request.actor, key, scenario)
    with said_outside():
        steps = [step_sent(each) for each in body.edits]
        return _one(edit_scenario(found, steps, actor=request.actor), plan)


@router.post(
    f"{BASE}/{{scenario}}/undo",
    operation_id="undo_in_scenario",
    response=acts(ScenarioWithRows),
    summary="Take back the last edit of a scenario",
)
def post_undo(request: ApiRequest, key: str, scenario: str) -> ScenarioWithRows:
    """Take the last edit of a scenario back."""
    _project, plan, found = visible_scenario(request.actor, key, scenario)
    return _one(undo_in_scenario(found, actor=request.actor), plan)


@router.post(
    f"{BASE}/{{scenario}}/refresh",
    operation_id="refresh_scenario",
    response=acts(ScenarioWithRows),
    summary="Compute a scenario anew",
)
def post_refresh(request: ApiRequest, key: str, scenario: str) -> ScenarioWithRows:
    """Compute what a scenario leads to on the plan as it is now; 409 names what no longer fits."""
    _project, plan, found = visible_scenario(request.actor, key, scenario)
    return _one(refresh_scenario(found, actor=request.actor), plan)


@router.post(
    f"{BASE}/{{scenario}}/take-over",
    operation_id="take_over_scenario",
    response=acts(TakenOut),
    summary="Take a scenario over",
)
def post_take_over(request: ApiRequest, key: str, scenario: str) -> TakenOut:
    """Put the edits of a scenario into the plan as one edit, which can be undone."""
    _project, _plan, found = visible_scenario(request.actor, key, scenario)
    edited = take_over_scenario(found, actor=request.actor)
    return TakenOut(edit=edited.number, label=edited.label, plan_version=edited.plan_version)


@router.delete(
    f"{BASE}/{{scenario}}",
    operation_id="remove_scenario",
    response=removes(ScenarioOut),
    summary="Throw a scenario away",
)
def delete_scenario(request: ApiRequest, key: str, scenario: str) -> ScenarioOut:
    """Throw a scenario away; the plan stays. Answers with what it was."""
    _project, plan, found = visible_scenario(request.actor, key, scenario)
    was = ScenarioOut(**_facts(found, plan))
    remove_scenario(found, actor=request.actor)
    return was
