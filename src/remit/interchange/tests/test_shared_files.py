"""Every plan that Microsoft Project wrote and that lies beside the project is taken in whole."""

from pathlib import Path

import pytest

from remit.conftest import World
from remit.engine.formats import read_mspdi
from remit.engine.model import ActivityKind
from remit.engine.network import schedule
from remit.interchange.models import Reason
from remit.interchange.operations.imports import import_plan
from remit.planning.models import Activity, BaselineActivity, Link, Resource, ResourceAssignment

DATA = Path(__file__).resolve().parents[5] / "shared" / "data"
FILES = sorted([*DATA.glob("mspdi/*.xml"), *DATA.glob("mspdi-derived/*.xml")])


def test_there_are_files_to_import() -> None:
    if not FILES:
        pytest.skip("skipped: data not beside the project")
    assert len(FILES) >= 17


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_microsoft_project_is_imported_whole(world: World, path: Path) -> None:
    actor = world.give("Pia", "portfolio-manager", world.root)
    with path.open("rb") as file:
        report = import_plan(file, path.name, actor=actor, parent=world.root)
    with path.open("rb") as file:
        document = read_mspdi(file)
    assert report.project is not None
    project = report.project
    activities = Activity.objects.filter(project=project)
    assert [a.name for a in activities] == [t.activity.name for t in document.tasks]
    assert [a.level for a in activities] == [t.level for t in document.tasks]
    assert Link.objects.filter(project=project).count() == len(document.links)
    assert Resource.objects.filter(project=project).count() == len(document.resources)
    assert ResourceAssignment.objects.filter(project=project).count() == len(document.assignments)
    stated = {(b.number, t.activity.id) for t in document.tasks for b in t.baselines}
    assert BaselineActivity.objects.filter(baseline__project=project).count() == len(stated)
    assert not activities.filter(start_minute=None).exists()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_date_that_differs_is_reported_with_a_reason(world: World, path: Path) -> None:
    actor = world.give("Pia", "portfolio-manager", world.root)
    with path.open("rb") as file:
        document = read_mspdi(file)
        file.seek(0)
        report = import_plan(file, path.name, actor=actor, parent=world.root)
    expected = []
    computed = {a.uid: a for a in Activity.objects.filter(project=report.project)}
    for task in document.tasks:
        ours = computed[task.activity.id]
        pairs = (
            ("start", task.stored_start, ours.start_minute),
            ("finish", task.stored_finish, ours.finish_minute),
        )
        expected += [(ours.key, name, a, b) for name, a, b in pairs if a is not None and a != b]
    assert [(d["key"], d["field"], d["stored"], d["computed"]) for d in report.differences] == expected
    assert all(d["reason"] in Reason.values for d in report.differences)
    assert report.counts["differences"] == len(expected)


NOW_KEPT = {
    "split activities",
    "work contours",
    "options of scheduling",
    "levelling delays",
    "scheduling from the finish",
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_imported_plan_has_the_dates_that_its_file_stores(world: World, path: Path) -> None:
    actor = world.give("Pia", "portfolio-manager", world.root)
    with path.open("rb") as file:
        document = read_mspdi(file)
        file.seek(0)
        report = import_plan(file, path.name, actor=actor, parent=world.root)
    found = schedule(document.problem()).activities
    stored = {
        a.uid: (a.start_minute, a.finish_minute) for a in Activity.objects.filter(project=report.project)
    }
    assert stored == {key: (each.start, each.finish) for key, each in found.items()}
    leaves = {t.activity.id for t in document.tasks if t.activity.kind != ActivityKind.SUMMARY}
    keys = {a.key: a.uid for a in Activity.objects.filter(project=report.project)}
    assert not [d for d in report.differences if keys[d["key"]] in leaves]
    assert not NOW_KEPT & {each["what"] for each in report.left_out}
