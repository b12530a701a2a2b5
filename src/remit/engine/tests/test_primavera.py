"""The rules of Primavera P6, worked by hand on eight-hour days, Monday to Friday; the plan starts on 5 January 2026."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from remit.engine.model import (
    Activity,
    ActivityKind,
    ConstraintKind,
    DriverKind,
    FloatKind,
    Lag,
    LagCalendar,
    LagFromStart,
    LagUnit,
    Link,
    LinkKind,
    ProgressMode,
    Schedule,
    SchedulingOptions,
)
from remit.engine.network import schedule
from remit.engine.network.columns import columns_of
from remit.engine.network.live import LiveSchedule
from remit.engine.network.outline import outline_of
from remit.engine.network.passing_on import MOST_OPEN, with_passed_on
from remit.engine.network.reasons import Reasons
from remit.engine.tests.building import CLOCK, DAY, STANDARD, at, link, problem, shown, span, task

THURSDAY = at("2026-01-08 08:00")


def p6(*parts: Activity | Link, status: str | None = None, **stated: Any) -> Schedule:
    """Return the schedule of a plan by the rules of Primavera P6."""
    return schedule(
        problem(*parts, rules="primavera-p6", status_minute=None if status is None else at(status), **stated)
    )


def begun(name: str, days: int, start: str, done: float, left: float) -> Activity:
    minutes = {"actual_duration_minutes": round(done * DAY), "remaining_duration_minutes": round(left * DAY)}
    return task(name, days, actual_start=at(start), **minutes)


def held(name: str, days: float, kind: ConstraintKind, minute: str, **stated: Any) -> Activity:
    return task(name, days, constraint=kind, constraint_minute=at(minute), **stated)


def test_nothing_that_has_not_begun_starts_before_the_data_date() -> None:
    answer = p6(task("A", 2), task("B", 1), link("A FS B", -3 * DAY), status="2026-01-08 08:00")
    assert span(answer.activities["A"]) == ("2026-01-08 08:00", "2026-01-09 17:00")
    assert answer.activities["A"].driver.kind == DriverKind.DATA_DATE
    assert shown(answer.activities["B"].start) == "2026-01-08 08:00"  # a lead does not reach behind it


def test_what_remains_is_scheduled_from_the_data_date() -> None:
    answer = p6(
        begun("A", 5, "2026-01-05 08:00", 1, 2), task("B", 1), link("A FS B"), status="2026-01-08 08:00"
    )
    first = answer.activities["A"]
    assert span(first) == ("2026-01-05 08:00", "2026-01-09 17:00")
    assert shown(first.early_start) == "2026-01-08 08:00"
    assert shown(answer.activities["B"].start) == "2026-01-12 08:00"


@pytest.mark.parametrize(
    ("progress", "finish", "float_days"),
    [
        (ProgressMode.RETAINED_LOGIC, "2026-01-14 17:00", 0),
        (ProgressMode.PROGRESS_OVERRIDE, "2026-01-09 17:00", 1),
        (ProgressMode.ACTUAL_DATES, "2026-01-09 17:00", -1),
    ],
)
def test_out_of_sequence_work(progress: ProgressMode, finish: str, float_days: int) -> None:
    """B began before A was done: A has three days to go from Thursday, B two, and C ends the plan on Tuesday."""
    answer = p6(
        begun("A", 5, "2026-01-05 08:00", 2, 3),
        begun("B", 3, "2026-01-06 08:00", 1, 2),
        task("C", 4),
        link("A FS B"),
        status="2026-01-08 08:00",
        options=SchedulingOptions(progress=progress),
    )
    assert shown(answer.activities["B"].finish) == finish
    assert answer.activities["A"].total_float_minutes == float_days * DAY


def test_what_is_done_keeps_its_dates_and_has_no_float() -> None:
    done = task("A", 3, actual_start=at("2026-01-05 08:00"), actual_finish=at("2026-01-06 12:00"))
    answer = p6(done, task("B", 1), task("L", 9), link("A FS B"), status="2026-01-08 08:00").activities
    assert span(answer["A"]) == ("2026-01-05 08:00", "2026-01-06 12:00")
    assert (answer["A"].total_float_minutes, answer["A"].critical) == (0, False)
    assert shown(answer["B"].start) == "2026-01-08 08:00"


def test_of_a_lag_only_the_rest_after_the_data_date_is_waited_for() -> None:
    done = task("A", 1, actual_start=at("2026-01-05 08:00"), actual_finish=at("2026-01-05 17:00"))
    answer = p6(done, task("B", 1), link("A FS B", 5 * DAY), status="2026-01-08 08:00").activities
    assert shown(answer["B"].start) == "2026-01-13 08:00"


@pytest.mark.parametrize(
    ("option", "start"),
    [
        (None, "2026-01-13 17:00"),
        (LagCalendar.PREDECESSOR, "2026-01-13 17:00"),
        (LagCalendar.SUCCESSOR, "2026-01-10 09:00"),
        (LagCalendar.PROJECT, "2026-01-13 17:00"),
        (LagCalendar.CLOCK, "2026-01-10 09:00"),
    ],
)
def test_a_lag_is_counted_on_the_calendar_that_the_plan_names(option: LagCalendar | None, start: str) -> None:
    """A ends on Friday at 17:00; sixteen hours later is Tuesday evening, or Saturday at 9:00 by the clock."""
    answer = p6(
        task("A", 5),
        task("B", 1, calendar_id=CLOCK.id),
        link("A FS B", 2 * DAY),
        options=SchedulingOptions(lag_calendar=option),
    )
    assert shown(answer.activities["B"].start) == start


def test_start_on_raises_and_caps_but_does_not_override_logic() -> None:
    early = p6(task("A", 5), held("B", 1, ConstraintKind.MSO, "2026-01-07 08:00"), link("A FS B"))
    assert shown(early.activities["B"].start) == "2026-01-12 08:00"
    assert early.activities["B"].total_float_minutes == -3 * DAY
    late = p6(
        task("A", 1), held("B", 1, ConstraintKind.MSO, "2026-01-07 08:00"), link("A FS B"), task("L", 9)
    )
    assert shown(late.activities["B"].start) == "2026-01-07 08:00"
    assert (late.activities["B"].total_float_minutes, late.activities["A"].total_float_minutes) == (0, DAY)


def test_mandatory_dates_override_logic_both_ways() -> None:
    plan = (task("A", 5), held("B", 1, ConstraintKind.MANDATORY_START, "2026-01-07 08:00"), link("A FS B"))
    answer = p6(*plan, task("C", 1), link("B FS C")).activities
    assert shown(answer["B"].start) == "2026-01-07 08:00"
    assert shown(answer["C"].start) == "2026-01-08 08:00"
    assert answer["A"].total_float_minutes == -3 * DAY
    finish = p6(held("B", 2, ConstraintKind.MANDATORY_FINISH, "2026-01-09 17:00"), task("L", 9)).activities[
        "B"
    ]
    assert span(finish) == ("2026-01-08 08:00", "2026-01-09 17:00")
    assert finish.total_float_minutes == 0


def test_on_or_before_acts_in_the_backward_pass_alone() -> None:
    answer = p6(
        task("A", 5), held("B", 1, ConstraintKind.SNLT, "2026-01-07 08:00"), link("A FS B")
    ).activities
    assert shown(answer["B"].start) == "2026-01-12 08:00"
    assert answer["B"].total_float_minutes == -3 * DAY


def test_a_second_constraint_holds_as_well() -> None:
    both = held(
        "B", 1, ConstraintKind.SNET, "2026-01-07 08:00",
        second_constraint=ConstraintKind.FNLT, second_constraint_minute=at("2026-01-08 17:00"),
    )  # fmt: skip
    answer = p6(both, task("L", 9)).activities["B"]
    assert (shown(answer.start), answer.total_float_minutes) == ("2026-01-07 08:00", DAY)


def test_must_finish_by_takes_the_place_of_the_last_finish() -> None:
    tight = p6(task("A", 5), options=SchedulingOptions(must_finish_by=at("2026-01-08 17:00")))
    assert tight.activities["A"].total_float_minutes == -DAY
    loose = p6(task("A", 5), options=SchedulingOptions(must_finish_by=at("2026-01-13 17:00")))
    assert loose.activities["A"].total_float_minutes == 2 * DAY


def test_external_dates_hold_on_both_sides() -> None:
    answer = p6(
        task("A", 1, external_early_start=THURSDAY, external_late_finish=at("2026-01-09 17:00")), task("L", 9)
    ).activities["A"]
    assert (shown(answer.start), answer.total_float_minutes) == ("2026-01-08 08:00", DAY)


def test_an_expected_finish_sets_what_remains_where_the_plan_wants_it() -> None:
    started = begun("A", 5, "2026-01-05 08:00", 1, 2)
    expected = Activity(
        **{each: getattr(started, each) for each in Activity.__slots__ if each != "expected_finish"},
        expected_finish=at("2026-01-14 17:00"),
    )
    status = "2026-01-08 08:00"
    assert shown(p6(expected, status=status).finish) == "2026-01-09 17:00"
    wanted = p6(expected, status=status, options=SchedulingOptions(use_expected_finish=True))
    assert shown(wanted.finish) == "2026-01-14 17:00"


def test_a_finish_milestone_stays_at_the_end_of_the_day_and_a_start_milestone_does_not() -> None:
    first = task("M", 0, kind=ActivityKind.MILESTONE)
    last = task("F", 0, kind=ActivityKind.FINISH_MILESTONE)
    answer = p6(task("A", 1), first, last, link("A FS M"), link("A FS F")).activities
    assert shown(answer["M"].start) == "2026-01-06 08:00"
    assert shown(answer["F"].start) == "2026-01-05 17:00"


def test_level_of_effort_spans_what_it_is_tied_to_and_holds_nobody() -> None:
    effort = task("E", 1, kind=ActivityKind.LEVEL_OF_EFFORT)
    answer = p6(
        task("A", 2), task("B", 3), effort, task("C", 1),
        link("A FS B"), link("A SS E"), link("E FF B"), link("E FS C"),
    ).activities  # fmt: skip
    assert span(answer["E"]) == ("2026-01-05 08:00", "2026-01-09 17:00")
    assert answer["E"].driver.kind == DriverKind.SPAN
    assert not answer["E"].critical
    assert shown(answer["C"].start) == "2026-01-05 08:00"


def test_a_summary_of_the_work_breakdown_spans_its_level() -> None:
    summary = task("W", 0, kind=ActivityKind.WBS_SUMMARY, parent_id="P")
    answer = p6(
        task("P", 0),
        task("A", 2, parent_id="P"),
        task("B", 3, parent_id="P"),
        summary,
        task("Z", 9),
        link("A FS B"),
    )
    assert span(answer.activities["W"]) == ("2026-01-05 08:00", "2026-01-09 17:00")


def test_as_late_as_possible_takes_the_free_float_and_no_more() -> None:
    late = task("B", 1, constraint=ConstraintKind.ALAP)
    answer = p6(task("A", 4), late, task("C", 1), task("L", 9), link("A FS C"), link("B FS C")).activities
    assert span(answer["B"]) == ("2026-01-08 08:00", "2026-01-08 17:00")
    assert shown(answer["C"].start) == "2026-01-09 08:00"
    assert answer["B"].free_float_minutes == 0


def test_a_lag_to_a_finish_is_added_before_the_length_is_stepped_back() -> None:
    """A ends on Monday at 17:00. By the lag's calendar, the clock, eight hours later is Tuesday at 1:00."""
    nights = p6(
        task("A", 1),
        task("B", 0.5),
        Link("A", "B", LinkKind.FF, Lag(DAY, LagUnit.WORKING), lag_calendar_id=CLOCK.id),
        calendars=(STANDARD, CLOCK),
    ).activities["B"]
    assert span(nights) == ("2026-01-05 13:00", "2026-01-05 17:00")


