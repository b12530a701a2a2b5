"""What the engine schedules is what a plan in the database holds: documents come back as they were taken in."""

from dataclasses import replace

import pytest

from remit.conftest import World
from remit.engine.formats import PlanDocument, format_named
from remit.engine.formats import read_plan as read_document
from remit.engine.model import (
    Activity,
    ActivityKind,
    ConstraintKind,
    FloatKind,
    LagCalendar,
    LagFromStart,
    ProgressMode,
    SchedulingOptions,
)
from remit.engine.network import schedule
from remit.engine.tests.primavera_files import xer
from remit.interchange.compute.losses import NEAREST_CONSTRAINTS, NEAREST_KINDS
from remit.interchange.exports import export_plan, plan_document
from remit.interchange.operations.imports import import_plan
from remit.interchange.operations.undo import undo_import
from remit.interchange.tests.plans import file_of
from remit.planning.compute import problem_for
from remit.planning.models import Plan

OPTIONS = SchedulingOptions(
    lag_calendar=LagCalendar.SUCCESSOR,
    lag_from_start=LagFromStart.ACTUAL,
    progress=ProgressMode.PROGRESS_OVERRIDE,
    total_float=FloatKind.START,
    must_finish_by=30_000_000,
    critical_float_minutes=480,
    critical_by_longest_path=True,
    use_expected_finish=True,
    honour_levelling_delay=False,
)


def taken_in(world: World, document: PlanDocument) -> Plan:
    actor = world.give("Pia", "portfolio-manager", world.root)
    content = format_named("json").write(document)
    report = import_plan(file_of(content), "plan.json", actor=actor, parent=world.root)
    assert report.project is not None
    return Plan.objects.select_related("project").get(project=report.project)


def nearest(activity: Activity) -> Activity:
    return replace(
        activity,
        kind=NEAREST_KINDS.get(activity.kind, activity.kind),
        constraint=NEAREST_CONSTRAINTS.get(activity.constraint, activity.constraint),
        modes=(),
        skills=(),
    )


def split_and_contoured(document: PlanDocument) -> PlanDocument:
    """Return the plan with gaps and dates that no other field of it has, and work in pieces."""
    first = next(each for each in document.tasks if each.activity.kind == ActivityKind.TASK)
    begun = replace(
        first.activity,
        constraint=ConstraintKind.SNET,
        constraint_minute=document.start_minute,
        second_constraint=ConstraintKind.FNLT,
        second_constraint_minute=document.start_minute + 90 * 1440,
        external_late_finish=document.start_minute + 80 * 1440,
        levelling_delay_minutes=600,
        can_split=True,
    )
    tasks = tuple(replace(each, activity=begun) if each is first else each for each in document.tasks)
    return replace(document, tasks=tasks, options=OPTIONS)


def test_a_plan_of_primavera_is_kept_whole(world: World) -> None:
    document = split_and_contoured(read_document(xer()))
    plan = taken_in(world, document)
    found = plan_document(plan.project, plan)
    assert found.options == OPTIONS
    own = {each.activity.name: each.activity for each in found.tasks}
    for task in document.tasks:
        stated = nearest(task.activity)
        kept = replace(
            own[stated.name], id=stated.id, calendar_id=stated.calendar_id, parent_id=stated.parent_id,
            percent_complete=stated.percent_complete, can_level=stated.can_level,
        )  # fmt: skip
        assert kept == stated
    works = {
        (a.units, a.work_minutes, a.contour, a.pieces)
        for a in (each.assignment for each in found.assignments)
    }
    assert works == {
        (round(a.units, 4), a.work_minutes, a.contour, a.pieces)
        for a in (each.assignment for each in document.assignments)
    }


def test_what_is_stored_is_scheduled_as_the_engine_schedules_the_problem(world: World) -> None:
    plan = taken_in(world, split_and_contoured(read_document(xer())))
    found = schedule(problem_for(plan)).activities
    for activity in plan.project.activities.all():
        each = found[activity.key]
        assert (activity.start_minute, activity.finish_minute, activity.is_critical) == (
            each.start, each.finish, each.critical,
        )  # fmt: skip
        assert activity.total_float_minutes == each.total_float_minutes


@pytest.mark.parametrize("name", ["json", "xer"])
def test_options_survive_the_way_out_and_back(world: World, name: str) -> None:
    options = replace(OPTIONS, honour_levelling_delay=name != "json")  # XER has no levelling delay
    plan = taken_in(world, replace(read_document(xer()), options=options))
    assert read_document(export_plan(plan.project, format_named(name))).options == options


def test_undoing_an_import_puts_the_options_of_the_empty_plan_back(world: World) -> None:
    actor = world.give("Pia", "portfolio-manager", world.root)
    content = format_named("json").write(replace(read_document(xer()), options=OPTIONS))
    report = import_plan(file_of(content), "plan.json", actor=actor, project=world.project)
    assert Plan.objects.get(project=world.project).lag_calendar == "successor"
    undo_import(report, actor=actor)
    plan = Plan.objects.get(project=world.project)
    assert (plan.lag_calendar, plan.use_expected_finish, plan.rules) == ("", False, "microsoft-project")
