"""Promises between people, for programs."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.accounts.permissions import require
from remit.core.api.fields import Day, Flag, Input, Key, Output, Version
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import created, seen, tagged
from remit.core.errors import Invalid, NotFound
from remit.people.commitment_queries import commitments, one_commitment, record_of, standing
from remit.people.grids import day_of
from remit.people.models import Commitment, Person, Scope
from remit.people.operations.commitments import close_promise, promise, renegotiate_promise
from remit.people.policies import may_close_promise, may_promise, may_renegotiate, may_see_record

router = Router(tags=["Promises"])
ONE = "/commitments/{commitment}"
Note = Annotated[str, StringConstraints(max_length=2000, strip_whitespace=True)]


class MoveOut(Output):
    """A day that was agreed on in place of another."""

    from_day: dt.date
    to_day: dt.date
    reason: str
    agreed_on: dt.date
    by_name: str


class CommitmentOut(Output):
    """A promise and how it stands today."""

    key: str
    scope: str
    by: str = Field(description="The key of the person who made it.")
    to_person: str | None
    to_name: str
    what: str
    promised_on: dt.date
    first_due_on: dt.date
    due_on: dt.date
    state: str = Field(description="open, kept or released.")
    stands: str = Field(description="open, due, late, kept, kept-late or released.")
    days_late: int
    closed_on: dt.date | None
    note: str
    moves: list[MoveOut]
    version: int


class CommitmentPage(Page[CommitmentOut]):
    """Promises."""


class CommitmentQuery(ListQuery):
    """How to list promises."""

    ORDERS: ClassVar = {"due_on": ("due_on", "pk"), "key": ("pk",)}
    order_by: Literal["due_on", "-due_on", "key", "-key"] = "due_on"
    scope: str | None = None
    by: str | None = None
    to_person: str | None = None
    state: Literal["open", "kept", "released"] | None = None


class CommitmentIn(Input):
    """A promise of the caller's own: to a person here, or to somebody outside by name."""

    what: Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
    scope: Key
    to_person: Key | None = None
    to_name: Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)] = ""
    due_on: Day


class CloseCommitmentIn(Input):
    """What became of a promise."""

    version: Version | None = None
    is_kept: Flag = True
    note: Note = ""


class MoveIn(Input):
    """Another day for a promise, and why."""

    version: Version | None = None
    due_on: Day
    reason: Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]


class RecordOut(Output):
    """How somebody keeps promises: shown to them and to their line manager alone."""

    in_time: int
    late: int
    open_late: int
    moved: int
    percent: int | None


def _out(commitment: Commitment) -> CommitmentOut:
    each = standing(commitment, day_of(commitment.scope.organisation))
    return CommitmentOut(
        key=commitment.key,
        scope=commitment.scope.key,
        by=commitment.by.key,
        to_person=commitment.to_person.key if commitment.to_person else None,
        to_name=commitment.to,
        what=commitment.what,
        promised_on=commitment.promised_on,
        first_due_on=commitment.first_due_on,
        due_on=commitment.due_on,
        state=commitment.state,
        stands=each.code,
        days_late=each.days,
        closed_on=commitment.closed_on,
        note=commitment.note,
        moves=[
            MoveOut(
                from_day=move.from_day,
                to_day=move.to_day,
                reason=move.reason,
                agreed_on=move.agreed_on,
                by_name=move.by_name,
            )
            for move in commitment.renegotiations.all()
        ],
        version=commitment.version,
    )


@router.get(
    "/commitments", operation_id="list_commitments", response=reads(CommitmentPage), summary="List promises"
)
def list_commitments(request: ApiRequest, query: Query[CommitmentQuery]) -> Page[CommitmentOut]:
    """Return one's own promises, those made to oneself and those in the frame of scopes that one may see."""
    filters = {
        "scope__key": query.scope,
        "by__key": query.by,
        "to_person__key": query.to_person,
        "state": query.state,
    }
    stated = {name: value for name, value in filters.items() if value is not None}
    rows = commitments(request.actor).filter(**stated).prefetch_related("renegotiations")
    return paged(request, ordered(rows, query), query, CommitmentPage, lambda part: map(_out, part))


