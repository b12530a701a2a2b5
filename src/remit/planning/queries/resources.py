"""Who and what does the work of a plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Sum

from remit.planning.models import Activity, ActivityKind, Plan, Resource, ResourceAssignment

MOST_WORK = 300


@dataclass(frozen=True, slots=True)
class ResourceLine:
    """A resource in the list, with how many activities it works on and how much work that is."""

    resource: Resource
    activities: int
    work_minutes: int


def resource_lines(plan: Plan) -> list[ResourceLine]:
    """Return the resources of a plan by name: one query."""
    rows = (
        Resource.objects.filter(project_id=plan.project_id)
        .select_related("person", "pool", "calendar")
        .annotate(activities=Count("assignments"), work=Sum("assignments__work_minutes"))
        .order_by("name", "pk")
    )
    return [ResourceLine(each, each.activities, each.work or 0) for each in rows]


def work_of_resource(resource: Resource) -> list[ResourceAssignment]:
    """Return what a resource works on, the earliest first: one query."""
    rows = ResourceAssignment.objects.filter(resource_id=resource.pk).select_related("activity")
    return list(rows.order_by("activity__start_minute", "activity__position")[:MOST_WORK])


@dataclass(frozen=True, slots=True)
class StaffingRow:
    """One resource on an activity."""

    row: ResourceAssignment

    @property
    def works(self) -> bool:
        """Return whether it has work, as people and machines do, and not only cost or quantity."""
        return self.row.resource is None or self.row.resource.kind == "work"


def staffing_of(activity: Activity) -> list[StaffingRow]:
    """Return who and what works on an activity: one query."""
    rows = ResourceAssignment.objects.filter(activity_id=activity.pk).select_related("resource__person")
    return [StaffingRow(row) for row in rows.order_by("pk")]


def assignable(activity: Activity, staffing: Sequence[StaffingRow]) -> list[Resource]:
    """Return the resources of the plan that do not work on the activity yet: one query; none for a summary."""
    if activity.kind == ActivityKind.SUMMARY:
        return []
    taken = {each.row.resource_id for each in staffing}
    rows = Resource.objects.filter(project_id=activity.project_id).order_by("name", "pk")
    return [each for each in rows if each.pk not in taken]
