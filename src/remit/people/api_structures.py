"""To-be structures of the organisation: what is planned to change on a transition date, and for whom."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.accounts.permissions import require
from remit.core.api.fields import LEFT_OUT, Day, Input, Key, Output, Version, stated
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import changes, creates, reads, removes
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.people.guards import own_organisation
from remit.people.models import Structure
from remit.people.operations.structure_transition import to_state
from remit.people.operations.structures import (
    begin_structure,
    change_structure,
    drop_change,
    plan_change,
)
from remit.people.policies import may_edit_organisation, may_see_organisation
from remit.people.structure_queries import OPEN, one_structure, prospect, structures

router = Router(tags=["Organisation"])

BASE = "/organisation/structures"
ONE = f"{BASE}/{{structure}}"
VALUES = ("name", "into", "person", "above")
Kind = Literal["add-unit", "change-unit", "close-unit", "add-position", "change-position", "end-position"]
StructureName = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
Reason = Annotated[str, StringConstraints(max_length=2000, strip_whitespace=True)]
Reference = Annotated[
    str | None, Field(max_length=16, description="A key, or + and the number of the change that adds it.")
]


class StructureOut(Output):
    """A to-be structure."""

    key: str
    name: str
    reason: str
    takes_effect_on: dt.date
    state: str = Field(description="draft, scheduled, effective or discarded.")
    effective_at: dt.datetime | None
    version: int


class StructurePage(Page[StructureOut]):
    """To-be structures."""


class StructureQuery(ListQuery):
    """How to list to-be structures."""

    ORDERS: ClassVar = {"takes_effect_on": ("takes_effect_on", "pk"), "key": ("pk",)}
    order_by: Literal["takes_effect_on", "-takes_effect_on", "key", "-key"] = "-takes_effect_on"
    state: Literal["draft", "scheduled", "effective", "discarded"] | None = None


class PlannedOut(Output):
    """One planned change; fields that are not in `values` stay as they are on that day."""

    number: int
    kind: str
    target: str = Field(description="The key of what changes, or + and the number where it is new.")
    values: dict[str, str | None]


class FaultOut(Output):
    """Why it cannot come into effect; number 0 is none of the planned changes."""

    number: int
    text: str


class MovedField(Output):
    """One field before and after, as people call it."""

    field: str
    before: str
    after: str


class StructureDifferenceOut(Output):
    """What becomes of one unit or position."""

    ref: str
    thing: str = Field(description="unit or position.")
    what: str = Field(description="added, changed or removed.")
    name: str
    moves: list[MovedField]


class AffectedOut(Output):
    """Somebody for whom something changes, and what."""

    person: str
    name: str
    lines: list[str]


class StructureDetailOut(StructureOut):
    """A to-be structure with what it changes, compared with what stands; empty once it is in effect."""

    changes: list[PlannedOut]
    differences: list[StructureDifferenceOut]
    affected: list[AffectedOut]
    faults: list[FaultOut]


class StructureIn(Input):
    """A new draft."""

    name: StructureName
    takes_effect_on: Day
    reason: Reason = ""


class StructurePatch(Input):
    """What changes about a draft; what is left out stays."""

    version: Version | None = None
    name: StructureName = LEFT_OUT
    takes_effect_on: Day = LEFT_OUT
    reason: Reason = LEFT_OUT


class PlannedIn(Input):
    """A planned change; another about the same unit or position takes the place of an earlier one."""

    version: Version | None = None
    kind: Kind
    target: Key | None = Field(None, description="The key of what changes; left out where it is new.")
    number: Annotated[int, Field(ge=1, le=99999)] | None = Field(
        None, description="To state a planned change anew."
    )
    name: StructureName = LEFT_OUT
    into: Reference = LEFT_OUT
    person: Key | None = LEFT_OUT
    above: Reference = LEFT_OUT


class StateIn(Input):
    """The state to bring it into."""

    version: Version | None = None
    to: Literal["draft", "scheduled", "effective", "discarded"]


def _out(structure: Structure) -> StructureOut:
    return StructureOut(**_fields(structure))


def _fields(structure: Structure) -> dict[str, Any]:
    names = ("key", "name", "reason", "takes_effect_on", "state", "effective_at", "version")
    return {name: getattr(structure, name) for name in names}


def _detail(structure: Structure) -> StructureDetailOut:
    found = prospect(structure)
    is_open = structure.state in OPEN
    return StructureDetailOut(
        **_fields(structure),
        changes=[
            PlannedOut(number=each.number, kind=each.kind, target=each.target, values=dict(each.values))
            for each in found.plan
        ],
        differences=[
            StructureDifferenceOut(
                ref=each.ref,
                thing="unit" if each.is_unit else "position",
                what=each.what,
                name=each.name,
                moves=[MovedField(field=name, before=old, after=new) for name, old, new in each.moves],
            )
            for each in (found.differences if is_open else ())
        ],
        affected=[
            AffectedOut(person=each.person.key, name=each.person.name, lines=list(each.lines))
            for each in (found.affected if is_open else ())
        ],
        faults=[FaultOut(number=each.number, text=each.text) for each in (found.faults if is_open else ())],
    )


def _found(request: ApiRequest, structure: str) -> Structure:
    require(may_edit_organisation(request.actor))
    return one_structure(request.actor, structure)


def _answer(request: ApiRequest, response: HttpResponse, key: str) -> StructureDetailOut:
    found = one_structure(request.actor, key)
    return tagged(response, _detail(found), found.version)


@router.get(
    BASE, operation_id="list_structures", response=reads(StructurePage), summary="List to-be structures"
)
def list_structures(request: ApiRequest, query: Query[StructureQuery]) -> Page[StructureOut]:
    """Return the to-be structures that one may see; drafts only to whoever may change the organisation."""
    require(may_see_organisation(request.actor))
    rows = structures(request.actor)
    if query.state is not None:
        rows = rows.filter(state=query.state)
    return paged(request, ordered(rows, query), query, StructurePage, lambda part: map(_out, part))


@router.get(
    ONE, operation_id="get_structure", response=reads(StructureDetailOut), summary="One to-be structure"
)
def get_structure(request: ApiRequest, response: HttpResponse, structure: str) -> StructureDetailOut:
    """Return a to-be structure with its changes, differences, faults, and who is affected."""
    require(may_see_organisation(request.actor))
    return _answer(request, response, structure)


@router.post(
    BASE,
    operation_id="begin_structure",
    response=creates(StructureDetailOut),
    summary="Begin a to-be structure",
)
def post_structure(
    request: ApiRequest, response: HttpResponse, body: StructureIn
) -> Status[StructureDetailOut]:
    """Begin the draft of a to-be structure; nothing changes before its transition date."""
    require(may_edit_organisation(request.actor))
    made = begin_structure(own_organisation(request.actor), actor=request.actor, **body.model_dump())
    created(response, f"/api/v1{BASE}/{made.key}")
    return Status(201, _answer(request, response, made.key))


@router.patch(
    ONE,
    operation_id="change_structure",
    response=changes(StructureDetailOut),
    summary="Change a draft",
)
def patch_structure(
    request: ApiRequest, response: HttpResponse, structure: str, body: StructurePatch
) -> StructureDetailOut:
    """Change name, transition date or reason of a draft."""
    found = _found(request, structure)
    saw, sent = seen(request, body.version), stated(body)
    with saw.checked(lambda: compared(sent, _out(one_structure(request.actor, structure)))):
        change_structure(found, version=saw.version, actor=request.actor, **sent)
    return _answer(request, response, structure)


@router.post(
    f"{ONE}/changes",
    operation_id="plan_change",
    response=changes(StructureDetailOut),
    summary="Plan a change",
)
def post_change(
    request: ApiRequest, response: HttpResponse, structure: str, body: PlannedIn
) -> StructureDetailOut:
    """Plan what becomes of a unit or position, or a new one."""
    found = _found(request, structure)
    saw, sent = seen(request, body.version), stated(body)
    values: dict[str, Any] = {name: sent[name] for name in VALUES if name in sent}
    with saw.checked():
        plan_change(
            found,
            kind=body.kind,
            target=body.target or "",
            number=body.number,
            values=values,
            version=saw.version,
            actor=request.actor,
        )
    return _answer(request, response, structure)


@router.delete(
    f"{ONE}/changes/{{number}}",
    operation_id="drop_change",
    response=removes(StructureDetailOut),
    summary="Drop a planned change",
)
def delete_change(
    request: ApiRequest, response: HttpResponse, structure: str, number: int
) -> StructureDetailOut:
    """Take a planned change back; one that another builds on stays."""
    found = _found(request, structure)
    saw = seen(request, None if "If-Match" in request.headers else found.version)
    with saw.checked():
        drop_change(found, number, version=saw.version, actor=request.actor)
    return _answer(request, response, structure)


@router.post(
    f"{ONE}/state",
    operation_id="move_structure",
    response=changes(StructureDetailOut),
    summary="Schedule, reopen, discard or put into effect",
)
def post_state(
    request: ApiRequest, response: HttpResponse, structure: str, body: StateIn
) -> StructureDetailOut:
    """Bring a structure into another state; with faults it is neither scheduled nor put into effect."""
    found = _found(request, structure)
    saw = seen(request, body.version)
    with saw.checked():
        to_state(found, body.to, version=saw.version, actor=request.actor)
    return _answer(request, response, structure)
