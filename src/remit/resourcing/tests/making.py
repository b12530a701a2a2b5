"""What tests of capacity begin with: somebody works in the plan of a project."""

from typing import Any

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.people.models import PoolEntry, Unit
from remit.people.operations.organisation import create_unit
from remit.planning.operations.edits import edit_plan
from remit.projects.models import Project
from remit.resourcing.operations.pool import add_pool_entry

SYSTEM = system_actor()
DAY = 450


def staffed(world: World, project: Project, name: str = "Ada", *, days: int = 5) -> None:
    """Let somebody do an activity of a project for so many days from its start."""
    _works(project, {"name": name, "person_key": world.person(name).key}, days)


def _works(project: Project, what: dict[str, Any], days: int) -> None:
    edit_plan(
        project,
        [
            {"op": "add", "name": "Dig", "duration_minutes": DAY * days},
            {"op": "add_resource", "kind": "work"} | what,
        ],
        actor=SYSTEM,
    )
    activity, resource = project.activities.order_by("-pk")[0], project.resources.order_by("-pk")[0]
    edit_plan(
        project,
        [{"op": "assign", "activity": activity.key, "resource": resource.key, "units_percent": 100}],
        actor=SYSTEM,
    )


def a_unit(
    world: World, name: str = "Works", head: str | None = "Mona", *, parent: Unit | None = None
) -> Unit:
    """Return the unit of a name, made with its head where there is none yet."""
    found = Unit.objects.filter(organisation=world.organisation, name=name).first()
    who = world.person(head) if head else None
    return found or create_unit(world.organisation, name=name, head=who, parent=parent, actor=SYSTEM)


def a_pool_entry(world: World, name: str = "Crane", **more: Any) -> PoolEntry:
    """Return something that projects share: one crane of 37.5 hours a week unless told otherwise."""
    stated = {"kind": "equipment", "pieces": 1, "minutes_per_week": 5 * DAY, "unit": None} | more
    stated["unit"] = stated["unit"] or a_unit(world)
    return add_pool_entry(world.organisation, name=name, actor=SYSTEM, **stated)


def lent_to(project: Project, entry: PoolEntry, *, days: int = 5) -> None:
    """Let an entry of the pool work in the plan of a project for so many days from its start."""
    _works(project, {"name": entry.name, "pool_key": entry.key}, days)
