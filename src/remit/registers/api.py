"""Risks, for programs. Probabilities are decimal numbers as text from 0 to 1, sums are in minor units."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from ninja import Query, Router, Status

from remit.accounts.permissions import Actor, require
from remit.core.api.fields import stated
from remit.core.api.lists import Page, ordered, paged
from remit.core.api.problems import changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.figures import plain_figure
from remit.meetings.policies import may_keep_outcomes
from remit.people.grids import day_of
from remit.projects.api_deliverables import person_named
from remit.projects.guards import visible_project
from remit.registers.api_schemas import (
    AssessmentIn,
    ResponseIn,
    RiskActionIn,
    RiskCloseIn,
    RiskIn,
    RiskOpenIn,
    RiskOut,
    RiskPage,
    RiskPatch,
    RiskQuery,
    RiskReviewIn,
)
from remit.registers.models import Category, Outcome, Risk, RiskKind, RiskState, Strategy
from remit.registers.operations.assessing import assess_risk, plan_response
from remit.registers.operations.reviews import close_risk, review_risk
from remit.registers.operations.risks import add_response_action, change_risk, open_risk, raise_risk
from remit.registers.policies import (
    may_assess,
    may_change_risk,
    may_keep_registers,
    may_raise,
    may_see_registers,
    sees_money,
)
from remit.registers.queries import one_risk, risk_standing, risks_for, risks_of

router = Router(tags=["Risks"])
ONE = "/projects/{key}/risks/{risk}"
SUMS = (
    "cost_minor", "emv_minor", "scale_budget_minor", "response_cost_minor", "residual_cost_minor",
    "residual_emv_minor",
)  # fmt: skip
PLAIN = (
    "key", "cause", "event", "effect", "trigger", "note", "near_from", "near_to", "raised_on", "days",
    "probability_band", "cost_band", "days_band", "impact_band", "score", "scale_days", "assessed_on", "response",
    "residual_days", "residual_cost_band", "residual_days_band", "residual_score", "residual_reason", "review_on",
    "reviewed_on", "review_words", "closed_on", "closed_words", "version",
)  # fmt: skip


def _chance(value: Decimal | None) -> str | None:
    return None if value is None else plain_figure(value)


def _out(actor: Actor, row: Risk) -> RiskOut:
    project = row.project
    told: dict[str, Any] = {name: getattr(row, name) for name in PLAIN}
    shown = sees_money(actor, project)
    issue = getattr(row, "issue", None)
    return RiskOut(
        **told | {name: getattr(row, name) if shown else None for name in SUMS},
        project=project.key,
        kind=RiskKind(row.kind),
        category=Category(row.category),
        owner=row.owner.key,
        raised_by=row.raised_by.key if row.raised_by else None,
        state=RiskState(row.state),
        standing=risk_standing(row, day_of(project.organisation))[1],
        probability=_chance(row.probability),
        strategy=Strategy(row.strategy) if row.strategy else None,
        residual_probability=_chance(row.residual_probability),
        outcome=Outcome(row.outcome) if row.outcome else None,
        issue=issue.key if issue is not None else None,
        actions=[each.action.key for each in row.answers.all()],
    )


def _answer(request: ApiRequest, response: HttpResponse, key: str, risk: str) -> RiskOut:
    shown = one_risk(request.actor, key, risk)
    return tagged(response, _out(request.actor, shown), shown.version)


def _listed(request: ApiRequest, rows: Any, query: RiskQuery) -> Page[RiskOut]:
    for name in ("state", "kind"):
        if getattr(query, name) is not None:
            rows = rows.filter(**{name: getattr(query, name)})
    if query.owner is not None:
        rows = rows.filter(owner__key=query.owner)
    rows = rows.select_related("raised_by", "project__scope", "project__organisation")
    rows = rows.prefetch_related("answers__action")
    return paged(
        request,
        ordered(rows, query),
        query,
        RiskPage,
        lambda part: [_out(request.actor, each) for each in part],
    )


@router.get(
    "/risks", operation_id="list_all_risks", response=reads(RiskPage), summary="Risks of all projects"
)
def list_all_risks(request: ApiRequest, query: Query[RiskQuery]) -> Page[RiskOut]:
    """Return the risks of every project that the caller may see."""
    require(may_see_registers(request.actor))
    return _listed(request, risks_for(request.actor), query)


@router.get(
    "/projects/{key}/risks", operation_id="list_risks", response=reads(RiskPage), summary="Risks of a project"
)
def list_risks(request: ApiRequest, key: str, query: Query[RiskQuery]) -> Page[RiskOut]:
    """Return the register of a project's risks."""
    return _listed(request, risks_of(visible_project(request.actor, key)), query)


@router.get(ONE, operation_id="get_risk", response=reads(RiskOut), summary="One risk")
def get_risk(request: ApiRequest, response: HttpResponse, key: str, risk: str) -> RiskOut:
    """Return a risk with how it is judged and answered."""
    return _answer(request, response, key, risk)


@router.post(
    "/projects/{key}/risks", operation_id="raise_risk", response=creates(RiskOut), summary="Raise a risk"
)
def post_risk(request: ApiRequest, response: HttpResponse, key: str, body: RiskIn) -> Status[RiskOut]:
    """Raise a risk: a draft, or open at once where the caller keeps the register."""
    project = visible_project(request.actor, key)
    require(may_raise(request.actor, project))
    sent = body.model_dump()
    sent["owner"] = person_named(request.actor, project, sent["owner"], "owner")
    made = raise_risk(project, actor=request.actor, **sent)
    created(response, f"/api/v1/projects/{key}/risks/{made.key}")
    return Status(201, _answer(request, response, key, made.key))


