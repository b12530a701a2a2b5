"""Every kind of link with every kind of lag, worked by hand on eight-hour days, Monday to Friday.

A waits for a week of Z: it works from Monday 12 to Wednesday 14 January 2026. B takes two days, after A.
"""

import pytest

from remit.engine.model import Lag, LagUnit, Link, LinkKind
from remit.engine.network import schedule
from remit.engine.tests.building import CLOCK, DAY, at, link, problem, shown, span, task

HALF_DAYS = 240
WORKING, ELAPSED, PERCENT = LagUnit.WORKING, LagUnit.ELAPSED, LagUnit.PERCENT


def scheduled_b(kind: str, lag: int, unit: LagUnit) -> tuple[str, str]:
    plan = problem(
        task("Z", 5),
        task("A", 3),
        task("B", 2),
        link("Z FS A"),
        Link("A", "B", LinkKind(kind), Lag(lag, unit)),
    )
    start, finish = span(schedule(plan).activities["B"])
    return start.removeprefix("2026-01-"), finish.removeprefix("2026-01-")


@pytest.mark.parametrize(
    ("kind", "lag", "unit", "start", "finish"),
    [
        ("FS", 0, WORKING, "15 08:00", "16 17:00"),
        ("FS", DAY, WORKING, "16 08:00", "19 17:00"),
        ("FS", -DAY, WORKING, "14 08:00", "15 17:00"),
        ("FS", 50, PERCENT, "16 13:00", "20 12:00"),
        ("FS", -50, PERCENT, "13 13:00", "15 12:00"),
        ("FS", 1440, ELAPSED, "16 08:00", "19 17:00"),
        ("FS", 3 * 1440, ELAPSED, "19 08:00", "20 17:00"),
        ("FS", -1440, ELAPSED, "14 08:00", "15 17:00"),
        ("SS", 0, WORKING, "12 08:00", "13 17:00"),
        ("SS", DAY, WORKING, "13 08:00", "14 17:00"),
        ("SS", -DAY, WORKING, "09 08:00", "12 17:00"),
        ("SS", 50, PERCENT, "13 13:00", "15 12:00"),
        ("SS", -50, PERCENT, "08 13:00", "12 12:00"),
        ("SS", 720, ELAPSED, "13 08:00", "14 17:00"),
        ("SS", -1440, ELAPSED, "12 08:00", "13 17:00"),
        ("FF", 0, WORKING, "13 08:00", "14 17:00"),
        ("FF", DAY, WORKING, "14 08:00", "15 17:00"),
        ("FF", -DAY, WORKING, "12 08:00", "13 17:00"),
        ("FF", 50, PERCENT, "14 13:00", "16 12:00"),
        ("FF", -50, PERCENT, "09 13:00", "13 12:00"),
        ("FF", 1440, ELAPSED, "14 08:00", "15 17:00"),
        ("FF", -1440, ELAPSED, "12 08:00", "13 17:00"),
        ("SF", 0, WORKING, "08 08:00", "09 17:00"),
        ("SF", DAY, WORKING, "09 08:00", "12 17:00"),
        ("SF", -DAY, WORKING, "07 08:00", "08 17:00"),
        ("SF", 50, PERCENT, "09 13:00", "13 12:00"),
        ("SF", 1440, ELAPSED, "09 08:00", "12 17:00"),
    ],
)
def test_a_link_holds_its_successor(kind: str, lag: int, unit: LagUnit, start: str, finish: str) -> None:
    assert scheduled_b(kind, lag, unit) == (start, finish)


def test_no_lead_reaches_before_the_start_of_the_plan() -> None:
    answer = schedule(problem(task("A", 3), task("B", 2), link("A SS B", -DAY)))
    assert shown(answer.activities["B"].start) == "2026-01-05 08:00"


def test_the_latest_of_several_predecessors_holds() -> None:
    plan = problem(
        task("A", 1), task("B", 4), task("C", 2), task("D", 1), *(link(f"{x} FS D") for x in "ABC")
    )
    answer = schedule(plan).activities["D"]
    assert shown(answer.start) == "2026-01-09 08:00"
    assert answer.driver.link == link("B FS D")


