"""Positions: places that are filled or vacant, in lines that never form a circle, and give nobody a right."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remit.accounts.permissions import Actor, system_actor
from remit.conftest import World, make_world
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.people.leads import ladder_of
from remit.people.models import Position, Unit
from remit.people.operations.organisation import create_unit
from remit.people.operations.people import change_person
from remit.people.operations.positions import add_position, change_position
from remit.people.operations.units import close_unit, name_head

pytestmark = pytest.mark.django_db

SYSTEM = system_actor()
MONDAY = dt.date(2026, 6, 1)


def unit_of(world: World, name: str = "Works") -> Unit:
    return Unit.objects.filter(organisation=world.organisation, name=name).first() or create_unit(
        world.organisation, name=name, actor=SYSTEM
    )


def place(
    world: World, title: str, holder: str = "", above: Position | None = None, actor: Actor = SYSTEM
) -> Position:
    return add_position(
        world.organisation,
        title=title,
        unit=unit_of(world),
        holder=world.person(holder) if holder else None,
        reports_to=above,
        from_date=MONDAY,
        actor=actor,
    )


def test_a_leader_stands_above_a_manager_in_one_unit_and_below_in_another(world: World) -> None:
    leader = place(world, "Project leader", "Ada")
    below = place(world, "Project manager", "Bob", leader)
    manager = place(world, "Project manager", "Cem")
    other = place(world, "Project leader", "Dea", manager)
    assert below.reports_to == leader
    assert other.reports_to == manager


def test_lines_of_positions_never_form_a_circle(world: World) -> None:
    first = place(world, "First")
    second = place(world, "Second", above=first)
    third = place(world, "Third", above=second)
    with pytest.raises(Invalid, match="First → Third → Second → First"):
        change_position(first, version=1, actor=SYSTEM, reports_to=third)
    assert Position.objects.get(pk=first.pk).reports_to is None


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_no_sequence_of_moves_closes_a_circle(db: None, moves: list[tuple[int, int]]) -> None:
    world = make_world(f"Firm {len(moves)} {hash(tuple(moves))}")
    places = [place(world, f"Place {number}") for number in range(6)]
    for one, other in moves:
        current = Position.objects.get(pk=places[one].pk)
        try:
            change_position(current, version=current.version, actor=SYSTEM, reports_to=places[other])
        except Invalid:
            continue
    lines = dict(Position.objects.filter(organisation=world.organisation).values_list("pk", "reports_to_id"))
    for start in lines.values():
        at, steps = start, 0
        while at is not None:
            at, steps = lines[at], steps + 1
            assert steps <= len(lines), "a circle"


def test_a_position_and_its_title_give_no_right(world: World) -> None:
    before = world.actor("Ada").grants
    place(world, "Administrator", "Ada")
    assert world.actor("Ada").grants == before == ()
    with pytest.raises(NotAllowed):
        place(world, "Another", actor=world.actor("Ada"))


def test_a_position_keeps_its_place_when_whoever_fills_it_leaves(world: World) -> None:
    held = place(world, "Clerk", "Ada")
    ada = world.person("Ada")
    change_person(ada, version=ada.version, actor=SYSTEM, left_on=dt.date(2026, 6, 2))
    world.give("Adam", "administrator", world.root)
    page = world.client("Adam").get("/organisation/positions/?state=vacant").content.decode()
    assert "Clerk" in page
    assert "Ada<" not in page
    assert Position.objects.get(pk=held.pk).holder == ada


def test_who_stands_above_is_the_position_then_the_line_manager_then_the_head(world: World) -> None:
    top = place(world, "Head of works", "Ada")
    vacant = place(world, "Foreman", above=top)
    place(world, "Mason", "Bob", vacant)
    bob = world.person("Bob")
    change_person(
        bob, version=bob.version, actor=SYSTEM, line_manager=world.person("Cem"), unit=unit_of(world)
    )
    name_head(unit_of(world), world.person("Dea"), version=1, actor=SYSTEM)
    ladder = ladder_of(world.organisation)
    above = [ladder.people[each].name for each in ladder.above[bob.pk]]
    assert above == ["Ada", "Cem", "Dea"]
    nearest = ladder.nearest(bob.pk, but=[world.person("Ada").pk])
    assert nearest is not None
    assert nearest.name == "Cem"
    assert ladder.nearest(world.person("Ada").pk) is None


def test_a_position_that_others_report_to_does_not_end_before_them(world: World) -> None:
    top = place(world, "Head")
    below = place(world, "Clerk", above=top)
    with pytest.raises(Invalid, match="Clerk"):
        change_position(top, version=1, actor=SYSTEM, to_date=MONDAY)
    change_position(below, version=1, actor=SYSTEM, reports_to=None)
    change_position(top, version=1, actor=SYSTEM, to_date=MONDAY)
    with pytest.raises(Invalid, match="ends on 2026-06-01"):
        change_position(below, version=2, actor=SYSTEM, reports_to=top)


def test_a_unit_with_open_positions_stays_open(world: World) -> None:
    held = place(world, "Clerk")
    unit = unit_of(world)
    with pytest.raises(Conflict, match="Open positions of Works: 1"):
        close_unit(unit, version=unit.version, on=MONDAY, actor=SYSTEM)
    change_position(held, version=1, actor=SYSTEM, to_date=MONDAY)
    assert close_unit(unit, version=unit.version, on=MONDAY, actor=SYSTEM).closed_on == MONDAY


def test_a_stale_form_shows_both_values(world: World) -> None:
    world.give("Adam", "administrator", world.root)
    held = place(world, "Clerk")
    change_position(held, version=1, actor=SYSTEM, title="Chief clerk")
    sent = {"title": "Scribe", "unit": held.unit_id, "from_date": "2026-06-01", "version": "1"}
    answer = world.client("Adam").post(f"/organisation/positions/{held.key}/", sent)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Chief clerk" in page
    assert "Scribe" in page


def test_the_chart_of_positions_shows_vacancies_and_finds_them(world: World) -> None:
    world.give("Adam", "administrator", world.root)
    top = place(world, "Head of works", "Ada")
    place(world, "Mason", above=top)
    client = world.client("Adam")
    page = client.get("/organisation/chart/?view=positions").content.decode()
    assert "Head of works" in page
    assert "vacant · Works" in page
    found = client.get("/organisation/chart/?view=positions&q=vacant").content.decode()
    assert "1 found" in found


def test_the_interface_fills_moves_and_ends_a_position(world: World) -> None:
    world.give("Adam", "administrator", world.root)
    unit = unit_of(world)
    client = world.client("Adam")
    sent = {"title": "Mason", "unit": unit.key, "from_date": "2026-06-01"}
    made = client.post("/api/v1/organisation/positions", sent, content_type="application/json")
    assert made.status_code == 201
    key = made.json()["key"]
    vacant = client.get("/api/v1/organisation/positions?is_vacant=true").json()
    assert [each["key"] for each in vacant["items"]] == [key]
    change = {"version": 1, "holder": world.person("Ada").key, "to_date": "2026-12-31"}
    path = f"/api/v1/organisation/positions/{key}"
    assert (
        client.patch(path, change, content_type="application/json").json()["holder"]
        == world.person("Ada").key
    )
    assert client.patch(path, change, content_type="application/json").status_code == 409
    assert client.get("/api/v1/organisation/positions?standing_on=2027-01-01").json()["count"] == 0
