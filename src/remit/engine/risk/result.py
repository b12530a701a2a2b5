"""What a simulation says, as frozen data: curves, percentiles, joint confidence, which activities decide."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels.simulation import CRITICAL_RUNS, DONE_RUNS, SUM_X, SUM_XX, SUM_XY, SUM_Y, SUM_YY
from remit.engine.model import Minute, PlanError
from remit.engine.risk.blocks import SKIPPED
from remit.engine.risk.convergence import Convergence, convergence

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
_Number = TypeVar("_Number", np.int64, np.float64)


def _none() -> Integers:
    return np.zeros((0, 0), dtype=np.int64)


_WHOLE = 1e-9  # a share of runs that misses a whole number by rounding alone


@dataclass(frozen=True, slots=True)
class ActivityRisk:
    """What an activity did over the runs in which it was done.

    `criticality` is the share of these in which its total float was zero or less. `sensitivity` is Pearson's
    correlation of its duration with the finish of all, 0 where one of them never varies. `cruciality` is the
    product of criticality and the size of the sensitivity; `sensitivity_index` (SSI) is criticality times the
    ratio of the two standard deviations (M. Vanhoucke, "Measuring Time", 2010). `share_done` is below 1 where a
    branch left it out. Durations are minutes as drawn: of a begun activity what remained.
    """

    share_done: float
    mean_minutes: float
    sd_minutes: float
    criticality: float
    sensitivity: float
    cruciality: float
    sensitivity_index: float


@dataclass(frozen=True)
class RiskResult:
    """The runs of a simulation. Percentiles are the least value that at least that share of runs does not exceed.

    `finishes` [runs] is plan time, `costs` [runs] minor units; both are empty where they were not kept. The
    planned figures are those of the plan without uncertainty. `cancelled` says that fewer runs were done than
    asked for.
    """

    runs: int
    seed: int
    planned_start: Minute
    planned_finish: Minute
    planned_cost: float
    finishes: Integers
    costs: Floats
    activity_ids: tuple[str, ...]
    moments: Integers
    planned_durations: Integers
    spread_ids: tuple[str, ...] = ()
    starts_of: Integers = field(default_factory=_none)
    finishes_of: Integers = field(default_factory=_none)
    summaries: frozenset[str] = frozenset()
    warnings: tuple[str, ...] = ()
    cancelled: bool = False

    @cached_property
    def sorted_finishes(self) -> Integers:
        """Return the finish curve: the finishes of all runs, rising; the n-th is passed by a share of n / runs."""
        return np.sort(_kept(self.finishes, "finish"))

    @cached_property
    def sorted_costs(self) -> Floats:
        """Return the cost curve."""
        return np.sort(_kept(self.costs, "cost"))

    def finish_at(self, confidence: float) -> Minute:
        """Return the finish that is kept with a confidence of 0 to 1: 0.8 for P80."""
        return int(_percentile(self.sorted_finishes, confidence))

    def cost_at(self, confidence: float) -> float:
        """Return the cost that is kept with a confidence of 0 to 1, in minor units."""
        return float(_percentile(self.sorted_costs, confidence))

    def probability_by(self, finish: Minute) -> float:
        """Return the share of runs that end at `finish` or before: the chance of a promised date."""
        return float(np.searchsorted(self.sorted_finishes, finish, side="right") / self.runs)

    def probability_within(self, cost: float) -> float:
        """Return the share of runs that cost no more than `cost`."""
        return float(np.searchsorted(self.sorted_costs, cost, side="right") / self.runs)

    def joint_confidence(self, finish: Minute, cost: float) -> float:
        """Return the share of runs that end by `finish` and cost no more than `cost`, both in the same run."""
        both = (_kept(self.finishes, "finish") <= finish) & (_kept(self.costs, "cost") <= cost)
        return float(both.mean())

    def frontier(self, confidence: float, points: int = 20) -> tuple[tuple[Minute, float], ...]:
        """Return pairs of finish and cost that are kept together with at least that confidence, none too large.

        Up to `points` pairs from the earliest finish that can have the confidence to the least cost that can.
        """
        needed = _rank(confidence, self.runs)
        order = np.argsort(_kept(self.finishes, "finish"), kind="stable")
        finishes, costs = self.finishes[order], _kept(self.costs, "cost")[order]
        found: list[tuple[Minute, float]] = []
        for place in np.unique(np.linspace(needed, self.runs, points).round().astype(np.int64)):
            finish = int(finishes[place - 1])
            within = costs[: np.searchsorted(finishes, finish, side="right")]
            cost = float(np.partition(within, needed - 1)[needed - 1])
            if not found or cost < found[-1][1]:
                found.append((finish, cost))
        return tuple(found)

    def contingency(self, confidence: float) -> tuple[int, float]:
        """Return how many minutes of the clock, and how much money, the plan lacks to that confidence."""
        cost = self.cost_at(confidence) - self.planned_cost if len(self.costs) else 0.0
        return self.finish_at(confidence) - self.planned_finish, cost

    @property
    def mean_finish(self) -> float:
        """Return the mean finish in minutes of plan time; it needs no curve."""
        return self.planned_finish + self._mean_delay

    @property
    def sd_finish_minutes(self) -> float:
        """Return the standard deviation of the finish in minutes of the clock; it needs no curve."""
        if not len(self.moments):  # a plan without activities
            return 0.0
        variance = self.moments[self._whole, SUM_YY] / self.runs - self._mean_delay**2
        return math.sqrt(max(float(variance), 0.0) * self.runs / max(self.runs - 1, 1))

    @property
    def _whole(self) -> int:
        """Return a row that was done in every run: its sums are those of all runs."""
        return int(np.argmax(self.moments[:, DONE_RUNS]))

    @property
    def _mean_delay(self) -> float:
        return float(self.moments[self._whole, SUM_Y] / self.runs) if len(self.moments) else 0.0

    @property
    def mean_cost(self) -> float:
        """Return the mean cost in minor units."""
        return float(_kept(self.costs, "cost").mean())

    @property
    def sd_cost(self) -> float:
        """Return the standard deviation of the cost in minor units."""
        return float(_kept(self.costs, "cost").std(ddof=1)) if self.runs > 1 else 0.0

    @cached_property
    def activities(self) -> Mapping[str, ActivityRisk]:
        """Return what each activity did, by id; summaries and inactive activities are not among them."""
        rows = zip(self.activity_ids, self.moments.tolist(), self.planned_durations.tolist(), strict=True)
        return {
            name: _activity(moments, planned, self.runs)
            for name, moments, planned in rows
            if name not in self.summaries
        }

    def spread(self, activity_id: str, confidence: float) -> tuple[Minute, Minute]:
        """Return the start and the finish that an activity keeps with that confidence, where `spread` named it."""
        if activity_id not in self.spread_ids:
            msg = f"The dates of activity {activity_id} were not kept: name it in `spread`."
            raise PlanError(msg, [activity_id])
        row = self.spread_ids.index(activity_id)
        done = self.starts_of[row] != SKIPPED
        if not done.any():
            msg = f"Activity {activity_id} was done in no run."
            raise PlanError(msg, [activity_id])
        start, finish = np.sort(self.starts_of[row, done]), np.sort(self.finishes_of[row, done])
        return int(_percentile(start, confidence)), int(_percentile(finish, confidence))

    def convergence(self, confidence: float = 0.8, within_minutes: float = 480) -> Convergence:
        """Return how sure the figures are, and how many runs would make the percentile sure to `within_minutes`."""
        return convergence(_kept(self.finishes, "finish"), confidence, within_minutes)


def _kept(values: NDArray[_Number], what: str) -> NDArray[_Number]:
    if not len(values):
        msg = f"The {what} of each run was not kept: ask for it with `keep`."
        raise PlanError(msg)
    return values


def _rank(confidence: float, runs: int) -> int:
    if not 0 <= confidence <= 1:
        msg = f"A confidence of {confidence} does not lie between 0 and 1."
        raise PlanError(msg)
    return max(1, math.ceil(confidence * runs - _WHOLE))


def _percentile(rising: NDArray[_Number], confidence: float) -> float:
    return float(rising[_rank(confidence, len(rising)) - 1])


def _activity(moments: list[int], planned: int, runs: int) -> ActivityRisk:
    done = moments[DONE_RUNS]
    if not done:
        return ActivityRisk(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    # whole numbers as long as possible: the difference of two large sums would lose its digits
    own_spread = max(done * moments[SUM_XX] - moments[SUM_X] ** 2, 0)
    end_spread = max(done * moments[SUM_YY] - moments[SUM_Y] ** 2, 0)
    together = done * moments[SUM_XY] - moments[SUM_X] * moments[SUM_Y]
    varies = own_spread > 0 and end_spread > 0
    sensitivity = together / math.sqrt(own_spread) / math.sqrt(end_spread) if varies else 0.0
    criticality = moments[CRITICAL_RUNS] / done
    return ActivityRisk(
        share_done=done / runs,
        mean_minutes=planned + moments[SUM_X] / done,
        sd_minutes=math.sqrt(own_spread / (done * max(done - 1, 1))),
        criticality=criticality,
        sensitivity=sensitivity,
        cruciality=criticality * abs(sensitivity),
        sensitivity_index=criticality * math.sqrt(own_spread / end_spread) if varies else 0.0,
    )
