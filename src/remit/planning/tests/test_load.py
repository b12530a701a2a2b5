"""How much resources have to do: by hand, and what must hold whatever the plan."""

from typing import Any

import pytest
from django.test import Client

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.planning.compute import ResourceLoad, resource_loads
from remit.planning.models import Activity, Plan, Resource
from remit.planning.operations.edits import edit_plan, undo_edit

SYSTEM = system_actor()
MONDAY = 20_605  # 1 June 2026
DAY = 450


def load_of(world: World, key: str = "R-1", weeks: int = 4) -> ResourceLoad:
    plan = Plan.objects.get(project=world.project)
    return resource_loads(plan, MONDAY, weeks)[Resource.objects.get(project=world.project, key=key).pk]


def add(world: World, name: str, days: int, **more: Any) -> None:
    edit_plan(
        world.project, [{"op": "add", "name": name, "duration_minutes": days * DAY, **more}], actor=SYSTEM
    )


def assign(world: World, activity: str, units: int = 100, **more: Any) -> None:
    step = {"op": "assign", "activity": activity, "resource": "R-1", "units_percent": units, **more}
    edit_plan(world.project, [step], actor=SYSTEM)


@pytest.fixture
def crew(world: World) -> World:
    edit_plan(world.project, [{"op": "add_resource", "name": "Ada"}], actor=SYSTEM)
    return world


def test_a_week_holds_the_work_of_its_days(crew: World) -> None:
    add(crew, "Dig", 7)  # Monday 1 June to Tuesday 9 June
    assign(crew, "T-1")
    weeks = load_of(crew).weeks
    assert [(each.work_minutes, each.capacity_minutes, each.percent) for each in weeks[:3]] == [
        (5 * DAY, 5 * DAY, 100),
        (2 * DAY, 5 * DAY, 40),
        (0, 5 * DAY, 0),
    ]
    assert load_of(crew).days_over == ()


def test_two_things_at_once_are_too_much_on_the_days_that_they_share(crew: World) -> None:
    add(crew, "Dig", 3)
    add(crew, "Pour", 2)
    assign(crew, "T-1", 60)
    assign(crew, "T-2", 60)
    found = load_of(crew)
    assert found.days_over == (MONDAY, MONDAY + 1)
    assert found.weeks[0].days_over == 2
    assert found.weeks[0].percent == 60  # 3 days of 60 % and 2 of 60 % in a week of 5


def test_a_crew_of_three_can_do_three_times_as_much(crew: World) -> None:
    change = {"op": "change_resource", "key": "R-1", "version": 1, "fields": {"max_units_percent": 300}}
    edit_plan(crew.project, [change], actor=SYSTEM)
    add(crew, "Dig", 1)
    assign(crew, "T-1", 300)
    found = load_of(crew)
    assert (found.weeks[0].work_minutes, found.weeks[0].capacity_minutes) == (3 * DAY, 15 * DAY)
    assert found.days_over == ()


def test_a_resource_works_by_its_own_calendar(crew: World) -> None:
    mornings = {"op": "add_calendar", "name": "Mornings", "week": [[[540, 765]]] * 5 + [[], []]}
    own = {"op": "change_resource", "key": "R-1", "version": 1, "fields": {"calendar_key": "C-2"}}
    edit_plan(crew.project, [mornings, own], actor=SYSTEM)
    add(crew, "Dig", 2)
    assign(crew, "T-1")
    found = load_of(crew)
    # 900 minutes at 225 a day: four days
    assert (found.weeks[0].work_minutes, found.weeks[0].capacity_minutes) == (900, 1125)
    assert found.days_over == ()


def test_work_that_begins_later_lies_later(crew: World) -> None:
    add(crew, "Dig", 10)
    assign(crew, "T-1", 100, work_minutes=2 * DAY, delay_minutes=5 * DAY)
    weeks = load_of(crew).weeks
    assert [each.work_minutes for each in weeks[:2]] == [0, 2 * DAY]


