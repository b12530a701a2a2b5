"""What projects share: kept by the heads of units, linked to plans, added up over all of them."""

import datetime as dt
from typing import Any

import pytest

from remit.conftest import MONDAY, World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.people.models import Holiday, Person, PoolEntry, SkillLevel
from remit.people.operations.people import change_person
from remit.people.operations.skills import add_skill
from remit.people.operations.units import close_unit
from remit.planning.operations.edits import edit_plan, undo_edit
from remit.planning.operations.plans import create_plan
from remit.projects.models import Phase, Project
from remit.resourcing import queries
from remit.resourcing.compute import heat_of, reasons_of
from remit.resourcing.heads import Heads
from remit.resourcing.operations.pool import (
    add_pool_entry,
    change_pool_entry,
    close_pool_entry,
    reopen_pool_entry,
)
from remit.resourcing.queries import Asked, chosen_entries, chosen_people, units_of
from remit.resourcing.tests.making import DAY, SYSTEM, a_pool_entry, a_unit, lent_to, staffed

pytestmark = pytest.mark.django_db


def test_a_crane_that_two_projects_use_at_once_is_too_much_together(world: World) -> None:
    crane = a_pool_entry(world)
    lent_to(world.project, crane)
    tunnel = world.begin("Tunnel", world.root)
    create_plan(tunnel, actor=SYSTEM)
    lent_to(tunnel, crane)
    (row,) = heat_of(world.organisation, [crane], MONDAY, 1).rows
    assert (row.weeks[0].work, row.weeks[0].capacity, row.weeks[0].over) == (10 * DAY, 5 * DAY, 5 * DAY)
    reasons = reasons_of(SYSTEM, world.organisation, crane, MONDAY)
    assert {each.project_key for each in reasons} == {world.project.key, tunnel.key}
    change_pool_entry(crane, version=1, pieces=2, actor=SYSTEM)
    crane.refresh_from_db()
    (row,) = heat_of(world.organisation, [crane], MONDAY, 1).rows
    assert row.weeks[0].over == 0


def test_people_and_things_of_the_same_number_are_not_mixed_up(world: World) -> None:
    crane = a_pool_entry(world)
    staffed(world, world.project, "Ada", days=2)
    lent_to(world.project, crane, days=3)
    ada = world.person("Ada")
    PoolEntry.objects.filter(pk=crane.pk).delete()
    crane.pk = ada.pk
    crane.save(force_insert=True)
    project = world.begin("Tunnel", world.root)
    create_plan(project, actor=SYSTEM)
    lent_to(project, crane, days=3)
    rows = heat_of(world.organisation, [ada, crane], MONDAY, 1).rows
    assert [row.weeks[0].work for row in rows] == [2 * DAY, 3 * DAY]


def test_public_holidays_and_the_day_it_is_closed_leave_less_time(world: World) -> None:
    crane = a_pool_entry(world, pieces=2)
    Holiday.objects.create(organisation=world.organisation, day=MONDAY, name="Rest")
    crane.closed_on = MONDAY + dt.timedelta(days=9)
    (row,) = heat_of(world.organisation, [crane], MONDAY, 3).rows
    assert [week.capacity for week in row.weeks] == [2 * 4 * DAY, 2 * 2 * DAY, 0]


def test_exactly_one_answers_the_nearest_head_who_is_here(world: World) -> None:
    works = a_unit(world, "Works", "Mona")
    yard = a_unit(world, "Yard", None, parent=works)
    crane = a_pool_entry(world, unit=yard)
    heads = Heads(world.organisation, MONDAY)
    assert heads.of(crane.unit_id) == world.person("Mona")
    assert heads.of(crane.unit_id, but=[world.person("Mona").pk]) is None
    Person.objects.filter(pk=world.person("Mona").pk).update(left_on=MONDAY - dt.timedelta(days=1))
    assert Heads(world.organisation, MONDAY).of(crane.unit_id) is None


def test_the_head_of_a_unit_keeps_what_it_and_the_units_below_own_and_nobody_else_does(world: World) -> None:
    works, other = a_unit(world, "Works", "Mona"), a_unit(world, "Lab", "Bob")
    yard = a_unit(world, "Yard", None, parent=works)
    mona = world.actor("Mona")
    stated: dict[str, Any] = {"kind": "equipment", "pieces": 1, "minutes_per_week": 600}
    made = add_pool_entry(world.organisation, name="Crane", unit=yard, actor=mona, **stated)
    with pytest.raises(NotAllowed):
        add_pool_entry(world.organisation, name="Laser", unit=other, actor=mona, **stated)
    with pytest.raises(NotAllowed):
        change_pool_entry(made, version=1, unit=other, actor=mona)
    with pytest.raises(NotAllowed):
        close_pool_entry(made, version=1, actor=world.actor("Bob"))
    assert close_pool_entry(made, version=1, actor=mona).closed_on is not None
    assert reopen_pool_entry(made, version=2, actor=mona).closed_on is None


