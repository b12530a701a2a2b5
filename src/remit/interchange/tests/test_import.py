"""What an import keeps, rule by rule."""

import datetime as dt
import hashlib
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from remit.accounts.permissions import Actor
from remit.audit.models import AuditEvent
from remit.audit.queries import verify_chains
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.core.plan_time import from_minute
from remit.engine.formats import read_plan as read_document
from remit.engine.formats import write_json
from remit.engine.model import ConstraintKind
from remit.engine.tests.primavera_files import xer
from remit.interchange.models import ImportReport
from remit.interchange.operations.imports import import_plan
from remit.interchange.tests.plans import after, chain, example, file_of, plan_xml, task
from remit.planning.models import (
    Activity,
    Baseline,
    BaselineActivity,
    Link,
    Plan,
    PlanCalendar,
    Resource,
    ResourceAssignment,
)
from remit.planning.operations.edits import edit_plan
from remit.projects.models import Phase, Project

Census = Callable[[], dict[str, int]]


@pytest.fixture
def planner(world: World) -> Actor:
    return world.give("Pia", "portfolio-manager", world.root)


def taken_in(world: World, planner: Actor, content: bytes, name: str = "shed.xml") -> ImportReport:
    return import_plan(file_of(content), name, actor=planner, parent=world.root)


def shed(world: World, planner: Actor) -> tuple[ImportReport, dict[str, Activity]]:
    path = example("shed")
    with path.open("rb") as file:
        report = import_plan(file, path.name, actor=planner, parent=world.root)
    return report, {a.name: a for a in Activity.objects.filter(project=report.project)}


def moment(minute: int | None) -> str:
    assert minute is not None
    return from_minute(minute).strftime("%d.%m. %H:%M")


def test_a_file_becomes_a_project_named_and_begun_as_it_states(world: World, planner: Actor) -> None:
    report, _activities = shed(world, planner)
    project = report.project
    assert project is not None
    assert (project.name, project.starts_on) == ("Shed in the garden", dt.date(2026, 6, 1))
    assert project.scope.parent == world.root
    plan = Plan.objects.get(project=project)
    assert (plan.minutes_per_day, plan.minutes_per_week) == (480, 2400)
    assert moment(plan.start_minute) == "01.06. 08:00"
    assert moment(plan.status_minute) == "02.06. 17:00"


def test_the_name_that_was_typed_comes_before_that_of_the_file(world: World, planner: Actor) -> None:
    report = import_plan(
        file_of(plan_xml(task(1, "Dig"))), "a.xml", actor=planner, parent=world.root, name=" Hut "
    )
    assert report.project is not None
    assert report.project.name == "Hut"


def test_the_outline_keeps_its_order_levels_and_parents(world: World, planner: Actor) -> None:
    _report, activities = shed(world, planner)
    shown = [(a.name, a.level, a.parent.name if a.parent else None, a.kind) for a in activities.values()]
    assert shown == [
        ("Ground", 0, None, "summary"),
        ("Dig", 1, "Ground", "task"),
        ("Pour", 1, "Ground", "task"),
        ("Walls", 0, None, "task"),
        ("Topping out", 0, None, "milestone"),
    ]
    assert [a.position for a in activities.values()] == [0, 1, 2, 3, 4]
    assert [a.key for a in activities.values()] == ["T-1", "T-2", "T-3", "T-4", "T-5"]


def test_links_keep_kind_lag_and_unit(world: World, planner: Actor) -> None:
    report, _activities = shed(world, planner)
    links = Link.objects.filter(project=report.project).values_list(
        "predecessor__name", "successor__name", "kind", "lag_amount", "lag_unit"
    )
    assert set(links) == {
        ("Dig", "Pour", "FS", 0, "working"),
        ("Pour", "Walls", "FS", 1440, "elapsed"),
        ("Dig", "Walls", "SS", 50, "percent"),
        ("Walls", "Topping out", "FF", -60, "working"),
    }


def test_calendars_keep_week_and_exceptions(world: World, planner: Actor) -> None:
    report, activities = shed(world, planner)
    calendars = {c.name: c for c in PlanCalendar.objects.filter(project=report.project)}
    assert set(calendars) == {"Standard", "Nights"}
    assert calendars["Nights"].week == [[[1200, 1440]]] * 5 + [[], []]
    assert calendars["Standard"].exceptions == [[20608, 20608, [], "Corpus Christi"]]
    assert activities["Pour"].calendar == calendars["Nights"]
    assert Plan.objects.get(project=report.project).calendar == calendars["Standard"]


