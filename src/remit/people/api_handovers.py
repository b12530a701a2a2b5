"""Handovers, for programs; and who held which role of a scope when."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.accounts.permissions import require
from remit.core.api.fields import Flag, Input, Output
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import acts, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import created
from remit.people.grids import day_of
from remit.people.guards import answering_scope
from remit.people.handover_queries import handovers, one_handover, standings, tenures
from remit.people.models import HandoverItem
from remit.people.operations.handovers import add_handover_item, tick_handover_item
from remit.people.policies import may_hand_over

router = Router(tags=["Roles and assignments"])
ONE = "/handovers/{handover}"


class HandoverItemOut(Output):
    """A line of a handover; `object` is the key of what it is about."""

    number: int
    kind: str = Field(description="role, letter, decision, promise, assignment or own.")
    object: str
    label: str
    done_on: dt.date | None
    done_by: str


class HandoverOut(Output):
    """What goes to another when somebody who answers for something leaves a role, and by when."""

    key: str
    assignment: str
    person: str
    role: str
    scope: str
    cause: str = Field(description="ended, left or away.")
    begun_on: dt.date
    due_on: dt.date
    closed_on: dt.date | None
    stands: str = Field(description="vacant, away, held or closed.")
    items: list[HandoverItemOut]


class HandoverPage(Page[HandoverOut]):
    """Handovers."""


class HandoverQuery(ListQuery):
    """How to list handovers."""

    ORDERS: ClassVar = {"due_on": ("due_on", "pk"), "key": ("pk",)}
    order_by: Literal["due_on", "-due_on", "key", "-key"] = "due_on"
    scope: str | None = None
    state: Literal["open", "closed"] | None = None


class HandoverItemIn(Input):
    """Something of one's own that is to be handed over."""

    label: Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]


class HandoverItemPatch(Input):
    """Whether a line is done."""

    is_done: Flag


class TenureOut(Output):
    """Somebody held a role from a day to a day, null while it lasts."""

    assignment: str
    person: str
    name: str
    role: str
    first: dt.date
    last: dt.date | None
    is_now: bool


class TenuresOut(Output):
    """Who held which role of a scope when, by role, the latest first."""

    holders: list[TenureOut]


def _item(item: HandoverItem) -> HandoverItemOut:
    return HandoverItemOut(
        number=item.number,
        kind=item.kind,
        object=item.object_key,
        label=item.label,
        done_on=item.done_on,
        done_by=item.done_by_name,
    )


def _out(rows: Any) -> list[HandoverOut]:
    found = list(rows)
    if not found:
        return []
    return [
        HandoverOut(
            key=each.handover.key,
            assignment=each.handover.assignment.key,
            person=each.handover.assignment.person.key,
            role=each.handover.assignment.role.code,
            scope=each.handover.assignment.scope.key,
            cause=each.handover.cause,
            begun_on=each.handover.begun_on,
            due_on=each.handover.due_on,
            closed_on=each.handover.closed_on,
            stands=each.code,
            items=[_item(item) for item in each.handover.items.all()],
        )
        for each in standings(found, day_of(found[0].organisation))
    ]


@router.get(
    "/handovers", operation_id="list_handovers", response=reads(HandoverPage), summary="List handovers"
)
def list_handovers(request: ApiRequest, query: Query[HandoverQuery]) -> Page[HandoverOut]:
    """Return what is handed over at the scopes that the caller sees, and of the caller's own."""
    rows = handovers(request.actor).prefetch_related("items")
    if query.scope is not None:
        rows = rows.filter(assignment__scope__key=query.scope)
    if query.state is not None:
        rows = rows.filter(closed_on__isnull=query.state == "open")
    return paged(request, ordered(rows, query), query, HandoverPage, _out)


@router.get(ONE, operation_id="get_handover", response=reads(HandoverOut), summary="One handover")
def get_handover(request: ApiRequest, handover: str) -> HandoverOut:
    """Return a handover with its lines."""
    return _out([one_handover(request.actor, handover)])[0]


@router.post(
    ONE + "/items",
    operation_id="add_handover_item",
    response=creates(HandoverItemOut),
    summary="Add a line to a handover",
)
def post_item(
    request: ApiRequest, response: HttpResponse, handover: str, body: HandoverItemIn
) -> Status[HandoverItemOut]:
    """Add something of one's own to what is handed over."""
    found = one_handover(request.actor, handover)
    require(may_hand_over(request.actor, found))
    item = add_handover_item(found, label=body.label, actor=request.actor)
    created(response, f"/api/v1/handovers/{handover}/items/{item.number}")
    return Status(201, _item(item))


@router.post(
    ONE + "/items/{number}/tick",
    operation_id="tick_handover_item",
    response=acts(HandoverItemOut),
    summary="Tick a line of a handover off",
)
def post_tick(request: ApiRequest, handover: str, number: int, body: HandoverItemPatch) -> HandoverItemOut:
    """Say that a line is done, or that it is not; with the last one the handover is closed."""
    found = one_handover(request.actor, handover)
    require(may_hand_over(request.actor, found))
    return _item(tick_handover_item(found, number, is_done=body.is_done, actor=request.actor))


@router.get(
    "/scopes/{scope}/holders",
    operation_id="list_holders",
    response=reads(TenuresOut),
    summary="Who held what when",
)
def list_holders(request: ApiRequest, scope: str) -> TenuresOut:
    """Return who held which role of a scope when."""
    rows = tenures(request.actor, answering_scope(request.actor, scope))
    return TenuresOut(
        holders=[
            TenureOut(
                assignment=each.assignment.key,
                person=each.assignment.person.key,
                name=each.assignment.person.name,
                role=each.assignment.role.code,
                first=each.first,
                last=each.last,
                is_now=each.is_now,
            )
            for _role, found in rows
            for each in found
        ]
    )
