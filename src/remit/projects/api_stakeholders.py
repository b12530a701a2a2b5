"""Stakeholders, for programs."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.accounts.permissions import Actor, require
from remit.core.api.fields import LEFT_OUT, Count, Day, Flag, Input, Key, Output, Version, stated
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import acts, changes, creates, reads, removes
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.people.grids import day_of
from remit.projects.api_deliverables import person_named
from remit.projects.guards import visible_project
from remit.projects.models import Engagement, Project, Quadrant, Stakeholder
from remit.projects.operations.stakeholders import (
    add_stakeholder,
    change_stakeholder,
    note_contact,
    remove_stakeholder,
)
from remit.projects.stakeholder_policies import may_confide, may_keep_stakeholders, may_see_stakeholders
from remit.projects.stakeholder_queries import (
    StakeholderLine,
    contacts_of,
    one_stakeholder,
    stakeholder_lines,
    stakeholders_of,
)

router = Router(tags=["Stakeholders"])
Title = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Short = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)]
Sentence = Annotated[str, StringConstraints(max_length=500, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(max_length=20_000)]
Scale = Annotated[Count, Field(ge=1, le=5, description="1, little, to 5, much; from 3 on it counts as high.")]
Pause = Annotated[Count, Field(ge=1, le=366)]


class ContactOut(Output):
    """What was spoken with a stakeholder, and how they stood then."""

    number: int
    held_on: dt.date
    channel: str
    summary: str
    engagement: Engagement
    is_confidential: bool
    by_name: str


class StakeholderOut(Output):
    """A stakeholder; `gap` counts the steps that engagement is short, `confidential` is null for whom it is not."""

    key: str
    name: str
    stands_for: str
    person: str | None
    stake: str
    power: int
    interest: int
    quadrant: Quadrant
    engagement: Engagement
    desired: Engagement
    gap: int
    approach: str
    message: str
    why: str
    channel: str
    every_days: int | None
    owner: str | None
    last_contact_on: dt.date | None
    next_contact_on: dt.date | None
    is_overdue: bool
    confidential: str | None
    version: int


class StakeholderWithContacts(StakeholderOut):
    """A stakeholder with what was spoken, the last first; what is confidential only for those who may read it."""

    contacts: list[ContactOut]


class StakeholderPage(Page[StakeholderOut]):
    """Stakeholders."""


class StakeholderQuery(ListQuery):
    """How to list and filter stakeholders."""

    ORDERS: ClassVar = {
        "key": ("pk",),
        "name": ("name", "pk"),
        "power": ("power", "pk"),
        "gap": ("gap", "pk"),
    }
    order_by: Literal["key", "-key", "name", "-name", "power", "-power", "gap", "-gap"] = "key"
    quadrant: Quadrant | None = None
    engagement: Engagement | None = None


class StakeholderIn(Input):
    """A new stakeholder."""

    name: Title
    stands_for: Short = ""
    person: Key | None = None
    stake: Text = ""
    power: Scale = 3
    interest: Scale = 3
    engagement: Engagement = Engagement.NEUTRAL
    desired: Engagement = Engagement.SUPPORTIVE
    approach: Text = ""
    message: Sentence = ""
    why: Sentence = ""
    channel: Short = ""
    every_days: Pause | None = None
    owner: Key | None = None
    confidential: Text = LEFT_OUT


class StakeholderPatch(Input):
    """What changes about a stakeholder; what is left out stays."""

    version: Version | None = None
    name: Title = LEFT_OUT
    stands_for: Short = LEFT_OUT
    person: Key | None = LEFT_OUT
    stake: Text = LEFT_OUT
    power: Scale = LEFT_OUT
    interest: Scale = LEFT_OUT
    engagement: Engagement = LEFT_OUT
    desired: Engagement = LEFT_OUT
    approach: Text = LEFT_OUT
    message: Sentence = LEFT_OUT
    why: Sentence = LEFT_OUT
    channel: Short = LEFT_OUT
    every_days: Pause | None = LEFT_OUT
    owner: Key | None = LEFT_OUT
    confidential: Text = LEFT_OUT


class ContactIn(Input):
    """What was spoken; today unless said. A stated engagement is how they stand from now on."""

    channel: Title
    held_on: Day | None = None
    summary: Text = ""
    engagement: Engagement | None = None
    is_confidential: Flag = False


def _facts(actor: Actor, line: StakeholderLine) -> dict[str, Any]:
    each = line.stakeholder
    own = (
        "key", "name", "stands_for", "stake", "power", "interest", "engagement", "desired", "approach", "message",
        "why", "channel", "every_days", "version",
    )  # fmt: skip
    return {name: getattr(each, name) for name in own} | {
        "person": each.person.key if each.person else None,
        "owner": each.owner.key if each.owner else None,
        "quadrant": line.quadrant,
        "gap": line.gap,
        "last_contact_on": line.last_on,
        "next_contact_on": line.next_on,
        "is_overdue": line.is_overdue,
        "confidential": each.confidential if may_confide(actor, each.project) else None,
    }


def _one(actor: Actor, project: Project, stakeholder: Stakeholder) -> StakeholderWithContacts:
    fresh = stakeholders_of(project).get(pk=stakeholder.pk)
    fresh.project = project
    (line,) = stakeholder_lines([fresh], day_of(project.organisation))
    spoken = [
        ContactOut(**{name: getattr(each, name) for name in ContactOut.model_fields})
        for each in contacts_of(actor, fresh)
    ]
    return StakeholderWithContacts(**_facts(actor, line), contacts=spoken)


def _named(actor: Actor, project: Project, sent: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent with people in place of their keys."""
    found = dict(sent)
    for name in ("person", "owner"):
        if found.get(name) is not None:
            found[name] = person_named(actor, project, found[name], name)
    return found


