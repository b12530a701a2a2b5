"""What dates do to an activity: each kind of constraint, deadlines, as late as possible, manual dates."""

import pytest

from remit.engine.model import Activity, ConstraintKind, DriverKind, Schedule
from remit.engine.network import schedule
from remit.engine.tests.building import DAY, at, link, problem, shown, span, task

LONG = task("L", 10)


def with_b(**stated: object) -> Schedule:
    """Return the schedule of A (3 days) before B (2 days), beside it ten days that end on Friday 16."""
    return schedule(problem(task("A", 3), task("B", 2, **stated), link("A FS B"), LONG))


def held(kind: ConstraintKind, date: str) -> Schedule:
    return with_b(constraint=kind, constraint_minute=at(f"2026-01-{date}"))


@pytest.mark.parametrize(
    ("kind", "date", "start", "finish", "drives"),
    [
        (ConstraintKind.SNET, "13 08:00", "13 08:00", "14 17:00", True),
        (ConstraintKind.SNET, "06 08:00", "08 08:00", "09 17:00", False),
        (ConstraintKind.SNET, "10 00:00", "12 08:00", "13 17:00", True),
        (ConstraintKind.SNLT, "06 08:00", "06 08:00", "07 17:00", True),
        (ConstraintKind.SNLT, "13 08:00", "08 08:00", "09 17:00", False),
        (ConstraintKind.FNET, "13 17:00", "12 08:00", "13 17:00", True),
        (ConstraintKind.FNET, "08 17:00", "08 08:00", "09 17:00", False),
        (ConstraintKind.FNLT, "07 17:00", "06 08:00", "07 17:00", True),
        (ConstraintKind.FNLT, "13 17:00", "08 08:00", "09 17:00", False),
        (ConstraintKind.MSO, "13 08:00", "13 08:00", "14 17:00", True),
        (ConstraintKind.MSO, "06 08:00", "06 08:00", "07 17:00", True),
        (ConstraintKind.MFO, "14 17:00", "13 08:00", "14 17:00", True),
        (ConstraintKind.MFO, "06 17:00", "05 08:00", "06 17:00", True),
    ],
)
def test_a_constraint_raises_cuts_back_or_overrides(
    kind: ConstraintKind, date: str, start: str, finish: str, *, drives: bool
) -> None:
    answer = held(kind, date).activities["B"]
    assert span(answer) == (f"2026-01-{start}", f"2026-01-{finish}")
    assert (answer.driver.kind == DriverKind.CONSTRAINT) is drives


@pytest.mark.parametrize(
    ("kind", "date", "days"),
    [
        (ConstraintKind.SNET, "12 08:00", 3),
        (ConstraintKind.SNLT, "12 08:00", 2),
        (ConstraintKind.FNLT, "12 17:00", 1),
        (ConstraintKind.FNET, "12 17:00", 4),
        (ConstraintKind.MSO, "12 08:00", 0),
        (ConstraintKind.MFO, "13 17:00", 0),
        (ConstraintKind.MSO, "07 08:00", 0),
    ],
)
def test_a_constraint_that_caps_takes_the_float_away(kind: ConstraintKind, date: str, days: int) -> None:
    answer = held(kind, date).activities["B"]
    assert answer.total_float_minutes == days * DAY
    assert answer.critical is (days == 0)


def test_a_date_that_logic_does_not_allow_wins_and_is_warned_of() -> None:
    answer = held(ConstraintKind.MSO, "06 08:00")
    assert tuple(map(str, answer.warnings)) == (
        "A 'A' is too late for a deadline or constraint: its float is below zero.",
        "B 'B' starts before A lets it: its constraint date wins.",
    )
    assert answer.activities["A"].total_float_minutes == -2 * DAY


