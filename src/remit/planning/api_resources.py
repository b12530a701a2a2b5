"""Resources of plans, who works on what, and how much each has to do; each change is an edit that can be undone."""

from typing import Annotated, ClassVar, Literal

from django.http import HttpResponse
from ninja import Query, Router, Status
from pydantic import Field, StrictInt, StringConstraints

from remit.core.api.fields import LEFT_OUT, Input, Key, Name, Output, Version, stated
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import changes, creates, reads, removes
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.planning import api_edits
from remit.planning.api_schemas import EditOut, Minutes
from remit.planning.guards import existing_plan, visible_resource, visible_staffing
from remit.planning.models import Contour, Delegation, Resource, ResourceAssignment, ResourceKind
from remit.planning.operations.edits import edit_plan
from remit.planning.operations.fields import LONGEST_MINUTES
from remit.planning.operations.staffing_steps import LONGEST_DELAY, MOST_PIECES, MOST_UNITS

router = Router(tags=["Resources"])

BASE = "/projects/{key}/resources"
STAFFING = "/projects/{key}/staffing"

Percent = Annotated[float, Field(ge=0, le=100_000, strict=True, allow_inf_nan=False)]
Units = Annotated[
    float,
    Field(ge=1, le=MOST_UNITS, strict=True, allow_inf_nan=False, description="Per cent of one full unit."),
]
Delay = Annotated[StrictInt, Field(ge=0, le=LONGEST_DELAY, description="Working minutes after its start.")]
Group = Annotated[str, StringConstraints(max_length=120)]


class ResourceOut(Output):
    """Somebody or something that does the work of a plan."""

    key: str
    name: str
    kind: ResourceKind
    person_key: str | None
    pool_key: str | None = Field(description="The entry of the pool that it is.")
    calendar_key: str | None
    group: str
    max_units_percent: float
    version: int


class ResourcePage(Page[ResourceOut]):
    """Resources."""


class ResourceQuery(ListQuery):
    """How to list resources."""

    ORDERS: ClassVar = {"key": ("pk",), "name": ("name", "pk")}
    order_by: Literal["key", "-key", "name", "-name"] = "key"
    kind: ResourceKind | None = None


class ResourceIn(Input):
    """A new resource; a person is one at most once."""

    name: Name
    kind: ResourceKind = ResourceKind.WORK
    person_key: Key | None = None
    pool_key: Key | None = None
    calendar_key: Key | None = None
    group: Group = ""
    max_units_percent: Percent = 100


class ResourcePatch(Input):
    """What changes about a resource."""

    version: Version | None = None
    name: Name = LEFT_OUT
    kind: ResourceKind = LEFT_OUT
    person_key: Key | None = LEFT_OUT
    pool_key: Key | None = LEFT_OUT
    calendar_key: Key | None = LEFT_OUT
    group: Group = LEFT_OUT
    max_units_percent: Percent = LEFT_OUT


class PieceOut(Output):
    """A stretch of work that is spread by hand: where it begins after the start of the assignment, all in minutes."""

    after_minutes: int
    length_minutes: int
    work_minutes: int


class PieceIn(Input):
    """A stretch of work that is spread by hand: where it begins after the start of the assignment, all in minutes."""

    after_minutes: Minutes
    length_minutes: Annotated[StrictInt, Field(ge=1, le=LONGEST_MINUTES, description="Working minutes.")]
    work_minutes: Minutes


class StaffingOut(Output):
    """A resource on an activity; without a resource it is work for which nobody has been found."""

    key: str
    activity: str
    resource: str | None
    units_percent: float
    work_minutes: int
    delay_minutes: int
    contour: Contour
    pieces: list[PieceOut] = Field(description="Where the work lies, where it is spread by hand.")
    delegation: Delegation | None = Field(description="How far its person decides, null where not stated.")
    version: int


class StaffingPage(Page[StaffingOut]):
    """Who works on what."""


class StaffingQuery(ListQuery):
    """How to list who works on what."""

    ORDERS: ClassVar = {"key": ("pk",), "activity": ("activity__position", "pk")}
    order_by: Literal["key", "-key", "activity", "-activity"] = "key"
    activity: str | None = None
    resource: str | None = None
    delegation: Delegation | None = None


