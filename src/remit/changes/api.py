"""Change requests, for programs."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from ninja import Query, Router, Status

from remit.accounts.permissions import Actor, require
from remit.changes.api_schemas import (
    ChangeAssessmentIn,
    ChangeDecisionIn,
    ChangeIn,
    ChangeOut,
    ChangePage,
    ChangePatch,
    ChangeQuery,
    ChangeStepIn,
    ComputedOut,
    EmergencyIn,
    ItemOut,
    RatificationIn,
)
from remit.changes.deciding import manager_for, way_of_change, ways_of_changes
from remit.changes.models import ChangeRequest, ChangeState
from remit.changes.operations.decisions import approve_in_emergency, decide_change, ratify_change
from remit.changes.operations.requests import advance_change, assess_change, edit_change, raise_change
from remit.changes.policies import (
    may_approve_in_emergency,
    may_assess_change,
    may_decide_change,
    may_edit_change,
    may_take_step,
)
from remit.changes.queries import PEOPLE, change_standing, changes_for, changes_of, one_change
from remit.core.api.fields import stated
from remit.core.api.lists import Page, ordered, paged
from remit.core.api.problems import changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.people.grids import day_of
from remit.people.routing import Route
from remit.projects.api_deliverables import person_named
from remit.projects.guards import visible_project
from remit.registers.policies import may_raise, may_see_registers, sees_money

router = Router(tags=["Changes"])
ONE = "/projects/{key}/changes/{change}"
NAMED = ("raised_by", "decided_by", "decision", "ratified_by", "implemented_by", "verified_by", "scenario")
OWN = frozenset(
    {"project", "owner", "standing", "decider", "cost_minor", "computed", "items", "baseline", *NAMED}
)
PLAIN = tuple(name for name in ChangeOut.model_fields if name not in OWN)


def _out(row: ChangeRequest, actor: Actor, routes: Mapping[int, Route]) -> ChangeOut:
    project, route = row.project, routes.get(row.pk)
    told: dict[str, Any] = {name: getattr(row, name) for name in PLAIN}
    for name in NAMED:
        part = getattr(row, name)
        told[name] = part.key if part else None
    return ChangeOut(
        **told,
        project=project.key,
        owner=row.owner.key,
        standing=change_standing(row, day_of(project.organisation))[1],
        decider=route.decider.key if route and route.decider else None,
        cost_minor=row.cost_minor if sees_money(actor, project) else None,
        computed=ComputedOut(**row.computed) if row.computed else None,
        items=[
            ItemOut(activity=each.activity_key, name=each.name, minutes=each.minutes)
            for each in row.items.all()
        ],
        baseline=row.baseline.number if row.baseline else None,
    )


def _outs(rows: list[ChangeRequest], actor: Actor) -> list[ChangeOut]:
    asked = [each for each in rows if each.state == ChangeState.ASSESSED or each.awaits_ratification]
    routes = ways_of_changes(asked)
    return [_out(each, actor, routes) for each in rows]


def answered(request: ApiRequest, response: HttpResponse, key: str, change: str) -> ChangeOut:
    """Return a change as it stands, with its version."""
    shown = one_change(request.actor, key, change)
    return tagged(response, _outs([shown], request.actor)[0], shown.version)


def _listed(request: ApiRequest, rows: Any, query: ChangeQuery) -> Page[ChangeOut]:
    for name, value in (("state", query.state), ("cause", query.cause), ("owner__key", query.owner)):
        if value is not None:
            rows = rows.filter(**{name: value})
    rows = rows.prefetch_related("items").select_related(*PEOPLE, "project__scope", "project__organisation")
    return paged(
        request, ordered(rows, query), query, ChangePage, lambda part: _outs(list(part), request.actor)
    )


@router.get(
    "/changes", operation_id="list_all_changes", response=reads(ChangePage), summary="Changes of all projects"
)
def list_all_changes(request: ApiRequest, query: Query[ChangeQuery]) -> Page[ChangeOut]:
    """Return the change requests of every project that the caller may see."""
    require(may_see_registers(request.actor))
    return _listed(request, changes_for(request.actor), query)


@router.get(
    "/projects/{key}/changes",
    operation_id="list_changes",
    response=reads(ChangePage),
    summary="Changes of a project",
)
def list_changes(request: ApiRequest, key: str, query: Query[ChangeQuery]) -> Page[ChangeOut]:
    """Return the register of a project's change requests."""
    return _listed(request, changes_of(visible_project(request.actor, key)), query)


@router.get(ONE, operation_id="get_change", response=reads(ChangeOut), summary="One change")
def get_change(request: ApiRequest, response: HttpResponse, key: str, change: str) -> ChangeOut:
    """Return a change request with what it does, who decides, and what was decided."""
    return answered(request, response, key, change)


