"""The kernels of levelling against slow and obvious references."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from remit.engine.kernels.levelling_bounds import parallel, topological
from remit.engine.kernels.levelling_dense import Dense, forward, justify
from remit.engine.kernels.levelling_profile import CLEAR, blocked_until, occupy
from remit.engine.levelling.bounds import path_and_work
from remit.engine.levelling.columns import Ints, ints
from remit.engine.levelling.evolution import priority_rules
from remit.engine.levelling.plan import plan_of
from remit.engine.levelling.reference import reference_of
from remit.engine.levelling.uniform import uniform
from remit.engine.model import Problem
from remit.engine.network import schedule
from remit.engine.tests.building import DAY, task
from remit.engine.tests.building import link as linked
from remit.engine.tests.building import problem as build
from remit.engine.tests.levelling_plans import plans


def on_dense_axis(problem: Problem) -> Dense | None:
    plan = plan_of(problem, reference_of(schedule(problem)))
    total = sum(each.duration_minutes for each in problem.activities)
    found = uniform(plan, problem.start_minute + 8 * total + 40_000)
    return found.project if found else None


def dense(problem: Problem) -> Dense:
    found = on_dense_axis(problem)
    assume(found is not None)
    assert found is not None
    return found


def needs(project: Dense, mode: int) -> list[tuple[int, int]]:
    span = range(project.need_first[mode], project.need_first[mode + 1])
    return [(int(project.need_resource[each]), int(project.need_units[each])) for each in span]


def earliest(project: Dense, activity: int, modes: Ints, starts: dict[int, int]) -> int:
    at = int(project.release[activity])
    for link in range(project.before_first[activity], project.before_first[activity + 1]):
        other = int(project.before[link])
        bound = starts[other] + int(project.before_lag[link])
        bound += int(project.length[modes[other]]) * int(project.before_from[link])
        at = max(at, bound - int(project.length[modes[activity]]) * int(project.before_to[link]))
    return at


def one_by_one(project: Dense, order: Ints, modes: Ints) -> dict[int, int]:
    """Place each activity at the first unit at which it fits, unit by unit."""
    free = project.free.copy()
    starts: dict[int, int] = {}
    for activity in order.tolist():
        mode = int(modes[activity])
        length, at = int(project.length[mode]), earliest(project, activity, modes, starts)
        while any((free[at : at + length, who] < units).any() for who, units in needs(project, mode)):
            at += 1
        for who, units in needs(project, mode):
            free[at : at + length, who] -= units
        starts[activity] = at
    return starts


@given(plans(calendars=False))
def test_serial_generation_is_what_placing_one_by_one_gives(problem: Problem) -> None:
    project = dense(problem)
    order, modes = topological(project), project.first_mode[:-1].copy()
    starts = np.zeros(len(order), dtype=np.int64)
    makespan = forward(project, order, modes, np.zeros_like(project.free), starts)
    expected = one_by_one(project, order, modes)
    assert starts.tolist() == [expected[each] for each in range(len(order))]
    assert makespan == max(expected[each] + int(project.length[modes[each]]) for each in expected)


@given(plans(calendars=False), st.integers(0, 5))
def test_no_schedule_is_below_the_bound_and_justification_never_lengthens(
    problem: Problem, rule: int
) -> None:
    project = dense(problem)
    order, modes = topological(project), project.first_mode[:-1].copy()
    n, free, starts = len(order), np.zeros_like(project.free), np.zeros(len(order), dtype=np.int64)
    bound = path_and_work(project)
    makespan = forward(project, order, modes, free, starts)
    shorter = justify(project, order, modes, free, starts, np.zeros(4 * n, dtype=np.int64), makespan)
    assert bound <= shorter <= makespan
    beside = parallel(project, priority_rules(project)[rule], modes, free, starts)
    assert beside >= bound
    dated = {each: int(starts[each]) for each in range(n)}
    assert all(dated[each] >= earliest(project, each, modes, dated) for each in dated)
    used = np.zeros_like(project.free)
    for each in range(n):
        for who, units in needs(project, int(modes[each])):
            used[dated[each] : dated[each] + int(project.length[modes[each]]), who] += units
    assert (used <= project.free).all()


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20), st.integers(1, 3)), max_size=8), st.data())
def test_steps_know_what_a_table_of_minutes_knows(
    taken: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    times, free, used = ints([-100] + [0] * 40), ints([4] + [0] * 40), ints([1])
    table = np.full(200, 4)
    for start, length, units in taken:
        occupy(times, free, 0, used, 0, start, start + length, units)
        table[start : start + length] -= units
    start, length = data.draw(st.integers(0, 60)), data.draw(st.integers(1, 20))
    units = data.draw(st.integers(1, 4))
    until = blocked_until(times, free, 0, int(used[0]), start, start + length, units)
    blocked = np.flatnonzero(table[start : start + length] < units)
    if not len(blocked):
        assert until == CLEAR
        return
    last = start + int(blocked[-1]) + 1
    assert until >= last
    # until then nothing is free; where the step goes on beyond, it goes on as one
    assert (table[last:until] < units).all()


def test_units_mean_the_same_minutes_after_the_days_laid_out_have_grown() -> None:
    stated = build(task("A", 2), task("B", 3), linked("A FS B", DAY))
    plan = plan_of(stated, reference_of(schedule(stated)))
    found = uniform(plan, stated.start_minute + 40_000)
    assert found is not None
    for unit in range(len(found.project.free)):
        minutes = ints([found.minute(plan, unit), found.done_at(plan, unit + 1)])
        units = found.units_of(plan, minutes).tolist()
        if not unit:
            plan.widen(before=True, after=True)
        assert [found.minute(plan, unit), found.done_at(plan, unit + 1)] == minutes.tolist()
        assert found.units_of(plan, minutes).tolist() == units