@pytest.mark.parametrize(
    ("kind", "days"), [(FloatKind.START, 4), (FloatKind.FINISH, 3), (FloatKind.SMALLEST, 3)]
)
def test_the_plan_says_which_float_is_the_total_float(kind: FloatKind, days: int) -> None:
    """A day of work on Monday, expected to end on Tuesday: it must begin, and end, on Friday at the latest."""
    options = SchedulingOptions(total_float=kind, use_expected_finish=True)
    plan = (task("A", 1, expected_finish=at("2026-01-06 17:00")), task("L", 5))
    assert p6(*plan, options=options).activities["A"].total_float_minutes == days * DAY


def test_a_link_to_the_finish_of_what_has_begun_holds_what_remains_of_it() -> None:
    """By hand: B has three of its eight hours left and may end with A on Wednesday at 17:00, so it begins at 14:00."""
    begun: dict[str, Any] = {"actual_start": at("2026-01-05 08:00"), "remaining_duration_minutes": 180}
    plan = problem(
        task("A", 3),
        task("B", 1, **begun),
        link("A FF B"),
        rules="primavera-p6",
        status_minute=at("2026-01-05 08:00"),
    )
    answer = schedule(plan).activities["B"]
    assert (shown(answer.early_start), shown(answer.finish)) == ("2026-01-07 14:00", "2026-01-07 17:00")
    assert (answer.total_float_minutes, answer.free_float_minutes) == (0, 0)
    live = LiveSchedule(replace(plan, activities=(task("A", 3), task("B", 1))))
    live.change("B", **begun)
    assert live.schedule() == schedule(plan)