def test_progress_constraints_deadlines_and_notes_are_kept(world: World, planner: Actor) -> None:
    _report, activities = shed(world, planner)
    dig, walls = activities["Dig"], activities["Walls"]
    assert (dig.percent_complete, moment(dig.actual_start_minute), dig.notes) == (
        50,
        "01.06. 08:00",
        "By hand.",
    )
    assert (dig.actual_duration_minutes, dig.remaining_duration_minutes) == (480, 480)
    assert (walls.constraint, moment(walls.constraint_minute)) == ("snet", "10.06. 08:00")
    assert moment(walls.deadline_minute) == "12.06. 17:00"


def test_resources_and_assignments_are_kept_and_people_found_by_their_address(
    world: World, planner: Actor
) -> None:
    ada = world.person("Ada")
    report = taken_in(
        world,
        planner,
        plan_xml(
            task(1, "Dig"),
            tail=f"<Resources><Resource><UID>7</UID><Name>A. Lovelace</Name><MaxUnits>0.5</MaxUnits>"
            f"<EmailAddress>{ada.email.upper()}</EmailAddress></Resource></Resources><Assignments><Assignment>"
            f"<TaskUID>1</TaskUID><ResourceUID>7</ResourceUID><Units>0.5</Units><Work>PT4H0M0S</Work>"
            f"<ActualWork>PT1H0M0S</ActualWork></Assignment></Assignments>",
        ),
    )
    resource = Resource.objects.get(project=report.project)
    assert (resource.person, resource.max_units_percent, resource.uid) == (ada, Decimal(50), "7")
    assignment = ResourceAssignment.objects.get(project=report.project)
    assert (assignment.resource, assignment.units_percent) == (resource, Decimal(50))
    assert (assignment.work_minutes, assignment.actual_work_minutes) == (240, 60)


def test_people_of_another_organisation_are_not_found_by_their_address(
    world: World, planner: Actor, stranger: World
) -> None:
    address = stranger.person("Eve").email
    resource = f"<Resource><UID>7</UID><Name>E</Name><EmailAddress>{address}</EmailAddress></Resource>"
    report = taken_in(world, planner, plan_xml(task(1, "Dig"), tail=f"<Resources>{resource}</Resources>"))
    assert Resource.objects.get(project=report.project).person is None


def test_the_first_baseline_of_the_file_becomes_the_current_one(world: World, planner: Actor) -> None:
    report, activities = shed(world, planner)
    baselines = Baseline.objects.filter(project=report.project).order_by("number")
    assert [(b.number, b.is_current) for b in baselines] == [(1, True), (3, False)]
    promise = BaselineActivity.objects.get(baseline=baselines[0])
    assert (promise.activity_key, moment(promise.finish_minute)) == (activities["Dig"].key, "02.06. 17:00")


def test_the_plan_is_scheduled_when_it_is_imported(world: World, planner: Actor) -> None:
    _report, activities = shed(world, planner)
    # Corpus Christi 2026 is Thursday 4 June; walls may not begin before the 10th
    assert moment(activities["Dig"].finish_minute) == "02.06. 17:00"
    assert (moment(activities["Walls"].start_minute), activities["Walls"].driver_kind) == (
        "10.06. 08:00",
        "constraint",
    )


def test_a_split_task_is_reported_with_both_dates_and_the_reason(world: World, planner: Actor) -> None:
    split = "<Start>2026-06-01T08:00:00</Start><Finish>2026-06-03T17:00:00</Finish>"
    report = taken_in(world, planner, plan_xml(task(1, "Dig", split) + task(2, "Fill", after(1) + split)))
    first = report.differences[0]
    assert (first["key"], first["field"], first["reason"]) == ("T-1", "finish", "split")
    assert (moment(first["stored"]), moment(first["computed"])) == ("03.06. 17:00", "01.06. 17:00")
    follower = next(d for d in report.differences if d["key"] == "T-2" and d["field"] == "start")
    assert (follower["reason"], follower["by"]) == ("follows", "T-1")


