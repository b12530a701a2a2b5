"""From any object up to whoever answers for it, and from a person down to everything."""

from typing import Annotated

from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from remit.core.api.fields import Output
from remit.core.api.problems import reads
from remit.core.api.requests import ApiRequest
from remit.core.errors import NotFound
from remit.people.accountability import everything_of, way_up
from remit.people.guards import answering_scope
from remit.people.models import Person, Scope

router = Router(tags=["Responsibilities"])
Part = Annotated[str | None, Field(max_length=16)]


class WayQuery(BaseModel):
    """What it begins with below the scope: a row or an activity, or neither."""

    model_config = ConfigDict(extra="forbid")

    row: Part = None
    activity: Part = None


class StepOut(Output):
    """One step up; `person` is null where nobody answers."""

    kind: str = Field(description="activity, responsibility, or the kind of the scope.")
    key: str
    name: str
    person: str | None
    person_name: str | None
    by: str


class WayOut(Output):
    """Who answers for an object and for what it belongs to, from the nearest to the whole organisation."""

    steps: list[StepOut]


class AnsweredScope(Output):
    """A scope that somebody runs or owns."""

    scope: str
    name: str
    role: str


class AnsweredRow(Output):
    """A responsibility that somebody has the A of."""

    scope: str
    row: str
    text: str


class AnsweredWork(Output):
    """An open activity for which somebody is named."""

    scope: str | None
    activity: str
    name: str


class EverythingOut(Output):
    """All that a person answers for at scopes that the caller may see; `is_cut` where it is more than is told."""

    person: str
    scopes: list[AnsweredScope]
    responsibilities: list[AnsweredRow]
    activities: list[AnsweredWork]
    is_cut: bool


@router.get(
    "/scopes/{scope}/accountability",
    operation_id="get_way_up",
    response=reads(WayOut),
    summary="From an object up to whoever answers",
)
def get_way_up(request: ApiRequest, scope: str, query: Query[WayQuery]) -> WayOut:
    """Return who answers at each step from an object up to the whole organisation."""
    found = answering_scope(request.actor, scope)
    steps = way_up(request.actor, found, row_key=query.row or "", work_key=query.activity or "")
    return WayOut(
        steps=[
            StepOut(
                kind=each.kind,
                key=each.key,
                name=each.name,
                person=each.person_key or None,
                person_name=each.person_name or None,
                by=each.by,
            )
            for each in steps
        ]
    )


@router.get(
    "/people/{key}/accountability",
    operation_id="get_everything_of",
    response=reads(EverythingOut),
    summary="Everything that a person answers for",
)
def get_everything(request: ApiRequest, key: str) -> EverythingOut:
    """Return all that somebody answers for, as far as the caller may see it."""
    people = Person.objects.visible_to(request.actor).select_related("organisation")
    person = people.filter(key=key).first()
    if person is None:
        raise NotFound
    found = everything_of(request.actor, person)
    keys = dict(Scope.objects.filter(pk__in={each.scope_id for each in found.work}).values_list("pk", "key"))
    return EverythingOut(
        person=person.key,
        scopes=[AnsweredScope(scope=scope.key, name=scope.name, role=role) for scope, role in found.scopes],
        responsibilities=[
            AnsweredRow(scope=each.scope.key, row=each.line.key, text=each.line.text) for each in found.rows
        ],
        activities=[
            AnsweredWork(scope=keys.get(each.scope_id), activity=each.key, name=each.name)
            for each in found.work
        ],
        is_cut=found.is_cut,
    )