def test_a_start_that_follows_the_start_of_what_has_begun_holds_what_remains_of_it_late() -> None:
    """By hand: the plan ends with L on Friday; C of one day may begin on Friday, so A's rest, two hours, on Friday."""
    begun: dict[str, Any] = {"actual_start": at("2026-01-05 08:00"), "remaining_duration_minutes": 120}
    stated = problem(
        task("A", 1, **begun), task("C", 1), task("L", 5), link("A SS C"), rules="primavera-p6",
        status_minute=at("2026-01-05 08:00"),
    )  # fmt: skip
    answer = schedule(stated).activities["A"]
    assert (shown(answer.late_start), shown(answer.late_finish)) == ("2026-01-09 08:00", "2026-01-09 10:00")


def test_the_free_float_before_begun_work_is_what_is_left_until_its_rest() -> None:
    """By hand: the rest of B waits for P until Thursday, so A, done on Monday, may slip by two days."""
    answer = p6(
        task("A", 1), task("P", 3), begun("B", 2, "2026-01-05 08:00", 1, 1), link("A FS B"), link("P FS B"),
        status="2026-01-05 08:00",
    )  # fmt: skip
    assert shown(answer.activities["B"].early_start) == "2026-01-08 08:00"
    assert answer.activities["A"].free_float_minutes == 2 * DAY