def test_a_finish_at_the_end_of_a_day_equals_the_next_morning(world: World, planner: Actor) -> None:
    stored = "<Start>2026-06-01T08:00:00</Start><Finish>2026-06-02T08:00:00</Finish>"
    report = taken_in(world, planner, plan_xml(task(1, "Dig", stored)))
    assert [d["reason"] for d in report.differences] == ["same-moment"]


def test_the_report_says_what_was_left_out(world: World, planner: Actor) -> None:
    report, _activities = shed(world, planner)
    assert {(each["what"], each["count"]) for each in report.left_out} == {
        ("custom field values", 1),
        ("project summary task", 1),
    }


def test_the_report_names_the_file_by_its_content(world: World, planner: Actor) -> None:
    content = plan_xml(task(1, "Dig"))
    report = taken_in(world, planner, content, "C:\\plans\\..\\shed\n.xml")
    assert (report.file_name, report.file_size) == ("shed.xml", len(content))
    assert report.sha256 == hashlib.sha256(content).hexdigest()
    assert (report.imported_by_key, report.imported_by_name) == (planner.key, "Pia")


def test_an_import_is_on_the_record_and_the_chain_holds(world: World, planner: Actor) -> None:
    report, _activities = shed(world, planner)
    event = AuditEvent.objects.get(operation="interchange.import_plan")
    assert (event.object_kind, event.object_key, event.actor_key) == ("plan", report.project_key, planner.key)
    assert event.changes["activities"] == ["", 5]
    assert not verify_chains().faults


def test_an_empty_plan_is_filled_and_its_own_calendar_makes_room(world: World) -> None:
    manager = world.give("Ada", "project-manager")
    report = import_plan(file_of(plan_xml(task(1, "Dig"))), "a.xml", actor=manager, project=world.project)
    assert (report.project, report.made_project) == (world.project, False)
    assert [c.name for c in PlanCalendar.objects.filter(project=world.project)] == ["Standard"]
    assert Plan.objects.get(project=world.project).minutes_per_day == 480


def test_a_project_without_a_plan_gets_one(world: World) -> None:
    manager = world.give("Ada", "project-manager")
    world.plan.delete()
    report = import_plan(file_of(plan_xml(task(1, "Dig"))), "a.xml", actor=manager, project=world.project)
    assert report.before == {}
    assert Plan.objects.get(project=world.project).scheduled_at is not None


def test_a_plan_that_is_not_empty_is_not_mixed_with_a_file(world: World, census: Census) -> None:
    manager = world.give("Ada", "project-manager")
    edit_plan(world.project, [{"op": "add", "name": "Mine", "duration_minutes": 450}], actor=manager)
    before = census()
    with pytest.raises(Conflict, match="has a plan already"):
        import_plan(file_of(plan_xml(task(1, "Dig"))), "a.xml", actor=manager, project=world.project)
    assert census() == before


def test_a_file_without_any_date_begins_with_the_project(world: World) -> None:
    manager = world.give("Ada", "project-manager")
    content = plan_xml(task(1, "Dig")).replace(b"<StartDate>2026-06-01T08:00:00</StartDate>\n", b"")
    import_plan(file_of(content), "a.xml", actor=manager, project=world.project)
    plan = Plan.objects.get(project=world.project)
    assert from_minute(plan.start_minute).date() == world.project.starts_on


@pytest.mark.parametrize("role", ["project-manager", "sponsor", "administrator"])
def test_who_may_not_start_projects_makes_none_from_a_file(world: World, role: str, census: Census) -> None:
    actor = world.give("Bob", role, world.root if role == "administrator" else None)
    before = census()
    with pytest.raises(NotAllowed):
        import_plan(file_of(plan_xml(task(1, "Dig"))), "a.xml", actor=actor, parent=world.root)
    assert census() == before


def test_who_may_not_edit_the_plan_does_not_fill_it(world: World, census: Census) -> None:
    sponsor = world.give("Sam", "sponsor")
    before = census()
    with pytest.raises(NotAllowed):
        import_plan(file_of(plan_xml(task(1, "Dig"))), "a.xml", actor=sponsor, project=world.project)
    assert census() == before


def test_nobody_fills_the_plan_of_another_organisation(world: World, stranger: World) -> None:
    manager = stranger.give("Eve", "portfolio-manager", stranger.root)
    with pytest.raises(NotAllowed):
        import_plan(file_of(plan_xml(task(1, "Dig"))), "a.xml", actor=manager, project=world.project)


