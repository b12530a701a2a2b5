"""Training, for programs."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.accounts.permissions import require
from remit.core.api.fields import LEFT_OUT, Day, Flag, Input, Key, Output, Version, stated
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import acts, changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import Invalid
from remit.people.guards import own_organisation
from remit.people.models import Person, Training
from remit.people.operations.training import (
    add_training,
    add_training_session,
    change_training,
    note_training,
)
from remit.people.policies import may_keep_any_training, may_keep_training, may_note_training
from remit.people.role_queries import roles_of
from remit.people.training import Report, one_training, reports, trainable_scopes, trainings_of

router = Router(tags=["Training"])
Subject = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Material = Annotated[
    str,
    StringConstraints(max_length=500, strip_whitespace=True),
    Field(description="A web address, or empty."),
]


class TrainingSessionOut(Output):
    """A day on which a training is held."""

    held_on: dt.date
    place: str


class TrainingOut(Output):
    """A training, with the keys of those whom it is for and whom the caller may see."""

    key: str
    subject: str
    material: str
    role: str | None
    scope: str | None
    is_retired: bool
    untrained: list[str]
    trained: list[str]
    sessions: list[TrainingSessionOut]
    version: int


class TrainingPage(Page[TrainingOut]):
    """Trainings."""


class TrainingQuery(ListQuery):
    """How to list trainings."""

    ORDERS: ClassVar = {"subject": ("subject", "pk"), "key": ("pk",)}
    order_by: Literal["subject", "-subject", "key", "-key"] = "subject"


class TrainingIn(Input):
    """In what, and for whom: whoever holds a role, works at a scope or below, or both."""

    subject: Subject
    material: Material = ""
    role: Annotated[str, StringConstraints(min_length=1, max_length=40)] | None = None
    scope: Key | None = None


class TrainingPatch(Input):
    """What changes; what is left out stays."""

    version: Version | None = None
    subject: Subject = LEFT_OUT
    material: Material = LEFT_OUT
    is_retired: Flag = LEFT_OUT


class TrainingSessionIn(Input):
    """A day, and where."""

    held_on: Day
    place: Subject


class TrainedIn(Input):
    """Who was trained, and when; today unless said."""

    person: Key
    done_on: Day | None = None


def _out(report: Report) -> TrainingOut:
    training = report.training
    return TrainingOut(
        key=training.key,
        subject=training.subject,
        material=training.material,
        role=training.role.code if training.role else None,
        scope=training.scope.key if training.scope else None,
        is_retired=training.retired_on is not None,
        untrained=[each.key for each in report.untrained],
        trained=[each.person.key for each in report.trained],
        sessions=[TrainingSessionOut(held_on=each.held_on, place=each.place) for each in report.sessions],
        version=training.version,
    )


def _one(request: ApiRequest, training: Training) -> TrainingOut:
    (report,) = reports(request.actor, [training], training.organisation)
    return _out(report)


def _named(rows: Any, field: str, **named: str) -> Any:
    row = rows.filter(**named).first()
    if row is None:
        (value,) = named.values()
        raise Invalid(f"There is nothing here with the key {value}.", field=field, code="unknown")
    return row


@router.get("/training", operation_id="list_training", response=reads(TrainingPage), summary="List training")
def list_training(request: ApiRequest, query: Query[TrainingQuery]) -> Page[TrainingOut]:
    """Return every training with who is missing it, as far as the caller may see these people."""
    organisation = own_organisation(request.actor)
    rows = ordered(trainings_of(request.actor), query)

    def shown(part: Any) -> list[TrainingOut]:
        found = list(part)
        return [_out(each) for each in reports(request.actor, found, organisation)] if found else []

    return paged(request, rows, query, TrainingPage, shown)


@router.post(
    "/training", operation_id="add_training", response=creates(TrainingOut), summary="Add a training"
)
def post_training(request: ApiRequest, response: HttpResponse, body: TrainingIn) -> Status[TrainingOut]:
    """State what whoever is to be trained in."""
    actor = request.actor
    require(may_keep_any_training(actor))
    role = _named(roles_of(actor), "role", code=body.role) if body.role is not None else None
    scope = _named(trainable_scopes(actor), "scope", key=body.scope) if body.scope is not None else None
    made = add_training(
        own_organisation(actor),
        subject=body.subject,
        material=body.material,
        role=role,
        scope=scope,
        actor=actor,
    )
    created(response, f"/api/v1/training/{made.key}")
    return Status(201, tagged(response, _one(request, made), made.version))


@router.get(
    "/training/{training}",
    operation_id="get_training",
    response=reads(TrainingOut),
    summary="One training",
)
def get_training(request: ApiRequest, response: HttpResponse, training: str) -> TrainingOut:
    """Return a training with who is missing it."""
    found = one_training(request.actor, training)
    return tagged(response, _one(request, found), found.version)


@router.patch(
    "/training/{training}",
    operation_id="change_training",
    response=changes(TrainingOut),
    summary="Change a training",
)
def patch_training(
    request: ApiRequest, response: HttpResponse, training: str, body: TrainingPatch
) -> TrainingOut:
    """Change what it is about, or retire it."""
    found = one_training(request.actor, training)
    require(may_keep_training(request.actor, found.scope))
    saw, sent = seen(request, body.version), stated(body)
    with saw.checked(lambda: compared(sent, _one(request, one_training(request.actor, training)))):
        change_training(found, version=saw.version, actor=request.actor, **sent)
    changed = one_training(request.actor, training)
    return tagged(response, _one(request, changed), changed.version)


@router.post(
    "/training/{training}/sessions",
    operation_id="add_training_session",
    response=acts(TrainingOut),
    summary="Name a day on which a training is held",
)
def post_session(request: ApiRequest, training: str, body: TrainingSessionIn) -> TrainingOut:
    """Name a day, and where."""
    found = one_training(request.actor, training)
    add_training_session(found, held_on=body.held_on, place=body.place, actor=request.actor)
    return _one(request, found)


@router.post(
    "/training/{training}/trained",
    operation_id="note_training",
    response=acts(TrainingOut),
    summary="Note that somebody was trained",
)
def post_trained(request: ApiRequest, training: str, body: TrainedIn) -> TrainingOut:
    """Note that somebody whom it is for was trained: by themselves or by whoever keeps the training."""
    found = one_training(request.actor, training)
    people = Person.objects.visible_to(request.actor).select_related("organisation")
    person = _named(people, "person", key=body.person)
    require(may_note_training(request.actor, found, person))
    note_training(found, person, done_on=body.done_on, actor=request.actor)
    return _one(request, found)