class StaffingIn(Input):
    """Puts a resource on an activity; without `work_minutes` its work is the activity's duration times its units."""

    activity: Key
    resource: Key
    units_percent: Units = 100
    work_minutes: Minutes | None = None
    delay_minutes: Delay = 0
    delegation: Delegation | None = None


class StaffingPatch(Input):
    """What changes. More units do more work in the same time; stated work and its contour decide how long it takes."""

    version: Version | None = None
    units_percent: Units = LEFT_OUT
    work_minutes: Minutes = LEFT_OUT
    delay_minutes: Delay = LEFT_OUT
    contour: Contour = LEFT_OUT
    pieces: Annotated[list[PieceIn], Field(max_length=MOST_PIECES)] = LEFT_OUT
    delegation: Delegation | None = LEFT_OUT


def _resource_out(resource: Resource) -> ResourceOut:
    return ResourceOut(
        key=resource.key,
        name=resource.name,
        kind=ResourceKind(resource.kind),
        person_key=resource.person.key if resource.person else None,
        pool_key=resource.pool.key if resource.pool else None,
        calendar_key=resource.calendar.key if resource.calendar else None,
        group=resource.group,
        max_units_percent=float(resource.max_units_percent),
        version=resource.version,
    )


@router.get(BASE, operation_id="list_resources", response=reads(ResourcePage), summary="List resources")
def list_resources(request: ApiRequest, key: str, query: Query[ResourceQuery]) -> Page[ResourceOut]:
    """Return the resources of a plan."""
    project, _plan = existing_plan(request.actor, key)
    rows = Resource.objects.visible_to(request.actor).filter(project_id=project.pk)
    if query.kind is not None:
        rows = rows.filter(kind=query.kind)
    rows = rows.select_related("person", "pool", "calendar")
    return paged(request, ordered(rows, query), query, ResourcePage, lambda part: map(_resource_out, part))


@router.get(
    f"{BASE}/{{resource}}", operation_id="get_resource", response=reads(ResourceOut), summary="One resource"
)
def get_resource(request: ApiRequest, response: HttpResponse, key: str, resource: str) -> ResourceOut:
    """Return one resource."""
    project, _plan = existing_plan(request.actor, key)
    found = visible_resource(project, resource)
    return tagged(response, _resource_out(found), found.version)


@router.post(BASE, operation_id="add_resource", response=creates(ResourceOut), summary="Add a resource")
def post_resource(
    request: ApiRequest, response: HttpResponse, key: str, body: ResourceIn
) -> Status[ResourceOut]:
    """Add somebody or something that can be assigned to activities."""
    project, _plan = existing_plan(request.actor, key)
    edit_plan(project, [{"op": "add_resource", **body.model_dump(mode="json")}], actor=request.actor)
    made = visible_resource(project, Resource.objects.filter(project_id=project.pk).latest("pk").key)
    created(response, f"/api/v1/projects/{project.key}/resources/{made.key}")
    return Status(201, tagged(response, _resource_out(made), made.version))


@router.patch(
    f"{BASE}/{{resource}}",
    operation_id="change_resource",
    response=changes(ResourceOut),
    summary="Change a resource",
)
def patch_resource(
    request: ApiRequest, response: HttpResponse, key: str, resource: str, body: ResourcePatch
) -> ResourceOut:
    """Change a resource, and schedule the plan anew."""
    project, _plan = existing_plan(request.actor, key)
    found = visible_resource(project, resource)
    saw, sent = seen(request, body.version), stated(body)
    step = {"op": "change_resource", "key": found.key, "version": saw.version, "fields": sent}
    with saw.checked(lambda: compared(sent, _resource_out(visible_resource(project, resource)))):
        api_edits.change(project, step, request)
    changed = visible_resource(project, resource)
    return tagged(response, _resource_out(changed), changed.version)


@router.delete(
    f"{BASE}/{{resource}}",
    operation_id="remove_resource",
    response=removes(EditOut),
    summary="Remove a resource",
)
def delete_resource(request: ApiRequest, key: str, resource: str) -> EditOut:
    """Remove a resource with all its assignments; the edit can be undone."""
    project, _plan = existing_plan(request.actor, key)
    return api_edits.remove(
        project, {"op": "remove_resource", "key": visible_resource(project, resource).key}, request
    )