@pytest.mark.parametrize(
    ("expected", "finish"),
    [("2026-01-07 17:00", "2026-01-09 17:00"), ("2026-01-14 17:00", "2026-01-14 17:00")],
)
def test_a_link_to_a_finish_overrides_an_expected_finish_before_it(expected: str, finish: str) -> None:
    wanted = SchedulingOptions(use_expected_finish=True)
    answer = p6(task("A", 5), task("B", 2, expected_finish=at(expected)), link("A FF B"), options=wanted)
    assert span(answer.activities["B"]) == ("2026-01-08 08:00", finish)


def done_early(progress: ProgressMode | None = None, **stated: Any) -> Schedule:
    """Return the schedule of A, three days yet to do, B after it, which is done, and C; the data date is Tuesday."""
    b = task("B", 1, actual_start=at("2026-01-05 08:00"), actual_finish=at("2026-01-05 17:00"))
    return p6(
        task("A", 3), b, task("C", 1), link("A FS B"), stated.pop("to_c", link("B FS C")),
        status="2026-01-06 08:00", options=SchedulingOptions(progress=progress),
    )  # fmt: skip


def test_what_follows_work_that_was_done_before_its_turn_waits_for_what_that_waited_for() -> None:
    answer = done_early()
    assert span(answer.activities["B"]) == ("2026-01-05 08:00", "2026-01-05 17:00")
    assert shown(answer.activities["C"].start) == "2026-01-09 08:00"  # A ends on Thursday
    assert answer.activities["A"].total_float_minutes == 0
    assert answer.critical_path == ("A", "C")
    driver = answer.activities["C"].driver
    assert (driver.link, driver.held_by) == (link("B FS C"), "A")


@pytest.mark.parametrize("progress", [ProgressMode.PROGRESS_OVERRIDE, ProgressMode.ACTUAL_DATES])
def test_where_logic_is_not_retained_work_done_before_its_turn_lets_go(progress: ProgressMode) -> None:
    assert shown(done_early(progress).activities["C"].start) == "2026-01-06 08:00"


