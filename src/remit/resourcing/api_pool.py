"""What projects share, for programs: equipment, places and material, each owned by one unit."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import Field, StrictInt, StringConstraints

from remit.accounts.permissions import Actor, require
from remit.core.api.fields import LEFT_OUT, Input, Key, Output, Version, stated
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import Invalid
from remit.people.grids import day_of
from remit.people.guards import own_organisation
from remit.people.models import PoolEntry, PoolKind, Unit
from remit.resourcing.heads import Heads
from remit.resourcing.operations.pool import (
    MOST_MINUTES,
    MOST_PIECES,
    add_pool_entry,
    change_pool_entry,
    close_pool_entry,
    reopen_pool_entry,
)
from remit.resourcing.policies import may_add_to_pool, may_keep_entry, may_see_pool
from remit.resourcing.pool_queries import answers_for, kept_units, one_entry, pool_for

router = Router(tags=["Resources"])
ONE = "/pool/{pool_entry}"
PoolName = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
Pieces = Annotated[StrictInt, Field(ge=0, le=MOST_PIECES, description="How many; 0 for material.")]
WeekMinutes = Annotated[
    StrictInt, Field(ge=0, le=MOST_MINUTES, description="Minutes a week of each piece; 0 for material.")
]
Measure = Annotated[str, StringConstraints(max_length=40), Field(description="For material alone.")]


class PoolEntryOut(Output):
    """Something that projects share; `answers` is the one person who answers for it, null where nobody does."""

    key: str
    name: str
    kind: PoolKind
    unit: str
    answers: str | None
    pieces: int
    minutes_per_week: int
    measure: str
    closed_on: dt.date | None
    version: int


class PoolEntryPage(Page[PoolEntryOut]):
    """What projects share."""


class PoolQuery(ListQuery):
    """How to list and filter what projects share."""

    ORDERS: ClassVar = {"key": ("pk",), "name": ("name", "pk")}
    order_by: Literal["key", "-key", "name", "-name"] = "key"
    kind: PoolKind | None = None
    unit: Annotated[str | None, Field(description="The key of a unit.")] = None


class PoolEntryIn(Input):
    """Something that projects share."""

    name: PoolName
    kind: PoolKind
    unit: Key
    pieces: Pieces = 0
    minutes_per_week: WeekMinutes = 0
    measure: Measure = ""


class PoolEntryPatch(Input):
    """What changes about it; what is left out stays."""

    version: Version | None = None
    name: PoolName = LEFT_OUT
    kind: PoolKind = LEFT_OUT
    unit: Key = LEFT_OUT
    pieces: Pieces = LEFT_OUT
    minutes_per_week: WeekMinutes = LEFT_OUT
    measure: Measure = LEFT_OUT


class PoolVersionIn(Input):
    """The version that was seen."""

    version: Version | None = None


def _out(entry: PoolEntry, heads: Heads | None = None) -> PoolEntryOut:
    day = day_of(entry.organisation)
    head = heads.of(entry.unit_id) if heads is not None else answers_for(entry, day)
    names = ("key", "name", "pieces", "minutes_per_week", "measure", "closed_on", "version")
    told: dict[str, Any] = {name: getattr(entry, name) for name in names}
    return PoolEntryOut(
        **told, kind=PoolKind(entry.kind), unit=entry.unit.key, answers=head.key if head else None
    )


def _answer(request: ApiRequest, response: HttpResponse, key: str) -> PoolEntryOut:
    shown = one_entry(request.actor, key)
    return tagged(response, _out(shown), shown.version)


def _taken(actor: Actor, sent: dict[str, Any]) -> dict[str, Any]:
    """Return `sent` with the unit that its key names."""
    if "unit" not in sent:
        return sent
    unit = Unit.objects.filter(actor.within(), key=sent["unit"]).first()
    if unit is None:
        message = _("There is nothing here with the key %(key)s.") % {"key": sent["unit"]}
        raise Invalid(message, field="unit", code="unknown")
    return sent | {"unit": unit}


def kept_entry(actor: Actor, key: str) -> PoolEntry:
    """Return an entry that the actor may keep."""
    entry = one_entry(actor, key)
    heads = Heads(entry.organisation, day_of(entry.organisation))
    require(may_keep_entry(actor, [each.pk for each in heads.above(entry.unit_id)], entry.unit.name))
    return entry


@router.get(
    "/pool", operation_id="list_pool", response=reads(PoolEntryPage), summary="List what projects share"
)
def list_pool(request: ApiRequest, query: Query[PoolQuery]) -> Page[PoolEntryOut]:
    """Return the equipment, places and material of the organisation that projects share."""
    require(may_see_pool(request.actor))
    organisation = own_organisation(request.actor)
    rows = pool_for(request.actor)
    wanted = {"kind": query.kind, "unit__key": query.unit}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    heads = Heads(organisation, day_of(organisation))
    return paged(
        request, ordered(rows, query), query, PoolEntryPage, lambda part: [_out(each, heads) for each in part]
    )


@router.get(ONE, operation_id="get_pool_entry", response=reads(PoolEntryOut), summary="One entry of the pool")
def get_pool_entry(request: ApiRequest, response: HttpResponse, pool_entry: str) -> PoolEntryOut:
    """Return one entry of the pool."""
    return _answer(request, response, pool_entry)


@router.post(
    "/pool", operation_id="add_pool_entry", response=creates(PoolEntryOut), summary="Add to the pool"
)
def post_pool_entry(request: ApiRequest, response: HttpResponse, body: PoolEntryIn) -> Status[PoolEntryOut]:
    """Add equipment, a place or material; the head of its unit answers for it."""
    organisation = own_organisation(request.actor)
    heads = Heads(organisation, day_of(organisation))
    require(may_add_to_pool(request.actor, [unit.pk for unit in kept_units(request.actor, heads)]))
    made = add_pool_entry(organisation, actor=request.actor, **_taken(request.actor, body.model_dump()))
    created(response, f"/api/v1/pool/{made.key}")
    return Status(201, _answer(request, response, made.key))


@router.patch(
    ONE,
    operation_id="change_pool_entry",
    response=changes(PoolEntryOut),
    summary="Change an entry of the pool",
)
def patch_pool_entry(
    request: ApiRequest, response: HttpResponse, pool_entry: str, body: PoolEntryPatch
) -> PoolEntryOut:
    """Change an entry of the pool; its kind stays once a plan uses it."""
    row = kept_entry(request.actor, pool_entry)
    saw, sent = seen(request, body.version), stated(body)
    taken = _taken(request.actor, sent)
    with saw.checked(lambda: compared(sent, _out(one_entry(request.actor, pool_entry)))):
        change_pool_entry(row, version=saw.version, actor=request.actor, **taken)
    return _answer(request, response, pool_entry)


@router.post(
    f"{ONE}/close", operation_id="close_pool_entry", response=changes(PoolEntryOut), summary="Close an entry"
)
def post_close_entry(
    request: ApiRequest, response: HttpResponse, pool_entry: str, body: PoolVersionIn
) -> PoolEntryOut:
    """Take an entry out of the pool once no running plan uses it."""
    row, saw = kept_entry(request.actor, pool_entry), seen(request, body.version)
    with saw.checked():
        close_pool_entry(row, version=saw.version, actor=request.actor)
    return _answer(request, response, pool_entry)


@router.post(
    f"{ONE}/reopen",
    operation_id="reopen_pool_entry",
    response=changes(PoolEntryOut),
    summary="Open an entry again",
)
def post_reopen_entry(
    request: ApiRequest, response: HttpResponse, pool_entry: str, body: PoolVersionIn
) -> PoolEntryOut:
    """Open a closed entry of the pool again."""
    row, saw = kept_entry(request.actor, pool_entry), seen(request, body.version)
    with saw.checked():
        reopen_pool_entry(row, version=saw.version, actor=request.actor)
    return _answer(request, response, pool_entry)