def test_a_closed_project_is_not_filled(world: World) -> None:
    manager = world.give("Pia", "portfolio-manager", world.root)
    Project.objects.filter(pk=world.project.pk).update(phase=Phase.CLOSED)
    world.project.refresh_from_db()
    with pytest.raises(NotAllowed, match="closed"):
        import_plan(file_of(plan_xml(task(1, "Dig"))), "a.xml", actor=manager, project=world.project)


def test_baselines_are_left_out_for_whoever_may_not_set_them(world: World) -> None:
    leader = world.give("Lee", "project-leader")
    report = import_plan(file_of(chain(3)), "a.xml", actor=leader, project=world.project)
    assert not Baseline.objects.filter(project=world.project).exists()
    assert ("baselines", 3) in {(each["what"], each["count"]) for each in report.left_out}


def test_the_size_of_a_plan_costs_no_queries_but_inserts_in_bulk(world: World, planner: Actor) -> None:
    taken_in(world, planner, chain(2))
    others, inserts = [], []
    for size in (5, 200):
        with CaptureQueriesContext(connection) as queries:
            taken_in(world, planner, chain(size))
        statements = [query["sql"] for query in queries]
        inserts.append(sum(sql.startswith("INSERT") for sql in statements))
        others.append(len(statements) - inserts[-1])
    assert others[0] == others[1]
    # SQLite takes 999 values in one statement, which is 24 activities; PostgreSQL takes all of them
    assert inserts[1] - inserts[0] <= 16


def test_a_thousand_activities_are_in_within_seconds(world: World, planner: Actor) -> None:
    began = time.process_time()
    report = taken_in(world, planner, chain(1200))
    assert report.counts["activities"] == 1201
    assert time.process_time() - began < 10


def test_what_primavera_has_and_a_plan_has_not_is_kept_as_the_nearest_and_listed(world: World) -> None:
    document = replace(read_document(xer()), rules="microsoft-project")
    actor = world.give("Pia", "portfolio-manager", world.root)
    report = import_plan(file_of(write_json(document)), "plan.json", actor=actor, parent=world.root)
    rows = Activity.objects.filter(project__key=report.project_key)
    assert rows.get(name="Opened").constraint == "mso"
    assert rows.get(name="Ready").kind == "milestone"
    left = {each["what"]: each["count"] for each in report.left_out}
    assert left["finish milestones and WBS summaries"] == 1
    assert left["mandatory dates"] == 1
    assert left.keys().isdisjoint({"second constraints", "options of scheduling", "expected finishes"})


@pytest.mark.parametrize("changes", [{"priority": 5000}, {"percent_complete": 900}, {"percent_complete": -1}])
def test_figures_that_no_plan_has_are_refused(world: World, changes: dict[str, Any]) -> None:
    document = replace(read_document(xer()), rules="microsoft-project")
    first = document.tasks[0]
    wrong = replace(
        document, tasks=(replace(first, activity=replace(first.activity, **changes)), *document.tasks[1:])
    )
    actor = world.give("Pia", "portfolio-manager", world.root)
    with pytest.raises(Invalid, match="priority must be 0 to 1000"):
        import_plan(file_of(write_json(wrong)), "plan.json", actor=actor, parent=world.root)


def test_constraints_that_exclude_each_other_are_refused_with_the_names_of_their_tasks(world: World) -> None:
    document = read_document(xer())
    (held,) = (each for each in document.tasks if each.activity.second_constraint != ConstraintKind.ASAP)
    date = held.activity.constraint_minute
    assert date is not None
    wrong = replace(
        held.activity, constraint=ConstraintKind.SNET, second_constraint=ConstraintKind.FNLT,
        second_constraint_minute=date - 14_400,
    )  # fmt: skip
    tasks = tuple(replace(each, activity=wrong) if each is held else each for each in document.tasks)
    actor = world.give("Pia", "portfolio-manager", world.root)
    with pytest.raises(Invalid, match="exclude each other") as caught:
        import_plan(
            file_of(write_json(replace(document, tasks=tasks))), "plan.json", actor=actor, parent=world.root
        )
    assert held.activity.name in str(caught.value)
    assert "line" in str(caught.value)
