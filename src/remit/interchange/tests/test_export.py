"""A plan goes out as Microsoft Project XML and comes back the same."""

import dataclasses
import io
from pathlib import Path
from typing import Any

import pytest

from remit.accounts.permissions import Actor, system_actor
from remit.conftest import World
from remit.core.errors import NotFound
from remit.engine.formats import PlanDocument, read_mspdi, read_plan
from remit.interchange.exports import EXPORT_NAMES, export_file, export_plan
from remit.interchange.models import ImportReport
from remit.interchange.operations.imports import import_plan
from remit.interchange.tests.plans import chain, example, file_of
from remit.interchange.tests.test_shared_files import FILES
from remit.planning.models import (
    Activity,
    Baseline,
    BaselineActivity,
    Link,
    PlanCalendar,
    Resource,
    ResourceAssignment,
)
from remit.planning.operations.baselines import set_baseline
from remit.planning.operations.edits import edit_plan
from remit.projects.models import Project


@pytest.fixture
def planner(world: World) -> Actor:
    return world.give("Pia", "portfolio-manager", world.root)


def read(content: bytes) -> PlanDocument:
    return read_mspdi(io.BytesIO(content))


def rows(model: Any, *names: str, **where: Any) -> list[tuple[Any, ...]]:
    return list(model.objects.filter(**where).order_by("pk").values_list(*names))


def contents(project: Project) -> dict[str, list[Any]]:
    """Return everything that a plan states and computes, without its primary keys."""
    stated = [
        f.name
        for f in Activity._meta.concrete_fields
        if f.name not in {"id", "project", "parent", "calendar", "accountable", "driver_key", "version"}
    ]
    where = {"project": project}
    return {
        "activities": rows(Activity, *stated, "parent__key", "calendar__uid", **where),
        "links": rows(
            Link,
            "predecessor__key",
            "successor__key",
            "kind",
            "lag_amount",
            "lag_unit",
            "is_driving",
            **where,
        ),
        "calendars": rows(PlanCalendar, "key", "uid", "name", "week", "exceptions", **where),
        "resources": rows(
            Resource,
            "key",
            "uid",
            "name",
            "kind",
            "email",
            "group",
            "max_units_percent",
            "calendar__uid",
            **where,
        ),
        "assignments": rows(
            ResourceAssignment,
            "activity__key",
            "resource__uid",
            "units_percent",
            "work_minutes",
            "actual_work_minutes",
            "remaining_work_minutes",
            "delay_minutes",
            "contour",
            "pieces",
            **where,
        ),
        "baselines": rows(Baseline, "number", "is_current", **where),
        "promises": sorted(
            rows(
                BaselineActivity,
                "baseline__number",
                "activity_key",
                "start_minute",
                "finish_minute",
                "duration_minutes",
                "work_minutes",
                baseline__project=project,
            )
        ),
    }


def there_and_back(world: World, actor: Actor, content: bytes) -> tuple[Project, Project]:
    first = import_plan(file_of(content), "one.xml", actor=actor, parent=world.root).project
    assert first is not None
    second = import_plan(file_of(export_plan(first)), "two.xml", actor=actor, parent=world.root).project
    assert second is not None
    return first, second


def same(first: Project, second: Project) -> None:
    one, two = contents(first), contents(second)
    for kind, found in one.items():
        assert two[kind] == found, kind


def test_everything_survives_the_way_out_and_back(world: World, planner: Actor) -> None:
    first, second = there_and_back(world, planner, example("shed").read_bytes())
    same(first, second)
    assert (second.name, second.starts_on) == (first.name, first.starts_on)
    one, two = first.plan, second.plan
    for name in ("start_minute", "finish_minute", "status_minute", "minutes_per_day", "minutes_per_week"):
        assert getattr(one, name) == getattr(two, name)
    assert one.calendar.uid == two.calendar.uid


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_of_microsoft_project_survive_the_way_out_and_back(
    world: World, planner: Actor, path: Path
) -> None:
    same(*there_and_back(world, planner, path.read_bytes()))


def test_what_goes_out_has_the_dates_that_were_computed(world: World, planner: Actor) -> None:
    report = import_plan(file_of(chain(4)), "chain.xml", actor=planner, parent=world.root)
    assert report.project is not None
    document = read(export_plan(report.project))
    computed = Activity.objects.filter(project=report.project).values_list(
        "name", "start_minute", "finish_minute"
    )
    assert [(t.activity.name, t.stored_start, t.stored_finish) for t in document.tasks] == list(computed)
    again = import_plan(file_of(export_plan(report.project)), "again.xml", actor=planner, parent=world.root)
    assert again.differences == []


def test_activities_made_here_get_numbers_of_their_own(world: World) -> None:
    manager = world.give("Ada", "project-manager")
    import_plan(file_of(chain(2)), "chain.xml", actor=manager, project=world.project)
    edit_plan(world.project, [{"op": "add", "name": "Roof", "duration_minutes": 480}], actor=manager)
    document = read(export_plan(world.project))
    assert {t.activity.name: t.activity.id for t in document.tasks} == {
        "All of it": "1",
        "Step 2": "2",
        "Step 3": "3",
        "Roof": "4",
    }


