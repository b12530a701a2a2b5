"""An import can be taken back as one, as long as nobody has built on it."""

import datetime as dt
from collections.abc import Callable

import pytest

from remit.accounts.permissions import Actor, system_actor
from remit.audit.models import AuditEvent
from remit.audit.queries import verify_chains
from remit.conftest import World
from remit.core.errors import Conflict, NotAllowed
from remit.core.models import KeySequence
from remit.interchange.models import ImportReport
from remit.interchange.operations import undo
from remit.interchange.operations.imports import import_plan
from remit.interchange.operations.undo import undo_import
from remit.interchange.tests.plans import chain, example, file_of
from remit.people.models import Assignment, Scope, ScopeKind
from remit.people.operations.organisation import add_scope
from remit.planning.models import Activity, Plan, PlanCalendar
from remit.planning.operations.baselines import set_baseline
from remit.planning.operations.edits import edit_plan, undo_edit
from remit.planning.operations.plans import change_calendar
from remit.planning.operations.working_weeks import standard_week
from remit.projects.models import Project
from remit.projects.operations.projects import change_project

Census = Callable[[], dict[str, int]]

# what stays on purpose: the record, the report, and key numbers, which are never given out twice
KEPT = ("audit.AuditEvent", "audit.AuditChain", "interchange.ImportReport", "core.KeySequence")


def without_record(census: dict[str, int]) -> dict[str, int]:
    return {label: count for label, count in census.items() if label not in KEPT}


@pytest.fixture
def planner(world: World) -> Actor:
    return world.give("Pia", "portfolio-manager", world.root)


@pytest.fixture
def manager(world: World) -> Actor:
    return world.give("Ada", "project-manager")


def imported(world: World, actor: Actor, *, into_project: bool) -> ImportReport:
    with example("shed").open("rb") as file:
        if into_project:
            return import_plan(file, "shed.xml", actor=actor, project=world.project)
        return import_plan(file, "shed.xml", actor=actor, parent=world.root)


def state_of_plan(project: Project) -> object:
    plan = dict(Plan.objects.filter(project=project).values()[0])
    calendars = list(PlanCalendar.objects.filter(project=project).order_by("pk").values())
    return {name: value for name, value in plan.items() if name not in {"version", "scheduled_at"}}, calendars


def test_a_project_made_by_an_import_goes_with_it(world: World, planner: Actor, census: Census) -> None:
    before = census()
    report = imported(world, planner, into_project=False)
    key, made = report.project_key, report.project_id
    undone = undo_import(report, actor=planner)
    assert without_record(census()) == without_record(before)
    assert (undone.project, undone.project_key, undone.undone_by_name) == (None, key, "Pia")
    assert undone.undone_at is not None
    assert not Scope.objects.filter(key=key).exists()
    assert not KeySequence.objects.filter(space=f"project:{made}").exists()


def test_a_plan_filled_by_an_import_is_again_what_it_was(
    world: World, manager: Actor, census: Census
) -> None:
    before, stated = census(), state_of_plan(world.project)
    report = imported(world, manager, into_project=True)
    assert state_of_plan(world.project) != stated
    undo_import(report, actor=manager)
    assert without_record(census()) == without_record(before)
    assert state_of_plan(world.project) == stated
    # and the place is free for the next file
    assert imported(world, manager, into_project=True).counts["activities"] == 5


def test_a_calendar_in_which_somebody_stated_something_survives_both(world: World, manager: Actor) -> None:
    calendar = world.plan.calendar
    week = standard_week(300)
    change_calendar(calendar, actor=manager, version=1, name="Short days", week=week, exceptions=[])
    report = imported(world, manager, into_project=True)
    names = set(PlanCalendar.objects.filter(project=world.project).values_list("name", flat=True))
    assert names == {"Short days", "Standard", "Nights"}
    undo_import(report, actor=manager)
    plan = Plan.objects.get(project=world.project)
    assert (plan.calendar.name, plan.calendar.week) == ("Short days", week)


def test_a_plan_that_an_import_made_goes_with_it_but_not_the_project(world: World, manager: Actor) -> None:
    world.plan.delete()
    PlanCalendar.objects.all().delete()
    undo_import(imported(world, manager, into_project=True), actor=manager)
    assert not Plan.objects.filter(project=world.project).exists()
    assert not PlanCalendar.objects.exists()
    assert Project.objects.filter(pk=world.project.pk).exists()


