"""What tests of capacity begin with: somebody works in the plan of a project."""

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.planning.operations.edits import edit_plan
from remit.projects.models import Project

SYSTEM = system_actor()
DAY = 450


def staffed(world: World, project: Project, name: str = "Ada", *, days: int = 5) -> None:
    """Let somebody do an activity of a project for so many days from its start."""
    key = world.person(name).key
    edit_plan(
        project,
        [
            {"op": "add", "name": "Dig", "duration_minutes": DAY * days},
            {"op": "add_resource", "name": name, "kind": "work", "person_key": key},
        ],
        actor=SYSTEM,
    )
    activity, resource = project.activities.order_by("-pk")[0], project.resources.order_by("-pk")[0]
    edit_plan(
        project,
        [{"op": "assign", "activity": activity.key, "resource": resource.key, "units_percent": 100}],
        actor=SYSTEM,
    )