@router.post(
    "/projects/{key}/changes",
    operation_id="raise_change",
    response=creates(ChangeOut),
    summary="Ask for a change",
)
def post_change(request: ApiRequest, response: HttpResponse, key: str, body: ChangeIn) -> Status[ChangeOut]:
    """Ask for a change: a draft until it is submitted."""
    project = visible_project(request.actor, key)
    require(may_raise(request.actor, project))
    sent = body.model_dump()
    sent["owner"] = person_named(request.actor, project, sent["owner"], "owner")
    made = raise_change(project, actor=request.actor, **sent)
    created(response, f"/api/v1/projects/{key}/changes/{made.key}")
    return Status(201, answered(request, response, key, made.key))


@router.patch(ONE, operation_id="edit_change", response=changes(ChangeOut), summary="Word a change otherwise")
def patch_change(
    request: ApiRequest, response: HttpResponse, key: str, change: str, body: ChangePatch
) -> ChangeOut:
    """Word a request otherwise until it is assessed."""
    row, actor = one_change(request.actor, key, change), request.actor
    require(may_edit_change(actor, row))
    saw, sent = seen(request, body.version), stated(body)
    taken = dict(sent)
    if "owner" in taken:
        taken["owner"] = person_named(actor, row.project, taken["owner"], "owner")
    with saw.checked(lambda: compared(sent, _outs([one_change(actor, key, change)], actor)[0])):
        edit_change(row, version=saw.version, actor=actor, **taken)
    return answered(request, response, key, change)


@router.post(
    f"{ONE}/assessment",
    operation_id="assess_change",
    response=changes(ChangeOut),
    summary="Say what a change does",
)
def post_assessment(
    request: ApiRequest, response: HttpResponse, key: str, change: str, body: ChangeAssessmentIn
) -> ChangeOut:
    """Say what a change does: days and money say who decides."""
    row = one_change(request.actor, key, change)
    require(may_assess_change(request.actor, row))
    saw = seen(request, body.version)
    with saw.checked():
        assess_change(row, body.impact(), version=saw.version, actor=request.actor)
    return answered(request, response, key, change)


@router.post(
    f"{ONE}/decision", operation_id="decide_change", response=changes(ChangeOut), summary="Decide on a change"
)
def post_decision(
    request: ApiRequest, response: HttpResponse, key: str, change: str, body: ChangeDecisionIn
) -> ChangeOut:
    """Approve, reject or defer: whoever has the authority, never who asked."""
    row = one_change(request.actor, key, change)
    require(may_decide_change(request.actor, row, way_of_change(row).decider))
    saw = seen(request, body.version)
    with saw.checked():
        decide_change(
            row, body.answer, words=body.words, deferred_to=body.deferred_to, version=saw.version,
            actor=request.actor,
        )  # fmt: skip
    return answered(request, response, key, change)


@router.post(
    f"{ONE}/emergency",
    operation_id="approve_change_in_emergency",
    response=changes(ChangeOut),
    summary="Approve in an emergency",
)
def post_emergency(
    request: ApiRequest, response: HttpResponse, key: str, change: str, body: EmergencyIn
) -> ChangeOut:
    """Approve a change at once, as its project's manager: to be ratified within five working days."""
    row = one_change(request.actor, key, change)
    require(may_approve_in_emergency(request.actor, row, manager_for(row)))
    saw = seen(request, body.version)
    with saw.checked():
        approve_in_emergency(row, body.impact(), reason=body.reason, version=saw.version, actor=request.actor)
    return answered(request, response, key, change)


@router.post(
    f"{ONE}/ratification",
    operation_id="ratify_change",
    response=changes(ChangeOut),
    summary="Ratify an emergency",
)
def post_ratification(
    request: ApiRequest, response: HttpResponse, key: str, change: str, body: RatificationIn
) -> ChangeOut:
    """Answer for what was approved in an emergency, or refuse to."""
    row = one_change(request.actor, key, change)
    require(may_decide_change(request.actor, row, way_of_change(row).decider))
    saw = seen(request, body.version)
    with saw.checked():
        ratify_change(row, ratify=body.ratify, words=body.words, version=saw.version, actor=request.actor)
    return answered(request, response, key, change)


@router.post(
    f"{ONE}/steps", operation_id="advance_change", response=changes(ChangeOut), summary="Lead a change on"
)
def post_step(
    request: ApiRequest, response: HttpResponse, key: str, change: str, body: ChangeStepIn
) -> ChangeOut:
    """Take a step: submit, verify, close. Whoever carried it out does not verify it."""
    row = one_change(request.actor, key, change)
    require(may_take_step(request.actor, row, body.step))
    saw = seen(request, body.version)
    with saw.checked():
        advance_change(row, body.step, words=body.words, version=saw.version, actor=request.actor)
    return answered(request, response, key, change)
