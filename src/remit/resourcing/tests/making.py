"""What tests of capacity begin with: somebody works in the plan of a project."""

import datetime as dt
from typing import Any

from remit.accounts.permissions import Actor, system_actor
from remit.conftest import World
from remit.people.grids import day_of
from remit.people.models import Person, PoolEntry, Unit
from remit.people.operations.organisation import create_unit
from remit.people.operations.people import change_person
from remit.planning.operations.edits import edit_plan
from remit.projects.models import Project
from remit.resourcing.models import ResourceRequest
from remit.resourcing.operations.asking import ask_for_resources
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


def belongs(world: World, name: str, unit: Unit) -> None:
    """Put somebody into a unit."""
    person = Person.objects.get(pk=world.person(name).pk)
    change_person(person, version=person.version, unit=unit, actor=SYSTEM)
    world.person(name).unit = unit


def a_request(world: World, actor: Actor, **more: Any) -> ResourceRequest:
    """Return a request of the project for 37.5 hours a week during thirty days from today, for whom `more` says."""
    first = day_of(world.organisation)
    stated = {
        "minutes_per_week": 5 * DAY, "from_date": first, "to_date": first + dt.timedelta(days=30),
        "what_for": "Digging",
    }  # fmt: skip
    return ask_for_resources(world.project, actor=actor, **(stated | more))


def a_pool_entry(world: World, name: str = "Crane", **more: Any) -> PoolEntry:
    """Return something that projects share: one crane of 37.5 hours a week unless told otherwise."""
    stated = {"kind": "equipment", "pieces": 1, "minutes_per_week": 5 * DAY, "unit": None} | more
    stated["unit"] = stated["unit"] or a_unit(world)
    return add_pool_entry(world.organisation, name=name, actor=SYSTEM, **stated)


def lent_to(project: Project, entry: PoolEntry, *, days: int = 5) -> None:
    """Let an entry of the pool work in the plan of a project for so many days from its start."""
    _works(project, {"name": entry.name, "pool_key": entry.key}, days)