def test_two_links_between_the_same_activities_both_hold() -> None:
    plan = problem(task("A", 3), task("B", 5), link("A SS B", DAY), link("A FF B", DAY))
    assert span(schedule(plan).activities["B"]) == ("2026-01-06 08:00", "2026-01-12 17:00")
    plan = problem(task("A", 3), task("B", 1), link("A SS B", DAY), link("A FF B", DAY))
    assert span(schedule(plan).activities["B"]) == ("2026-01-08 08:00", "2026-01-08 17:00")


def test_a_lag_is_counted_on_the_calendar_of_the_successor() -> None:
    plan = problem(task("A", 5), task("B", 1, calendar_id=CLOCK.id), link("A FS B", DAY))
    assert shown(schedule(plan).activities["B"].start) == "2026-01-10 01:00"
    plan = problem(task("A", 5, calendar_id=CLOCK.id), task("B", 1), link("A FS B", DAY))
    assert shown(schedule(plan).activities["B"].start) == "2026-01-08 08:00"


def test_an_elapsed_duration_runs_by_the_clock_through_nights_and_weekends() -> None:
    plan = problem(
        task("A", 5), task("B", 9, duration_is_elapsed=True), task("C", 1), link("A FS B"), link("B FS C")
    )
    answer = schedule(plan).activities
    assert span(answer["B"]) == ("2026-01-09 17:00", "2026-01-12 17:00")
    assert shown(answer["C"].start) == "2026-01-13 08:00"


@pytest.mark.parametrize("kind", ["FF", "SF"])
def test_an_elapsed_lag_to_a_finish_is_served_by_the_clock(kind: str) -> None:
    """The finish is held, so the lag runs from the predecessor's date to the finish, not to the start."""
    plan = problem(
        task("Z", 5), task("A", 0.25), task("B", 0.5), link("Z FS A"), link(f"A {kind} B", 2 * 1440, ELAPSED)
    )
    answer = schedule(plan).activities
    held = answer["A"].finish if kind == "FF" else answer["A"].start
    assert shown(held + 2 * 1440) == ("2026-01-14 10:00" if kind == "FF" else "2026-01-14 08:00")
    assert shown(answer["B"].finish) == ("2026-01-14 10:00" if kind == "FF" else "2026-01-13 17:00")


def test_a_percent_lag_from_a_summary_is_a_share_of_what_the_summary_spans() -> None:
    plan = problem(
        task("S", 0), task("A", 2, parent_id="S"), task("B", 2, parent_id="S"), link("A FS B"),
        task("C", 1), link("S FS C", 50, PERCENT),
    )  # fmt: skip
    assert shown(schedule(plan).activities["C"].start) == "2026-01-13 08:00"


def test_links_to_inactive_activities_do_not_hold() -> None:
    plan = problem(task("A", 5), task("X", 5, is_active=False), task("B", 1), link("A FS X"), link("X FS B"))
    assert shown(schedule(plan).activities["B"].start) == "2026-01-05 08:00"


def test_milestones_stay_at_the_end_of_the_day_that_reaches_them() -> None:
    plan = problem(task("A", 1), task("M", 0), task("B", 1), link("A FS M"), link("M FS B"))
    answer = schedule(plan).activities
    assert span(answer["M"]) == ("2026-01-05 17:00", "2026-01-05 17:00")
    assert shown(answer["B"].start) == "2026-01-06 08:00"


def test_a_milestone_lies_at_the_end_of_its_lag_and_at_the_start_that_it_waits_for() -> None:
    plan = problem(task("A", 1), task("M", 0), task("N", 0), link("A FS M", DAY), link("A SS N"))
    answer = schedule(plan).activities
    assert shown(answer["M"].start) == "2026-01-06 17:00"
    assert shown(answer["N"].start) == "2026-01-05 08:00"


def test_a_milestone_is_not_reached_while_nobody_works() -> None:
    plan = problem(
        task("M", 0), task("A", 5), task("N", 0), link("A FS N", 1440, ELAPSED), start="2026-01-03 10:00"
    )
    answer = schedule(plan).activities
    assert shown(answer["M"].start) == "2026-01-05 08:00"
    assert shown(answer["N"].start) == "2026-01-12 08:00"


def test_the_plan_starts_and_ends_with_its_first_and_last_activity() -> None:
    answer = schedule(problem(task("A", 1), task("B", 6), start="2026-01-03 10:00"))
    assert (answer.start, answer.finish) == (at("2026-01-05 08:00"), at("2026-01-12 17:00"))
    assert schedule(problem()).finish == at("2026-01-05 08:00")
