"""Simulations of plans and what risks act on, for programs."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.core.api.fields import Count, Day, Input, Output, moment
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import WRITE, acts, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import created
from remit.jobs.api import JobOut, job_out
from remit.planning.guards import existing_plan
from remit.registers.queries import one_risk
from remit.simulations.compute import FEWEST, MOST, MOST_SEED, MOST_SPREAD, PERCENTILES, USUAL, Spread, Wish
from remit.simulations.models import Simulation
from remit.simulations.operations.drivers import MOST_ACTIVITIES, state_driver
from remit.simulations.operations.simulations import MOST_PER_DAY_MINOR, begin_simulation
from remit.simulations.queries import drivers_of, money_in, one_simulation, simulations_of

router = Router(tags=["Simulations"])
BASE = "/projects/{key}/simulations"
ActivityKey = Annotated[str, StringConstraints(max_length=16)]
Factor = Annotated[float, Field(gt=0, le=MOST_SPREAD)]


class SpreadIn(Input):
    """Factors of the remaining duration of activities that nobody estimated with a range."""

    low: Factor
    likely: Factor
    high: Factor


class SimulateIn(Input):
    """How often a plan is drawn, and what is assumed where nothing is stated."""

    runs: Annotated[Count, Field(ge=FEWEST, le=MOST)] = USUAL
    seed: Annotated[Count, Field(le=MOST_SEED)] = 1
    promised_on: Day | None = Field(
        None, description="Null: the end of the current baseline, or of the plan."
    )
    spread: SpreadIn | None = None
    per_day_minor: Annotated[
        Count, Field(le=MOST_PER_DAY_MINOR, description="What each day costs that the project lasts longer.")
    ] = 0


class DatesOut(Output):
    """Days that are kept with a certainty of 10, 50, 80 and 90 %."""

    p10: str | None
    p50: str | None
    p80: str | None
    p90: str | None


class SumsOut(Output):
    """Sums in minor units that are kept with a certainty of 10, 50, 80 and 90 %."""

    p10: int
    p50: int
    p80: int
    p90: int


class MoneyOut(SumsOut):
    """What a simulation says of money; shares lie between 0 and 1."""

    budget: int
    contingency_p80: int
    within_budget: float
    joint_confidence: float = Field(
        description="The share of runs that keep both the promise and the budget."
    )
    with_responses: SumsOut | None


class DecisiveActivity(Output):
    """An activity that decides when the plan ends."""

    activity: str
    criticality: float
    cruciality: float


class DecisiveRisk(Output):
    """What the end that is 80 % sure would gain without a risk."""

    risk: str
    minutes: int
    money_minor: int | None


class SimulationOut(Output):
    """A simulation in figures. `promise` is the share of runs that end by `promised`."""

    key: str
    at: dt.datetime
    by_key: str
    by_name: str
    runs: int
    seed: int
    plan_version: int
    is_stale: bool
    planned: str | None
    promised: str | None
    promise: float
    finish: DatesOut
    finish_with_responses: DatesOut | None
    money: MoneyOut | None = Field(description="Null for whoever may not see money.")


class SimulationWithRows(SimulationOut):
    """A simulation with what decides, and what of the plan was uncertain."""

    activities: list[DecisiveActivity]
    risks: list[DecisiveRisk]
    ranged_activities: int
    spread_activities: int
    risk_events: int
    risks_without_driver: list[str]
    risks_unassessed: list[str]


class SimulationPage(Page[SimulationOut]):
    """Simulations."""


class SimulationQuery(ListQuery):
    """How to list simulations."""

    ORDERS: ClassVar = {"key": ("pk",)}
    order_by: Literal["key", "-key"] = "-key"


class DriverIn(Input):
    """The activities that a risk acts on; `version` is that of what was seen, 0 where nothing was said."""

    activities: Annotated[list[ActivityKey], Field(max_length=MOST_ACTIVITIES)]
    version: Count


class DriverOut(Output):
    """The activities that a risk acts on."""

    risk: str
    activities: list[str]
    version: int


class DriversOut(Output):
    """What the open risks of a project act on."""

    results: list[DriverOut]


def _dates(stated: dict[str, Any]) -> DatesOut:
    return DatesOut(**{f"p{each}": moment(stated[f"p{each}"]) for each in PERCENTILES})


def _sums(stated: dict[str, Any]) -> dict[str, int]:
    return {f"p{each}": stated[f"p{each}"] for each in PERCENTILES}


def _money(stated: dict[str, Any] | None) -> MoneyOut | None:
    if stated is None:
        return None
    after = stated["after"]
    return MoneyOut(
        **_sums(stated),
        budget=stated["budget"],
        contingency_p80=stated["p80"] - stated["budget"],
        within_budget=stated["within"],
        joint_confidence=stated["joint"],
        with_responses=SumsOut(**_sums(after)) if after else None,
    )


def _facts(request: ApiRequest, simulation: Simulation, plan: Any) -> dict[str, Any]:
    figures, after = simulation.figures, simulation.figures["after"]
    own = ("key", "at", "by_key", "by_name", "runs", "seed", "plan_version")
    return {name: getattr(simulation, name) for name in own} | {
        "is_stale": simulation.plan_version != plan.version,
        "planned": moment(figures["planned"]),
        "promised": moment(figures["promised"]),
        "promise": figures["promise"],
        "finish": _dates(figures["finish"]),
        "finish_with_responses": _dates(after) if after else None,
        "money": _money(money_in(request.actor, simulation)),
    }


@router.get(BASE, operation_id="list_simulations", response=reads(SimulationPage), summary="List simulations")
def list_simulations(request: ApiRequest, key: str, query: Query[SimulationQuery]) -> Page[SimulationOut]:
    """Return how a plan was drawn so far, the newest first; the last fifty are kept."""
    project, plan = existing_plan(request.actor, key)
    rows = simulations_of(request.actor, project)

    def shown(part: Any) -> list[SimulationOut]:
        for each in part:
            each.project = project
        return [SimulationOut(**_facts(request, each, plan)) for each in part]

    return paged(request, ordered(rows, query), query, SimulationPage, shown)


@router.post(BASE, operation_id="simulate_plan", response={202: JobOut, **WRITE}, summary="Simulate a plan")
def post_simulation(
    request: ApiRequest, response: HttpResponse, key: str, body: SimulateIn
) -> Status[JobOut]:
    """Let the plan be drawn many times over; the plan itself stays.

    It is long work: the result of the job names the `simulation`.
    """
    project, _plan = existing_plan(request.actor, key)
    spread = Spread(body.spread.low, body.spread.likely, body.spread.high) if body.spread else None
    wish = Wish(body.runs, body.seed, spread, body.per_day_minor)
    job = begin_simulation(project, wish, body.promised_on, actor=request.actor)
    created(response, f"/api/v1/jobs/{job.key}")
    return Status(202, job_out(job))


@router.get(
    f"{BASE}/{{simulation}}",
    operation_id="get_simulation",
    response=reads(SimulationWithRows),
    summary="One simulation",
)
def get_simulation(request: ApiRequest, key: str, simulation: str) -> SimulationWithRows:
    """Return how likely dates and money are, and which activities and risks decide."""
    _project, plan, found = one_simulation(request.actor, key, simulation)
    figures, money = found.figures, money_in(request.actor, found)
    inputs = figures["inputs"]
    return SimulationWithRows(
        **_facts(request, found, plan),
        activities=[
            DecisiveActivity(
                activity=each["key"], criticality=each["criticality"], cruciality=each["cruciality"]
            )
            for each in figures["activities"]
        ],
        risks=[
            DecisiveRisk(
                risk=each["key"],
                minutes=each["minutes"],
                money_minor=money["risks"].get(each["key"]) if money else None,
            )
            for each in figures["risks"]
        ],
        ranged_activities=inputs["ranged"],
        spread_activities=inputs["spread"],
        risk_events=inputs["events"],
        risks_without_driver=inputs["without_driver"],
        risks_unassessed=inputs["unassessed"],
    )


@router.get(
    "/projects/{key}/risk-drivers",
    operation_id="list_risk_drivers",
    response=reads(DriversOut),
    summary="What risks act on",
)
def list_drivers(request: ApiRequest, key: str) -> DriversOut:
    """Return the activities that each open risk acts on."""
    project, _plan = existing_plan(request.actor, key)
    rows = drivers_of(project)
    return DriversOut(
        results=[
            DriverOut(risk=each.risk.key, activities=list(each.activities), version=each.version)
            for each in rows
        ]
    )


@router.put(
    "/projects/{key}/risk-drivers/{risk}",
    operation_id="state_risk_driver",
    response=acts(DriverOut),
    summary="Say what a risk acts on",
)
def put_driver(request: ApiRequest, key: str, risk: str, body: DriverIn) -> DriverOut:
    """Say which activities a risk acts on if it occurs; none: it acts on no date."""
    existing_plan(request.actor, key)
    found = one_risk(request.actor, key, risk)
    said = state_driver(found, body.activities, version=body.version, actor=request.actor)
    return DriverOut(risk=found.key, activities=list(said.activities), version=said.version)
