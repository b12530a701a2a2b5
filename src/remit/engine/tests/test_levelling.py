"""Levelling of real plans: what moves, by how much, and why."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings

from remit.engine.levelling import CauseKind, LevelStatus, Limit, Objective, Progress, level, verify
from remit.engine.model import (
    Activity,
    Assignment,
    ConstraintKind,
    Lag,
    Link,
    LinkKind,
    Mode,
    PlanError,
    Problem,
    Resource,
    SkillNeed,
)
from remit.engine.network import schedule
from remit.engine.tests.building import CLOCK, DAY, STANDARD, at, problem, shown, task
from remit.engine.tests.levelling_plans import budget, plans, skilled, workshop

AT_ONCE = Limit(0)
SHORT = Limit(2)


def test_one_welder_does_one_thing_after_the_other() -> None:
    found = level(workshop(people=1), Limit(20))
    assert found.status == LevelStatus.OPTIMAL
    assert shown(found.finish) == "2026-01-16 17:00"  # nine days of welding, one of paint
    starts = sorted(shown(found.activities[each].start) for each in ("Cut", "Weld", "Grind"))
    assert starts == ["2026-01-05 08:00", "2026-01-08 08:00", "2026-01-13 08:00"]


def test_an_activity_says_what_it_waits_for() -> None:
    found = level(workshop(people=1), AT_ONCE)
    second = next(each for each in found.activities.values() if shown(each.start) == "2026-01-08 08:00")
    first = next(key for key, each in found.activities.items() if shown(each.start) == "2026-01-05 08:00")
    assert second.cause is not None
    assert (second.cause.kind, second.cause.resource_id) == (CauseKind.RESOURCE, "W")
    assert second.cause.by == (first,)
    assert shown(second.cause.until) == "2026-01-07 17:00"
    assert second.delay_minutes == 3 * DAY
    paint = found.activities["Paint"]
    assert paint.cause is not None
    assert paint.cause.kind == CauseKind.LINK
    assert paint.delay_minutes == 6 * DAY
    assert found.moved[0] in {"Paint", "Cut", "Weld", "Grind"}
    assert len(found.moved) == 3


def test_a_plan_without_conflict_stays_as_it_is() -> None:
    plan = workshop(people=3)
    found = level(plan, AT_ONCE)
    assert found.status == LevelStatus.OPTIMAL
    assert not found.moved
    assert found.finish == schedule(plan).finish


def test_the_higher_priority_goes_first() -> None:
    plan = workshop(people=1)
    urgent = tuple(replace(each, priority=900) if each.id == "Grind" else each for each in plan.activities)
    found = level(replace(plan, activities=urgent), Limit(0.3))
    assert shown(found.activities["Grind"].start) == "2026-01-05 08:00"


def test_what_has_begun_or_is_not_to_be_levelled_stays() -> None:
    plan = workshop(people=1)
    begun = tuple(
        replace(each, actual_start=at("2026-01-05 08:00"), remaining_duration_minutes=3 * DAY)
        if each.id == "Grind"
        else replace(each, can_level=each.id != "Weld")
        for each in plan.activities
    )
    found = level(replace(plan, activities=begun), AT_ONCE)
    assert shown(found.activities["Grind"].start) == "2026-01-05 08:00"
    assert shown(found.activities["Weld"].start) == "2026-01-05 08:00"
    assert found.activities["Weld"].is_overloaded
    assert shown(found.activities["Cut"].start) == "2026-01-08 08:00"


def test_work_that_may_pause_makes_way() -> None:
    long, urgent = task("Long", 5, can_split=True), task("Urgent", 1, priority=900)
    held = replace(urgent, constraint=ConstraintKind.SNET, constraint_minute=at("2026-01-07 08:00"))
    people = (Resource("W", "Welder"),)
    work = (Assignment("Long", "W", 1.0, 5 * DAY), Assignment("Urgent", "W", 1.0, DAY))
    found = level(problem(long, held, resources=people, assignments=work), AT_ONCE)
    assert [(shown(a), shown(b)) for a, b in found.activities["Long"].pieces] == [
        ("2026-01-05 08:00", "2026-01-06 17:00"),
        ("2026-01-08 08:00", "2026-01-12 17:00"),
    ]


def test_capacity_changes_at_its_date() -> None:
    plan = workshop(people=1)
    more = Resource("W", "Welder", max_units=1.0, availability=((at("2026-01-08 00:00"), 2.0),))
    found = level(replace(plan, resources=(more, plan.resources[1])), SHORT)
    assert shown(found.finish) == "2026-01-13 17:00"


def test_a_resource_works_when_its_own_calendar_does() -> None:
    nights = replace(CLOCK, id="late", name="Late", week=(*STANDARD.week[:4], (), (), ()))
    plan = problem(
        task("A", 2),
        task("B", 3),
        calendars=(STANDARD, nights),
        resources=(Resource("W", "Welder", calendar_id="late"),),
        assignments=(Assignment("A", "W", 1.0, 2 * DAY), Assignment("B", "W", 1.0, 3 * DAY)),
    )
    found = level(plan, AT_ONCE)
    assert shown(found.finish) == "2026-01-12 17:00"  # no work on the Friday


def test_of_two_modes_the_one_is_taken_that_ends_first() -> None:
    quick = Mode(DAY, (("W", 2.0),))
    plan = problem(
        replace(task("A", 4), modes=(quick,)),
        resources=(Resource("W", "Welder", max_units=2.0),),
        assignments=(Assignment("A", "W", 1.0, 4 * DAY),),
    )
    found = level(plan, SHORT)
    assert found.activities["A"].mode == 1
    assert shown(found.finish) == "2026-01-05 17:00"


@pytest.mark.parametrize(("money", "modes"), [(20.0, [1, 1]), (12.0, [0, 1]), (4.0, [0, 0])])
def test_budgets_decide_how_many_can_be_quick(money: float, modes: list[int]) -> None:
    quick = Mode(DAY, (("M", 10.0),))
    plan = problem(
        replace(task("A", 4), modes=(quick,)),
        replace(task("B", 4), modes=(quick,)),
        Link("A", "B"),
        resources=(budget(money),),
        assignments=(Assignment("A", "M", 2.0), Assignment("B", "M", 2.0)),
    )
    found = level(plan, SHORT)
    assert sorted(each.mode for each in found.activities.values()) == modes


def test_budgets_that_cannot_hold_are_said_to_be_impossible() -> None:
    plan = problem(task("A", 4), resources=(budget(1.0),), assignments=(Assignment("A", "M", 2.0),))
    found = level(plan, SHORT)
    assert found.status == LevelStatus.INFEASIBLE
    assert not found.activities


def test_people_are_chosen_by_skill() -> None:
    found = level(skilled(), SHORT)
    assert {found.activities["A"].resources, found.activities["B"].resources} == {("Ann",), ("Cem",)}
    assert shown(found.finish) == "2026-01-05 17:00"


def test_the_cheapest_who_can_is_chosen_where_cost_counts() -> None:
    found = level(skilled(), SHORT, objective=Objective.COST)
    assert {each.resources for each in found.activities.values()} == {("Cem",)}
    assert found.value == 2 * 8 * 5000


def test_a_skill_that_nobody_has_is_an_error_naming_the_activity() -> None:
    plan = skilled()
    wanting = replace(plan.activities[0], skills=(SkillNeed("glass"),))
    with pytest.raises(PlanError) as refused:
        level(replace(plan, activities=(wanting, plan.activities[1])))
    assert refused.value.activity_ids == ("A",)


def test_a_deadline_decides_who_goes_first_where_lateness_counts() -> None:
    plan = workshop(people=1)
    due = tuple(
        replace(each, deadline_minute=at("2026-01-07 17:00")) if each.id == "Weld" else each
        for each in plan.activities
    )
    found = level(replace(plan, activities=due), SHORT, objective=Objective.TARDINESS)
    assert shown(found.activities["Weld"].finish) == "2026-01-07 17:00"
    assert (found.value, found.status) == (0, LevelStatus.OPTIMAL)


def test_maxima_pull_what_comes_before_along() -> None:
    plan = problem(
        task("Mix", 1),
        task("Pour", 1),
        task("Other", 3),
        Link("Mix", "Pour"),
        Link("Mix", "Pour", LinkKind.FS, Lag(0), maximum=True),
        resources=(Resource("M", "Mixer"), Resource("C", "Crane")),
        assignments=(
            Assignment("Mix", "M", 1.0, DAY),
            Assignment("Pour", "C", 1.0, DAY),
            Assignment("Other", "C", 1.0, 3 * DAY),
        ),
    )
    urgent = tuple(replace(each, priority=900) if each.id == "Other" else each for each in plan.activities)
    for each in (plan, replace(plan, activities=urgent)):
        found = level(each, SHORT)
        assert found.activities["Pour"].start <= found.activities["Mix"].finish + 15 * 60
        assert shown(found.finish) == "2026-01-08 17:00"


def test_stability_keeps_more_where_it_is() -> None:
    activities = (task("Short", 1), task("A", 2), task("B", 2))
    plan = problem(
        *activities,
        Link("Short", "A"),
        resources=(Resource("W", "Welder"),),
        assignments=tuple(Assignment(each.id, "W", 1.0, each.duration_minutes) for each in activities),
    )
    calm = level(plan, Limit(30), stability=10.0)
    moved = sum(abs(each.start - each.unlevelled_start) for each in calm.activities.values())
    assert moved == 3 * 1440  # B goes to the end; A follows Short at once
    assert calm.status == LevelStatus.OPTIMAL


def test_an_activity_that_alone_needs_too_much_is_marked_and_the_rest_is_levelled() -> None:
    plan = workshop(people=1)
    greedy = (*plan.assignments[:2], replace(plan.assignments[2], units=2.0), plan.assignments[3])
    found = level(replace(plan, assignments=greedy), AT_ONCE)
    assert [key for key, each in found.activities.items() if each.is_overloaded] == ["Grind"]


def test_the_listener_hears_of_better_solutions_and_bounds() -> None:
    heard: list[Progress] = []
    found = level(workshop(people=1), SHORT, listener=heard.append)
    assert heard
    assert heard[-1].value == found.value
    assert all(each.bound <= each.value for each in heard)


def test_a_cancelled_search_returns_what_it_has() -> None:
    plan = workshop(people=1)
    many = tuple(replace(plan.activities[0], id=f"T{number}", name="T") for number in range(40))
    work = tuple(Assignment(each.id, "W", 1.0, (3 + number % 5) * DAY) for number, each in enumerate(many))
    big = replace(plan, activities=many, links=(), assignments=work)
    found = level(big, Limit(60), cancelled=lambda: True)
    assert found.seconds < 50
    assert len(found.activities) == 40


def test_the_same_seed_gives_the_same_at_once() -> None:
    plan = workshop(people=1)
    one, other = level(plan, AT_ONCE, seed=5), level(plan, AT_ONCE, seed=5)
    assert one.activities == other.activities


def test_limits_that_make_no_sense_are_refused() -> None:
    for stated in ({"seconds": -1.0}, {"workers": 0}, {"gap": 1.0}):
        with pytest.raises(ValueError, match="A limit of"):
            Limit(**stated)


@settings(max_examples=60)
@given(plans())
def test_every_answer_passes_the_check(plan: Problem) -> None:
    found = level(plan, AT_ONCE)
    assert not verify(plan, found)
    assert set(found.activities) == {each.id for each in plan.activities}


@settings(max_examples=30)
@given(plans())
def test_with_plenty_of_everything_nothing_moves(plan: Problem) -> None:
    ample = tuple(replace(each, max_units=100.0) for each in plan.resources)
    single = tuple(replace(each, modes=(), can_split=False) for each in plan.activities)
    plan = replace(plan, resources=ample, activities=single)
    found, dates = level(plan, AT_ONCE), schedule(plan).activities
    for key, each in found.activities.items():
        assert (each.start, each.finish) == (dates[key].start, dates[key].finish), key


@settings(max_examples=10)
@given(plans(calendars=False, most=5))
def test_more_people_never_make_the_best_plan_longer(plan: Problem) -> None:
    found = level(plan, Limit(20))
    more = tuple(replace(each, max_units=each.max_units + 1) for each in plan.resources)
    better = level(replace(plan, resources=more), Limit(20))
    assert found.status == better.status == LevelStatus.OPTIMAL
    assert better.finish <= found.finish


SNIPPET = """
from remit.engine.tests.levelling_plans import skilled, workshop
from remit.engine.levelling import Limit, level
for plan in (workshop(people=1), workshop(people=1, can_split=True), skilled()):
    print(sorted((key, each.start, each.finish) for key, each in level(plan, Limit(0)).activities.items()))
