"""A file of requirements is taken back whole, unless somebody built on what it brought."""

import io
from collections.abc import Callable

import pytest

from remit.accounts.permissions import Actor, system_actor
from remit.audit.models import AuditEvent
from remit.comments.tests.making import a_comment
from remit.conftest import World
from remit.core.errors import Conflict, NotAllowed
from remit.interchange.models import RequirementImport
from remit.interchange.operations.requirements import import_requirements, undo_requirement_import
from remit.interchange.requirement_imports import taken_in
from remit.projects.models import Phase, Project, Requirement
from remit.projects.operations.deliverables import add_deliverable
from remit.projects.operations.requirements import (
    add_requirement,
    change_requirement,
    link_requirement,
    move_requirement,
)

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
ROWS = b"Identifier,Statement\nA-1,The gate must open.\nA-2,The gate must close.\n"


@pytest.fixture
def petra(world: World) -> Actor:
    return world.give("Petra", "project-manager")


def brought(world: World, content: bytes = ROWS) -> RequirementImport:
    import_requirements(world.project, io.BytesIO(content), "wanted.csv", actor=SYSTEM)
    found: RequirementImport = RequirementImport.objects.order_by("-pk")[0]
    return found


def test_what_a_file_brought_goes_as_a_whole_and_can_be_taken_in_again(world: World, petra: Actor) -> None:
    own = add_requirement(world.project, statement="It lasts.", actor=SYSTEM)
    done = brought(world)
    undo_requirement_import(done, actor=petra)
    assert list(Requirement.objects.all()) == [own]
    done.refresh_from_db()
    assert (done.undone_at is not None, done.undone_by_name) == (True, "Petra")
    told = AuditEvent.objects.filter(operation="interchange.undo_requirement_import")
    assert {each.object_kind for each in told} == {"project", "requirement"}
    again = brought(world)
    assert [key for _pk, key in again.made] == ["RQ-4", "RQ-5"]  # no key is given twice
    with pytest.raises(Conflict, match="already"):
        undo_requirement_import(done, actor=petra)


def changed(world: World, one: Requirement) -> None:
    change_requirement(one, version=1, statement="The gate must open wide.", actor=SYSTEM)


def moved(world: World, one: Requirement) -> None:
    move_requirement(one, "clarified", version=1, actor=SYSTEM)


def linked(world: World, one: Requirement) -> None:
    met = add_deliverable(world.project, name="Gate", producer=world.person("Ada"), criteria=[], actor=SYSTEM)
    link_requirement(one, met, is_linked=True, actor=SYSTEM)


def discussed(world: World, one: Requirement) -> None:
    a_comment(world.project, world.person("Ada"), about=one.key)


@pytest.mark.parametrize("later", [changed, moved, linked, discussed])
def test_what_was_built_on_it_since_stands_in_the_way_and_is_named(
    world: World, petra: Actor, later: Callable[[World, Requirement], None]
) -> None:
    done = brought(world)
    one = Requirement.objects.get(foreign_id="A-2")
    assert taken_in(world.project)[0].in_the_way == ""
    later(world, one)
    assert one.key in taken_in(world.project)[0].in_the_way
    with pytest.raises(Conflict, match=one.key):
        undo_requirement_import(done, actor=petra)
    assert Requirement.objects.count() == 2
    page = world.client("Petra").get(f"/import/requirements/{world.project.key}/").content.decode()
    assert "cannot be taken back" in page
    assert "Take the file back" not in page


def test_only_who_keeps_requirements_takes_a_file_back_and_not_in_a_closed_project(
    world: World, petra: Actor
) -> None:
    done = brought(world)
    with pytest.raises(NotAllowed):
        undo_requirement_import(done, actor=world.give("Tom", "team-member"))
    Project.objects.filter(pk=world.project.pk).update(phase=Phase.CLOSED)
    done.project.refresh_from_db()
    with pytest.raises(NotAllowed):
        undo_requirement_import(RequirementImport.objects.get(pk=done.pk), actor=petra)


def test_the_page_lists_files_and_takes_one_back(world: World, petra: Actor) -> None:
    client, page = world.client("Petra"), f"/import/requirements/{world.project.key}/"
    assert client.post(page, {"rows": "Statement\nThe gate must open.\n"}).status_code == 302
    assert "Take the file back" in client.get(page).content.decode()
    assert client.post(f"{page}9/undo").status_code == 404
    assert client.post(f"{page}1/undo").status_code == 302
    assert "Taken back by Petra" in client.get(page).content.decode()
    assert not Requirement.objects.exists()
    assert client.post(f"{page}1/undo").status_code == 409
