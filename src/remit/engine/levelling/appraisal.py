"""What a placement is worth: the objective in its own measure, and how much was moved."""

from dataclasses import dataclass

import numpy as np

from remit.engine.kernels.levelling_plan import AT_FINISH, AT_MODE, AT_OVERLOAD, AT_START, COST
from remit.engine.levelling.columns import Ints, ints
from remit.engine.levelling.plan import Plan
from remit.engine.levelling.reference import Reference
from remit.engine.levelling.result import Objective


@dataclass(frozen=True, slots=True)
class Appraisal:
    """Weighs placements of one plan; `planned` int64[n] are the starts of the current plan.

    `stability` is how many minutes of the objective one minute is worth by which one activity is moved.
    """

    plan: Plan
    objective: Objective
    stability: float
    planned: Ints
    due: Ints
    has_due: Ints

    def value(self, dates: Ints) -> int:
        """Return the objective of `dates` (`Placed.dates`): minutes of the clock, or money in minor units."""
        moved = 0
        if self.stability:
            moved = round(self.stability * float(np.abs(dates[:, AT_START] - self.planned).sum()))
        return self._main(dates) + moved

    def rank(self, dates: Ints) -> tuple[int, int, int]:
        """Return what orders placements: units missing, the objective, the finish."""
        return int(dates[:, AT_OVERLOAD].sum()), self.value(dates), self.makespan(dates)

    def makespan(self, dates: Ints) -> int:
        """Return minutes of the clock from the plan's start to the last finish."""
        start = self.plan.problem.start_minute
        return int(dates[:, AT_FINISH].max(initial=start)) - start

    def late(self, dates: Ints) -> int:
        """Return by how many minutes of the clock deadlines are missed in all."""
        return int((np.maximum(0, dates[:, AT_FINISH] - self.due) * self.has_due).sum())

    def cost(self, dates: Ints) -> int:
        """Return what the chosen modes and people cost, in minor units of money."""
        return int(self.plan.arrays.mode[dates[:, AT_MODE], COST].sum())

    def _main(self, dates: Ints) -> int:
        if self.objective == Objective.TARDINESS:
            return self.late(dates)
        if self.objective == Objective.COST:
            return self.cost(dates)
        return self.makespan(dates)

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
        ints([each or 0 for each in deadlines]),
        ints([int(each is not None) for each in deadlines]),
    )
