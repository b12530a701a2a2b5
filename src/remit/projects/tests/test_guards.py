"""Who finds a project by its key: exactly those whose list of projects shows it."""

import pytest

from remit.accounts.permissions import Actor, system_actor
from remit.conftest import MONDAY, World
from remit.core.errors import NotFound
from remit.projects.guards import visible_project
from remit.projects.models import Project
from remit.projects.operations.projects import create_project

pytestmark = pytest.mark.django_db


def found(actor: Actor, key: str) -> Project | None:
    try:
        return visible_project(actor, key)
    except NotFound:
        return None


def test_a_key_leads_to_the_project_of_that_key_in_the_list_and_to_nothing_else(
    world: World, stranger: World
) -> None:
    tunnel = create_project(world.root, name="Tunnel", starts_on=MONDAY, actor=system_actor())
    cast = {
        "Ada": world.give("Ada", "project-manager"),
        "Bo": world.give("Bo", "portfolio-manager", world.root),
        "Cy": world.actor("Cy"),
        "Mallory": stranger.give("Mallory", "portfolio-manager", stranger.root),
    }
    seen = {}
    for name, actor in cast.items():
        for key in (world.project.key, tunnel.key):
            listed = Project.objects.visible_to(actor).filter(key=key).first()
            assert found(actor, key) == listed
            seen[name, key] = listed is not None
    # the two organisations number their projects alike: the stranger finds her own
    assert found(cast["Mallory"], world.project.key) == stranger.project
    assert [key for key, is_seen in seen.items() if not is_seen] == [
        ("Ada", tunnel.key),
        ("Cy", world.project.key),
        ("Cy", tunnel.key),
        ("Mallory", tunnel.key),
    ]