def test_what_is_not_active_or_has_no_work_loads_nobody(crew: World) -> None:
    add(crew, "Dig", 1)
    assign(crew, "T-1")
    off = {"op": "change", "key": "T-1", "version": 1, "fields": {"is_active": False}}
    edit_plan(crew.project, [off], actor=SYSTEM)
    assert load_of(crew).weeks[0].work_minutes == 0


@pytest.mark.parametrize("units", [10, 33, 100, 250])
@pytest.mark.parametrize("days", [1, 6, 13])
def test_all_work_is_found_in_some_week(crew: World, units: int, days: int) -> None:
    add(crew, "Dig", days)
    assign(crew, "T-1", units)
    total = Activity.objects.get(project=crew.project, key="T-1").work_minutes
    assert sum(week.work_minutes for week in load_of(crew, weeks=10).weeks) == pytest.approx(total, abs=5)


# edits that can be taken back


def state_of(world: World) -> Any:
    plan = Plan.objects.get(project=world.project)
    skip = {"version", "_state", "id"}
    rows = [*plan.project.activities.order_by("position"), *plan.project.resources.order_by("key")]
    rows += plan.project.resource_assignments.order_by("key")
    return [{k: v for k, v in vars(row).items() if k not in skip} for row in rows]


STEPS: dict[str, list[dict[str, Any]]] = {
    "a resource": [
        {"op": "add_resource", "name": "Crane", "group": "Machines", "max_units_percent": "33.33"}
    ],
    "a change": [
        {
            "op": "change_resource",
            "key": "R-1",
            "version": 1,
            "fields": {"name": "B", "max_units_percent": 50},
        }
    ],
    "removal of a resource": [{"op": "remove_resource", "key": "R-1"}],
    "an assignment": [{"op": "assign", "activity": "T-2", "resource": "R-1", "units_percent": 50}],
    "an assignment with work": [
        {"op": "assign", "activity": "T-2", "resource": "R-1", "work_minutes": 10 * DAY, "delay_minutes": 60}
    ],
    "more units": [{"op": "change_assignment", "key": "S-1", "version": 1, "fields": {"units_percent": 70}}],
    "more work": [{"op": "change_assignment", "key": "S-1", "version": 1, "fields": {"work_minutes": 3000}}],
    "later": [{"op": "change_assignment", "key": "S-1", "version": 1, "fields": {"delay_minutes": 450}}],
    "taken off": [{"op": "unassign", "key": "S-1"}],
    "all at once": [
        {"op": "add_resource", "name": "Crane"},
        {"op": "assign", "activity": "T-1", "resource": "R-2", "work_minutes": 6 * DAY},
        {"op": "unassign", "key": "S-1"},
        {"op": "remove_resource", "key": "R-1"},
    ],
}


@pytest.mark.parametrize("steps", STEPS.values(), ids=STEPS.keys())
def test_every_edit_of_resources_can_be_undone_and_done_again(
    crew: World, steps: list[dict[str, Any]]
) -> None:
    add(crew, "Dig", 4)
    add(crew, "Pour", 2)
    assign(crew, "T-1", 100)
    before = state_of(crew)
    edited = edit_plan(crew.project, steps, actor=SYSTEM)
    after = state_of(crew)
    assert after != before
    undone = undo_edit(crew.project, edited.number or 0, actor=SYSTEM)
    assert state_of(crew) == before
    undo_edit(crew.project, undone.number or 0, actor=SYSTEM)
    assert state_of(crew) == after


def test_more_units_move_nothing_and_more_work_does(crew: World) -> None:
    add(crew, "Dig", 4)
    assign(crew, "T-1")
    units = {"op": "change_assignment", "key": "S-1", "version": 1, "fields": {"units_percent": 200}}
    edit_plan(crew.project, [units], actor=SYSTEM)
    dig = Activity.objects.get(project=crew.project)
    assert (dig.duration_minutes, dig.work_minutes, dig.finish_minute) == (
        4 * DAY,
        8 * DAY,
        MONDAY * 1440 + 3 * 1440 + 1050,
    )
    work = {"op": "change_assignment", "key": "S-1", "version": 2, "fields": {"work_minutes": 10 * DAY}}
    edit_plan(crew.project, [work], actor=SYSTEM)
    dig.refresh_from_db()
    assert (dig.duration_minutes, dig.finish_minute) == (5 * DAY, (MONDAY + 4) * 1440 + 1050)


