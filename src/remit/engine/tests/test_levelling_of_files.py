"""Levelling of plans as files state them: contours, gaps, people named twice, dates before the plan begins."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remit.engine.levelling import Limit, level, verify
from remit.engine.model import (
    Activity,
    Assignment,
    Calendar,
    ConstraintKind,
    Contour,
    Lag,
    LagUnit,
    Link,
    LinkKind,
    Mode,
    PlanError,
    Problem,
    ProgressMode,
    Resource,
    SchedulingOptions,
    Shift,
    SkillNeed,
    Split,
)
from remit.engine.network import schedule
from remit.engine.tests.building import DAY, STANDARD, at, link, problem, shown, task
from remit.engine.tests.plans import plans

AT_ONCE = Limit(0)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(plans(), st.sampled_from(["microsoft-project", "primavera-p6"]))
def test_what_can_be_scheduled_can_be_levelled(plan: Problem, rules: str) -> None:
    plan = replace(plan, rules=rules)
    try:
        schedule(plan)
    except PlanError:
        return
    assert verify(plan, level(plan, AT_ONCE)) == ()


def test_somebody_who_is_on_an_activity_twice_is_needed_for_the_sum() -> None:
    half = [Assignment(key, "R", 0.5, DAY // 2) for key in ("A", "A", "B")]
    stated = problem(task("A", 1), task("B", 1), resources=(Resource("R", "Ann"),), assignments=tuple(half))
    found = level(stated, AT_ONCE)
    assert sorted(shown(found.activities[key].start)[:10] for key in "AB") == ["2026-01-05", "2026-01-06"]
    assert not any(each.is_overloaded for each in found.activities.values())


def test_assignments_that_together_need_more_than_there_is_are_marked() -> None:
    whole = tuple(Assignment("A", "R", 1.0, DAY) for _ in range(5))
    found = level(problem(task("A", 1), resources=(Resource("R", "Ann"),), assignments=whole), AT_ONCE)
    assert found.activities["A"].is_overloaded


def test_a_contour_and_a_gap_last_as_long_as_without_levelling() -> None:
    bell = Assignment("A", "R", 1.0, 5 * DAY, contour=Contour.BELL)
    gap = task("B", 2, splits=(Split(DAY, 3 * DAY),), fixed_duration=True)
    stated = problem(
        task("A", 5),
        gap,
        link("A FS B"),
        resources=(Resource("R", "Ann"),),
        assignments=(bell, Assignment("B", "R", 1.0, 2 * DAY)),
    )
    found = level(stated, AT_ONCE)
    dates = {key: (each.start, each.finish) for key, each in schedule(stated).activities.items()}
    assert {key: (each.start, each.finish) for key, each in found.activities.items()} == dates
    assert shown(found.finish) == "2026-01-23 17:00"  # ten days of a bell, one of work, three of nothing, one


def test_who_never_works_when_an_activity_is_done_is_not_asked_for_a_skill() -> None:
    nights = Calendar("nights", "Nights", ((Shift(0, 360),),) * 7)
    people = (
        Resource("N", "Night", calendar_id="nights", skills=(("weld", 9),)),
        Resource("D", "Day", skills=(("weld", 1),)),
    )
    needs = task("A", 1, calendar_id=STANDARD.id, skills=(SkillNeed("weld"),))
    stated = problem(needs, calendars=(STANDARD, nights), resources=people)
    assert level(stated, AT_ONCE).activities["A"].resources == ("D",)
    with pytest.raises(PlanError, match="there are not so many") as caught:
        level(replace(stated, resources=people[:1]), AT_ONCE)
    assert caught.value.activity_ids == ("A",)


def test_a_latest_date_before_the_plan_begins_is_missed_and_marked() -> None:
    early = task("A", 1, constraint=ConstraintKind.FNLT, constraint_minute=at("2026-01-02 17:00"))
    found = level(problem(early), AT_ONCE).activities["A"]
    assert (shown(found.start), found.is_overloaded) == ("2026-01-05 08:00", True)


def test_a_manual_activity_that_states_its_finish_alone_stays() -> None:
    manual = task("A", 1, is_manual=True, manual_finish=at("2026-01-08 17:00"))
    found = level(problem(manual), AT_ONCE).activities["A"]
    assert (shown(found.start), shown(found.finish)) == ("2026-01-05 08:00", "2026-01-08 17:00")


def test_what_has_begun_closes_no_circle_where_progress_overrides_links() -> None:
    begun = task("B", 1, parent_id="S", actual_start=at("2026-01-05 08:00"))
    stated = problem(
        Activity("S", "S", 0),
        begun,
        task("A", 1, is_manual=True, manual_start=at("2026-01-07 08:00")),
        task("C", 1),
        *(link(each) for each in ("S FF A", "A FF C", "C FS B")),
        options=SchedulingOptions(progress=ProgressMode.PROGRESS_OVERRIDE),
    )
    found = level(stated, AT_ONCE)
    assert shown(found.activities["B"].start) == "2026-01-05 08:00"
    assert verify(stated, found) == ()


def test_an_earliest_finish_holds_in_a_shorter_mode_too() -> None:
    date = at("2026-01-09 17:00")
    quick = task("A", 4, constraint=ConstraintKind.FNET, constraint_minute=date, modes=(Mode(DAY),))
    assert level(problem(quick), AT_ONCE).activities["A"].finish >= date


def test_a_share_of_a_summary_is_a_share_of_what_it_spans() -> None:
    parts = (Activity("S", "S", 0), task("A", 2, parent_id="S"), task("B", 2, parent_id="S"), task("C", 1))
    half = Link("S", "C", LinkKind.FS, Lag(50, LagUnit.PERCENT))
    found = level(problem(*parts, link("A FS B"), half), AT_ONCE)
    assert shown(found.activities["C"].start) == "2026-01-13 08:00"  # four days, and two of waiting


def test_of_two_earliest_starts_the_later_one_holds() -> None:
    stated = task(
        "A",
        1,
        constraint=ConstraintKind.SNET,
        constraint_minute=at("2026-01-08 08:00"),
        second_constraint=ConstraintKind.SNET,
        second_constraint_minute=at("2026-01-06 08:00"),
    )
    assert shown(schedule(problem(stated)).start) == "2026-01-08 08:00"


def test_a_lag_after_a_summary_counts_on_its_calendar_by_the_rules_of_primavera() -> None:
    nights = Calendar("nights", "Nights", ((Shift(0, 240),),) * 7)
    inside = task("A", 0.5, parent_id="S", calendar_id="nights")
    parts = (Activity("S", "S", 0), inside, task("B", 1), link("S SS B", 2 * DAY))
    stated = problem(*parts, calendars=(STANDARD, nights), rules="primavera-p6")
    assert level(stated, AT_ONCE).activities["B"].start == schedule(stated).activities["B"].start
