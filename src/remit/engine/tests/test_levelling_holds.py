"""What a plan states so that the critical path method gives the dates that levelling found."""

from dataclasses import replace

from hypothesis import given, settings

from remit.engine.levelling import Levelling, Limit, held, holds, level
from remit.engine.model import Problem
from remit.engine.network import schedule
from remit.engine.tests.levelling_plans import plans, workshop

AT_ONCE = Limit(0)


def _stated(plan: Problem) -> Problem:
    """Return a plan with one way for each activity, which does not pause."""
    return replace(
        plan, activities=tuple(replace(each, modes=(), can_split=False) for each in plan.activities)
    )


def _misplaced(plan: Problem, found: Levelling) -> list[str]:
    dates = schedule(held(plan, holds(plan, found))).activities
    return [
        key
        for key, each in found.activities.items()
        if (dates[key].start, dates[key].finish) != (each.start, each.finish)
    ]


@given(plans())
@settings(max_examples=60)
def test_the_plan_that_states_the_delays_has_the_dates_of_the_proposal(plan: Problem) -> None:
    stated = _stated(plan)
    found = level(stated, AT_ONCE)
    assert not _misplaced(stated, found)


def test_what_only_follows_a_link_needs_no_delay_and_says_whom_it_follows() -> None:
    plan = workshop(people=1)
    found = level(plan, AT_ONCE)
    holding = holds(plan, found)
    last = max(("Cut", "Weld", "Grind"), key=lambda key: found.activities[key].finish)
    assert holding["Paint"].delay_minutes == 0
    assert holding["Paint"].held_by == last
    assert sum(each.delay_minutes > 0 for each in holding.values()) == 2


def test_a_delay_that_levelling_no_longer_needs_goes_away() -> None:
    plan = workshop(people=3)
    late = tuple(
        replace(each, levelling_delay_minutes=4 * 1440) if each.id == "Cut" else each
        for each in plan.activities
    )
    delayed = replace(plan, activities=late)
    found = level(delayed, AT_ONCE)
    assert schedule(held(delayed, holds(delayed, found))).finish == schedule(plan).finish