def test_of_a_lag_after_work_done_before_its_turn_only_the_rest_is_waited_for() -> None:
    answer = done_early(to_c=link("B FS C", 2 * DAY))  # nothing of it is served by Tuesday morning
    assert shown(answer.activities["C"].start) == "2026-01-13 08:00"


def test_logic_is_retained_through_all_that_is_done_in_a_row_and_follows_edits() -> None:
    done = {"actual_start": at("2026-01-05 08:00"), "actual_finish": at("2026-01-05 17:00")}
    first = (task("A", 3), task("B", 1), task("D", 1), task("C", 1))
    stated = problem(
        *first, link("A FS B"), link("B SS D"), link("D FS C"), rules="primavera-p6",
        status_minute=at("2026-01-06 08:00"),
    )  # fmt: skip
    live = LiveSchedule(stated)
    for key in ("B", "D"):
        live.change(key, **done)
        assert live.schedule() == schedule(replace(live.problem))
    assert shown(live.dates("C")[0]) == "2026-01-09 08:00"
    live.remove_link(link("A FS B"))
    assert shown(live.dates("C")[0]) == "2026-01-06 08:00"
    live.add_link(link("A FS B"))
    live.change("A", duration_minutes=4 * DAY)
    assert live.schedule() == schedule(replace(live.problem))
    assert shown(live.dates("C")[0]) == "2026-01-12 08:00"


def test_much_that_was_done_before_its_turn_makes_no_more_links_than_the_plan_has() -> None:
    done = {"actual_start": at("2026-01-05 08:00"), "actual_finish": at("2026-01-05 17:00")}
    opens, row = [f"O{each}" for each in range(60)], [f"D{each}" for each in range(60)]
    links = [Link(each, row[0]) for each in opens]
    links += [Link(before, after) for before, after in pairwise(row)] + [Link(each, "C") for each in row]
    plan = problem(
        *(task(each, 1) for each in opens), *(task(each, 1, **done) for each in row), task("C", 1), *links
    )
    columns = columns_of(replace(plan, rules="primavera-p6"))
    passed = with_passed_on(columns, outline_of(columns))
    assert 0 < passed.passed_on <= len(row) * MOST_OPEN
    assert shown(schedule(replace(plan, rules="primavera-p6")).activities["C"].start) == "2026-01-06 08:00"


@pytest.mark.parametrize(
    ("counts", "start"),
    [
        (None, "2026-01-14 08:00"),  # as P6 has it by default: of five days two are left when the rest begins
        (LagFromStart.EARLY, "2026-01-14 08:00"),
        (LagFromStart.ACTUAL, "2026-01-12 08:00"),
    ],
)
def test_a_lag_from_start_to_start_runs_from_the_start_that_the_plan_chooses(
    counts: LagFromStart | None, start: str
) -> None:
    """A began on Monday before X let it: its rest waits for X, which takes Thursday and Friday."""
    answers = Reasons(
        problem(
            begun("A", 5, "2026-01-05 08:00", 1, 2), task("X", 2), task("B", 1), link("X FS A"),
            link("A SS B", 5 * DAY), rules="primavera-p6", status_minute=THURSDAY,
            options=SchedulingOptions(lag_from_start=counts),
        )
    )  # fmt: skip
    found = answers.schedule.activities
    assert (shown(found["A"].early_start), shown(found["B"].start)) == ("2026-01-12 08:00", start)
    why = answers.why("B")
    assert sum(each.minutes for each in why.steps) == found["B"].start - why.origin


def test_what_is_done_sets_its_successor_free_by_its_actual_start() -> None:
    done = task("A", 2, actual_start=at("2026-01-05 08:00"), actual_finish=at("2026-01-07 17:00"))
    answer = p6(done, task("B", 1), link("A SS B", DAY), status="2026-01-08 08:00")
    assert shown(answer.activities["B"].start) == "2026-01-08 08:00"


def test_the_choice_of_start_follows_an_edit_that_begins_an_activity() -> None:
    plan = problem(
        task("A", 5), task("B", 1), link("A SS B", 4 * DAY), rules="primavera-p6", status_minute=THURSDAY
    )
    live = LiveSchedule(plan)
    live.change(
        "A",
        actual_start=at("2026-01-05 08:00"),
        actual_duration_minutes=DAY,
        remaining_duration_minutes=2 * DAY,
    )
    assert shown(live.dates("B")[0]) == "2026-01-09 08:00"
