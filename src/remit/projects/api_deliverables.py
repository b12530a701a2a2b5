"""Deliverables, for programs."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.accounts.permissions import Actor, require
from remit.core.api.fields import LEFT_OUT, Count, Day, Flag, Input, Key, Output, Version, stated
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import acts, changes, creates, reads, removes
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import Invalid
from remit.people.models import Person
from remit.projects.deliverable_policies import may_advance, may_check, may_decide, may_keep_deliverables
from remit.projects.deliverable_queries import (
    DeliverableLine,
    deliverable_lines,
    deliverables_of,
    one_deliverable,
    people_for,
)
from remit.projects.guards import visible_project
from remit.projects.models import Deliverable, DeliverableState, Project
from remit.projects.operations.deliverable_states import advance_deliverable, decide_deliverable, note_check
from remit.projects.operations.deliverables import (
    Criterion,
    add_deliverable,
    change_deliverable,
    remove_deliverable,
)

router = Router(tags=["Deliverables"])
Title = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(max_length=20_000)]
CriterionText = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Short = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)]


class CriterionIn(Input):
    """What is to be met, and how far it may be missed."""

    text: CriterionText
    tolerance: Short = ""


class CriterionOut(Output):
    """What is to be met; checks name it by its number."""

    number: int
    text: str
    tolerance: str


class QualityCheckOut(Output):
    """What a check of one criterion found; `round` counts how often the deliverable had been put under check."""

    number: int
    criterion: int
    round: int
    method: str
    is_met: bool
    evidence: str
    checked_on: dt.date
    by_name: str


class DeliverableStepOut(Output):
    """A step from one state into another, when, by whom and why."""

    from_state: DeliverableState
    to_state: DeliverableState
    taken_on: dt.date
    by_name: str
    note: str


class DeliverableOut(Output):
    """A deliverable; `forecast_on` is the day on which the plan ends the last of its activities."""

    key: str
    name: str
    description: str
    state: DeliverableState
    due_on: dt.date | None
    forecast_on: dt.date | None
    days_late: int | None = Field(description="Forecast after the due date, negative before it.")
    activities: int = Field(description="How many activities of the plan trace to it.")
    producer: str | None
    acceptor: str | None
    concession: str
    criteria: list[CriterionOut]
    checks: list[QualityCheckOut]
    steps: list[DeliverableStepOut]
    version: int


class DeliverablePage(Page[DeliverableOut]):
    """Deliverables."""


class DeliverableQuery(ListQuery):
    """How to list and filter deliverables."""

    ORDERS: ClassVar = {"key": ("pk",), "name": ("name", "pk"), "due_on": ("due_on", "pk")}
    order_by: Literal["key", "-key", "name", "-name", "due_on", "-due_on"] = "key"
    state: DeliverableState | None = None


class DeliverableIn(Input):
    """A new deliverable."""

    name: Title
    description: Text = ""
    due_on: Day | None = None
    producer: Key | None = None
    acceptor: Key | None = None
    criteria: Annotated[list[CriterionIn], Field(max_length=50)] = []


class DeliverablePatch(Input):
    """What changes about a deliverable; what is left out stays."""

    version: Version | None = None
    name: Title = LEFT_OUT
    description: Text = LEFT_OUT
    due_on: Day | None = LEFT_OUT
    producer: Key | None = LEFT_OUT
    acceptor: Key | None = LEFT_OUT
    criteria: Annotated[list[CriterionIn], Field(max_length=50)] = LEFT_OUT


class AdvanceIn(Input):
    """The state that follows."""

    version: Version | None = None
    state: DeliverableState
    note: Text = ""


class AnswerIn(Input):
    """The acceptor's answer: accepted, accepted with a concession that is noted, or rejected with the reason."""

    version: Version | None = None
    answer: Literal["accepted", "accepted-with-concession", "rejected"]
    note: Text = ""


class QualityCheckIn(Input):
    """What a check of one criterion found; today unless said."""

    criterion: Count
    method: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
    is_met: Flag
    evidence: Text = ""
    checked_on: Day | None = None


