"""An activity that nothing holds, placed by itself: its dates are those that the plan as a whole gives it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.engine.model import Activity, ActivityKind, Calendar, ConstraintKind, PlanError, Problem
from remit.engine.network import schedule
from remit.engine.network.alone import schedule_alone
from remit.engine.network.columns import columns_of
from remit.engine.network.scheduling import RULES
from remit.engine.tests.building import DAY, at, problem, task
from remit.engine.tests.plans import CALENDARS, DATES, LENGTHS, plans

KINDS = [ActivityKind.TASK, ActivityKind.MILESTONE]


def by_itself(plan: Problem, activity: Activity) -> Problem:
    """Return the plan with that activity alone."""
    return replace(plan, activities=(activity,), links=(), assignments=())


def with_it(plan: Problem, activity: Activity) -> Problem:
    return replace(plan, activities=(*plan.activities, activity))


@given(
    plan=plans(),
    kind=st.sampled_from(KINDS),
    length=LENGTHS,
    calendar=st.sampled_from([None, *CALENDARS]),
    elapsed=st.booleans(),
    rules=st.sampled_from(sorted(RULES)),
    status=st.none() | DATES,
)
def test_dates_and_float_are_those_of_the_plan_as_a_whole_and_nothing_else_moves(
    plan: Problem,
    kind: ActivityKind,
    length: int,
    calendar: Calendar | None,
    *,
    elapsed: bool,
    rules: str,
    status: int | None,
) -> None:
    plan = replace(plan, rules=rules, status_minute=status)
    if any(each.constraint == ConstraintKind.ALAP for each in plan.activities):
        return
    new = Activity(
        "new",
        "New",
        0 if kind == ActivityKind.MILESTONE else length,
        kind=kind,
        calendar_id=calendar.id if calendar else None,
        duration_is_elapsed=elapsed,
    )
    try:
        before = schedule(plan)
        after = schedule(with_it(plan, new))
    except PlanError:  # the plan has no schedule: calendars that never work together, dates beyond all years
        return
    found = schedule_alone(columns_of(by_itself(plan, new)), before.finish)
    if found is None:
        assert after.finish > before.finish
        return
    assert found.activity(0) == after.activities["new"]
    assert after.finish == before.finish
    assert after.warnings == before.warnings
    for key in before.activities:
        assert after.activities[key] == before.activities[key]


@pytest.mark.parametrize(
    "facts",
    [
        {"constraint": ConstraintKind.SNET, "constraint_minute": at("2026-01-06 08:00")},
        {"deadline_minute": at("2026-01-06 08:00")},
        {"is_active": False},
        {"actual_start": at("2026-01-05 08:00")},
        {"kind": ActivityKind.LEVEL_OF_EFFORT},
        {"is_manual": True, "manual_start": at("2026-01-05 08:00"), "manual_finish": at("2026-01-05 09:00")},
    ],
)
def test_what_states_more_is_not_placed_by_itself(facts: dict[str, object]) -> None:
    plan = problem(task("A", 9))
    stated = replace(task("B", 1), **facts)  # type: ignore[arg-type]  # facts of an activity
    assert schedule_alone(columns_of(by_itself(plan, stated)), schedule(plan).finish) is None


def test_what_ends_later_than_the_plan_is_not_placed_by_itself() -> None:
    plan = problem(task("A", 2))
    finish = schedule(plan).finish
    for days, fits in ((1, True), (2, True), (3, False)):
        new = replace(task("B", 1), duration_minutes=days * DAY)
        assert (schedule_alone(columns_of(by_itself(plan, new)), finish) is not None) is fits
