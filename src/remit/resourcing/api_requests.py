"""Requests for resources, for programs: asked, answered by one person, given, released."""

from collections.abc import Callable
from dataclasses import asdict
from decimal import Decimal
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from remit.accounts.permissions import Actor, Decision, require
from remit.core.api.lists import Page, ordered, paged
from remit.core.api.problems import changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import created, seen, tagged
from remit.core.errors import Invalid
from remit.core.figures import plain_figure
from remit.people.grids import day_of
from remit.people.guards import own_organisation
from remit.people.models import Person
from remit.projects.guards import visible_project
from remit.projects.models import Project
from remit.resourcing.api_request_schemas import (
    AllocationOut,
    ApproveIn,
    PeriodOut,
    ProposeIn,
    ReleaseIn,
    RequestReasonIn,
    RequestStepIn,
    ResourceRequestIn,
    ResourceRequestOut,
    ResourceRequestPage,
    ResourceRequestQuery,
)
from remit.resourcing.heads import Heads
from remit.resourcing.models import AllocationState, RequestState, ResourceRequest
from remit.resourcing.operations import answering
from remit.resourcing.operations.asking import ask_for_resources, withdraw_request
from remit.resourcing.operations.releasing import release_allocation
from remit.resourcing.periods import read
from remit.resourcing.policies import may_see_pool
from remit.resourcing.request_policies import may_answer, may_ask, may_settle
from remit.resourcing.request_queries import (
    answerer_of,
    candidates,
    offered_to,
    one_request,
    requests_for,
)

router = Router(tags=["Resources"])
ONE = "/resource-requests/{resource_request}"


def _out(actor: Actor, row: ResourceRequest, heads: Heads) -> ResourceRequestOut:
    answers = answerer_of(row, heads)
    sees = actor.can("project.view", row.project.scope.path)
    given = [
        AllocationOut(
            number=each.number, person=each.person.key if each.person else None,
            pool_entry=each.pool.key if each.pool else None, pieces=each.pieces,
            minutes_per_week=each.minutes_per_week, from_date=each.from_date, to_date=each.ends_on,
            amount=None if each.amount is None else plain_figure(each.amount),
            state=AllocationState(each.state), over_reason=each.over_reason, release_reason=each.release_reason,
        )
        for each in row.allocations.all()
    ]  # fmt: skip
    names = (
        "key", "count", "minutes_per_week", "from_date", "to_date", "what_for", "asked_on", "answered_on", "answer",
        "version",
    )  # fmt: skip
    told: dict[str, Any] = {name: getattr(row, name) for name in names}
    return ResourceRequestOut(
        **told,
        project=row.project.key,
        unit=row.unit.key,
        person=row.person.key if row.person else None,
        skill=row.skill.key if row.skill else None,
        level=row.level or None,
        pool_entry=row.pool.key if row.pool else None,
        periods=[PeriodOut(**asdict(each)) for each in read(row.periods)],
        amount=None if row.amount is None else plain_figure(row.amount),
        measure=row.pool.measure if row.pool else "",
        activity=row.activity.key if row.activity and sees else None,
        asked_by=row.asked_by.key,
        answerer=answers.key if answers else None,
        state=RequestState(row.state),
        allocations=given,
    )


def _answer(request: ApiRequest, response: HttpResponse, key: str) -> ResourceRequestOut:
    row = one_request(request.actor, key)
    heads = Heads(row.project.organisation, day_of(row.project.organisation))
    return tagged(response, _out(request.actor, row, heads), row.version)


def _may_answer(actor: Actor, row: ResourceRequest) -> Decision:
    return may_answer(actor, answerer_of(row))


def _done(
    request: ApiRequest,
    response: HttpResponse,
    key: str,
    version: int | None,
    may: Callable[[Actor, ResourceRequest], Decision],
    do: Callable[..., Any],
) -> ResourceRequestOut:
    """Do to a request what the caller may, as it was seen, and return what it is then."""
    row = one_request(request.actor, key)
    require(may(request.actor, row))
    saw = seen(request, version)
    with saw.checked():
        do(row, version=saw.version, actor=request.actor)
    return _answer(request, response, key)


def _named(rows: Any, key: str | None, field: str) -> Any:
    """Return the row that a key names among those offered; `Invalid` naming the field where there is none."""
    if key is None:
        return None
    found = rows.filter(key=key).first()
    if found is None:
        message = _("There is nothing here with the key %(key)s.") % {"key": key}
        raise Invalid(message, field=field, code="unknown")
    return found


def _asked(actor: Actor, project: Project, body: ResourceRequestIn) -> dict[str, Any]:
    offered = offered_to(actor, project)
    stated = body.model_dump()
    key = stated.pop("pool_key")
    found = {
        name: _named(offered[name], stated[name], name) for name in ("person", "skill", "unit", "activity")
    }
    if found["skill"] is None:
        stated["level"], found["unit"] = 0, None
    found["pool"] = _named(offered["pool"], key, "pool_key")
    found["amount"] = None if body.amount is None else Decimal(body.amount)
    found["periods"] = [each.period for each in body.periods]
    return stated | found


def _terms(body: ProposeIn, people: list[Person]) -> answering.Terms:
    """Return what is offered; `Invalid` where neither days nor periods are stated."""
    periods = [each.period for each in body.periods]
    last = body.to_date or (periods[-1].to_date if periods else None)
    first = body.from_date or (last if periods or body.amount is not None else None)
    if last is None or first is None:
        field = "to_date" if last is None else "from_date"
        raise Invalid(_("Choose a day."), field=field, code="required")
    amount = None if body.amount is None else Decimal(body.amount)
    return answering.Terms(body.minutes_per_week or 0, first, last, people, body.pieces, periods, amount)