def _staffing_out(row: ResourceAssignment) -> StaffingOut:
    return StaffingOut(
        key=row.key,
        activity=row.activity.key,
        resource=row.resource.key if row.resource else None,
        units_percent=float(row.units_percent),
        work_minutes=row.work_minutes,
        delay_minutes=row.delay_minutes,
        contour=Contour(row.contour),
        pieces=[
            PieceOut(after_minutes=after, length_minutes=length, work_minutes=work)
            for after, length, work in row.pieces
        ],
        delegation=Delegation(row.delegation) if row.delegation else None,
        version=row.version,
    )


@router.get(STAFFING, operation_id="list_staffing", response=reads(StaffingPage), summary="Who works on what")
def list_staffing(request: ApiRequest, key: str, query: Query[StaffingQuery]) -> Page[StaffingOut]:
    """Return which resource works on which activity."""
    project, _plan = existing_plan(request.actor, key)
    rows = ResourceAssignment.objects.visible_to(request.actor).filter(project_id=project.pk)
    wanted = {
        "activity__key": query.activity,
        "resource__key": query.resource,
        "delegation": query.delegation,
    }
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    rows = rows.select_related("activity", "resource")
    return paged(request, ordered(rows, query), query, StaffingPage, lambda part: map(_staffing_out, part))


@router.get(
    f"{STAFFING}/{{staffing}}",
    operation_id="get_staffing",
    response=reads(StaffingOut),
    summary="One of them",
)
def get_staffing(request: ApiRequest, response: HttpResponse, key: str, staffing: str) -> StaffingOut:
    """Return what a resource does on an activity."""
    project, _plan = existing_plan(request.actor, key)
    row = visible_staffing(project, staffing)
    return tagged(response, _staffing_out(row), row.version)


@router.post(
    STAFFING, operation_id="assign_resource", response=creates(StaffingOut), summary="Assign a resource"
)
def post_staffing(
    request: ApiRequest, response: HttpResponse, key: str, body: StaffingIn
) -> Status[StaffingOut]:
    """Put a resource on an activity, and schedule the plan anew."""
    project, _plan = existing_plan(request.actor, key)
    edit_plan(project, [{"op": "assign", **body.model_dump(mode="json")}], actor=request.actor)
    newest = ResourceAssignment.objects.filter(project_id=project.pk).latest("pk")
    row = visible_staffing(project, newest.key)
    created(response, f"/api/v1/projects/{project.key}/staffing/{row.key}")
    return Status(201, tagged(response, _staffing_out(row), row.version))


@router.patch(
    f"{STAFFING}/{{staffing}}",
    operation_id="change_staffing",
    response=changes(StaffingOut),
    summary="Change units, work, delay or contour",
)
def patch_staffing(
    request: ApiRequest, response: HttpResponse, key: str, staffing: str, body: StaffingPatch
) -> StaffingOut:
    """Change what a resource does on an activity, and schedule the plan anew."""
    project, _plan = existing_plan(request.actor, key)
    row = visible_staffing(project, staffing)
    saw, sent = seen(request, body.version), stated(body)
    fields = dict(sent)
    if fields.get("pieces"):
        names = ("after_minutes", "length_minutes", "work_minutes")
        fields["pieces"] = [[each[name] for name in names] for each in fields["pieces"]]
    step = {"op": "change_assignment", "key": row.key, "version": saw.version, "fields": fields}
    with saw.checked(lambda: compared(sent, _staffing_out(visible_staffing(project, staffing)))):
        api_edits.change(project, step, request)
    changed = visible_staffing(project, staffing)
    return tagged(response, _staffing_out(changed), changed.version)


@router.delete(
    f"{STAFFING}/{{staffing}}",
    operation_id="unassign_resource",
    response=removes(EditOut),
    summary="Take a resource off",
)
def delete_staffing(request: ApiRequest, key: str, staffing: str) -> EditOut:
    """Take a resource off an activity; the edit can be undone."""
    project, _plan = existing_plan(request.actor, key)
    return api_edits.remove(
        project, {"op": "unassign", "key": visible_staffing(project, staffing).key}, request
    )
