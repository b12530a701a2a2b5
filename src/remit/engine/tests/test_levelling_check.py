"""The check of a proposal: every way to spoil a good one is found."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from remit.engine.levelling import Broken, LevelledActivity, Levelling, LevelStatus, verify
from remit.engine.model import (
    Assignment,
    ConstraintKind,
    Lag,
    Link,
    LinkKind,
    Minute,
    Mode,
    Problem,
    Resource,
    SkillNeed,
)
from remit.engine.network import schedule
from remit.engine.tests.building import DAY, at, problem, task
from remit.engine.tests.levelling_plans import budget

NINE = at("2026-01-05 08:00")


def proposal(plan: Problem, **changes: tuple[Minute, Minute]) -> Levelling:
    """Return the dates of the critical path method as a proposal, with some of them changed."""
    dates = schedule(plan).activities
    found = {
        each.id: LevelledActivity(
            *changes.get(each.id, (dates[each.id].start, dates[each.id].finish)),
            dates[each.id].start,
            dates[each.id].finish,
            0,
        )
        for each in plan.activities
    }
    finish = max(each.finish for each in found.values())
    return Levelling(LevelStatus.FEASIBLE, plan.start_minute, finish, found, 0, 0, 0.0)


def day(first: int, last: int) -> tuple[Minute, Minute]:
    """Return from the morning of one day of January 2026 to the evening of another."""
    return at(f"2026-01-{first:02} 08:00"), at(f"2026-01-{last:02} 17:00")


PAIR = problem(task("A", 1), task("B", 1), Link("A", "B"))
SHARED = replace(
    problem(task("A", 1), task("B", 1), resources=(Resource("W", "Welder"),)),
    assignments=(Assignment("A", "W", 1.0, DAY), Assignment("B", "W", 1.0, DAY)),
)


def kinds(plan: Problem, given: Levelling) -> set[Broken]:
    return {each.kind for each in verify(plan, given)}


def test_what_the_critical_path_method_says_passes_where_resources_do_not_matter() -> None:
    assert verify(PAIR, proposal(PAIR)) == ()


@pytest.mark.parametrize(
    ("plan", "changes", "broken"),
    [
        (PAIR, {"B": day(5, 5)}, Broken.LINK),
        (PAIR, {"A": day(5, 6), "B": day(7, 7)}, Broken.WORK),
        (SHARED, {}, Broken.CAPACITY),
        (
            problem(task("A", 1), task("B", 1), Link("A", "B", LinkKind.SS, Lag(DAY), maximum=True)),
            {"B": day(7, 7)},
            Broken.MAXIMUM,
        ),
        (
            problem(task("A", 1, constraint=ConstraintKind.SNET, constraint_minute=at("2026-01-07 08:00"))),
            {"A": day(6, 6)},
            Broken.CONSTRAINT,
        ),
        (
            problem(task("A", 1, constraint=ConstraintKind.FNLT, constraint_minute=at("2026-01-07 17:00"))),
            {"A": day(8, 8)},
            Broken.CONSTRAINT,
        ),
        (problem(task("A", 1, actual_start=NINE)), {"A": day(6, 6)}, Broken.FIXED),
    ],
)
def test_a_spoiled_proposal_is_found_out(
    plan: Problem, changes: dict[str, tuple[Minute, Minute]], broken: Broken
) -> None:
    assert kinds(plan, proposal(plan, **changes)) == {broken}


def test_one_after_the_other_passes() -> None:
    assert not verify(SHARED, proposal(SHARED, B=day(6, 6)))


def test_capacity_is_looked_at_where_it_changes_in_the_middle_of_work() -> None:
    less = Resource("W", "Welder", max_units=2.0, availability=((at("2026-01-05 12:00"), 1.0),))
    assert kinds(replace(SHARED, resources=(less,)), proposal(SHARED)) == {Broken.CAPACITY}


def test_what_is_missing_is_named() -> None:
    given = proposal(PAIR)
    less = replace(given, activities={"A": given.activities["A"]})
    assert [(each.kind, each.where) for each in verify(PAIR, less)] == [(Broken.MISSING, "B")]


def changed(given: Levelling, key: str, change: Callable[[LevelledActivity], LevelledActivity]) -> Levelling:
    return replace(given, activities={**given.activities, key: change(given.activities[key])})


def test_a_mode_has_its_own_length_and_budget() -> None:
    plan = replace(
        problem(replace(task("A", 2), modes=(Mode(DAY, (("M", 5.0),)),)), resources=(budget(4.0),)),
        assignments=(Assignment("A", "M", 4.0),),
    )
    assert not verify(plan, proposal(plan))
    quick = changed(proposal(plan, A=day(5, 5)), "A", lambda each: replace(each, mode=1))
    assert kinds(plan, quick) == {Broken.BUDGET}
    assert kinds(plan, proposal(plan, A=day(5, 5))) == {Broken.WORK}


@pytest.mark.parametrize("people", [(), ("Bob",), ("Ann", "Bob")])
def test_skills_are_brought_by_as_many_as_are_needed_and_by_those_who_have_them(
    people: tuple[str, ...],
) -> None:
    plan = problem(
        task("A", 1, skills=(SkillNeed("steel", 3),)),
        resources=(
            Resource("Ann", "Ann", skills=(("steel", 3),)),
            Resource("Bob", "Bob", skills=(("steel", 2),)),
        ),
    )
    given = changed(proposal(plan), "A", lambda each: replace(each, resources=people))
    assert Broken.SKILL in {each.kind for each in verify(plan, given)}


def test_pieces_hold_all_the_work() -> None:
    plan = problem(task("A", 2, can_split=True))
    short = (day(5, 5), (at("2026-01-07 08:00"), at("2026-01-07 12:00")))
    given = changed(proposal(plan, A=(NINE, short[1][1])), "A", lambda each: replace(each, pieces=short))
    assert kinds(plan, given) == {Broken.WORK}
    whole = (day(5, 5), day(7, 7))
    given = changed(proposal(plan, A=(NINE, whole[1][1])), "A", lambda each: replace(each, pieces=whole))
    assert not verify(plan, given)