@router.patch(ONE, operation_id="change_risk", response=changes(RiskOut), summary="Change a risk")
def patch_risk(request: ApiRequest, response: HttpResponse, key: str, risk: str, body: RiskPatch) -> RiskOut:
    """Change what a risk says until it is closed."""
    row = one_risk(request.actor, key, risk)
    require(may_change_risk(request.actor, row))
    saw, sent = seen(request, body.version), stated(body)
    taken = dict(sent)
    if "owner" in taken:
        taken["owner"] = person_named(request.actor, row.project, taken["owner"], "owner")
    with saw.checked(lambda: compared(sent, _out(request.actor, one_risk(request.actor, key, risk)))):
        change_risk(row, version=saw.version, actor=request.actor, **taken)
    return _answer(request, response, key, risk)


@router.post(f"{ONE}/open", operation_id="open_risk", response=changes(RiskOut), summary="Take a draft up")
def post_open(request: ApiRequest, response: HttpResponse, key: str, risk: str, body: RiskOpenIn) -> RiskOut:
    """Take a draft up into the register."""
    row = one_risk(request.actor, key, risk)
    require(may_keep_registers(request.actor, row.project))
    saw, owner = seen(request, body.version), None
    if body.owner is not None:
        owner = person_named(request.actor, row.project, body.owner, "owner")
    with saw.checked():
        open_risk(row, version=saw.version, actor=request.actor, owner=owner)
    return _answer(request, response, key, risk)


@router.post(
    f"{ONE}/assessment", operation_id="assess_risk", response=changes(RiskOut), summary="Assess a risk"
)
def post_assessment(
    request: ApiRequest, response: HttpResponse, key: str, risk: str, body: AssessmentIn
) -> RiskOut:
    """Judge a risk on the scale as it stands today."""
    row = one_risk(request.actor, key, risk)
    require(may_assess(request.actor, row))
    saw = seen(request, body.version)
    with saw.checked():
        assess_risk(row, body.size(), version=saw.version, actor=request.actor)
    return _answer(request, response, key, risk)


@router.post(
    f"{ONE}/response", operation_id="plan_response", response=changes(RiskOut), summary="Plan the response"
)
def post_response(
    request: ApiRequest, response: HttpResponse, key: str, risk: str, body: ResponseIn
) -> RiskOut:
    """Say how a risk is answered, at what cost, and what is left after it."""
    row = one_risk(request.actor, key, risk)
    require(may_assess(request.actor, row))
    saw = seen(request, body.version)
    with saw.checked():
        plan_response(
            row, strategy=body.strategy, response=body.response, residual=body.residual.size(),
            cost_minor=body.cost_minor, reason=body.reason, version=saw.version, actor=request.actor,
        )  # fmt: skip
    return _answer(request, response, key, risk)


@router.post(
    f"{ONE}/actions",
    operation_id="add_response_action",
    response=changes(RiskOut),
    summary="Give an action that answers a risk",
)
def post_action(
    request: ApiRequest, response: HttpResponse, key: str, risk: str, body: RiskActionIn
) -> RiskOut:
    """Give somebody an action that answers a risk; it takes the right to give actions too."""
    row = one_risk(request.actor, key, risk)
    require(may_assess(request.actor, row))
    require(may_keep_outcomes(request.actor, row.project))
    saw = seen(request, body.version)
    owner = person_named(request.actor, row.project, body.owner, "owner")
    with saw.checked():
        add_response_action(
            row, text=body.text, owner=owner, due_on=body.due_on, version=saw.version, actor=request.actor
        )
    return _answer(request, response, key, risk)


@router.post(f"{ONE}/review", operation_id="review_risk", response=changes(RiskOut), summary="Review a risk")
def post_review(
    request: ApiRequest, response: HttpResponse, key: str, risk: str, body: RiskReviewIn
) -> RiskOut:
    """Say what a review saw, and when the risk is looked at next."""
    row = one_risk(request.actor, key, risk)
    require(may_assess(request.actor, row))
    saw = seen(request, body.version)
    with saw.checked():
        review_risk(
            row, words=body.words, review_on=body.review_on, on=body.on, version=saw.version,
            actor=request.actor,
        )  # fmt: skip
    return _answer(request, response, key, risk)


@router.post(f"{ONE}/close", operation_id="close_risk", response=changes(RiskOut), summary="Close a risk")
def post_close(
    request: ApiRequest, response: HttpResponse, key: str, risk: str, body: RiskCloseIn
) -> RiskOut:
    """Close a risk; what occurred becomes an issue of its owner."""
    row = one_risk(request.actor, key, risk)
    has_occurred = body.outcome == Outcome.OCCURRED
    require(
        may_assess(request.actor, row) if has_occurred else may_keep_registers(request.actor, row.project)
    )
    saw = seen(request, body.version)
    with saw.checked():
        close_risk(
            row, outcome=body.outcome, words=body.words, due_on=body.due_on, version=saw.version,
            actor=request.actor,
        )  # fmt: skip
    return _answer(request, response, key, risk)
