"""What calendar feeds show of plans: one's own activities in all projects, and milestones where one has a role."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.plan_time import start_of_day
from remit.people.models import Person
from remit.people.tests.feeding import a_feed, events_at
from remit.planning.feeds import activity_events
from remit.planning.models import Activity
from remit.planning.operations.edits import edit_plan
from remit.planning.operations.plans import create_plan
from remit.projects.models import Phase, Project

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
TODAY = dt.datetime.now(tz=dt.UTC).date()
MONDAY = TODAY + dt.timedelta(days=7 - TODAY.weekday())


def add(project: Project, name: str, *, accountable: str = "", day: dt.date = MONDAY, **more: Any) -> str:
    """Add an activity of three days that begins on a day; return its key."""
    edit_plan(project, [{"op": "add", "name": name, "duration_minutes": 3 * 450} | more], actor=SYSTEM)
    made: Activity = Activity.objects.filter(project=project).order_by("-pk")[0]
    change(
        project, made.key, accountable_key=accountable, constraint="snet", constraint_minute=start_of_day(day)
    )
    return made.key


def change(project: Project, key: str, **fields: Any) -> None:
    version = Activity.objects.get(project=project, key=key).version
    edit_plan(project, [{"op": "change", "key": key, "version": version, "fields": fields}], actor=SYSTEM)


def assign(project: Project, person: Person, *activities: str) -> None:
    steps = [{"op": "add_resource", "name": person.name, "person_key": person.key}]
    edit_plan(project, steps, actor=SYSTEM)
    edit_plan(
        project,
        [{"op": "assign", "activity": key, "resource": "R-1"} for key in activities],
        actor=SYSTEM,
    )


def told(world: World, name: str, *parts: str) -> list[str]:
    return [each["SUMMARY"] for each in events_at(a_feed(world, name, *parts)[1])]


def test_what_somebody_answers_for_and_works_on_stands_there_once_in_whole_days(world: World) -> None:
    world.give("Ada", "project-manager")
    own = add(world.project, "Dig", accountable=world.person("Ada").key)
    shared = add(world.project, "Pour", day=MONDAY + dt.timedelta(days=7))
    add(world.project, "Paint")
    assign(world.project, world.person("Ada"), own, shared)
    dig, pour = events_at(a_feed(world, "Ada", "activities")[1])
    assert dig["UID"] == f"{own}-work.P-1@127.0.0.1"
    assert dig["SUMMARY"] == "Dig (P-1)"
    assert dig["DTSTART;VALUE=DATE"] == f"{MONDAY:%Y%m%d}"
    assert dig["DTEND;VALUE=DATE"] == f"{MONDAY + dt.timedelta(days=3):%Y%m%d}"
    assert dig["TRANSP"] == "TRANSPARENT"
    assert dig["URL"].endswith(f"/projects/P-1/plan/activities/{own}/")
    assert "You answer for it." in dig["DESCRIPTION"]
    assert "You work on it." in pour["DESCRIPTION"]


def test_a_moved_activity_keeps_its_uid_and_its_sequence_grows(world: World) -> None:
    world.give("Ada", "project-manager")
    key = add(world.project, "Dig", accountable=world.person("Ada").key)
    _feed, address = a_feed(world, "Ada", "activities")
    (before,) = events_at(address)
    change(world.project, key, constraint_minute=start_of_day(MONDAY + dt.timedelta(days=1)))
    (after,) = events_at(address)
    assert after["UID"] == before["UID"]
    assert after["DTSTART;VALUE=DATE"] > before["DTSTART;VALUE=DATE"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert after["LAST-MODIFIED"] >= before["LAST-MODIFIED"]


def test_milestones_are_those_of_projects_in_which_one_has_a_role(world: World) -> None:
    tower = world.begin("Tower", world.root)
    create_plan(tower, actor=SYSTEM)
    for project, name in ((world.project, "Open"), (tower, "Top out")):
        add(project, name, kind="milestone", duration_minutes=0)
    world.give("Ada", "team-member")
    world.give("Pia", "portfolio-manager", world.root)
    assert told(world, "Ada", "milestones") == ["Open (P-1)"]
    assert told(world, "Pia", "milestones") == [], "a portfolio has too many"
    assert told(world, "Ada") == ["Open (P-1)"]


def test_what_may_not_be_seen_any_more_is_not_there(world: World) -> None:
    world.give("Ada", "team-member")
    add(world.project, "Dig", accountable=world.person("Ada").key)
    add(world.project, "Open", kind="milestone", duration_minutes=0)
    _feed, address = a_feed(world, "Ada")
    assert len(events_at(address)) == 2
    world.person("Ada").assignments.all().update(to_date=TODAY - dt.timedelta(days=1))
    assert events_at(address) == []


@pytest.mark.parametrize("phase", [Phase.CLOSED, Phase.TERMINATED])
def test_projects_that_are_over_are_left_out(world: World, phase: str) -> None:
    world.give("Ada", "project-manager")
    add(world.project, "Dig", accountable=world.person("Ada").key)
    Project.objects.update(phase=phase)
    assert told(world, "Ada") == []


def test_what_is_inactive_a_summary_or_long_past_is_left_out(world: World) -> None:
    world.give("Ada", "project-manager")
    ada = world.person("Ada").key
    parent = add(world.project, "All", accountable=ada)
    add(world.project, "Dig", parent=parent, accountable=ada)
    add(world.project, "Survey", accountable=ada)
    off = add(world.project, "Paint", accountable=ada)
    Activity.objects.filter(key=off).update(is_active=False)
    Activity.objects.filter(name="Survey").update(start_minute=1, finish_minute=2)
    assert told(world, "Ada", "activities") == ["Dig (P-1)"]


def test_activities_of_others_take_no_query_more(world: World) -> None:
    world.give("Ada", "project-manager")
    key = add(world.project, "Dig", accountable=world.person("Ada").key)
    model = Activity.objects.get(key=key)
    others = [
        Activity(
            project=world.project, key=f"X-{number}", position=number + 10, name="Other",
            start_minute=model.start_minute, finish_minute=model.finish_minute,
        )
        for number in range(200)
    ]  # fmt: skip
    Activity.objects.bulk_create(others)
    actor = world.actor("Ada")
    with CaptureQueriesContext(connection) as queries:
        found = activity_events(actor, TODAY, TODAY + dt.timedelta(days=400), 1000)
    assert len(found) == 1
    assert len(queries) == 1
