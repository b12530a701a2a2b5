"""What a placement is worth: the objective in its own measure, and how much was moved.

What is moved and what is late is counted in working minutes of the activity's calendar, as delays and float are; and so
that both can be weighed against each other, the finish then in working minutes of the plan's.
"""

from dataclasses import dataclass

import numpy as np

from remit.engine.kernels.levelling_plan import (
    AT_FINISH,
    AT_MODE,
    AT_OVERLOAD,
    AT_START,
    COST,
    FIRST_MODE,
    TIME,
)
from remit.engine.kernels.levelling_steps import counted_between
from remit.engine.kernels.working_time import AFTER, BEFORE
from remit.engine.levelling.columns import Ints, ints
from remit.engine.levelling.plan import Plan
from remit.engine.levelling.reference import Reference
from remit.engine.levelling.result import Objective
from remit.engine.model import Minute


@dataclass(frozen=True, slots=True)
class Appraisal:
    """Weighs placements of one plan; `planned` int64[n] are the starts of the current plan.

    `stability` is how many minutes of the objective one minute is worth by which one activity is moved. `time`
    int64[n] are the rows of the table by which that is counted, `of_finish` that of the plan's calendar.
    """

    plan: Plan
    objective: Objective
    stability: float
    planned: Ints
    due: Ints
    has_due: Ints
    time: Ints
    of_finish: int

    def value(self, dates: Ints) -> int:
        """Return the objective of `dates` (`Placed.dates`): minutes, or money in minor units."""
        moved = 0
        if self.stability:
            worked = self._between(self.time, self.planned, dates[:, AT_START])
            moved = round(self.stability * float(np.abs(worked).sum()))
        return self._main(dates) + moved

    def rank(self, dates: Ints) -> tuple[int, int, int]:
        """Return what orders placements: units missing, the objective, the finish."""
        return int(dates[:, AT_OVERLOAD].sum()), self.value(dates), self.makespan(dates)

    def makespan(self, dates: Ints) -> int:
        """Return minutes of the clock from the plan's start to the last finish."""
        start = self.plan.problem.start_minute
        return int(dates[:, AT_FINISH].max(initial=start)) - start

    def late(self, dates: Ints) -> int:
        """Return by how many working minutes deadlines are missed in all."""
        has = self.has_due == 1
        worked = self._between(self.time[has], self.due[has], dates[has, AT_FINISH])
        return int(np.maximum(0, worked).sum())

    def ending(self, finish: Minute) -> int:
        """Return what a plan that ends at `finish` is worth where the finish counts and nothing is moved."""
        start = self.plan.problem.start_minute
        if not self.stability:
            return finish - start
        return int(self._between(ints([self.of_finish]), ints([start]), ints([finish]))[0])

    def _between(self, rows: Ints, starts: Ints, finishes: Ints) -> Ints:
        """Return the working minutes from each start to each finish, below zero where it comes before."""
        beyond = ints([0])
        while True:
            found = counted_between(self.plan.table, rows, starts, finishes, beyond)
            if not beyond[0]:
                return found
            self.plan.widen(before=bool(beyond[0] & BEFORE), after=bool(beyond[0] & AFTER))
            beyond[0] = 0

    def cost(self, dates: Ints) -> int:
        """Return what the chosen modes and people cost, in minor units of money."""
        return int(self.plan.arrays.mode[dates[:, AT_MODE], COST].sum())

    def _main(self, dates: Ints) -> int:
        if self.objective == Objective.TARDINESS:
            return self.late(dates)
        if self.objective == Objective.COST:
            return self.cost(dates)
        return self.ending(self.plan.problem.start_minute + self.makespan(dates))

    def budgets_hold(self, dates: Ints) -> bool:
        """Return whether the chosen modes take no more than each budget holds."""
        if not len(self.plan.budget):
            return True
        return bool((self.plan.use[dates[:, AT_MODE]].sum(axis=0) <= self.plan.budget).all())


def appraisal(plan: Plan, objective: Objective, stability: float, current: Reference) -> Appraisal:
    """Return what weighs placements of a plan; `current` holds the dates that are to be kept where possible."""
    deadlines = [each.deadline_minute for each in plan.activities]
    return Appraisal(
        plan,
        objective,
        stability,
        ints([current.activities[each.id].start for each in plan.activities]),
        ints([plan.problem.start_minute if each is None else each for each in deadlines]),
        ints([int(each is not None) for each in deadlines]),
        plan.arrays.mode[plan.arrays.activity[:-1, FIRST_MODE], TIME].copy(),
        plan.of_finish,
    )