@router.get(ONE, operation_id="get_commitment", response=reads(CommitmentOut), summary="One promise")
def get_commitment(request: ApiRequest, response: HttpResponse, commitment: str) -> CommitmentOut:
    """Return one promise with every day it ever had."""
    found = one_commitment(request.actor, commitment)
    return tagged(response, _out(found), found.version)


@router.post(
    "/commitments",
    operation_id="make_commitment",
    response=creates(CommitmentOut),
    summary="Promise something",
)
def post_commitment(request: ApiRequest, response: HttpResponse, body: CommitmentIn) -> Status[CommitmentOut]:
    """Promise something in one's own name."""
    require(may_promise(request.actor))
    by = Person.objects.get(pk=request.actor.person_id or 0)
    scope = _named(
        Scope.objects.answering_to(request.actor).select_related("organisation"), "scope", body.scope
    )
    people = Person.objects.visible_to(request.actor)
    to = _named(people, "to_person", body.to_person) if body.to_person is not None else None
    made = promise(
        by,
        scope,
        what=body.what,
        due_on=body.due_on,
        to_person=to,
        to_name=body.to_name,
        actor=request.actor,
    )
    created(response, f"/api/v1/commitments/{made.key}")
    return Status(201, tagged(response, _out(one_commitment(request.actor, made.key)), made.version))


def _named(rows: Any, field: str, key: str) -> Any:
    found = rows.filter(key=key).first()
    if found is None:
        raise Invalid(f"There is nothing here with the key {key}.", field=field, code="unknown")
    return found


@router.post(
    f"{ONE}/close",
    operation_id="close_commitment",
    response=changes(CommitmentOut),
    summary="Close a promise",
)
def post_close(
    request: ApiRequest, response: HttpResponse, commitment: str, body: CloseCommitmentIn
) -> CommitmentOut:
    """Say that a promise is kept, or not needed any more."""
    found = one_commitment(request.actor, commitment)
    require(may_close_promise(request.actor, found))
    saw = seen(request, body.version)
    with saw.checked():
        close_promise(found, version=saw.version, is_kept=body.is_kept, note=body.note, actor=request.actor)
    changed = one_commitment(request.actor, commitment)
    return tagged(response, _out(changed), changed.version)


@router.post(
    f"{ONE}/move",
    operation_id="move_commitment",
    response=changes(CommitmentOut),
    summary="Agree on another day",
)
def post_move(request: ApiRequest, response: HttpResponse, commitment: str, body: MoveIn) -> CommitmentOut:
    """Move a promise to another day, with the reason."""
    found = one_commitment(request.actor, commitment)
    require(may_renegotiate(request.actor, found))
    saw = seen(request, body.version)
    with saw.checked():
        renegotiate_promise(
            found, due_on=body.due_on, reason=body.reason, version=saw.version, actor=request.actor
        )
    changed = one_commitment(request.actor, commitment)
    return tagged(response, _out(changed), changed.version)


@router.get(
    "/people/{key}/kept-promises",
    operation_id="get_kept_promises",
    response=reads(RecordOut),
    summary="How somebody keeps promises",
)
def get_record(request: ApiRequest, key: str) -> RecordOut:
    """Return how somebody keeps promises, to them and to their line manager alone."""
    person = Person.objects.visible_to(request.actor).select_related("organisation").filter(key=key).first()
    if person is None:
        raise NotFound
    require(may_see_record(request.actor, person))
    found = record_of(person)
    return RecordOut(
        in_time=found.in_time,
        late=found.late,
        open_late=found.open_late,
        moved=found.moved,
        percent=found.percent,
    )
