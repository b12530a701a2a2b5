"""Projects."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.accounts.permissions import Actor, require
from remit.core.api.fields import LEFT_OUT, Day, Input, Key, Name, Output, Version, Whole, stated
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import Invalid
from remit.people.models import Scope, ScopeKind
from remit.projects.guards import visible_project
from remit.projects.models import Phase, Project, ProjectKind
from remit.projects.operations.phases import change_phase
from remit.projects.operations.projects import change_project, create_project
from remit.projects.policies import may_create_anywhere

router = Router(tags=["Projects"])

Result = Annotated[str, StringConstraints(max_length=20_000)]
Budget = Annotated[Whole, Field(ge=0, description="In minor units of the organisation's currency.")]


class ProjectOut(Output):
    """A project; computed dates stand in its plan."""

    key: str
    name: str
    unique_result: str
    kind: ProjectKind
    phase: Phase
    parent: str | None = Field(description="The key of the scope above: the organisation or a programme.")
    starts_on: dt.date
    promised_on: dt.date | None
    budget_minor: int | None = Field(description="In minor units; null as well for whoever may not see cost.")
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int


class ProjectPage(Page[ProjectOut]):
    """Projects."""


class ProjectQuery(ListQuery):
    """How to list projects."""

    ORDERS: ClassVar = {
        "key": ("pk",),
        "name": ("name", "pk"),
        "starts_on": ("starts_on", "pk"),
        "promised_on": ("promised_on", "pk"),
        "changed_at": ("changed_at", "pk"),
    }
    order_by: Literal[
        "key",
        "-key",
        "name",
        "-name",
        "starts_on",
        "-starts_on",
        "promised_on",
        "-promised_on",
        "changed_at",
        "-changed_at",
    ] = "key"
    q: Annotated[str | None, Field(max_length=200, description="A part of the name, or a key.")] = None
    kind: ProjectKind | None = None
    phase: Phase | None = None
    parent: Annotated[str | None, Field(description="The key of the scope directly above.")] = None


class ProjectIn(Input):
    """A new project; without `parent` it lies directly below the organisation."""

    name: Name
    starts_on: Day
    promised_on: Day | None = None
    kind: ProjectKind = ProjectKind.PREDICTIVE
    unique_result: Result = ""
    budget_minor: Budget | None = None
    parent: Key | None = None


class ProjectPatch(Input):
    """What changes about a project; what is left out stays."""

    version: Version | None = None
    name: Name = LEFT_OUT
    unique_result: Result = LEFT_OUT
    kind: ProjectKind = LEFT_OUT
    starts_on: Day = LEFT_OUT
    promised_on: Day | None = LEFT_OUT
    budget_minor: Budget | None = LEFT_OUT


class PhaseIn(Input):
    """Another phase, and why."""

    version: Version | None = None
    phase: Phase
    reason: Annotated[str, StringConstraints(max_length=2000)] = ""


def _out(project: Project, actor: Actor) -> ProjectOut:
    may_see_cost = actor.can("cost.view", project.scope.path)
    return ProjectOut(
        key=project.key,
        name=project.name,
        unique_result=project.unique_result,
        kind=ProjectKind(project.kind),
        phase=Phase(project.phase),
        parent=project.scope.parent.key if project.scope.parent else None,
        starts_on=project.starts_on,
        promised_on=project.promised_on,
        budget_minor=project.budget_minor if may_see_cost else None,
        created_at=project.created_at,
        changed_at=project.changed_at,
        version=project.version,
    )


@router.get("/projects", operation_id="list_projects", response=reads(ProjectPage), summary="List projects")
def list_projects(request: ApiRequest, query: Query[ProjectQuery]) -> Page[ProjectOut]:
    """Return the projects that the caller may see."""
    rows = Project.objects.visible_to(request.actor).select_related("scope__parent")
    if query.q:
        rows = rows.filter(Q(name__icontains=query.q) | Q(key__iexact=query.q))
    wanted: dict[str, Any] = {"kind": query.kind, "phase": query.phase, "scope__parent__key": query.parent}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return paged(
        request,
        ordered(rows, query),
        query,
        ProjectPage,
        lambda part: (_out(each, request.actor) for each in part),
    )


@router.post(
    "/projects", operation_id="create_project", response=creates(ProjectOut), summary="Start a project"
)
def post_project(request: ApiRequest, response: HttpResponse, body: ProjectIn) -> Status[ProjectOut]:
    """Start a project below the organisation or a programme."""
    scopes = Scope.objects.visible_to(request.actor)
    require(may_create_anywhere(request.actor))
    named = {"kind": ScopeKind.ORGANISATION} if body.parent is None else {"key": body.parent}
    parent = scopes.filter(**named).first()
    if parent is None:
        raise Invalid(_("There is no such scope, or none that you may see."), field="parent", code="unknown")
    project = create_project(parent, actor=request.actor, **body.model_dump(exclude={"parent"}))
    created(response, f"/api/v1/projects/{project.key}")
    return Status(201, tagged(response, _out(project, request.actor), project.version))


@router.get("/projects/{key}", operation_id="get_project", response=reads(ProjectOut), summary="One project")
def get_project(request: ApiRequest, response: HttpResponse, key: str) -> ProjectOut:
    """Return one project."""
    project = visible_project(request.actor, key)
    return tagged(response, _out(project, request.actor), project.version)


@router.patch(
    "/projects/{key}", operation_id="change_project", response=changes(ProjectOut), summary="Change a project"
)
def patch_project(request: ApiRequest, response: HttpResponse, key: str, body: ProjectPatch) -> ProjectOut:
    """Change what a project states about itself."""
    project = visible_project(request.actor, key)
    saw, sent = seen(request, body.version), stated(body)
    with saw.checked(lambda: compared(sent, _out(visible_project(request.actor, key), request.actor))):
        changed = change_project(project, version=saw.version, actor=request.actor, **sent)
    return tagged(response, _out(changed, request.actor), changed.version)


@router.post(
    "/projects/{key}/phase",
    operation_id="change_phase",
    response=changes(ProjectOut),
    summary="Change the phase",
)
def post_phase(request: ApiRequest, response: HttpResponse, key: str, body: PhaseIn) -> ProjectOut:
    """Lead a project into another phase; which may follow which is a rule."""
    project = visible_project(request.actor, key)
    saw, sent = seen(request, body.version), {"phase": body.phase}
    with saw.checked(lambda: compared(sent, _out(visible_project(request.actor, key), request.actor))):
        changed = change_phase(
            project, body.phase, version=saw.version, actor=request.actor, reason=body.reason
        )
    return tagged(response, _out(changed, request.actor), changed.version)