def _people(row: ResourceRequest, keys: list[str]) -> list[Person]:
    rows = candidates(row)
    return [_named(rows, key, "chosen") for key in keys]


@router.get(
    "/resource-requests",
    operation_id="list_resource_requests",
    response=reads(ResourceRequestPage),
    summary="List requests for resources",
)
def list_requests(request: ApiRequest, query: Query[ResourceRequestQuery]) -> Page[ResourceRequestOut]:
    """Return the requests that the caller may see, with what was given."""
    require(may_see_pool(request.actor))
    organisation = own_organisation(request.actor)
    rows = requests_for(request.actor).prefetch_related("allocations__person", "allocations__pool")
    wanted = {"project__key": query.project, "state": query.state}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    heads = Heads(organisation, day_of(organisation))
    return paged(
        request, ordered(rows, query), query, ResourceRequestPage,
        lambda part: [_out(request.actor, each, heads) for each in part],
    )  # fmt: skip


@router.get(
    ONE, operation_id="get_resource_request", response=reads(ResourceRequestOut), summary="One request"
)
def get_request(request: ApiRequest, response: HttpResponse, resource_request: str) -> ResourceRequestOut:
    """Return a request with what was given."""
    return _answer(request, response, resource_request)


@router.post(
    "/projects/{key}/resource-requests",
    operation_id="ask_for_resources",
    response=creates(ResourceRequestOut),
    summary="Ask for resources",
)
def post_request(
    request: ApiRequest, response: HttpResponse, key: str, body: ResourceRequestIn
) -> Status[ResourceRequestOut]:
    """Ask for a person, for people of a skill or for an entry of the pool; the head of the unit answers."""
    project = visible_project(request.actor, key)
    require(may_ask(request.actor, project))
    made = ask_for_resources(project, actor=request.actor, **_asked(request.actor, project, body))
    created(response, f"/api/v1/resource-requests/{made.key}")
    return Status(201, _answer(request, response, made.key))


@router.post(
    f"{ONE}/approve",
    operation_id="approve_resource_request",
    response=changes(ResourceRequestOut),
    summary="Approve a request",
)
def post_approve(
    request: ApiRequest, response: HttpResponse, resource_request: str, body: ApproveIn
) -> ResourceRequestOut:
    """Give what was asked for, whole, as the one who answers."""

    def approve(row: ResourceRequest, **seen_by: Any) -> None:
        people = _people(row, body.chosen)
        answering.approve_request(row, people=people, over_reason=body.over_reason, **seen_by)

    return _done(request, response, resource_request, body.version, _may_answer, approve)


@router.post(
    f"{ONE}/propose",
    operation_id="propose_terms",
    response=changes(ResourceRequestOut),
    summary="Propose other terms",
)
def post_propose(
    request: ApiRequest, response: HttpResponse, resource_request: str, body: ProposeIn
) -> ResourceRequestOut:
    """Offer another amount, other days or other people, as the one who answers."""

    def propose(row: ResourceRequest, **seen_by: Any) -> None:
        terms = _terms(body, _people(row, body.chosen))
        answering.propose_terms(row, terms, reason=body.reason, over_reason=body.over_reason, **seen_by)

    return _done(request, response, resource_request, body.version, _may_answer, propose)


@router.post(
    f"{ONE}/refuse",
    operation_id="refuse_resource_request",
    response=changes(ResourceRequestOut),
    summary="Refuse a request",
)
def post_refuse(
    request: ApiRequest, response: HttpResponse, resource_request: str, body: RequestReasonIn
) -> ResourceRequestOut:
    """Refuse a request with the reason, as the one who answers."""
    refuse = partial(answering.refuse_request, reason=body.reason)
    return _done(request, response, resource_request, body.version, _may_answer, refuse)


@router.post(
    f"{ONE}/accept",
    operation_id="accept_terms",
    response=changes(ResourceRequestOut),
    summary="Accept what is proposed",
)
def post_accept(
    request: ApiRequest, response: HttpResponse, resource_request: str, body: RequestStepIn
) -> ResourceRequestOut:
    """Take the terms that were proposed."""
    return _done(request, response, resource_request, body.version, may_settle, answering.accept_terms)


@router.post(
    f"{ONE}/decline",
    operation_id="decline_terms",
    response=changes(ResourceRequestOut),
    summary="Decline what is proposed",
)
def post_decline(
    request: ApiRequest, response: HttpResponse, resource_request: str, body: RequestReasonIn
) -> ResourceRequestOut:
    """Decline the terms that were proposed, with the reason."""
    decline = partial(answering.decline_terms, reason=body.reason)
    return _done(request, response, resource_request, body.version, may_settle, decline)


@router.post(
    f"{ONE}/withdraw",
    operation_id="withdraw_resource_request",
    response=changes(ResourceRequestOut),
    summary="Withdraw a request",
)
def post_withdraw(
    request: ApiRequest, response: HttpResponse, resource_request: str, body: RequestStepIn
) -> ResourceRequestOut:
    """Take a request back that is not settled."""
    return _done(request, response, resource_request, body.version, may_settle, withdraw_request)


@router.post(
    f"{ONE}/allocations/{{allocation_number}}/release",
    operation_id="release_allocation",
    response=changes(ResourceRequestOut),
    summary="Release something early",
)
def post_release(
    request: ApiRequest,
    response: HttpResponse,
    resource_request: str,
    allocation_number: int,
    body: ReleaseIn,
) -> ResourceRequestOut:
    """Give something back before its end."""

    def release(row: ResourceRequest, **seen_by: Any) -> None:
        release_allocation(row, allocation_number, last_on=body.last_on, reason=body.reason, **seen_by)

    return _done(request, response, resource_request, body.version, may_settle, release)