def _out(line: DeliverableLine) -> DeliverableOut:
    each = line.deliverable
    numbers = {criterion.pk: criterion.number for criterion in each.criteria.all()}
    return DeliverableOut(
        key=each.key,
        name=each.name,
        description=each.description,
        state=DeliverableState(each.state),
        due_on=each.due_on,
        forecast_on=line.forecast_on,
        days_late=line.days_late,
        activities=line.activities,
        producer=each.producer.key if each.producer else None,
        acceptor=each.acceptor.key if each.acceptor else None,
        concession=each.concession,
        criteria=[
            CriterionOut(number=row.number, text=row.text, tolerance=row.tolerance)
            for row in each.criteria.all()
        ],
        checks=[_check(row, numbers[row.criterion_id]) for row in each.checks.all()],
        steps=[
            DeliverableStepOut(**{name: getattr(row, name) for name in DeliverableStepOut.model_fields})
            for row in each.steps.all()
        ],
        version=each.version,
    )


def _check(row: Any, criterion: int) -> QualityCheckOut:
    facts = {name: getattr(row, name) for name in QualityCheckOut.model_fields if name != "criterion"}
    return QualityCheckOut(criterion=criterion, **facts)


def _one(project: Project, deliverable: Deliverable) -> DeliverableOut:
    fresh = deliverables_of(project).get(pk=deliverable.pk)
    (line,) = deliverable_lines(project, [fresh])
    return _out(line)


