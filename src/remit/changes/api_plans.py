"""Changes and the plan, for programs: scenarios that say what they do, carrying out, and the scope."""

from typing import Any

from django.http import HttpResponse
from ninja import Router

from remit.accounts.permissions import require
from remit.changes.api import ONE, answered
from remit.changes.api_schemas import (
    ChangeOut,
    CorrectionIn,
    ImplementationIn,
    LineOut,
    MonthOut,
    PlanScopeOut,
    TrialIn,
)
from remit.changes.operations.covering import accept_corrections
from remit.changes.operations.plans import Carried, implement_change, try_change
from remit.changes.policies import may_assess_change, may_implement_change, may_keep_scope
from remit.changes.queries import one_change
from remit.changes.scope import scope_of
from remit.core.api.problems import acts, changes, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import seen
from remit.core.errors import Invalid, NotFound
from remit.core.figures import plain_figure
from remit.costs.models import CostAccount
from remit.planning.guards import existing_plan
from remit.projects.models import Project
from remit.scenarios.models import Scenario

router = Router(tags=["Changes"])
SCOPE = "/projects/{key}/scope"


def _named(rows: Any, key: str | None, field: str) -> Any:
    """Return the row of a project that is named by its key; `Invalid` naming `field` where there is none."""
    if key is None:
        return None
    found = rows.filter(key=key).first()
    if found is None:
        raise Invalid(f"There is no {key} here.", field=field, code="unknown")
    return found


@router.post(
    f"{ONE}/scenario",
    operation_id="try_change",
    response=changes(ChangeOut),
    summary="Assess a change with a scenario",
)
def post_trial(
    request: ApiRequest, response: HttpResponse, key: str, change: str, body: TrialIn
) -> ChangeOut:
    """Let the engine say on a copy of the plan what a scenario does; the larger delay says who decides."""
    row = one_change(request.actor, key, change)
    require(may_assess_change(request.actor, row))
    saw = seen(request, body.version)
    scenario = _named(Scenario.objects.filter(project=row.project), body.scenario, "scenario")
    with saw.checked():
        try_change(row, scenario, version=saw.version, actor=request.actor)
    return answered(request, response, key, change)


@router.post(
    f"{ONE}/implementation",
    operation_id="implement_change",
    response=changes(ChangeOut),
    summary="Carry a change out",
)
def post_implementation(
    request: ApiRequest, response: HttpResponse, key: str, change: str, body: ImplementationIn
) -> ChangeOut:
    """Carry out what was approved: plan, budget and baseline at once, each as its own right allows."""
    row = one_change(request.actor, key, change)
    require(may_implement_change(request.actor, row))
    saw = seen(request, body.version)
    accounts = CostAccount.objects.filter(project=row.project)
    carried = Carried(
        takes_scenario=body.takes_scenario,
        sets_baseline=body.sets_baseline,
        covers=tuple(body.covers),
        into=_named(accounts, body.into, "into"),
        out_of=_named(accounts, body.out_of, "out_of"),
    )
    with saw.checked():
        implement_change(row, carried, words=body.words, version=saw.version, actor=request.actor)
    return answered(request, response, key, change)


def _scope_out(project: Project) -> PlanScopeOut:
    found = scope_of(project)
    if found is None:
        raise NotFound("This plan has no baseline yet.")
    return PlanScopeOut(
        project=project.key,
        baseline=found.baseline.number,
        by_work=found.by_work,
        effort_minutes=found.effort,
        unapproved_minutes=found.unapproved,
        approved_minutes=found.granted,
        index_percent=plain_figure(found.index),
        growth_percent=plain_figure(found.growth),
        band=found.band,
        lines=[
            LineOut(
                activity=each.key, name=each.name, what=each.what, minutes=each.minutes,
                left_minutes=each.left, changes=list(each.changes), is_open=each.is_open,
            )
            for each in found.lines
        ],
        months=[
            MonthOut(
                month=each.first, items=each.items, volatility_percent=plain_figure(each.volatility),
                index_percent=plain_figure(each.index),
            )
            for each in found.months
        ],
    )  # fmt: skip


@router.get(
    SCOPE,
    operation_id="get_scope",
    response=reads(PlanScopeOut),
    summary="Scope of a plan beside its baseline",
)
def get_scope(request: ApiRequest, key: str) -> PlanScopeOut:
    """Return what stands in the plan otherwise than in its baseline, and the scope creep index."""
    project, _plan = existing_plan(request.actor, key)
    return _scope_out(project)


@router.post(
    f"{SCOPE}/corrections",
    operation_id="accept_corrections",
    response=acts(PlanScopeOut),
    summary="Accept differences as corrections",
)
def post_corrections(request: ApiRequest, key: str, body: CorrectionIn) -> PlanScopeOut:
    """Accept differences as corrections, saying why: they count as creep no more."""
    project, _plan = existing_plan(request.actor, key)
    require(may_keep_scope(request.actor, project))
    accept_corrections(project, body.keys, reason=body.reason, actor=request.actor)
    return _scope_out(project)
