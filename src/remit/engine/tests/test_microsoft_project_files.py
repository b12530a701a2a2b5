"""Real files of Microsoft Project: how many activities come out to the minute as their file stores them.

All do, splits, contours and progress included. If a figure falls, something broke.
"""

import io

import pytest

from remit.engine.formats import PlanDocument, read_mspdi, write_mspdi
from remit.engine.model import ActivityKind, ConstraintKind, Schedule
from remit.engine.network import schedule
from remit.engine.tests.building import shared_data

# file: (activities, as stored, activities with links or constraints, as stored, summaries, as stored)
GOLDEN = {
    "mspdi/assignment-assignments-project2007-mspdi.xml": (3, 3, 3, 3, 0, 0),
    "mspdi/calendar-calendars-project2010-mspdi.xml": (0, 0, 0, 0, 0, 0),
    "mspdi/calendar-recurring-exceptions-project2013-mspdi.xml": (0, 0, 0, 0, 0, 0),
    "mspdi/enterprise.xml": (1, 1, 0, 0, 0, 0),
    "mspdi/mspdiassignmentfields.xml": (1, 1, 0, 0, 0, 0),
    "mspdi/mspdiduration.xml": (10, 10, 0, 0, 0, 0),
    "mspdi/mspdiresource.xml": (3, 3, 2, 2, 0, 0),
    "mspdi/mspdisplittask.xml": (2, 2, 0, 0, 0, 0),
    "mspdi/task-baselines-project2003-mspdi.xml": (55, 55, 0, 0, 0, 0),
    "mspdi/task-costs-project2010-mspdi.xml": (10, 10, 0, 0, 0, 0),
    "mspdi/task-dates-project2007-mspdi.xml": (10, 10, 0, 0, 0, 0),
    "mspdi/task-links-project2003-mspdi.xml": (16, 16, 16, 16, 0, 0),
    "mspdi/task-links-project2010-mspdi.xml": (16, 16, 16, 16, 0, 0),
    "mspdi-derived/bug1.xml": (10, 10, 10, 10, 2, 2),
    "mspdi-derived/mpp14baseline.xml": (9, 9, 6, 6, 5, 5),
    "mspdi-derived/sf259.xml": (13, 13, 9, 9, 10, 10),
    "mspdi-derived/timephased-start-cost-resource.xml": (4, 4, 0, 0, 0, 0),
}


def counts(document: PlanDocument, answer: Schedule) -> tuple[int, ...]:
    linked = {end for link in document.links for end in (link.predecessor_id, link.successor_id)}
    found = [0] * 6
    for each in document.tasks:
        activity, scheduled = each.activity, answer.activities[each.activity.id]
        as_stored = (scheduled.start, scheduled.finish) == (each.stored_start, each.stored_finish)
        if activity.kind == ActivityKind.SUMMARY:
            groups = [4]
        else:
            groups = [0, 2] if activity.id in linked or activity.constraint != ConstraintKind.ASAP else [0]
        for group in groups:
            found[group] += 1
            found[group + 1] += as_stored
    return tuple(found)


@pytest.mark.parametrize("name", GOLDEN)
def test_activities_come_out_as_the_file_stores_them(name: str) -> None:
    with (shared_data() / name).open("rb") as file:
        document = read_mspdi(file)
    assert counts(document, schedule(document.problem())) == GOLDEN[name]


def test_all_163_activities_come_out_and_all_62_of_those_with_logic() -> None:
    total = [sum(figures) for figures in zip(*GOLDEN.values(), strict=True)]
    assert total == [163, 163, 62, 62, 17, 17]


def test_no_file_beside_the_project_is_left_untried() -> None:
    folder = shared_data()
    assert {f"{each.parent.name}/{each.name}" for each in folder.glob("mspdi*/*.xml")} == set(GOLDEN)


@pytest.mark.parametrize("name", GOLDEN)
def test_a_file_written_and_read_again_gives_the_same_schedule(name: str) -> None:
    with (shared_data() / name).open("rb") as file:
        document = read_mspdi(file)
    again = read_mspdi(io.BytesIO(write_mspdi(document)))
    assert schedule(again.problem()) == schedule(document.problem())