def _seen_project(request: ApiRequest, key: str) -> Project:
    project = visible_project(request.actor, key)
    require(may_see_stakeholders(request.actor, project))
    return project


@router.get(
    "/projects/{key}/stakeholders",
    operation_id="list_stakeholders",
    response=reads(StakeholderPage),
    summary="Stakeholders of a project",
)
def list_stakeholders(request: ApiRequest, key: str, query: Query[StakeholderQuery]) -> Page[StakeholderOut]:
    """Return those whom a project concerns."""
    project = _seen_project(request, key)
    rows = stakeholders_of(project)
    for name in ("quadrant", "engagement"):
        wanted = getattr(query, name)
        rows = rows if wanted is None else rows.filter(**{name: wanted})
    today = day_of(project.organisation)

    def out(part: Any) -> list[StakeholderOut]:
        found = list(part)
        for each in found:
            each.project = project
        return [StakeholderOut(**_facts(request.actor, line)) for line in stakeholder_lines(found, today)]

    return paged(request, ordered(rows, query), query, StakeholderPage, out)


@router.post(
    "/projects/{key}/stakeholders",
    operation_id="add_stakeholder",
    response=creates(StakeholderWithContacts),
    summary="Note a stakeholder",
)
def post_stakeholder(
    request: ApiRequest, response: HttpResponse, key: str, body: StakeholderIn
) -> Status[StakeholderWithContacts]:
    """Note somebody whom the project concerns."""
    project = _seen_project(request, key)
    require(may_keep_stakeholders(request.actor, project))
    sent = body.model_dump()
    if "confidential" not in body.model_fields_set:
        del sent["confidential"]
    made = add_stakeholder(project, actor=request.actor, **_named(request.actor, project, sent))
    created(response, f"/api/v1/projects/{key}/stakeholders/{made.key}")
    return Status(201, tagged(response, _one(request.actor, project, made), made.version))


@router.get(
    "/projects/{key}/stakeholders/{stakeholder}",
    operation_id="get_stakeholder",
    response=reads(StakeholderWithContacts),
    summary="One stakeholder",
)
def get_stakeholder(
    request: ApiRequest, response: HttpResponse, key: str, stakeholder: str
) -> StakeholderWithContacts:
    """Return one stakeholder with what was spoken."""
    found = one_stakeholder(request.actor, key, stakeholder)
    return tagged(response, _one(request.actor, found.project, found), found.version)


@router.patch(
    "/projects/{key}/stakeholders/{stakeholder}",
    operation_id="change_stakeholder",
    response=changes(StakeholderWithContacts),
    summary="Change a stakeholder",
)
def patch_stakeholder(
    request: ApiRequest, response: HttpResponse, key: str, stakeholder: str, body: StakeholderPatch
) -> StakeholderWithContacts:
    """Change what is noted of a stakeholder, and where they stand."""
    found = one_stakeholder(request.actor, key, stakeholder)
    require(may_keep_stakeholders(request.actor, found.project))
    saw, sent = seen(request, body.version), stated(body)
    named = _named(request.actor, found.project, sent)
    with saw.checked(lambda: compared(sent, _one(request.actor, found.project, found))):
        changed = change_stakeholder(found, version=saw.version, actor=request.actor, **named)
    return tagged(response, _one(request.actor, found.project, changed), changed.version)


@router.delete(
    "/projects/{key}/stakeholders/{stakeholder}",
    operation_id="remove_stakeholder",
    response=removes(StakeholderWithContacts),
    summary="Remove a stakeholder",
)
def delete_stakeholder(request: ApiRequest, key: str, stakeholder: str) -> StakeholderWithContacts:
    """Remove a stakeholder with what was spoken, and return it as it was."""
    found = one_stakeholder(request.actor, key, stakeholder)
    require(may_keep_stakeholders(request.actor, found.project))
    saw = seen(request, None if "If-Match" in request.headers else found.version)
    was = _one(request.actor, found.project, found)
    with saw.checked():
        remove_stakeholder(found, version=saw.version, actor=request.actor)
    return was


@router.post(
    "/projects/{key}/stakeholders/{stakeholder}/contacts",
    operation_id="note_contact",
    response=acts(StakeholderWithContacts),
    summary="Note a contact with a stakeholder",
)
def post_contact(request: ApiRequest, key: str, stakeholder: str, body: ContactIn) -> StakeholderWithContacts:
    """Note what was spoken with a stakeholder, and how they stand since."""
    found = one_stakeholder(request.actor, key, stakeholder)
    require(may_keep_stakeholders(request.actor, found.project))
    sent = body.model_dump()
    note_contact(found, actor=request.actor, **(sent | {"engagement": sent["engagement"] or ""}))
    return _one(request.actor, found.project, found)
