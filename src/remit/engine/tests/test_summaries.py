"""Summaries: they span what stands below them, and what waits for them waits for all of it."""

import pytest

from remit.engine.model import ConstraintKind, CycleError, DriverKind
from remit.engine.network import schedule
from remit.engine.tests.building import DAY, at, link, problem, shown, span, task

OUTLINE = (
    task("S", 0),
    task("A", 2, parent_id="S"),
    task("T", 0, parent_id="S"),
    task("B", 3, parent_id="T"),
    task("C", 1, parent_id="T"),
    link("A FS B"),
)


def test_a_summary_spans_what_stands_below_it_at_every_depth() -> None:
    answer = schedule(problem(*OUTLINE)).activities
    assert span(answer["S"]) == ("2026-01-05 08:00", "2026-01-09 17:00")
    assert span(answer["T"]) == ("2026-01-05 08:00", "2026-01-09 17:00")
    assert answer["S"].driver.kind == DriverKind.CHILDREN


def test_a_summary_is_critical_if_anything_below_it_is() -> None:
    answer = schedule(problem(*OUTLINE)).activities
    assert [answer[each].critical for each in "STABC"] == [True, True, True, True, False]
    assert [answer[each].total_float_minutes for each in "STABC"] == [0, 0, 0, 0, 4 * DAY]


def test_what_follows_a_summary_waits_for_its_last_activity() -> None:
    answer = schedule(problem(*OUTLINE, task("D", 1), link("S FS D"))).activities
    assert shown(answer["D"].start) == "2026-01-12 08:00"
    assert answer["D"].driver.link == link("S FS D")
    assert answer["D"].driver.below == "B"


def test_what_starts_with_a_summary_waits_for_its_first_activity() -> None:
    plan = problem(*OUTLINE, task("Z", 5), link("Z FS S"), task("D", 1), link("T SS D", DAY))
    answer = schedule(plan).activities
    assert shown(answer["C"].start) == "2026-01-12 08:00"
    assert shown(answer["D"].start) == "2026-01-13 08:00"


def test_a_link_to_a_summary_holds_everything_below_it() -> None:
    answer = schedule(problem(*OUTLINE, task("Z", 5), link("Z FS S"))).activities
    assert {shown(answer[each].start) for each in "SATC"} == {"2026-01-12 08:00"}
    assert shown(answer["B"].start) == "2026-01-14 08:00"
    assert answer["C"].driver.link == link("Z FS S")


def test_a_link_between_summaries_holds_the_whole_of_the_second() -> None:
    plan = problem(
        *OUTLINE, task("U", 0), task("D", 1, parent_id="U"), task("E", 1, parent_id="U"), link("S FS U")
    )
    answer = schedule(plan).activities
    assert {shown(answer[each].start) for each in "UDE"} == {"2026-01-12 08:00"}


def test_float_below_a_summary_ends_where_the_successor_of_the_summary_must_begin() -> None:
    plan = problem(*OUTLINE, task("D", 1), link("S FS D"), task("L", 10))
    answer = schedule(plan).activities
    assert [answer[each].total_float_minutes // DAY for each in "ABCD"] == [4, 4, 8, 4]
    assert [answer[each].free_float_minutes // DAY for each in "ABCD"] == [0, 0, 4, 4]


def test_only_the_activity_that_begins_a_summary_holds_what_starts_with_it() -> None:
    plan = problem(
        task("S", 0), task("A", 1, parent_id="S"), task("B", 1, parent_id="S"), task("Z", 2), link("Z FS B"),
        task("D", 1), link("S SS D"), task("L", 10),
    )  # fmt: skip
    answer = schedule(plan).activities
    assert [answer[each].free_float_minutes // DAY for each in "ABD"] == [0, 7, 9]


def test_a_date_before_which_a_summary_may_not_start_holds_all_below_it() -> None:
    held = task("S", 0, constraint=ConstraintKind.SNET, constraint_minute=at("2026-01-08 08:00"))
    answer = schedule(problem(held, *OUTLINE[1:])).activities
    assert [shown(answer[each].start) for each in "AC"] == ["2026-01-08 08:00", "2026-01-08 08:00"]
    assert answer["A"].driver.kind == DriverKind.CONSTRAINT


def test_inactive_activities_do_not_stretch_a_summary() -> None:
    plan = problem(
        task("S", 0), task("A", 1, parent_id="S"), task("X", 9, parent_id="S", is_active=False),
        task("T", 0, parent_id="S"), task("Y", 20, parent_id="T", is_active=False),
    )  # fmt: skip
    answer = schedule(plan).activities
    assert span(answer["S"]) == ("2026-01-05 08:00", "2026-01-05 17:00")
    assert span(answer["T"]) == ("2026-01-05 08:00", "2026-01-30 17:00")


def test_a_summary_with_nothing_active_below_it_holds_nothing() -> None:
    plan = problem(task("S", 0), task("X", 9, parent_id="S", is_active=False), task("D", 1), link("S FS D"))
    answer = schedule(plan)
    assert shown(answer.activities["D"].start) == "2026-01-05 08:00"
    assert answer.finish == at("2026-01-05 17:00")


def test_an_activity_that_waits_for_a_summary_above_it_is_a_circle() -> None:
    with pytest.raises(CycleError, match="wait for each other") as caught:
        schedule(problem(*OUTLINE, link("S FS C")))
    assert set(caught.value.activity_ids) == {"S", "C"}


def test_summaries_that_wait_for_each_other_are_a_circle() -> None:
    plan = problem(*OUTLINE, task("U", 0), task("D", 1, parent_id="U"), link("S FS U"), link("D FS A"))
    with pytest.raises(CycleError) as caught:
        schedule(plan)
    assert {"D", "A"} <= set(caught.value.activity_ids)
    assert not {"C", "T"} & set(caught.value.activity_ids)
