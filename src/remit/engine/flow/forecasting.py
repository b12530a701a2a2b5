"""Forecasts by resampling what was done in past periods, periods with nothing done included.

Every forecast states its seed: the same history and seed give the same answer. Numbers come from numpy's Philox,
a generator by counter.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

LEVELS = (0.5, 0.85, 0.95)
RUNS = 10_000
MOST_PERIODS = 5_000
VELOCITY_SPRINTS = (6, 10)
MOST_RUNS = 1_000_000
_DRAWN_AT_ONCE = 1_000_000
_BLOCK = 32

Numbers: TypeAlias = NDArray[np.float64]


class TooLittle(StrEnum):
    """Why there is no forecast."""

    NO_HISTORY = "no-history"
    NOTHING_DONE = "nothing-done"
    TOO_FEW = "too-few"
    TOO_FAR = "too-far"

    @property
    def sentence(self) -> str:
        """Return the reason in words."""
        return _SENTENCES[self]


_SENTENCES = {
    TooLittle.NO_HISTORY: "There is no past period to learn from.",
    TooLittle.NOTHING_DONE: "Nothing was done in any past period.",
    TooLittle.TOO_FEW: "There are too few past periods or items to state a range.",
    TooLittle.TOO_FAR: "At this level it takes longer than anybody should forecast.",
}


@dataclass(frozen=True, slots=True)
class Likelihood:
    """What holds at a level of confidence from 0 to 1; None where it lies beyond what can be forecast."""

    level: float
    value: float | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What holds at each level, from so many runs of one seed over `samples` past periods; or why nothing does."""

    likelihoods: tuple[Likelihood, ...]
    runs: int
    seed: int
    samples: int
    mean: float | None = None
    reason: TooLittle | None = None

    def at(self, level: float) -> float | None:
        """Return what holds at one of the levels asked for."""
        return next(each.value for each in self.likelihoods if each.level == level)


def when_done(
    history: Sequence[float],
    items: int | tuple[int, int],
    *,
    levels: Sequence[float] = LEVELS,
    runs: int = RUNS,
    seed: int = 0,
) -> Forecast:
    """Return within how many periods `items` are done, at each level of confidence.

    `history` is what was done in each past period (items, or points), zeros included. A pair of items is a range:
    each run draws from it evenly. The answer is the least number of periods that so many of the runs kept to.
    """
    low, high = (items, items) if isinstance(items, int) else items
    _check(history, levels, runs)
    if not 0 <= low <= high:
        raise ValueError("Items to do must be zero or more, the lower number first.")
    if not any(history):
        return _nothing(history, levels, runs, seed)
    numbers = np.random.Generator(np.random.Philox(seed))
    rest = numbers.integers(low, high, size=runs, endpoint=True).astype(np.float64)
    periods = np.sort(_periods_until_done(np.asarray(history, dtype=np.float64), rest, numbers))
    found = tuple(_known(level, float(periods[_rank(level, runs)])) for level in levels)
    mean = float(periods.mean()) if math.isfinite(periods[-1]) else None
    reason = TooLittle.TOO_FAR if any(each.value is None for each in found) else None
    return Forecast(found, runs, seed, len(history), mean, reason)


def how_many(
    history: Sequence[float],
    periods: int,
    *,
    levels: Sequence[float] = LEVELS,
    runs: int = RUNS,
    seed: int = 0,
) -> Forecast:
    """Return how many items are done at least within `periods`, at each level of confidence."""
    _check(history, levels, runs)
    if not 0 <= periods <= MOST_PERIODS:
        msg = f"A forecast reaches over 0 to {MOST_PERIODS} periods."
        raise ValueError(msg)
    if not history:
        return _nothing(history, levels, runs, seed)
    numbers = np.random.Generator(np.random.Philox(seed))
    past = np.asarray(history, dtype=np.float64)
    done = np.zeros(runs)
    block = _block(runs)
    for first in range(0, periods, block):
        done += past[numbers.integers(len(past), size=(runs, min(block, periods - first)))].sum(axis=1)
    done.sort()
    # "at least": counted from the top
    found = tuple(Likelihood(level, float(done[runs - 1 - _rank(level, runs)])) for level in levels)
    return Forecast(found, runs, seed, len(history), float(done.mean()))


def whole_periods(start: dt.date, by: dt.date, days: int) -> int:
    """Return how many periods of `days` end by the end of the day `by`, the first beginning on `start`."""
    return max(0, ((by - start).days + 1) // days)


@dataclass(frozen=True, slots=True)
class Velocity:
    """What a team does in a sprint: the range from P15 to P85 of its last sprints; never to compare teams."""

    low: float | None
    middle: float | None
    high: float | None
    sprints: int
    reason: TooLittle | None = None


def velocity(points: Sequence[float]) -> Velocity:
    """Return the range of points done per sprint over the last ten sprints; six or more are needed."""
    fewest, most = VELOCITY_SPRINTS
    last = list(points)[-most:]
    if len(last) < fewest:
        return Velocity(None, None, None, len(last), TooLittle.TOO_FEW)
    low, middle, high = (float(each) for each in np.percentile(last, (15, 50, 85)))
    return Velocity(low, middle, high, len(last))


def _check(history: Sequence[float], levels: Sequence[float], runs: int) -> None:
    if any(not 0 <= each < math.inf for each in history):
        raise ValueError("What was done in a period is zero or more.")
    if not levels or any(not 0 < each < 1 for each in levels):
        raise ValueError("A level of confidence lies between 0 and 1.")
    if not 1 <= runs <= MOST_RUNS:
        msg = f"A forecast needs 1 to {MOST_RUNS:,} runs."
        raise ValueError(msg)


def _nothing(history: Sequence[float], levels: Sequence[float], runs: int, seed: int) -> Forecast:
    reason = TooLittle.NOTHING_DONE if history else TooLittle.NO_HISTORY
    return Forecast(tuple(Likelihood(each, None) for each in levels), runs, seed, len(history), None, reason)


def _known(level: float, value: float) -> Likelihood:
    return Likelihood(level, value if math.isfinite(value) else None)


def _rank(level: float, runs: int) -> int:
    """Return the index of the least sorted value that a share `level` of the runs does not exceed."""
    return min(runs, max(1, math.ceil(level * runs - 1e-9))) - 1


def _block(runs: int) -> int:
    """Return how many periods are drawn at once, so that memory stays small for many runs."""
    return max(1, min(_BLOCK, _DRAWN_AT_ONCE // runs))


def _periods_until_done(history: Numbers, rest: Numbers, numbers: np.random.Generator) -> Numbers:
    """Return for each run after how many periods its rest is done; infinity where that takes too long."""
    runs = len(rest)
    periods = np.where(rest <= 0, 0.0, np.inf)
    done_before = np.zeros(runs)
    block = _block(runs)
    for first in range(0, MOST_PERIODS, block):
        if np.isfinite(periods).all():
            break
        drawn = history[numbers.integers(len(history), size=(runs, block))]
        done = done_before[:, np.newaxis] + drawn.cumsum(axis=1)
        reached = done >= rest[:, np.newaxis] - 1e-9
        now = reached.any(axis=1) & np.isinf(periods)
        periods[now] = first + reached[now].argmax(axis=1) + 1
        done_before = done[:, -1]
    return periods
