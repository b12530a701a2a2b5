"""Capacity of people over all projects: who sees whose, too much with its reasons, files, the start page."""

import datetime as dt

import pytest

from remit.accounts.permissions import Actor
from remit.conftest import MONDAY, World
from remit.people.grids import day_of
from remit.people.models import Person
from remit.people.operations.absences import request_leave
from remit.people.operations.organisation import create_unit
from remit.people.operations.people import change_person
from remit.planning.operations.plans import create_plan
from remit.resourcing import queries
from remit.resourcing.compute import Heat, heat_of, reasons_of
from remit.resourcing.home import own_people_over
from remit.resourcing.queries import Asked, chosen_people, units_of
from remit.resourcing.tests.making import DAY, SYSTEM, staffed

pytestmark = pytest.mark.django_db


def shown(world: World, *names: str, weeks: int = 1) -> Heat:
    return heat_of(world.organisation, [world.person(each) for each in names], MONDAY, weeks)


def twice(world: World) -> None:
    """Let Ada work all of the first week in each of two projects."""
    staffed(world, world.project)
    other = world.begin("Tunnel", world.root)
    create_plan(other, actor=SYSTEM)
    staffed(world, other)


def seen(world: World, actor: Actor, asked: Asked | None = None) -> set[str]:
    units = units_of(world.organisation)
    people, _count = chosen_people(actor, units, asked or Asked(), MONDAY)
    return {each.name for each in people}


def test_two_projects_that_each_leave_enough_time_are_too_much_together(world: World) -> None:
    twice(world)
    (row,) = shown(world, "Ada").rows
    (week,) = row.weeks
    assert (week.work, week.capacity, week.over, week.percent) == (10 * DAY, 5 * DAY, 5 * DAY, 200)


def test_work_in_a_week_of_leave_is_too_much_however_little(world: World) -> None:
    staffed(world, world.project, days=1)
    request_leave(world.person("Ada"), from_date=MONDAY, to_date=MONDAY + dt.timedelta(days=4), actor=SYSTEM)
    (week,) = shown(world, "Ada").rows[0].weeks
    assert (week.capacity, week.over, week.percent) == (0, DAY, None)


def test_free_time_of_one_does_not_hide_the_excess_of_another(world: World) -> None:
    twice(world)
    found = shown(world, "Ada", "Bob")
    assert [each.whose.name for each in found.over] == ["Ada"]
    assert found.total[0].over == 0


def test_who_leads_people_sees_theirs_and_who_has_the_right_sees_all(world: World) -> None:
    for name in ("Ada", "Bob", "Mona"):
        world.person(name)
    works = create_unit(world.organisation, name="Works", head=world.person("Mona"), actor=SYSTEM)
    ada = Person.objects.get(pk=world.person("Ada").pk)
    change_person(ada, version=ada.version, actor=SYSTEM, unit=works)
    head = world.give("Hana", "department-head", world.root)
    assert seen(world, world.actor("Mona")) == {"Ada", "Mona"}
    assert {"Ada", "Bob", "Mona"} <= seen(world, head)
    assert seen(world, head, Asked(unit=works.key)) == {"Ada"}
    assert seen(world, world.actor("Bob")) == {"Bob"}
    assert world.client("Bob").get("/capacity/").status_code == 403
    assert world.client("Mona").get("/capacity/").status_code == 200


def test_the_right_counts_at_the_organisation_alone(world: World) -> None:
    role = world.organisation.roles.get(code="team-member")
    role.capabilities = [*role.capabilities, "capacity.view"]
    role.save(update_fields=["capabilities"])
    world.give("Bob", "team-member")
    assert world.client("Bob").get("/capacity/").status_code == 403


def test_reasons_name_activities_and_hide_projects_that_one_may_not_see(world: World) -> None:
    twice(world)
    sees_one = world.give("Petra", "project-manager")
    found = reasons_of(sees_one, world.organisation, world.person("Ada"), MONDAY)
    assert [(each.project_key, each.activity_name, each.minutes) for each in found] == [
        (world.project.key, "Dig", 5 * DAY),
        ("", "", 5 * DAY),
    ]
    everything = reasons_of(SYSTEM, world.organisation, world.person("Ada"), MONDAY)
    assert len({each.project_key for each in everything}) == 2
    later = MONDAY + dt.timedelta(weeks=3)
    assert reasons_of(SYSTEM, world.organisation, world.person("Ada"), later) == []


def test_pages_and_files_show_the_week_that_is_too_much(world: World) -> None:
    twice(world)
    world.give("Hana", "department-head", world.root)
    client = world.client("Hana")
    page = client.get(f"/capacity/?from={MONDAY}&weeks=4").content.decode()
    assert "200 %" in page
    assert "1 person has more work than time" in page
    file = client.get(f"/capacity/?from={MONDAY}&weeks=4&export=csv").content.decode("utf-8-sig")
    ada = world.person("Ada")
    assert f"{ada.key},Ada,,{MONDAY},75.0,37.5,37.5" in file
    one = client.get(f"/capacity/{ada.key}/?from={MONDAY}&weeks=4").content.decode()
    assert "37.5 h too much" in one
    assert client.get("/capacity/?export=pdf").status_code == 400
    assert client.get("/capacity/?from=never").status_code == 400


def test_a_page_has_some_people_and_a_file_has_all(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE_ROWS", 2)
    for name in ("Ada", "Bob", "Mona"):
        world.person(name)
    world.give("Hana", "department-head", world.root)
    client = world.client("Hana")
    address = f"/capacity/?from={MONDAY}&weeks=4"
    assert "Mona" not in client.get(address).content.decode()
    assert "Mona" in client.get(f"{address}&page=2").content.decode()
    file = client.get(f"{address}&page=2&export=csv").content.decode("utf-8-sig")
    assert all(f",{name}," in file for name in ("Ada", "Bob", "Mona"))


def test_the_start_page_tells_of_it_while_it_lies_ahead(world: World) -> None:
    world.organisation.is_demo, world.organisation.status_date = True, MONDAY
    world.organisation.save(update_fields=["is_demo", "status_date"])
    world.project.organisation.refresh_from_db()
    twice(world)
    ada = Person.objects.get(pk=world.person("Ada").pk)
    change_person(ada, version=ada.version, actor=SYSTEM, line_manager=world.person("Mona"))
    assert day_of(world.organisation) == MONDAY
    told = own_people_over(world.actor("Mona"))
    assert told is not None
    assert [row.whose.name for row in told["rows"]] == ["Ada"]
    assert own_people_over(world.actor("Ada")) is None


def test_however_many_people_and_plans_there_are_the_queries_are_as_many(
    world: World, django_assert_max_num_queries: object
) -> None:
    twice(world)
    for number in range(3):
        project = world.begin(f"Shaft {number}", world.root)
        create_plan(project, actor=SYSTEM)
        staffed(world, project, f"Worker{number}")
    names = ["Ada", *(f"Worker{number}" for number in range(3))]
    for name in names:
        world.person(name)
    with django_assert_max_num_queries(6):  # type: ignore[operator]  # as pytest-django passes it
        assert shown(world, *names).total[0].work == 25 * DAY