def test_an_edited_plan_is_not_taken_away_and_the_edit_is_named(
    world: World, manager: Actor, census: Census
) -> None:
    report = imported(world, manager, into_project=True)
    edit_plan(world.project, [{"op": "add", "name": "Roof", "duration_minutes": 480}], actor=manager)
    before = census()
    with pytest.raises(Conflict, match=r"Ada edited the plan since the import \(Added T-6\)"):
        undo_import(report, actor=manager)
    assert census() == before


def test_an_edit_that_was_taken_back_counts_as_an_edit_all_the_same(world: World, manager: Actor) -> None:
    report = imported(world, manager, into_project=True)
    edited = edit_plan(world.project, [{"op": "add", "name": "Roof", "duration_minutes": 480}], actor=manager)
    assert edited.number is not None
    undo_edit(world.project, edited.number, actor=manager)
    with pytest.raises(Conflict, match="edited the plan"):
        undo_import(report, actor=manager)


def test_a_baseline_set_since_keeps_the_import(world: World, manager: Actor) -> None:
    report = imported(world, manager, into_project=True)
    set_baseline(world.project, "Agreed", actor=manager)
    with pytest.raises(Conflict, match="changed since the import"):
        undo_import(report, actor=manager)


def test_a_changed_project_is_not_removed(world: World, planner: Actor) -> None:
    report = imported(world, planner, into_project=False)
    assert report.project is not None
    change_project(report.project, version=1, actor=system_actor(), name="Pavilion")
    with pytest.raises(Conflict, match="project itself was changed"):
        undo_import(report, actor=planner)


def test_roles_held_in_a_made_project_go_with_it_and_stand_in_the_record(
    world: World, planner: Actor, census: Census
) -> None:
    before = census()
    report = imported(world, planner, into_project=False)
    assert report.project is not None
    world.give("Ada", "project-manager", report.project.scope)
    undo_import(report, actor=planner)
    event = AuditEvent.objects.get(operation="interchange.undo_import")
    assert event.changes["roles"] == ["Ada (Project manager)", ""]
    assert census()["people.Assignment"] == before["people.Assignment"]


def test_what_hangs_on_a_made_project_keeps_it(world: World, planner: Actor) -> None:
    report = imported(world, planner, into_project=False)
    assert report.project is not None
    team = ScopeKind.TEAM
    add_scope(world.organisation, team, key="X-1", name="Diggers", parent=report.project.scope)
    with pytest.raises(Conflict, match="put below the project"):
        undo_import(report, actor=planner)
    assert Project.objects.filter(pk=report.project.pk).exists()


def test_rows_of_an_app_that_undoing_does_not_know_keep_what_they_belong_to(
    world: World, planner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undo, "_OURS", undo._OURS - {Assignment})
    report = imported(world, planner, into_project=False)
    assert report.project is not None
    world.give("Ada", "project-manager", report.project.scope)
    with pytest.raises(Conflict, match="assignments that belong to what was imported"):
        undo_import(report, actor=planner)


def test_an_import_is_taken_back_once(world: World, planner: Actor) -> None:
    report = imported(world, planner, into_project=False)
    undo_import(report, actor=planner)
    with pytest.raises(Conflict, match="already"):
        undo_import(report, actor=planner)


def test_who_may_not_import_may_not_take_back(world: World, planner: Actor, manager: Actor) -> None:
    made = imported(world, planner, into_project=False)
    filled = imported(world, manager, into_project=True)
    sponsor = world.give("Sam", "sponsor")
    for report in (made, filled):
        with pytest.raises(NotAllowed):
            undo_import(report, actor=sponsor)
    assert made.project is not None
    leader = world.give("Lee", "project-leader", made.project.scope)
    with pytest.raises(NotAllowed):
        undo_import(made, actor=leader)
    assert Activity.objects.filter(project=made.project).exists()


def test_taking_back_is_on_the_record_and_the_chain_holds(world: World, planner: Actor) -> None:
    report = imported(world, planner, into_project=False)
    undo_import(report, actor=planner)
    event = AuditEvent.objects.get(operation="interchange.undo_import")
    assert (event.object_kind, event.object_key) == ("plan", report.project_key)
    assert event.changes == {"import": [f"{report.number} shed.xml", ""]}
    assert not verify_chains().faults


def test_a_large_import_is_taken_back_too(world: World, planner: Actor, census: Census) -> None:
    before = census()
    report = import_plan(file_of(chain(600)), "big.xml", actor=planner, parent=world.root)
    undo_import(report, actor=planner)
    assert without_record(census()) == without_record(before)
    assert dt.datetime.now(tz=dt.UTC) >= report.at