"""


def test_kernels_say_the_same_when_they_are_interpreted() -> None:
    answers = [
        subprocess.run(
            [sys.executable, "-W", "error", "-c", SNIPPET],
            env={**os.environ, "NUMBA_DISABLE_JIT": disabled},
            capture_output=True,
            text=True,
            check=False,
        )
        for disabled in ("0", "1")
    ]
    assert answers[1].stderr == ""
    assert answers[0].stdout == answers[1].stdout
    assert answers[0].stdout


def test_a_plan_that_was_done_before_its_start_is_level() -> None:
    done = task("A", 1, actual_start=at("2025-12-01 08:00"), actual_finish=at("2025-12-01 17:00"))
    found = level(problem(done), AT_ONCE)
    assert (found.status, found.makespan, found.bound) == (LevelStatus.OPTIMAL, 0, 0)


def test_an_empty_plan_is_level() -> None:
    found = level(problem(), AT_ONCE)
    assert (found.activities, found.makespan) == ({}, 0)


def test_a_summary_is_not_levelled_but_its_links_hold() -> None:
    plan = problem(
        Activity("Phase", "Phase", 0),
        task("A", 2, parent_id="Phase"),
        task("B", 2, parent_id="Phase"),
        task("C", 1),
        Link("Phase", "C"),
        resources=(Resource("W", "Welder"),),
        assignments=(Assignment("A", "W", 1.0, 2 * DAY), Assignment("B", "W", 1.0, 2 * DAY)),
    )
    found = level(plan, SHORT)
    assert set(found.activities) == {"A", "B", "C"}
    assert shown(found.activities["C"].start) == "2026-01-09 08:00"