@pytest.mark.parametrize(
    "activity",
    [
        task("B", 2, constraint=ConstraintKind.SNET, constraint_minute=at("2025-12-29 08:00")),
        task("B", 2, constraint=ConstraintKind.FNET, constraint_minute=at("2025-12-30 17:00")),
    ],
)
def test_without_a_predecessor_a_date_before_the_start_of_the_plan_holds(activity: Activity) -> None:
    assert span(schedule(problem(activity)).activities["B"]) == ("2025-12-29 08:00", "2025-12-30 17:00")


def test_a_deadline_moves_no_date_and_makes_float_negative_back_along_the_links() -> None:
    answer = with_b(deadline_minute=at("2026-01-08 17:00"))
    assert span(answer.activities["B"]) == ("2026-01-08 08:00", "2026-01-09 17:00")
    assert answer.activities["B"].late_finish == at("2026-01-08 17:00")
    floats = {each: answer.activities[each].total_float_minutes for each in "ABL"}
    assert floats == {"A": -DAY, "B": -DAY, "L": 0}
    assert all(answer.activities[each].critical for each in "ABL")
    assert all(answer.activities[each].free_float_minutes >= 0 for each in "ABL")
    assert [str(each).split(" is ")[0] for each in answer.warnings] == ["A 'A'", "B 'B'"]


def test_a_deadline_that_is_met_caps_the_float() -> None:
    assert with_b(deadline_minute=at("2026-01-13 17:00")).activities["B"].total_float_minutes == 2 * DAY


def test_as_late_as_possible_lies_on_the_late_dates_and_shows_no_float() -> None:
    answer = with_b(constraint=ConstraintKind.ALAP)
    assert span(answer.activities["B"]) == ("2026-01-15 08:00", "2026-01-16 17:00")
    assert answer.activities["B"].driver.kind == DriverKind.ALAP
    assert (answer.activities["B"].total_float_minutes, answer.activities["B"].critical) == (0, True)
    assert span(answer.activities["A"]) == ("2026-01-05 08:00", "2026-01-07 17:00")
    assert answer.activities["A"].free_float_minutes == 5 * DAY
    assert answer.finish == at("2026-01-16 17:00")


def test_what_follows_an_activity_as_late_as_possible_follows_its_late_dates() -> None:
    plan = problem(task("A", 1, constraint=ConstraintKind.ALAP), task("B", 1), link("A FS B"), LONG)
    answer = schedule(plan).activities
    assert span(answer["A"]) == ("2026-01-15 08:00", "2026-01-15 17:00")
    assert span(answer["B"]) == ("2026-01-16 08:00", "2026-01-16 17:00")


def test_manual_dates_hold_drive_successors_and_are_warned_of_where_logic_forbids_them() -> None:
    manual = task(
        "B", 2, is_manual=True, manual_start=at("2026-01-06 08:00"), manual_finish=at("2026-01-09 12:00")
    )
    answer = schedule(problem(task("A", 3), manual, task("C", 1), link("A FS B"), link("B FS C")))
    assert span(answer.activities["B"]) == ("2026-01-06 08:00", "2026-01-09 12:00")
    assert answer.activities["B"].driver.kind == DriverKind.MANUAL
    assert shown(answer.activities["C"].start) == "2026-01-09 13:00"
    assert "B 'B' starts before A lets it: its manual date wins." in map(str, answer.warnings)


def test_a_manual_activity_without_dates_is_scheduled_like_any_other() -> None:
    plan = problem(task("A", 3), task("B", 2, is_manual=True), link("A FS B"))
    assert shown(schedule(plan).activities["B"].start) == "2026-01-08 08:00"


def test_an_inactive_activity_shows_where_it_would_lie_and_moves_nothing() -> None:
    answer = schedule(problem(task("A", 1), task("X", 20, is_active=False), link("A FS X")))
    assert span(answer.activities["X"]) == ("2026-01-05 08:00", "2026-01-30 17:00")
    assert answer.activities["X"].driver.kind == DriverKind.INACTIVE
    assert not answer.activities["X"].critical
    assert answer.finish == at("2026-01-05 17:00")
    assert answer.critical_path == ("A",)
