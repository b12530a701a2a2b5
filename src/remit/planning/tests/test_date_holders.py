"""Who holds the date: the critical path from now on, in order, with person and minutes."""

import pytest

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.people.accountability import everything_of, way_up
from remit.people.models import Person
from remit.planning.models import Activity, Plan
from remit.planning.operations.edits import edit_plan
from remit.planning.queries.date_holders import date_holders

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()


@pytest.fixture
def planned(world: World) -> World:
    """Dig, then pour, then paint; a short side path; Bob pours, all else is the manager's."""
    world.give("Ada", "project-manager")
    world.give("Bob", "team-member")
    names = (("Dig", 900), ("Pour", 450), ("Paint", 1350), ("Side", 60))
    steps = [{"op": "add", "name": name, "duration_minutes": minutes} for name, minutes in names]
    edit_plan(world.project, steps, actor=SYSTEM)
    links = (("T-1", "T-2"), ("T-2", "T-3"))
    edit_plan(
        world.project,
        [{"op": "link", "predecessor": one, "successor": other} for one, other in links],
        actor=SYSTEM,
    )
    change(world, "T-2", accountable_key=world.person("Bob").key)
    return world


def change(world: World, key: str, **fields: object) -> None:
    activity = Activity.objects.get(project=world.project, key=key)
    step = {"op": "change", "key": key, "version": activity.version, "fields": fields}
    edit_plan(world.project, [step], actor=SYSTEM)


def plan(world: World) -> Plan:
    found: Plan = Plan.objects.select_related("project").get(project=world.project)
    return found


def test_the_path_stands_in_order_with_its_people_and_minutes(planned: World) -> None:
    found = date_holders(plan(planned))
    told = [
        (each.activity.key, each.person and each.person.name, each.minutes, each.is_now)
        for each in found.holdings
    ]
    assert told == [("T-1", "Ada", 900, True), ("T-2", "Bob", 450, False), ("T-3", "Ada", 1350, False)]
    assert [(each.person and each.person.name, each.activities, each.minutes) for each in found.shares] == [
        ("Ada", 2, 2250),
        ("Bob", 1, 450),
    ]
    assert found.minutes == 2700


def test_what_is_done_holds_nothing_any_more_and_the_next_holds_the_date_now(planned: World) -> None:
    change(planned, "T-1", percent_complete=100)
    found = date_holders(plan(planned))
    assert [(each.activity.key, each.is_now) for each in found.holdings] == [("T-2", True), ("T-3", False)]
    assert found.shares[0].person == planned.person("Bob")


def test_the_page_and_the_api_say_it(planned: World) -> None:
    client = planned.client("Ada")
    page = client.get("/projects/P-1/plan/date/").content.decode()
    assert page.index("Dig") < page.index("Pour") < page.index("Paint")
    assert "Side" not in page
    told = client.get("/api/v1/projects/P-1/plan/date-holders").json()
    assert [each["activity"] for each in told["path"]] == ["T-1", "T-2", "T-3"]
    assert told["people"][0] == {
        "person": planned.person("Ada").key,
        "person_name": "Ada",
        "activities": 2,
        "minutes": 2250,
        "is_now": True,
    }


def test_an_activity_leads_up_to_whoever_answers_and_a_person_down_to_it(planned: World) -> None:
    ada = planned.actor("Ada")
    steps = way_up(ada, planned.project.scope, work_key="T-2")
    assert [(each.key, each.person_name) for each in steps][:2] == [("T-2", "Bob"), ("P-1", "Ada")]
    bob = Person.objects.select_related("organisation").get(pk=planned.person("Bob").pk)
    assert [each.key for each in everything_of(ada, bob).work] == ["T-2"]
    assert "Pour" in planned.client("Ada").get("/map/P-1/activity/T-2/").content.decode()


def test_whoever_may_not_read_the_plan_does_not_see_who_holds_it(planned: World) -> None:
    client = planned.client("Otto")
    assert client.get("/projects/P-1/plan/date/").status_code == 404
    assert client.get("/api/v1/projects/P-1/plan/date-holders").status_code == 404