def _named(actor: Actor, project: Project, sent: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent with people in place of their keys, and criteria in place of their fields."""
    found = dict(sent)
    for name in ("producer", "acceptor"):
        if found.get(name) is not None:
            found[name] = person_named(actor, project, found[name], name)
    if "criteria" in found:
        found["criteria"] = [Criterion(**each) for each in found["criteria"]]
    return found


def person_named(actor: Actor, project: Project, key: str, field: str) -> Person:
    """Return the person with `key` whom the actor may see; `Invalid` naming `field` otherwise."""
    person: Person | None = people_for(actor, project).filter(key=key).first()
    if person is None:
        raise Invalid(_("There is nobody with this key whom you may see."), field=field, code="unknown")
    return person


@router.get(
    "/projects/{key}/deliverables",
    operation_id="list_deliverables",
    response=reads(DeliverablePage),
    summary="Deliverables of a project",
)
def list_deliverables(request: ApiRequest, key: str, query: Query[DeliverableQuery]) -> Page[DeliverableOut]:
    """Return what a project hands over."""
    project = visible_project(request.actor, key)
    rows = deliverables_of(project).prefetch_related("criteria", "checks", "steps")
    if query.state is not None:
        rows = rows.filter(state=query.state)
    return paged(
        request,
        ordered(rows, query),
        query,
        DeliverablePage,
        lambda part: map(_out, deliverable_lines(project, part)),
    )


@router.post(
    "/projects/{key}/deliverables",
    operation_id="add_deliverable",
    response=creates(DeliverableOut),
    summary="Describe a deliverable",
)
def post_deliverable(
    request: ApiRequest, response: HttpResponse, key: str, body: DeliverableIn
) -> Status[DeliverableOut]:
    """Describe a thing that the project is to hand over."""
    project = visible_project(request.actor, key)
    require(may_keep_deliverables(request.actor, project))
    named = _named(request.actor, project, body.model_dump())
    made = add_deliverable(project, actor=request.actor, **named)
    created(response, f"/api/v1/projects/{key}/deliverables/{made.key}")
    return Status(201, tagged(response, _one(project, made), made.version))


@router.get(
    "/projects/{key}/deliverables/{deliverable}",
    operation_id="get_deliverable",
    response=reads(DeliverableOut),
    summary="One deliverable",
)
def get_deliverable(
    request: ApiRequest, response: HttpResponse, key: str, deliverable: str
) -> DeliverableOut:
    """Return one deliverable with its criteria, checks and steps."""
    found = one_deliverable(request.actor, key, deliverable)
    return tagged(response, _one(found.project, found), found.version)


@router.patch(
    "/projects/{key}/deliverables/{deliverable}",
    operation_id="change_deliverable",
    response=changes(DeliverableOut),
    summary="Change a deliverable",
)
def patch_deliverable(
    request: ApiRequest, response: HttpResponse, key: str, deliverable: str, body: DeliverablePatch
) -> DeliverableOut:
    """Change what a deliverable states, until it is accepted."""
    found = one_deliverable(request.actor, key, deliverable)
    require(may_keep_deliverables(request.actor, found.project))
    saw, sent = seen(request, body.version), stated(body)
    named = _named(request.actor, found.project, sent)
    with saw.checked(lambda: compared(sent, _one(found.project, found))):
        changed = change_deliverable(found, version=saw.version, actor=request.actor, **named)
    return tagged(response, _one(found.project, changed), changed.version)


@router.delete(
    "/projects/{key}/deliverables/{deliverable}",
    operation_id="remove_deliverable",
    response=removes(DeliverableOut),
    summary="Remove a deliverable",
)
def delete_deliverable(request: ApiRequest, key: str, deliverable: str) -> DeliverableOut:
    """Remove a deliverable on which no work has begun, and return it as it was."""
    found = one_deliverable(request.actor, key, deliverable)
    require(may_keep_deliverables(request.actor, found.project))
    saw = seen(request, None if "If-Match" in request.headers else found.version)
    was = _one(found.project, found)
    with saw.checked():
        remove_deliverable(found, version=saw.version, actor=request.actor)
    return was


@router.post(
    "/projects/{key}/deliverables/{deliverable}/advance",
    operation_id="advance_deliverable",
    response=changes(DeliverableOut),
    summary="Lead a deliverable on",
)
def post_advance(
    request: ApiRequest, response: HttpResponse, key: str, deliverable: str, body: AdvanceIn
) -> DeliverableOut:
    """Lead a deliverable into the next state, up to its submission; which follows which is a rule."""
    found = one_deliverable(request.actor, key, deliverable)
    require(may_advance(request.actor, found))
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({"state": body.state}, _one(found.project, found))):
        moved = advance_deliverable(
            found, body.state, version=saw.version, actor=request.actor, note=body.note
        )
    return tagged(response, _one(found.project, moved), moved.version)


@router.post(
    "/projects/{key}/deliverables/{deliverable}/answer",
    operation_id="decide_deliverable",
    response=changes(DeliverableOut),
    summary="Accept or reject a deliverable",
)
def post_answer(
    request: ApiRequest, response: HttpResponse, key: str, deliverable: str, body: AnswerIn
) -> DeliverableOut:
    """Answer what was submitted, as the named acceptor, who is never the producer."""
    found = one_deliverable(request.actor, key, deliverable)
    require(may_decide(request.actor, found))
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({"state": body.answer}, _one(found.project, found))):
        decided = decide_deliverable(
            found, body.answer, version=saw.version, actor=request.actor, note=body.note
        )
    return tagged(response, _one(found.project, decided), decided.version)


@router.post(
    "/projects/{key}/deliverables/{deliverable}/checks",
    operation_id="note_check",
    response=acts(DeliverableOut),
    summary="Note a check of a deliverable",
)
def post_check(request: ApiRequest, key: str, deliverable: str, body: QualityCheckIn) -> DeliverableOut:
    """Note what a check of one criterion found, while the deliverable is under check."""
    found = one_deliverable(request.actor, key, deliverable)
    require(may_check(request.actor, found.project))
    criterion = found.criteria.filter(number=body.criterion).first()
    if criterion is None:
        raise Invalid(_("Choose a criterion of this deliverable."), field="criterion", code="unknown")
    sent = body.model_dump(exclude={"criterion"})
    note_check(found, criterion, actor=request.actor, **sent)
    return _one(found.project, found)
