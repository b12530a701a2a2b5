"""Rules beyond links and single constraints, worked by hand: splits, contours, delays, progress, from the finish."""

import pytest

from remit.engine.model import (
    Activity,
    ActivityKind,
    Assignment,
    ConstraintKind,
    Contour,
    DriverKind,
    PlanError,
    ProgressMode,
    Resource,
    SchedulingOptions,
    Split,
)
from remit.engine.network import schedule
from remit.engine.tests.building import CLOCK, DAY, at, link, problem, shown, span, task


def test_a_split_lets_time_pass_without_work() -> None:
    answer = schedule(
        problem(task("A", 2, splits=(Split(DAY, 2 * DAY),)), task("B", 1), link("A FS B"))
    ).activities
    assert span(answer["A"]) == ("2026-01-05 08:00", "2026-01-08 17:00")
    assert shown(answer["B"].start) == "2026-01-09 08:00"


@pytest.mark.parametrize(
    ("contour", "days"),
    [
        (Contour.FLAT, 3),
        (Contour.TURTLE, 5),
        (Contour.BELL, 7),
        (Contour.BACK_LOADED, 6),
        (Contour.CONTOURED, 4),
    ],
)
def test_a_contour_stretches_the_work(contour: Contour, days: int) -> None:
    """Work of 3.5, 3.5, 3.5 or 3.6 days at a mean of 100, 70, 50 or 60 percent; by hand: the last piece counts."""
    work = {Contour.BACK_LOADED: 3.6, Contour.FLAT: 3, Contour.CONTOURED: 2}.get(contour, 3.5)
    pieces = ((0, DAY, DAY), (3 * DAY, DAY, DAY)) if contour == Contour.CONTOURED else ()
    assigned = Assignment("A", "r", 1.0, round(work * DAY), contour=contour, pieces=pieces)
    answer = schedule(problem(task("A", 1), resources=(Resource("r", "R"),), assignments=(assigned,)))
    expected = {3: "07", 4: "08", 5: "09", 6: "12", 7: "13"}[days]
    assert shown(answer.finish) == f"2026-01-{expected} 17:00"


def test_a_levelling_delay_moves_the_start_by_the_clock_unless_the_plan_ignores_it() -> None:
    delayed = task("A", 1, levelling_delay_minutes=1440)
    answer = schedule(problem(delayed)).activities["A"]
    assert shown(answer.start) == "2026-01-06 08:00"
    assert answer.driver.kind == DriverKind.LEVELLING
    ignored = schedule(problem(delayed, options=SchedulingOptions(honour_levelling_delay=False)))
    assert shown(ignored.activities["A"].start) == "2026-01-05 08:00"


def started(name: str, days: int, start: str, done: int, left: int, **stated: int) -> Activity:
    minutes = {"actual_duration_minutes": done * DAY, "remaining_duration_minutes": left * DAY}
    return task(name, days, actual_start=at(start), **minutes, **stated)


def test_work_that_was_laid_down_goes_on_when_it_is_taken_up_again() -> None:
    paused = started(
        "A", 3, "2026-01-05 08:00", 1, 2,
        suspended_minute=at("2026-01-05 17:00"), resumed_minute=at("2026-01-12 08:00"),
    )  # fmt: skip
    assert shown(schedule(problem(paused)).finish) == "2026-01-13 17:00"


@pytest.mark.parametrize(
    ("progress", "finish"),
    [
        (None, "2026-01-08 17:00"),
        (ProgressMode.RETAINED_LOGIC, "2026-01-16 17:00"),
        (ProgressMode.PROGRESS_OVERRIDE, "2026-01-12 17:00"),
    ],
)
def test_out_of_sequence_work_where_the_plan_says_how(progress: ProgressMode | None, finish: str) -> None:
    """B began on Tuesday and has two days to go; A ends on Wednesday week; the data date is Friday."""
    answer = schedule(
        problem(
            task("A", 8),
            started("B", 3, "2026-01-06 08:00", 1, 2),
            link("A FS B"),
            status_minute=at("2026-01-09 08:00"),
            options=SchedulingOptions(progress=progress),
        )
    )
    assert shown(answer.activities["B"].finish) == finish


