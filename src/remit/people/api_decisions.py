"""Decisions: asked for, routed by limits, decided."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.core.api.fields import LEFT_OUT, Count, Flag, Input, Key, Name, Output, Version, Whole, stated
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import Invalid, NotFound
from remit.people.decision_queries import decisions_of, one_decision, routed
from remit.people.models import DecisionRequest, DecisionState, Scope
from remit.people.operations.decisions import ask_decision, change_decision, decide, withdraw_decision
from remit.people.routing import Route

router = Router(tags=["Decisions"])

Amount = Annotated[Whole, Field(ge=0)]
Words = Annotated[str, StringConstraints(max_length=10_000)]
Concern = Annotated[str, StringConstraints(max_length=60, strip_whitespace=True)]


class DecisionStepOut(Output):
    """One person of the line, and why they decide or do not."""

    assignment: str
    person: str
    name: str
    role: str
    scope: str
    decides: bool
    words: str


class DecisionOut(Output):
    """A request for a decision; while it waits `waits_for` is the one person to whom it has gone."""

    key: str
    scope: str
    title: str
    reason: str
    about: str
    amount_minor: int | None
    days: int | None
    asked_by: str
    asked_at: dt.datetime
    state: DecisionState
    waits_for: str | None = Field(description="The key of a person; null where nobody's limits suffice.")
    line: list[DecisionStepOut]
    decided_by: str | None
    as_deputy: bool
    decided_at: dt.datetime | None
    answer: str
    version: int


class DecisionPage(Page[DecisionOut]):
    """Decisions."""


class DecisionQuery(ListQuery):
    """How to list decisions."""

    ORDERS: ClassVar = {"asked_at": ("asked_at", "pk"), "amount_minor": ("amount_minor", "pk")}
    order_by: Literal["asked_at", "-asked_at", "amount_minor", "-amount_minor"] = "-asked_at"
    state: DecisionState | None = None
    scope: str | None = None


class DecisionRequestIn(Input):
    """What is to be decided, and where."""

    scope: Key
    title: Name
    reason: Words = ""
    about: Concern = ""
    amount_minor: Amount | None = None
    days: Count | None = None


class DecisionPatch(Input):
    """What changes about a request while it waits; what is left out stays."""

    version: Version | None = None
    title: Name = LEFT_OUT
    reason: Words = LEFT_OUT
    about: Concern = LEFT_OUT
    amount_minor: Amount | None = LEFT_OUT
    days: Count | None = LEFT_OUT


class DecideIn(Input):
    """Yes or no to a request as it was seen; refusing takes words."""

    version: Version | None = None
    approve: Flag
    answer: Words = ""


class WithdrawIn(Input):
    """Takes a request back, at the version that was seen."""

    version: Version | None = None


def _out(request: DecisionRequest, route: Route | None) -> DecisionOut:
    decider = route.decider if route else None
    return DecisionOut(
        key=request.key,
        scope=request.scope.key,
        title=request.title,
        reason=request.reason,
        about=request.about,
        amount_minor=request.amount_minor,
        days=request.days,
        asked_by=request.asked_by.key,
        asked_at=request.asked_at,
        state=DecisionState(request.state),
        waits_for=decider.key if decider else None,
        line=[
            DecisionStepOut(
                assignment=step.assignment.key,
                person=step.assignment.person.key,
                name=step.assignment.person.name,
                role=step.assignment.role.code,
                scope=step.assignment.scope.key,
                decides=step.decider is not None,
                words=step.words,
            )
            for step in (route.steps if route else ())
        ],
        decided_by=request.decided_by.key if request.decided_by else None,
        as_deputy=request.as_deputy,
        decided_at=request.decided_at,
        answer=request.answer,
        version=request.version,
    )


def _all(rows: list[Any]) -> Iterable[DecisionOut]:
    found = routed(rows)
    return [_out(each, found.get(each.pk)) for each in rows]


def _found(request: ApiRequest, key: str) -> DecisionRequest:
    found = one_decision(request.actor, key)
    if found is None:
        raise NotFound
    return found


def _one(request: ApiRequest, response: HttpResponse, key: str) -> DecisionOut:
    found = _found(request, key)
    return tagged(response, _out(found, routed([found]).get(found.pk)), found.version)


def _shown(request: ApiRequest, key: str) -> DecisionOut:
    found = _found(request, key)
    return _out(found, routed([found]).get(found.pk))


@router.get(
    "/decisions", operation_id="list_decisions", response=reads(DecisionPage), summary="List decisions"
)
def list_decisions(request: ApiRequest, query: Query[DecisionQuery]) -> Page[DecisionOut]:
    """Return the requests that the caller may see, each with the line that it goes."""
    rows = decisions_of(request.actor)
    wanted = {"state": query.state, "scope__key": query.scope}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return paged(request, ordered(rows, query), query, DecisionPage, _all)


@router.get(
    "/decisions/{decision}", operation_id="get_decision", response=reads(DecisionOut), summary="One decision"
)
def get_decision(request: ApiRequest, response: HttpResponse, decision: str) -> DecisionOut:
    """Return one request with the line that it goes: who decides, and why not those before."""
    return _one(request, response, decision)


@router.post(
    "/decisions", operation_id="ask_decision", response=creates(DecisionOut), summary="Ask for a decision"
)
def post_decision(
    request: ApiRequest, response: HttpResponse, body: DecisionRequestIn
) -> Status[DecisionOut]:
    """Ask for a decision at a scope; it goes up the line to the nearest whose limits suffice."""
    scope = (
        Scope.objects.answering_to(request.actor)
        .select_related("organisation")
        .filter(key=body.scope)
        .first()
    )
    if scope is None:
        message = _("There is nothing here with the key %(key)s.") % {"key": body.scope}
        raise Invalid(message, field="scope", code="unknown")
    asked = ask_decision(scope, actor=request.actor, **body.model_dump(exclude={"scope"}))
    created(response, f"/api/v1/decisions/{asked.key}")
    return Status(201, _one(request, response, asked.key))


@router.patch(
    "/decisions/{decision}",
    operation_id="change_decision",
    response=changes(DecisionOut),
    summary="Change a request",
)
def patch_decision(
    request: ApiRequest, response: HttpResponse, decision: str, body: DecisionPatch
) -> DecisionOut:
    """Change what is asked while it waits; only whoever asked may."""
    found = _found(request, decision)
    saw, sent = seen(request, body.version), stated(body)
    with saw.checked(lambda: compared(sent, _shown(request, decision))):
        change_decision(found, version=saw.version, actor=request.actor, **sent)
    return _one(request, response, decision)


@router.post(
    "/decisions/{decision}/decide",
    operation_id="decide",
    response=changes(DecisionOut),
    summary="Approve or refuse",
)
def post_decide(request: ApiRequest, response: HttpResponse, decision: str, body: DecideIn) -> DecisionOut:
    """Approve or refuse a request that waits for the caller, as it stood when it was seen."""
    found = _found(request, decision)
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({"version": saw.version}, _shown(request, decision))):
        decide(found, approve=body.approve, answer=body.answer, version=saw.version, actor=request.actor)
    return _one(request, response, decision)


@router.post(
    "/decisions/{decision}/withdraw",
    operation_id="withdraw_decision",
    response=changes(DecisionOut),
    summary="Withdraw a request",
)
def post_withdraw(
    request: ApiRequest, response: HttpResponse, decision: str, body: WithdrawIn
) -> DecisionOut:
    """Take a request back while it waits; only whoever asked may."""
    found = _found(request, decision)
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({"version": saw.version}, _shown(request, decision))):
        withdraw_decision(found, version=saw.version, actor=request.actor)
    return _one(request, response, decision)
