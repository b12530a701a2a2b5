"""How far the figures of a simulation would move if it were done again."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BATCHES = 20
_SCORE_95 = 1.959963984540054  # the two-sided 95 % point of the normal distribution


@dataclass(frozen=True, slots=True)
class Convergence:
    """Standard errors in minutes of the clock, and how many runs would do.

    `percentile_error` is by batch means: the spread of the percentile over BATCHES batches, divided by the root
    of their number. `runs_needed` make the half width of the 95 % interval of the percentile `within_minutes`.
    """

    runs: int
    mean_error: float
    percentile: float
    percentile_error: float
    within_minutes: float
    runs_needed: int

    @property
    def is_enough(self) -> bool:
        """Return whether as many runs were done as are needed."""
        return self.runs >= self.runs_needed


def convergence(finishes: NDArray[np.int64], confidence: float, within_minutes: float) -> Convergence:
    """Return the errors of the mean and of a percentile of `finishes` [runs], in the order of the runs."""
    runs = len(finishes)
    mean_error = float(finishes.std(ddof=1) / math.sqrt(runs)) if runs > 1 else math.inf
    size = runs // BATCHES
    if size < 1:
        return Convergence(runs, mean_error, confidence, math.inf, within_minutes, runs + 1)
    batches = np.sort(finishes[: size * BATCHES].reshape(BATCHES, size), axis=1)
    found = batches[:, max(1, math.ceil(confidence * size - 1e-9)) - 1]
    error = float(found.std(ddof=1) / math.sqrt(BATCHES))
    needed = math.ceil(runs * (_SCORE_95 * error / within_minutes) ** 2) if within_minutes > 0 else runs
    return Convergence(runs, mean_error, confidence, error, within_minutes, max(needed, BATCHES))