def test_what_runs_in_a_plan_is_not_closed_and_keeps_its_kind_and_its_unit_stays_open(world: World) -> None:
    crane = a_pool_entry(world)
    lent_to(world.project, crane)
    with pytest.raises(Conflict, match=world.project.key):
        close_pool_entry(crane, version=1, actor=SYSTEM)
    with pytest.raises(Conflict, match="add another"):
        change_pool_entry(crane, version=1, kind="place", actor=SYSTEM)
    with pytest.raises(Conflict, match="pool"):
        close_unit(crane.unit, version=1, on=MONDAY, actor=SYSTEM)
    Project.objects.filter(pk=world.project.pk).update(phase=Phase.CLOSED)
    assert close_pool_entry(crane, version=1, actor=SYSTEM).closed_on is not None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": "crew"}, "kind"),
        ({"pieces": 0}, "pieces"),
        ({"minutes_per_week": 10_081}, "minutes_per_week"),
        ({"kind": "material"}, "measure"),
    ],
)
def test_an_entry_is_whole_or_refused_by_its_field(world: World, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_pool_entry(world, **({"name": "Crane"} | wrong))
    assert [each.field for each in refused.value.errors] == [field]


def test_the_same_name_is_refused_in_other_letters(world: World) -> None:
    a_pool_entry(world)
    with pytest.raises(Invalid, match="already"):
        a_pool_entry(world, "CRANE")


def test_a_resource_is_linked_to_a_person_or_to_the_pool_and_undo_takes_it_back(world: World) -> None:
    crane, ada = a_pool_entry(world), world.person("Ada")
    edit_plan(world.project, [{"op": "add_resource", "name": "From a file", "kind": "work"}], actor=SYSTEM)
    resource = world.project.resources.get()
    step = {"op": "change_resource", "key": resource.key, "version": 1, "fields": {"pool_key": crane.key}}
    linked = edit_plan(world.project, [step], actor=SYSTEM)
    resource.refresh_from_db()
    assert resource.pool == crane
    both = {"op": "change_resource", "key": resource.key, "version": 2, "fields": {"person_key": ada.key}}
    with pytest.raises(Invalid, match="not both"):
        edit_plan(world.project, [both], actor=SYSTEM)
    undo_edit(world.project, linked.number or 0, actor=SYSTEM)
    resource = world.project.resources.get()
    assert resource.pool is None
    both["version"] = resource.version
    edit_plan(world.project, [both], actor=SYSTEM)
    resource.refresh_from_db()
    assert resource.person == ada


def test_material_is_no_work_and_work_is_no_material(world: World) -> None:
    sand = a_pool_entry(world, "Sand", kind="material", measure="t")
    with pytest.raises(Invalid, match="Material"):
        edit_plan(
            world.project,
            [{"op": "add_resource", "name": "Sand", "kind": "work", "pool_key": sand.key}],
            actor=SYSTEM,
        )
    edit_plan(
        world.project,
        [{"op": "add_resource", "name": "Sand", "kind": "material", "pool_key": sand.key}],
        actor=SYSTEM,
    )
    entries, count = chosen_entries(SYSTEM, units_of(world.organisation), Asked(of_pool=True))
    assert (entries, count) == ([], 0)


def test_people_are_found_by_skill_from_a_level_on_and_page_by_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    skill = add_skill(world.organisation, name="Welding", actor=SYSTEM)
    for name, level in (("Ada", 2), ("Bob", 4), ("Mona", 3)):
        SkillLevel.objects.create(
            person=world.person(name), skill=skill, level=level, assessed_on=MONDAY, assessed_by_name="Remit"
        )
    units = units_of(world.organisation)

    def found(**more: Any) -> list[str]:
        people, _count = chosen_people(SYSTEM, units, Asked(skill=skill.key, **more), MONDAY)
        return [each.name for each in people]

    assert found() == ["Bob", "Mona"]
    assert found(level=2) == ["Ada", "Bob", "Mona"]
    assert found(level=5) == []
    monkeypatch.setattr(queries, "PAGE_ROWS", 2)
    assert (found(level=1), found(level=1, page=2)) == (["Ada", "Bob"], ["Mona"])


def test_pages_of_the_pool_show_what_is_shared_and_who_answers(world: World) -> None:
    crane = a_pool_entry(world)
    lent_to(world.project, crane)
    world.give("Petra", "project-manager")
    client = world.client("Petra")
    assert "Mona" in client.get("/pool/").content.decode()
    page = client.get(f"/pool/{crane.key}/?from={MONDAY}").content.decode()
    assert "Dig" in page
    assert client.get("/pool/new/").status_code == 403
    assert client.get(f"/pool/{crane.key}/edit/").status_code == 403
    assert world.client("Mona").post(f"/pool/{crane.key}/close/", {"version": "1"}).status_code == 409
    mona = world.client("Mona")
    sent = {"name": "Big crane", "kind": "equipment", "unit": crane.unit.key, "pieces": "2", "hours": "37.5"}
    assert mona.post(f"/pool/{crane.key}/edit/", sent | {"version": "1"}).status_code == 302
    assert mona.post(f"/pool/{crane.key}/edit/", sent | {"version": "1", "name": "x"}).status_code == 409
    crane.refresh_from_db()
    assert (crane.name, crane.pieces, crane.minutes_per_week) == ("Big crane", 2, 5 * DAY)


def test_the_heat_map_shows_the_pool_to_whoever_sees_capacity(world: World) -> None:
    crane = a_pool_entry(world)
    lent_to(world.project, crane)
    world.give("Hana", "department-head", world.root)
    page = world.client("Hana").get(f"/capacity/?of=pool&from={MONDAY}&weeks=4").content.decode()
    assert "Crane" in page
    assert "100 %" in page
    assert world.client("Hana").get("/capacity/?of=crew").status_code == 400
    assert world.client("Hana").get("/capacity/?level=9").status_code == 400


def test_somebody_moves_to_another_unit_and_the_pool_stays(world: World) -> None:
    works = a_unit(world)
    crane = a_pool_entry(world, unit=works)
    mona = Person.objects.get(pk=world.person("Mona").pk)
    change_person(mona, version=mona.version, actor=SYSTEM, unit=works)
    crane.refresh_from_db()
    assert crane.unit == works