def test_from_its_finish_a_plan_begins_as_late_as_it_can() -> None:
    late = {"constraint": ConstraintKind.ALAP}
    options = SchedulingOptions(from_finish=True, finish_minute=at("2026-01-30 17:00"))
    answer = schedule(
        problem(task("A", 3, **late), task("B", 2, **late), task("C", 1, **late), task("D", 1), link("A FS B"),
                options=options)
    )  # fmt: skip
    assert span(answer.activities["A"]) == ("2026-01-26 08:00", "2026-01-28 17:00")
    assert span(answer.activities["B"]) == ("2026-01-29 08:00", "2026-01-30 17:00")
    assert span(answer.activities["C"]) == ("2026-01-30 08:00", "2026-01-30 17:00")
    assert span(answer.activities["D"]) == ("2026-01-26 08:00", "2026-01-26 17:00")  # as soon as possible
    assert answer.start == at("2026-01-26 08:00")


def test_a_plan_from_its_finish_needs_one() -> None:
    with pytest.raises(PlanError, match="needs the date of its finish"):
        schedule(problem(task("A", 1), options=SchedulingOptions(from_finish=True)))


def test_a_summary_that_must_finish_caps_what_stands_below_it() -> None:
    held = task("S", 0, constraint=ConstraintKind.FNLT, constraint_minute=at("2026-01-07 17:00"))
    answer = schedule(problem(held, task("A", 2, parent_id="S"), task("L", 9))).activities
    assert answer["A"].total_float_minutes == DAY
    assert shown(answer["A"].start) == "2026-01-05 08:00"


def test_a_link_may_count_its_lag_on_a_calendar_of_its_own() -> None:
    clocked = link("A FS B", DAY)
    own = type(clocked)("A", "B", clocked.kind, clocked.lag, lag_calendar_id=CLOCK.id)
    assert (
        shown(schedule(problem(task("A", 1), task("B", 1), own)).activities["B"].start) == "2026-01-06 08:00"
    )
    assert (
        shown(schedule(problem(task("A", 1), task("B", 1), clocked)).activities["B"].start)
        == "2026-01-07 08:00"
    )


def test_level_of_effort_tied_to_nothing_lies_at_the_start() -> None:
    answer = schedule(problem(task("A", 2), task("E", 1, kind="level-of-effort"))).activities
    assert span(answer["E"]) == ("2026-01-05 08:00", "2026-01-05 17:00")


def test_the_longest_path_decides_what_is_critical_where_the_plan_wants_it() -> None:
    """B misses its deadline and does not make the end: float says it is critical, the longest path does not."""
    plan = (task("A", 5), task("B", 2, deadline_minute=at("2026-01-05 17:00")), task("C", 1), link("A FS C"))
    by_float = schedule(problem(*plan)).activities
    by_path = schedule(problem(*plan, options=SchedulingOptions(critical_by_longest_path=True))).activities
    assert [by_float[key].critical for key in "ABC"] == [True, True, True]
    assert [by_path[key].critical for key in "ABC"] == [True, False, True]


def test_what_has_little_float_is_critical_where_the_plan_says_how_little() -> None:
    options = SchedulingOptions(critical_float_minutes=DAY)
    answer = schedule(problem(task("A", 3), task("B", 2), task("C", 1), options=options)).activities
    assert [answer[key].critical for key in "ABC"] == [True, True, False]


def test_level_of_effort_tied_to_a_summary_spans_what_stands_below_it() -> None:
    effort = Activity("L", "Lead", DAY, kind=ActivityKind.LEVEL_OF_EFFORT)
    inside = [task(each, 2, parent_id="S") for each in "AB"]
    ties = (link("A FS B"), link("S SS L"), link("L FF S"))
    answer = schedule(problem(Activity("S", "S", 0), *inside, effort, *ties))
    assert span(answer.activities["L"]) == ("2026-01-05 08:00", "2026-01-08 17:00")
    found = answer.activities["L"]
    assert (found.early_start, found.late_finish) == (found.start, found.finish)


def test_a_plan_begins_where_what_moved_to_be_late_begins() -> None:
    late = task("A", 1, parent_id="S", constraint=ConstraintKind.ALAP)
    parts = (
        Activity("S", "S", 0),
        late,
        task("B", 1, constraint=ConstraintKind.SNET, constraint_minute=at("2026-01-08 08:00")),
    )
    answer = schedule(problem(*parts, link("S FS B"), rules="primavera-p6"))
    assert shown(answer.start) == "2026-01-07 08:00"
