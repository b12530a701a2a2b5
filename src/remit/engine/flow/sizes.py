"""T-shirt sizes, calibrated by what items of each size really took.

A size says nothing until eight of its items are done. Sizes must be ordered by their medians; where they are not,
neighbours are pooled until they are (isotonic pooling). A release is the sum of items drawn from the past of
their sizes, never a size times its mean.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from remit.engine.flow.cycle_time import FEWEST_ITEMS, percentile
from remit.engine.flow.forecasting import LEVELS, RUNS, Forecast, Likelihood, TooLittle

DRIFT = 0.25
_BLOCK = 256


@dataclass(frozen=True, slots=True)
class Size:
    """What items of one size took, in days or hours as measured; no figures while `samples` are fewer than eight.

    `pooled_with` names the sizes whose items had to be put together with this one's, itself included.
    """

    name: str
    samples: tuple[float, ...]
    p50: float | None
    p80: float | None
    p95: float | None
    pooled_with: tuple[str, ...]

    @property
    def is_calibrated(self) -> bool:
        """Return whether there are items enough to say anything."""
        return self.p50 is not None


def calibrate(history: Mapping[str, Sequence[float]]) -> tuple[Size, ...]:
    """Return every size with its figures; `history` names the sizes from the smallest up.

    Raises `ValueError` for a time below zero. The order of items within a size does not matter.
    """
    pools: list[tuple[list[str], list[float]]] = []
    small: dict[str, Size] = {}
    for name, taken in history.items():
        if any(not 0 <= each < math.inf for each in taken):
            msg = f"An item of size {name} took less than no time."
            raise ValueError(msg)
        if len(taken) < FEWEST_ITEMS:
            small[name] = Size(name, tuple(taken), None, None, None, (name,))
            continue
        pools.append(([name], list(taken)))
        while len(pools) > 1 and median(pools[-2][1]) > median(pools[-1][1]):
            names, values = pools.pop()
            pools[-1][0].extend(names)
            pools[-1][1].extend(values)
    sizes = {name: _size(name, names, values) for names, values in pools for name in names}
    return tuple(small.get(name) or sizes[name] for name in history)


def _size(name: str, names: Sequence[str], values: Sequence[float]) -> Size:
    p80, p95 = percentile(values, 0.8), percentile(values, 0.95)
    return Size(name, tuple(values), float(median(values)), p80, p95, tuple(names))


def drifted(before: Sequence[Size], now: Sequence[Size], *, by: float = DRIFT) -> tuple[str, ...]:
    """Return the sizes whose median has moved by more than a share since an earlier calibration."""
    old = {each.name: each.p50 for each in before if each.p50}
    return tuple(
        each.name
        for each in now
        if each.p50 is not None and each.name in old and abs(each.p50 / (old[each.name] or 1) - 1) > by
    )


def release_effort(
    sizes: Sequence[Size],
    counts: Mapping[str, int],
    *,
    levels: Sequence[float] = LEVELS,
    runs: int = RUNS,
    seed: int = 0,
) -> Forecast:
    """Return what `counts` items of each size take in all, at each level, in the unit of the history.

    Without a forecast where a size of which there are items is not calibrated. Raises `KeyError` for a size that
    nobody has named.
    """
    known = {each.name: each for each in sizes}
    wanted = {name: count for name, count in counts.items() if count}
    samples = sum(len(known[name].samples) for name in wanted)
    if any(not known[name].is_calibrated for name in wanted):
        nothing = tuple(Likelihood(level, None) for level in levels)
        return Forecast(nothing, runs, seed, samples, None, TooLittle.TOO_FEW)
    numbers = np.random.Generator(np.random.Philox(seed))
    total = np.zeros(runs)
    for size in sizes:  # in the order of sizes, so that the order of counts does not change the answer
        past = np.sort(np.asarray(size.samples, dtype=np.float64))
        left = wanted.get(size.name, 0)
        while left > 0:
            total += past[numbers.integers(len(past), size=(runs, min(left, _BLOCK)))].sum(axis=1)
            left -= _BLOCK
    found = tuple(Likelihood(level, percentile(total.tolist(), level)) for level in levels)
    return Forecast(found, runs, seed, samples, float(total.mean()))