def test_ids_that_no_other_program_would_take_are_replaced(world: World, planner: Actor) -> None:
    content = (
        chain(2)
        .replace(b"<TaskUID>2<", b"<TaskUID>{A-1}<")
        .replace(b"<PredecessorUID>2<", b"<PredecessorUID>{A-1}<")
    )
    content = content.replace(b"<UID>2</UID><ID>2</ID>", b"<UID>{A-1}</UID><ID>2</ID>")
    report = import_plan(file_of(content), "chain.xml", actor=planner, parent=world.root)
    assert report.project is not None
    document = read(export_plan(report.project))
    assert [t.activity.id for t in document.tasks] == ["1", "4", "3"]
    assert [(link.predecessor_id, link.successor_id) for link in document.links] == [("4", "3")]


def test_the_current_baseline_goes_out_as_the_one_that_others_compare_with(world: World) -> None:
    manager = world.give("Ada", "project-manager")
    import_plan(file_of(chain(1)), "chain.xml", actor=manager, project=world.project)
    set_baseline(world.project, "Agreed anew", actor=system_actor())
    document = read(export_plan(world.project))
    step = next(t for t in document.tasks if t.activity.name == "Step 2")
    finishes = {b.number: b.finish for b in step.baselines}
    current = BaselineActivity.objects.get(baseline__is_current=True, name="Step 2")
    former = BaselineActivity.objects.get(baseline__number=1, name="Step 2")
    assert finishes == {0: current.finish_minute, 1: former.finish_minute}


def test_a_twelfth_baseline_pushes_out_the_oldest(world: World) -> None:
    manager = world.give("Ada", "project-manager")
    edit_plan(world.project, [{"op": "add", "name": "Dig", "duration_minutes": 450}], actor=manager)
    for number in range(1, 13):
        set_baseline(world.project, f"Number {number}", actor=system_actor())
    (dig,) = read(export_plan(world.project)).tasks
    assert [b.number for b in dig.baselines] == list(range(11))


def test_names_that_xml_cannot_hold_do_not_stop_an_export(world: World) -> None:
    Project.objects.filter(pk=world.project.pk).update(name="Bridge\x08 <&> ü")
    world.project.refresh_from_db()
    assert read(export_plan(world.project)).name == "Bridge <&> ü"


def test_an_empty_plan_goes_out_with_its_calendar(world: World) -> None:
    document = read(export_plan(world.project))
    assert (document.tasks, [c.name for c in document.calendars]) == ((), ["Standard"])
    assert document.minutes_per_day == 450


def test_a_project_without_a_plan_has_nothing_to_export(world: World) -> None:
    world.plan.delete()
    with pytest.raises(NotFound):
        export_plan(world.project)


def test_no_field_of_the_engines_activity_is_forgotten_on_the_way(world: World, planner: Actor) -> None:
    """A field that is added to the engine must be kept here, or be named here as one that is not."""
    report = import_plan(file_of(example("shed").read_bytes()), "shed.xml", actor=planner, parent=world.root)
    assert report.project is not None
    out = {t.activity.id: t.activity for t in read(export_plan(report.project)).tasks}
    came = {t.activity.id: t.activity for t in read(example("shed").read_bytes()).tasks}
    not_kept = {"ignores_resource_calendars"}
    names = {f.name for f in dataclasses.fields(next(iter(came.values())))} - not_kept
    for uid, activity in came.items():
        for name in names:
            assert getattr(out[uid], name) == getattr(activity, name), name


@pytest.mark.parametrize("name", EXPORT_NAMES)
def test_a_plan_is_handed_out_in_every_format_by_page_and_api(
    world: World, planner: Actor, name: str
) -> None:
    report = import_plan(file_of(chain(4)), "plan.xml", actor=planner, parent=world.root)
    client = world.client("Pia")
    page = client.get(f"/projects/{report.project_key}/plan/export.xml?format={name}")
    api = client.get(f"/api/v1/projects/{report.project_key}/plan/export?format={name}")
    assert (page.status_code, api.status_code) == (200, 200)
    assert page.content == api.content
    suffix = {"mspdi": ".xml", "xer": ".xer", "json": ".json"}.get(name, ".csv")
    assert page.headers["Content-Disposition"].endswith(f'{suffix}"')
    if not name.startswith("csv"):
        names = [task.activity.name for task in read_plan(page.content).tasks]
        assert sorted(names) == sorted(task.activity.name for task in read(export_plan_of(report)).tasks)


def export_plan_of(report: ImportReport) -> bytes:
    return export_plan(Project.objects.get(key=report.project_key))


def test_a_format_that_is_not_written_is_refused(world: World, planner: Actor) -> None:
    report = import_plan(file_of(chain(4)), "plan.xml", actor=planner, parent=world.root)
    assert (
        world.client("Pia").get(f"/projects/{report.project_key}/plan/export.xml?format=mpp").status_code
        == 422
    )


@pytest.mark.parametrize("name", ["xer", "json"])
def test_what_was_exported_can_be_imported_again(world: World, planner: Actor, name: str) -> None:
    first = import_plan(file_of(chain(4)), "plan.xml", actor=planner, parent=world.root)
    content = export_file(Project.objects.get(key=first.project_key), name).content
    again = import_plan(file_of(content), f"plan.{name}", actor=planner, parent=world.root)
    assert again.counts["activities"] == first.counts["activities"]
    assert again.counts["links"] == first.counts["links"]