# pages


@pytest.fixture
def client(crew: World) -> Client:
    crew.give("Mona", "project-manager")
    add(crew, "Dig", 4)
    return crew.client("Mona")


P = "/projects/P-1/plan/"


def test_a_resource_is_added_changed_and_removed_by_its_pages(crew: World, client: Client) -> None:
    key = crew.person("Eve").key
    new = {
        "person_key": key,
        "name": "",
        "kind": "work",
        "max_units_percent": "80",
        "calendar_key": "",
        "group": "",
    }
    assert client.post(f"{P}resources/", new).status_code == 302
    made = Resource.objects.get(project=crew.project, key="R-2")
    assert (made.name, made.person, int(made.max_units_percent)) == ("Eve", crew.person("Eve"), 80)
    assert client.post(f"{P}resources/", new).status_code == 422  # a person is a resource once
    shown = client.get(f"{P}resources/R-2/").context["form"].initial
    assert client.post(f"{P}resources/R-2/", {**shown, "name": "Eva"}).status_code == 302
    stale = client.post(f"{P}resources/R-2/", {**shown, "name": "Evi"})
    assert (stale.status_code, [both.theirs for both in stale.context["form"].both]) == (409, ["Eva"])
    assert client.post(f"{P}resources/R-2/remove", {"version": "2"}).status_code == 302
    assert client.get(f"{P}resources/R-2/").status_code == 404


def test_somebody_is_put_on_an_activity_and_taken_off_by_its_page(crew: World, client: Client) -> None:
    assert client.post(f"{P}activities/T-1/assign", {"resource": "R-1", "units": "50"}).status_code == 302
    page = client.get(f"{P}activities/T-1/").content.decode()
    assert "Ada" in page
    changed = {"units": "50", "work": "4d", "delay": "0d", "version": "1"}
    assert client.post(f"{P}staffing/S-1/", changed).status_code == 302
    assert Activity.objects.get(project=crew.project).duration_minutes == 8 * DAY
    assert client.post(f"{P}staffing/S-1/", {**changed, "work": "soon"}).status_code == 422
    assert client.post(f"{P}staffing/S-1/remove", {"version": "1"}).status_code == 409
    assert client.post(f"{P}staffing/S-1/remove", {"version": "2"}).status_code == 302
    assert not crew.project.resource_assignments.exists()


def test_the_chart_gets_what_an_assignment_changed(crew: World, client: Client) -> None:
    sent = {"resource": "R-1", "units": "100"}
    answer = client.post(f"{P}activities/T-1/assign", sent, headers={"Accept": "application/json"})
    assert answer.json()["label"] == "Put Ada on T-1"
    assert answer.json()["edit"] == 3
    again = client.post(f"{P}activities/T-1/assign", sent, headers={"Accept": "application/json"})
    assert (again.status_code, again.json()["errors"][0]["field"]) == (422, "resource")


def test_the_list_says_who_has_too_much(crew: World, client: Client) -> None:
    add(crew, "Pour", 1)
    for key in ("T-1", "T-2"):
        assign(crew, key)
    page = client.get(f"{P}resources/?from=2026-06-01").content.decode()
    assert "too much on 1 day" in page
    assert "1 day<" in page


def test_whoever_may_only_read_sees_resources_without_forms(crew: World) -> None:
    add(crew, "Dig", 1)
    assign(crew, "T-1")
    crew.give("Bo", "team-member")
    for path in ("resources/", "resources/R-1/", "activities/T-1/why"):
        page = crew.client("Bo").get(P + path).content.decode()
        assert "Ada" in page
        assert "Take off" not in page
        assert "Add a resource" not in page
