"""The map: from any object up to one person, and from a person down to everything he answers for."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.people.accountability import everything_of, map_of, way_up
from remit.people.models import Person, Scope
from remit.people.operations.organisation import create_programme
from remit.people.tests.staffed import Staffed, staffed

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()


@pytest.fixture
def staff(world: World) -> Staffed:
    found = staffed(world)
    found.activate(found.small(), reason="Small.")
    return found


def person(world: World, name: str) -> Person:
    found: Person = Person.objects.select_related("organisation").get(pk=world.person(name).pk)
    return found


def labels(nodes: Any) -> dict[str, str]:
    found = {}
    for node in nodes:
        found[node.label] = node.note
        found |= labels(node.below)
    return found


def test_each_scope_stands_with_the_person_who_runs_it_and_a_vacant_one_is_marked(staff: Staffed) -> None:
    world = staff.world
    world.begin("Tunnel", world.root)
    chart = map_of(world.give("Pia", "portfolio-manager", world.root), world.organisation)
    told = labels(chart.roots)
    assert told["P-1 Bridge"] == "Ada · Project manager"
    assert told["P-2 Tunnel"] == "nobody is accountable"
    assert told["O-1 Acme"] == "Pia · Portfolio manager"


def test_below_a_scope_stand_its_rows_each_with_one_name(staff: Staffed) -> None:
    told = labels(map_of(staff.ada, staff.world.organisation, top="P-1").roots)
    assert told["Business case"] == "Sue"


def test_a_person_sees_down_to_everything(staff: Staffed) -> None:
    found = everything_of(staff.world.actor("Sue"), person(staff.world, "Sue"))
    assert [(scope.key, role) for scope, role in found.scopes] == [("P-1", "Sponsor")]
    assert [(each.scope.key, each.line.text) for each in found.rows] == [("P-1", "Business case")]
    tom = everything_of(staff.world.actor("Tom"), person(staff.world, "Tom"))
    assert (tom.scopes, tom.rows, tom.work) == ((), (), ())


def test_what_is_inherited_counts_for_the_nearest_holder_of_the_role(world: World) -> None:
    """A default of the programme with an A for the sponsor: each project's own sponsor answers."""
    programme = create_programme(world.organisation, name="Roads", actor=SYSTEM)
    tunnel, canal = world.begin("Tunnel", programme), world.begin("Canal", programme)
    staff = staffed(world)
    draft = staff.draft(scope=Scope.objects.select_related("organisation").get(pk=programme.pk))
    _default(staff, draft)
    world.give("Una", "sponsor", tunnel.scope)
    world.give("Cleo", "sponsor", canal.scope)
    una = everything_of(SYSTEM_OF(world), person(world, "Una"))
    assert [(each.scope.key, each.line.text) for each in una.rows] == [(tunnel.key, "Reports on time")]
    assert everything_of(SYSTEM_OF(world), person(world, "Sue")).rows == ()


def SYSTEM_OF(world: World) -> Any:  # noqa: N802 - it stands where a constant would
    return system_actor("Remit", world.organisation.pk)


def _default(staff: Staffed, draft: Any) -> None:
    from remit.people.operations.matrix_edits import add_party, add_responsibility  # noqa: PLC0415 - only here

    add_party(draft, role=staff.role("sponsor"), actor=SYSTEM)
    row = add_responsibility(draft, text="Reports on time", area="scope", kind="project", actor=SYSTEM)
    staff.put(draft, row.key, **{"role:sponsor": "AR"})
    staff.activate(draft, reason="For all.")


def test_the_way_up_names_one_person_at_each_step(staff: Staffed) -> None:
    world = staff.world
    world.give("Pia", "portfolio-manager", world.root)
    row = staff.scope.matrices.get(state="active").rows.get()
    steps = way_up(world.actor("Pia"), staff.scope, row_key=row.key)
    assert [(each.key, each.person_name) for each in steps] == [
        (row.key, "Sue"),
        ("P-1", "Ada"),
        ("P-1", "Sue"),
        ("O-1", "Pia"),
    ]
    below = way_up(world.actor("Tom"), staff.scope)
    assert [each.key for each in below] == ["P-1", "P-1"]  # he does not see the organisation's own


def test_pages_and_api_say_the_same_and_hide_what_may_not_be_seen(staff: Staffed, stranger: World) -> None:
    world = staff.world
    ada = world.client("Ada")
    key = world.person("Sue").key
    page = ada.get(f"/map/?person={key}").content.decode()
    assert "Business case" in page
    answer = ada.get(f"/api/v1/people/{key}/accountability").json()
    assert [each["text"] for each in answer["responsibilities"]] == ["Business case"]
    assert ada.get("/map/?q=ridge").context["chart"].found == 1
    foreign = [stranger.person(name) for name in ("One", "Two", *"abcdefghijk")][-1]
    stranger.give("Zed", "project-manager")
    assert ada.get(f"/map/?person={foreign.key}").status_code == 404
    assert ada.get(f"/api/v1/people/{foreign.key}/accountability").status_code == 404
    assert "Globex" not in ada.get("/map/").content.decode()
    assert ada.get("/map/P-1/row/D-99/").status_code == 404
    row = staff.scope.matrices.get(state="active").rows.get()
    assert "Sue" in ada.get(f"/map/P-1/row/{row.key}/").content.decode()
    assert ada.get("/api/v1/scopes/P-99/accountability").status_code == 404


def test_queries_do_not_grow_with_what_there_is(staff: Staffed) -> None:
    world = staff.world
    pia = world.give("Pia", "portfolio-manager", world.root)

    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            map_of(pia, world.organisation)
            everything_of(pia, person(world, "Sue"))
        return len(queries)

    counted()
    before = counted()
    for number in range(4):
        project = world.begin(f"More {number}", world.root)
        world.give("Sue", "sponsor", project.scope)
    assert counted() == before


def test_a_search_finds_the_person_too(staff: Staffed) -> None:
    client: Client = staff.world.client("Ada")
    page = client.get("/map/?q=Sue").content.decode()
    assert f'href="?person={staff.world.person("Sue").key}"' in page
