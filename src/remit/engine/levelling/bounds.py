"""What nothing beats, known without the exact model: bounds of dense projects and of plans on their calendars."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from remit.engine.kernels.levelling_bounds import heads, tails, topological
from remit.engine.kernels.levelling_dense import Dense
from remit.engine.kernels.levelling_plan import (
    COST,
    FIRST_MODE,
    FIRST_TOP,
    FROM_END,
    STEP_UNITS,
    TO_END,
)
from remit.engine.kernels.levelling_profile import FAR
from remit.engine.kernels.levelling_refuting import refuted, subset_bound
from remit.engine.levelling.appraisal import Appraisal
from remit.engine.levelling.columns import Ints, grouped
from remit.engine.levelling.generation import Generator, free_modes, order_by_keys
from remit.engine.levelling.plan import Plan
from remit.engine.levelling.reference import Reference
from remit.engine.levelling.result import Objective


def path_and_work(project: Dense) -> int:
    """Return a makespan that no schedule beats: the longest path, and the work of resources between head and tail."""
    order = topological(project)
    return int(subset_bound(project, heads(project, order), tails(project, order)))


def objective_bound(project: Dense, makespan: int | None = None) -> int:
    """Return a value that no schedule beats, from a bound of the makespan and the cheapest modes alone."""
    cheapest = 0
    if project.weight[1]:
        cheapest = int(np.minimum.reduceat(project.cost, project.first_mode[:-1]).sum())
    shortest = path_and_work(project) if makespan is None else makespan
    return int(project.weight[0]) * shortest + int(project.weight[1]) * cheapest


@dataclass(frozen=True, slots=True)
class Refuting:
    """Makespans of a project with one mode for each activity, tried and refuted one after the other."""

    project: Dense
    order: Ints
    head: Ints
    tail: Ints
    user_first: Ints
    users: Ints
    units: Ints

    def refutes(self, makespan: int) -> bool:
        """Return whether certainly no schedule is done by `makespan`; False says nothing."""
        project = self.project
        early, late = self.head.copy(), makespan - self.tail
        late = np.where(project.pinned == 1, np.minimum(late, project.release), late)
        if makespan > len(project.free) or (early > late).any():
            return makespan <= len(project.free)
        scratch = np.empty_like(project.free)
        return bool(
            refuted(project, self.order, self.user_first, self.users, self.units, scratch, early, late)
        )


def refuting(project: Dense) -> Refuting | None:
    """Return what refutes makespans of a project; None where activities have several modes."""
    n = len(project.release)
    if len(project.length) != n:
        return None
    order = topological(project)
    user_first, at = grouped(project.need_resource, project.free.shape[1])
    owners = np.repeat(np.arange(n), np.diff(project.need_first))
    return Refuting(
        project,
        order,
        heads(project, order),
        tails(project, order),
        user_first,
        owners[at],
        project.need_units[at].copy(),
    )


def destructive_bound(project: Dense, low: int, high: int, goes_on: Callable[[], bool] = lambda: True) -> int:
    """Return a makespan from `low` to `high` that no schedule beats: those below are refuted, the middle one first.

    `low` is a bound already; `high` is the makespan of some schedule. `goes_on` is asked before each refutation.
    Source: Klein and Scholl 1999, "Computing lower bounds by destructive improvement".
    """
    proof = refuting(project)
    while proof is not None and low < high and goes_on():
        middle = (low + high) // 2
        if proof.refutes(middle):
            low = middle + 1
        else:
            high = middle
    return low


def plan_bound(plan: Plan, weighs: Appraisal, reference: Reference) -> int:
    """Return what no placement of a plan beats, on whatever calendars: by links, dates, and the cheapest modes.

    In the measure of `Appraisal.value`. Where the length of work is chosen, only finish-to-start links are known to
    hold the earliest finishes; with others this is 0.
    """
    arrays = plan.arrays
    if weighs.objective == Objective.COST:
        return int(np.minimum.reduceat(arrays.mode[:-1, COST], arrays.activity[:-1, FIRST_MODE]).sum())
    sure = bound_by_links(plan, weighs, reference)
    if sure:
        return sure
    dates = earliest_dates(plan)
    if dates is None:
        return 0
    if weighs.objective == Objective.TARDINESS:
        return weighs.late(dates)
    return weighs.ending(plan.problem.start_minute + weighs.makespan(dates))


def bound_by_links(plan: Plan, weighs: Appraisal, reference: Reference) -> int:
    """Return what the finish without levelling is worth where no length is chosen, whoever is; 0 for no bound.

    A crew works when the activity does, at most: with any other nothing ends sooner.
    """
    if weighs.objective != Objective.FINISH or any(each.modes for each in plan.activities):
        return 0
    start = plan.problem.start_minute
    return weighs.ending(max([start, *(reference.activities[each.id].finish for each in plan.activities)]))


def earliest_dates(plan: Plan) -> Ints | None:
    """Return the dates of all with plenty of every resource, each in the mode that finishes first.

    None unless all links go from finish to start: then no other choice lets anything finish earlier.
    """
    arrays = plan.arrays
    if not (arrays.link[:, FROM_END] == 1).all() or (arrays.link[:, TO_END] == 1).any():
        return None
    ample, activity = arrays.step.copy(), arrays.activity.copy()
    ample[:, STEP_UNITS] = FAR // 2
    activity[:, FIRST_TOP] = 0
    alone = arrays._replace(step=ample, activity=activity, top=arrays.top[:0])
    generator = Generator(plan, alone)
    order = order_by_keys(alone, np.zeros(len(plan.activities), dtype=np.int64))
    return generator.placed.dates if generator.run(order, free_modes(alone)) else None
