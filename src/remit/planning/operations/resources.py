"""Who and what does the work of a plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Invalid
from remit.core.keys import next_key
from remit.people.models import Person
from remit.planning.compute import reschedule
from remit.planning.models import Activity, ActivityKind, Resource, ResourceAssignment, ResourceKind
from remit.planning.operations.edits import about_plan, locked_plan
from remit.planning.operations.fields import choice, text, whole
from remit.planning.operations.work import total_work, work_of
from remit.planning.policies import may_edit_plan
from remit.projects.models import Project

MOST_UNITS = 10_000
MOST_ASSIGNMENTS = 2000


@dataclass(frozen=True, slots=True)
class Staffing:
    """A resource is to work on an activity for all of its duration, with so many percent of one full unit."""

    activity_key: str
    resource_key: str
    units_percent: int = 100


@operation("planning.add_resource")
def add_resource(
    project: Project,
    *,
    name: str,
    actor: Actor,
    kind: str = ResourceKind.WORK,
    person: Person | None = None,
    group: str = "",
    max_units_percent: int = 100,
) -> Resource:
    """Add somebody or something that can be assigned to activities of the plan; a person at most once."""
    require(may_edit_plan(actor, project))
    locked_plan(project)
    if person is not None:
        if person.organisation_id != project.organisation_id:
            raise Invalid(_("The person belongs to another organisation."), field="person", code="unknown")
        if Resource.objects.filter(project=project, person=person).exists():
            message = _("%(name)s is a resource of this plan already.") % {"name": person.name}
            raise Invalid(message, field="person", code="twice")
    resource = Resource.objects.create(
        project=project,
        key=next_key(f"project:{project.pk}", "R"),
        name=text(name, "name", 200, required=True),
        kind=choice(kind, "kind", ResourceKind),
        person=person,
        email=person.email if person else "",
        group=text(group, "group", 120),
        max_units_percent=Decimal(whole(max_units_percent, "max_units_percent", 0, MOST_UNITS * 10)),
    )
    about = About(
        "resource",
        f"{project.key}/{resource.key}",
        resource.name,
        project.organisation_id,
        project.scope.path,
    )
    record(actor, about, {"name": ["", resource.name]})
    return resource


@operation("planning.assign_resources")
def assign_resources(
    project: Project, staffing: Sequence[Staffing], *, actor: Actor
) -> list[ResourceAssignment]:
    """Put resources on activities, all or none, and schedule the plan anew.

    Work is duration times units; what only costs or is used up has none.
    """
    require(may_edit_plan(actor, project))
    plan = locked_plan(project)
    if not 1 <= len(staffing) <= MOST_ASSIGNMENTS:
        message = _("Give between 1 and %(most)d assignments.") % {"most": MOST_ASSIGNMENTS}
        raise Invalid(message, field="staffing", code="count")
    activities = {each.key: each for each in Activity.objects.filter(project_id=project.pk)}
    resources = {each.key: each for each in Resource.objects.filter(project_id=project.pk)}
    taken = set(
        ResourceAssignment.objects.filter(project_id=project.pk).values_list("activity_id", "resource_id")
    )
    rows = []
    for each in staffing:
        row = _row(each, activities, resources)
        if (row.activity_id, row.resource_id) in taken:
            words = {"resource": each.resource_key, "activity": each.activity_key}
            message = _("%(resource)s works on %(activity)s already.") % words
            raise Invalid(message, field="staffing", code="twice")
        taken.add((row.activity_id, row.resource_id))
        rows.append(row)
    made = ResourceAssignment.objects.bulk_create(rows, batch_size=500)
    total_work(made)
    plan.version += 1
    plan.save(update_fields=["version"])
    reschedule(plan)
    record(actor, about_plan(project), {"assignments": ["", len(made)]})
    return made


def _row(
    each: Staffing, activities: dict[str, Activity], resources: dict[str, Resource]
) -> ResourceAssignment:
    activity, resource = activities.get(each.activity_key), resources.get(each.resource_key)
    if activity is None or resource is None:
        words = {"activity": each.activity_key, "resource": each.resource_key}
        message = _("There is no activity %(activity)s or no resource %(resource)s in this plan.") % words
        raise Invalid(message, field="staffing", code="unknown")
    if activity.kind == ActivityKind.SUMMARY:
        message = _("%(key)s is a summary: assign what stands below it.") % {"key": activity.key}
        raise Invalid(message, field="staffing", code="summary")
    units = whole(each.units_percent, "units_percent", 1, MOST_UNITS)
    works = resource.kind == ResourceKind.WORK
    return ResourceAssignment(
        project_id=activity.project_id,
        activity=activity,
        resource=resource,
        units_percent=Decimal(units),
        work_minutes=work_of(activity.duration_minutes, Decimal(units)) if works else 0,
    )
