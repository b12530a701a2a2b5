"""The plan on paper: all of it, on a scale that fits, and how long summaries take."""

import itertools
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from remit.conftest import World
from remit.core.plan_time import start_of_day
from remit.planning.operations.edits import edit_plan
from remit.planning.queries import Sheet, plan_sheet

PLAN = "/projects/P-1/plan/"
DAY = 450


@pytest.fixture
def manager(world: World) -> Client:
    """A manager of a plan whose phase holds ten days of work and, after it, a milestone."""
    actor = world.give("Mona", "project-manager")

    def edit(*steps: dict[str, Any]) -> None:
        edit_plan(world.project, list(steps), actor=actor)

    edit({"op": "add", "name": "Phase"}, {"op": "add", "name": "Dig", "duration_minutes": 10 * DAY})
    edit(
        {"op": "indent", "key": "T-2"},
        {"op": "add", "name": "Dug", "duration_minutes": 0, "kind": "milestone"},
    )
    edit({"op": "link", "predecessor": "T-2", "successor": "T-3"})
    return world.client("Mona")


def sheet_of(world: World) -> Sheet:
    world.plan.refresh_from_db()
    return plan_sheet(world.plan)


def lengthen(world: World, days: int) -> None:
    step = {"op": "change", "key": "T-2", "version": 1, "fields": {"duration_minutes": days * DAY}}
    edit_plan(world.project, [step], actor=world.actor("Mona"))


def test_every_activity_is_on_the_sheet_with_its_dates_and_its_bar(world: World, manager: Client) -> None:
    page = manager.get(f"{PLAN}print/").content.decode()
    assert re.findall(r'<th scope="row"><a [^>]*>(\w+)', page) == ["Phase", "Dig", "Dug"]
    phase, dig, dug = sheet_of(world).lines
    assert (dig.starts, dig.finishes) == ("1 Jun 2026", "12 Jun 2026")
    assert phase.bar is not None
    assert dig.bar is not None
    assert (phase.bar.left, phase.bar.width) == (dig.bar.left, dig.bar.width)
    assert dug.bar is not None
    assert dug.bar.width == 0
    # twelve of the twelve days that the scale shows, less what is not worked of the first and the last
    assert 90 < dig.bar.width < 100


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize(
    ("days", "upper", "lower"),
    [
        (10, ["June 2026"], ["1 Jun", "8 Jun"]),
        (
            260,
            ["2026", "2027"],
            ["Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May"],
        ),
        (
            900,
            ["2026", "2027", "2028", "2029"],
            ["Q2", "Q3", "Q4", *["Q1", "Q2", "Q3", "Q4"] * 2, "Q1", "Q2", "Q3", "Q4"],
        ),
    ],
)
def test_the_scale_has_weeks_months_or_quarters_as_the_plan_is_long(
    world: World, days: int, upper: list[str], lower: list[str]
) -> None:
    if days != 10:
        lengthen(world, days)
    sheet = sheet_of(world)
    assert [tick.label for tick in sheet.upper] == upper
    assert [tick.label for tick in sheet.lower] == lower[: len(sheet.lower)]
    for ticks in (sheet.upper, sheet.lower):
        # each begins where the one before ends; together they fill the scale
        assert ticks[0].left == 0
        assert sum(tick.width for tick in ticks) == pytest.approx(100, abs=0.1)
        for one, two in itertools.pairwise(ticks):
            assert one.left + one.width == pytest.approx(two.left, abs=0.01)
    last = sheet.lines[1].bar
    assert last is not None
    assert last.left + last.width <= 100


def test_numbers_of_the_picture_are_written_with_a_point_whatever_the_language(
    world: World, manager: Client
) -> None:
    lengthen(world, 33)
    with translation.override("de"):
        page = manager.get(f"{PLAN}print/", headers={"Accept-Language": "de"}).content.decode()
    assert re.search(r'(?:x|x1|width)="\d+,', page) is None
    assert re.search(r'width="\d+\.\d+%"', page) is not None


def test_a_plan_without_activities_prints_a_scale_and_no_line(world: World) -> None:
    world.give("Mona", "project-manager")
    assert world.client("Mona").get(f"{PLAN}print/").status_code == 200
    assert sheet_of(world).lines == []


def test_a_summary_takes_the_working_time_between_its_dates_wherever_it_is_shown(
    world: World, manager: Client
) -> None:
    lengthen(world, 7)
    data = manager.get(f"{PLAN}data").json()
    at = data["columns"].index("duration_minutes")
    assert [row[at] for row in data["rows"]] == [7 * DAY, 7 * DAY, 0]
    assert "7 d" in manager.get(f"{PLAN}activities/T-1/why").content.decode()
    assert manager.get(f"{PLAN}activities/T-1/").context["form"].initial["duration"] == "7d"
    listed = manager.get("/api/v1/projects/P-1/activities").json()["items"]
    assert [each["duration_minutes"] for each in listed] == [7 * DAY, 7 * DAY, 0]
    assert manager.get("/api/v1/projects/P-1/activities/T-1").json()["duration_minutes"] == 7 * DAY


@pytest.mark.usefixtures("manager")
def test_what_was_read_of_a_summary_may_be_sent_back(world: World) -> None:
    """A program that changes a name sends the duration that it read along."""
    fields = {"name": "First phase", "duration_minutes": 10 * DAY}
    step = {"op": "change", "key": "T-1", "version": 1, "fields": fields}
    assert edit_plan(world.project, [step], actor=world.actor("Mona")).number == 4
    assert start_of_day(world.project.starts_on) <= (world.plan.start_minute or 0)
