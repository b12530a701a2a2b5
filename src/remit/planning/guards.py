"""Fetch and authorise in one call, so that no page of a plan can forget it."""

from remit.accounts.permissions import Actor, require
from remit.core.errors import NotFound
from remit.core.statements import Statement
from remit.planning.models import Activity, Plan, PlanCalendar, Resource, ResourceAssignment
from remit.planning.policies import may_view_plan
from remit.projects.guards import visible_project
from remit.projects.models import Project

_PLAN = Statement(
    lambda project_id: Plan.objects.select_related("calendar").filter(project_id=project_id), int
)
_ACTIVITY = Statement(
    lambda project_id, key: (
        Activity.objects.select_related("accountable", "calendar", "deliverable")
        .filter(project_id=project_id, key=key)
        .order_by()
    ),
    int,
    str,
)


def readable_plan(actor: Actor, key: str) -> Project:
    """Return the project with `key` for whoever may read its plan; whether it has one is left to who asks."""
    project = visible_project(actor, key)
    require(may_view_plan(actor, project))
    return project


def visible_plan(actor: Actor, key: str) -> tuple[Project, Plan | None]:
    """Return the project with `key` and its plan, if it has one yet; refuses whoever may not read plans."""
    project = readable_plan(actor, key)
    plan: Plan | None = _PLAN.first(project.pk)
    if plan is not None:
        plan.project = project
    return project, plan


def existing_plan(actor: Actor, key: str) -> tuple[Project, Plan]:
    """Return the project with `key` and its plan; `NotFound` where there is none."""
    project, plan = visible_plan(actor, key)
    if plan is None:
        raise NotFound
    return project, plan


def visible_activity(project: Project, key: str) -> Activity:
    """Return the activity with `key` of a project whose plan the actor may read."""
    activity: Activity | None = _ACTIVITY.first(project.pk, key)
    if activity is None:
        raise NotFound
    activity.project = project
    return activity


def visible_calendar(project: Project, key: str) -> PlanCalendar:
    """Return the calendar with `key` of a project whose plan the actor may read."""
    calendar: PlanCalendar | None = PlanCalendar.objects.filter(project_id=project.pk, key=key).first()
    if calendar is None:
        raise NotFound
    return calendar


def visible_resource(project: Project, key: str) -> Resource:
    """Return the resource with `key` of a project whose plan the actor may read."""
    rows = Resource.objects.select_related("person", "pool", "calendar")
    resource: Resource | None = rows.filter(project_id=project.pk, key=key).first()
    if resource is None:
        raise NotFound
    return resource


def visible_staffing(project: Project, key: str) -> ResourceAssignment:
    """Return the assignment of a resource with `key` of a project whose plan the actor may read."""
    rows = ResourceAssignment.objects.select_related("activity", "resource")
    row: ResourceAssignment | None = rows.filter(project_id=project.pk, key=key).first()
    if row is None:
        raise NotFound
    return row
