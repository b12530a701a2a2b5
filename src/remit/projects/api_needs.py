"""Needs and sessions, for programs."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.accounts.permissions import Actor, require
from remit.core.api.fields import LEFT_OUT, Day, Flag, Input, Key, Output, Version, stated
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.projects.api_deliverables import person_named
from remit.projects.api_requirements import session_named
from remit.projects.guards import visible_project
from remit.projects.models import Collection, Need, Project, Technique
from remit.projects.operations.needs import add_collection, add_need, change_collection, change_need
from remit.projects.requirement_policies import may_keep_requirements
from remit.projects.requirement_queries import one_collection, one_need

router = Router(tags=["Requirements"])
NEEDS, SESSIONS = "/projects/{key}/needs", "/projects/{key}/requirement-sessions"
NeedText = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Notes = Annotated[str, StringConstraints(max_length=20_000)]
Others = Annotated[str, StringConstraints(max_length=500)]
People = Annotated[list[Key], Field(max_length=100)]


class NeedOut(Output):
    """A need, or a want, with the requirements that come of it."""

    key: str
    text: str
    is_want: bool
    whose: str
    evidence: str
    session: str | None
    requirements: list[str]
    version: int


class NeedPage(Page[NeedOut]):
    """Needs."""


class NeedQuery(ListQuery):
    """How to list needs."""

    ORDERS: ClassVar = {"key": ("pk",), "text": ("text", "pk")}
    order_by: Literal["key", "-key", "text", "-text"] = "key"


class NeedIn(Input):
    """What somebody needs; a want is what they would like to have."""

    text: NeedText
    whose: Line
    is_want: Flag = False
    evidence: Notes = ""
    session: Key | None = None


class NeedPatch(Input):
    """What changes; what is left out stays."""

    version: Version | None = None
    text: NeedText = LEFT_OUT
    whose: Line = LEFT_OUT
    is_want: Flag = LEFT_OUT
    evidence: Notes = LEFT_OUT
    session: Key | None = LEFT_OUT


class CollectionOut(Output):
    """A session in which requirements were collected, with what came of it."""

    key: str
    title: str
    technique: Technique
    held_on: dt.date
    people: list[str]
    others: str
    notes: str
    needs: list[str]
    requirements: list[str]
    version: int


class CollectionPage(Page[CollectionOut]):
    """Sessions."""


class CollectionQuery(ListQuery):
    """How to list sessions."""

    ORDERS: ClassVar = {"held_on": ("held_on", "pk"), "key": ("pk",)}
    order_by: Literal["held_on", "-held_on", "key", "-key"] = "-held_on"


class CollectionIn(Input):
    """A session: technique, day, people by key, others by name, and what was said."""

    title: Line
    technique: Technique
    held_on: Day
    people: People = []
    others: Others = ""
    notes: Notes = ""


class CollectionPatch(Input):
    """What changes; what is left out stays."""

    version: Version | None = None
    title: Line = LEFT_OUT
    technique: Technique = LEFT_OUT
    held_on: Day = LEFT_OUT
    people: People = LEFT_OUT
    others: Others = LEFT_OUT
    notes: Notes = LEFT_OUT


def _need_out(each: Need) -> NeedOut:
    return NeedOut(
        **{name: getattr(each, name) for name in ("key", "text", "is_want", "whose", "evidence", "version")},
        session=each.collection.key if each.collection else None,
        requirements=[row.key for row in each.requirements.all()],
    )


def _needs(project: Project) -> Any:
    rows = Need.objects.filter(project=project).select_related("collection")
    return rows.prefetch_related("requirements")


def _one_need(need: Need) -> NeedOut:
    return _need_out(_needs(need.project).get(pk=need.pk))


def _with_session(project: Project, sent: dict[str, Any]) -> dict[str, Any]:
    found = dict(sent)
    if "session" in found:
        found["collection"] = session_named(project, found.pop("session"))
    return found


@router.get(NEEDS, operation_id="list_needs", response=reads(NeedPage), summary="Needs of a project")
def list_needs(request: ApiRequest, key: str, query: Query[NeedQuery]) -> Page[NeedOut]:
    """Return what is needed, with the requirements that come of it."""
    project = visible_project(request.actor, key)
    return paged(request, ordered(_needs(project), query), query, NeedPage, lambda part: map(_need_out, part))


@router.post(NEEDS, operation_id="add_need", response=creates(NeedOut), summary="Note a need")
def post_need(request: ApiRequest, response: HttpResponse, key: str, body: NeedIn) -> Status[NeedOut]:
    """Note what somebody needs."""
    project = visible_project(request.actor, key)
    require(may_keep_requirements(request.actor, project))
    made = add_need(project, actor=request.actor, **_with_session(project, body.model_dump()))
    created(response, f"/api/v1/projects/{key}/needs/{made.key}")
    return Status(201, tagged(response, _one_need(made), made.version))


@router.get(f"{NEEDS}/{{need}}", operation_id="get_need", response=reads(NeedOut), summary="One need")
def get_need(request: ApiRequest, response: HttpResponse, key: str, need: str) -> NeedOut:
    """Return one need."""
    found = one_need(request.actor, key, need)
    return tagged(response, _one_need(found), found.version)


@router.patch(
    f"{NEEDS}/{{need}}", operation_id="change_need", response=changes(NeedOut), summary="Change a need"
)
def patch_need(request: ApiRequest, response: HttpResponse, key: str, need: str, body: NeedPatch) -> NeedOut:
    """Change what is needed, and whose it is."""
    found = one_need(request.actor, key, need)
    require(may_keep_requirements(request.actor, found.project))
    saw, sent = seen(request, body.version), stated(body)
    named = _with_session(found.project, sent)
    with saw.checked(lambda: compared(sent, _one_need(found))):
        changed = change_need(found, version=saw.version, actor=request.actor, **named)
    return tagged(response, _one_need(changed), changed.version)


def _collection_out(each: Collection) -> CollectionOut:
    names = ("key", "title", "technique", "held_on", "others", "notes", "version")
    return CollectionOut(
        **{name: getattr(each, name) for name in names},
        people=[row.key for row in each.people.all()],
        needs=[row.key for row in each.needs.all()],
        requirements=[row.key for row in each.requirements.all()],
    )


def _collections(project: Project) -> Any:
    return Collection.objects.filter(project=project).prefetch_related("people", "needs", "requirements")


def _one_collection(collection: Collection) -> CollectionOut:
    return _collection_out(_collections(collection.project).get(pk=collection.pk))


def _with_people(actor: Actor, project: Project, sent: dict[str, Any]) -> dict[str, Any]:
    found = dict(sent)
    if "people" in found:
        found["people"] = [person_named(actor, project, key, "people") for key in found["people"]]
    return found


@router.get(
    SESSIONS, operation_id="list_collections", response=reads(CollectionPage), summary="Sessions of a project"
)
def list_collections(request: ApiRequest, key: str, query: Query[CollectionQuery]) -> Page[CollectionOut]:
    """Return the sessions in which requirements were collected."""
    project = visible_project(request.actor, key)
    rows = ordered(_collections(project), query)
    return paged(request, rows, query, CollectionPage, lambda part: map(_collection_out, part))


@router.post(
    SESSIONS, operation_id="add_collection", response=creates(CollectionOut), summary="Note a session"
)
def post_collection(
    request: ApiRequest, response: HttpResponse, key: str, body: CollectionIn
) -> Status[CollectionOut]:
    """Note a session: by which technique, with whom, and what was said."""
    project = visible_project(request.actor, key)
    require(may_keep_requirements(request.actor, project))
    named = _with_people(request.actor, project, body.model_dump())
    made = add_collection(project, actor=request.actor, **named)
    created(response, f"/api/v1/projects/{key}/requirement-sessions/{made.key}")
    return Status(201, tagged(response, _one_collection(made), made.version))


@router.get(
    f"{SESSIONS}/{{session}}",
    operation_id="get_collection",
    response=reads(CollectionOut),
    summary="One session",
)
def get_collection(request: ApiRequest, response: HttpResponse, key: str, session: str) -> CollectionOut:
    """Return one session with what came of it."""
    found = one_collection(request.actor, key, session)
    return tagged(response, _one_collection(found), found.version)


@router.patch(
    f"{SESSIONS}/{{session}}",
    operation_id="change_collection",
    response=changes(CollectionOut),
    summary="Change a session",
)
def patch_collection(
    request: ApiRequest, response: HttpResponse, key: str, session: str, body: CollectionPatch
) -> CollectionOut:
    """Change what is noted about a session."""
    found = one_collection(request.actor, key, session)
    require(may_keep_requirements(request.actor, found.project))
    saw, sent = seen(request, body.version), stated(body)
    named = _with_people(request.actor, found.project, sent)
    with saw.checked(lambda: compared(sent, _one_collection(found))):
        changed = change_collection(found, version=saw.version, actor=request.actor, **named)
    return tagged(response, _one_collection(changed), changed.version)
