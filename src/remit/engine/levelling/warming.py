"""Kernels compiled, or loaded from disk, before a limit of time begins to count."""

from dataclasses import replace
from functools import cache

import numpy as np

from remit.engine.kernels.levelling_dense import Dense
from remit.engine.levelling.appraisal import appraisal
from remit.engine.levelling.bounds import destructive_bound, objective_bound
from remit.engine.levelling.columns import ints
from remit.engine.levelling.evolution import Island, priority_rules
from remit.engine.levelling.generation import Generator, free_modes, order_by_keys
from remit.engine.levelling.plan import plan_of
from remit.engine.levelling.proposing import proposal
from remit.engine.levelling.reference import reference_of
from remit.engine.levelling.result import Objective
from remit.engine.levelling.uniform import uniform
from remit.engine.model import Activity, Assignment, Calendar, ConstraintKind, Link, Problem, Resource
from remit.engine.network import schedule


@cache
def warm() -> None:
    """Make all kernels of levelling ready; the first call on a machine takes seconds, later ones nothing."""
    warm_plan()
    warm_search()
    warm_bounds()


def warm_search() -> None:
    """Make ready what looks for a better order: founded once, then crossed once."""
    project = _two_activities()
    island = Island(project, priority_rules(project), 0, size=2)
    for _founded_then_crossed in range(2):
        island.step(2, objective_bound(project) - 1)
    island.settle(ints([0, 1]), ints([0, 1]))


def warm_bounds() -> None:
    """Make ready what proves that no better order can be."""
    destructive_bound(_two_activities(), 1, 3)


def _two_activities() -> Dense:
    none, two, zeros = ints([]), ints([0, 1, 2]), ints([0, 0])
    no_links = ints([0, 0, 0])
    return Dense(
        first_mode=two,
        length=ints([1, 1]),
        cost=zeros,
        need_first=two,
        need_resource=zeros,
        need_units=ints([1, 1]),
        use=np.zeros((2, 0), dtype=np.int64),
        budget=none,
        free=np.ones((4, 1), dtype=np.int32),
        release=zeros,
        due=zeros,
        tardy=zeros,
        planned=zeros,
        stay=zeros,
        pinned=zeros,
        before_first=no_links,
        before=none,
        before_from=none,
        before_to=none,
        before_lag=none,
        after_first=no_links,
        after=none,
        after_from=none,
        after_to=none,
        after_lag=none,
        weight=ints([1, 0, 0]),
    )


def warm_plan() -> None:
    """Make ready what goes from a plan to a proposal: two that one resource can only do one after the other."""
    clock = Calendar.around_the_clock()
    held = Activity("B", "B", 1, constraint=ConstraintKind.FNLT, constraint_minute=9)
    problem = Problem(
        start_minute=0,
        calendars=(clock,),
        default_calendar_id=clock.id,
        activities=(Activity("A", "A", 1), held, Activity("C", "C", 0)),
        links=(Link("A", "C"),),
        resources=(Resource("R", "R"),),
        assignments=(Assignment("A", "R", 1.0, 1), Assignment("B", "R", 1.0, 1)),
    )
    reference = reference_of(schedule(problem))
    plan = plan_of(problem, reference)
    generator = Generator(plan)
    generator.run(order_by_keys(plan.arrays, ints([0, 1, 2])), free_modes(plan.arrays))
    appraisal(plan, Objective.FINISH, 1.0, reference).value(generator.placed.dates)
    proposal(plan, generator.placed.dates, generator.placed.pieces[:0], reference)
    free = replace(problem, activities=(problem.activities[0], Activity("B", "B", 1), problem.activities[2]))
    dense = uniform(plan_of(free, reference), 2)
    if dense is not None:
        dense.minute(plan, dense.done_at(plan, 1))
