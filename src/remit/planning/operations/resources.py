"""Who and what does the work of a plan, for whoever has objects in hand: each call is one edit of the plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.errors import Invalid
from remit.people.models import Person, PoolEntry
from remit.planning.models import Resource, ResourceAssignment, ResourceKind
from remit.planning.operations.edits import MOST_STEPS, edit_plan
from remit.projects.models import Project


@dataclass(frozen=True, slots=True)
class Staffing:
    """A resource is to work on an activity for all of its duration, with so many percent of one full unit."""

    activity_key: str
    resource_key: str
    units_percent: int = 100


def add_resource(
    project: Project,
    *,
    name: str,
    actor: Actor,
    kind: str = ResourceKind.WORK,
    person: Person | None = None,
    pool: PoolEntry | None = None,
    group: str = "",
    max_units_percent: int = 100,
) -> Resource:
    """Add somebody or something that can be assigned to activities; a person, or an entry of the pool, once."""
    if person is not None and person.organisation_id != project.organisation_id:
        raise Invalid(_("The person belongs to another organisation."), field="person_key", code="unknown")
    step = {
        "op": "add_resource",
        "name": name,
        "kind": kind,
        "person_key": person.key if person else None,
        "pool_key": pool.key if pool else None,
        "group": group,
        "max_units_percent": max_units_percent,
    }
    edit_plan(project, [step], actor=actor)
    added: Resource = Resource.objects.filter(project_id=project.pk).latest("pk")
    return added


def assign_resources(
    project: Project, staffing: Sequence[Staffing], *, actor: Actor
) -> list[ResourceAssignment]:
    """Put resources on activities, all or none, and schedule the plan anew.

    Work is duration times units; what only costs or is used up has none.
    """
    if not 1 <= len(staffing) <= MOST_STEPS:
        message = _("Give between 1 and %(most)d assignments.") % {"most": MOST_STEPS}
        raise Invalid(message, field="staffing", code="count")
    steps = [
        {
            "op": "assign",
            "activity": each.activity_key,
            "resource": each.resource_key,
            "units_percent": each.units_percent,
        }
        for each in staffing
    ]
    edit_plan(project, steps, actor=actor)
    rows = ResourceAssignment.objects.filter(project_id=project.pk).order_by("-pk")[: len(steps)]
    return list(reversed(rows))
