"""Control charts: the centre and the limits of chance, by Shewhart's three standard deviations.

Formulas: NIST/SEMATECH e-Handbook of Statistical Methods, section 6.3, and Montgomery, Introduction to Statistical
Quality Control; constants in `remit.engine.flow.constants`.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import fmean, stdev

from remit.engine.flow.constants import c4, d2, d3
from remit.engine.flow.run_rules import DEFAULT_RULES, RunRule, Signal, signals

WIDTH = 3  # standard deviations from the centre to a limit
FEWEST_VALUES = 2


class ChartKind(StrEnum):
    """What a chart shows."""

    INDIVIDUALS = "individuals"
    MOVING_RANGES = "moving-ranges"
    AVERAGES = "averages"
    RANGES = "ranges"
    DEVIATIONS = "deviations"
    P = "p"
    NP = "np"
    C = "c"
    U = "u"


# the scatter of these is lopsided, so runs on one side of the centre say little
ONLY_LIMITS = frozenset({ChartKind.MOVING_RANGES, ChartKind.RANGES, ChartKind.DEVIATIONS})


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: the values, for each point its limits, the centre, and where rules speak.

    `sigmas` is the standard deviation of each point by chance alone. A limit below what can occur is moved to
    where it can; for p charts the upper one too.
    """

    kind: ChartKind
    values: tuple[float, ...]
    centre: float
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    sigmas: tuple[float, ...]
    signals: tuple[Signal, ...]

    @property
    def is_stable(self) -> bool:
        """Return whether no rule has spoken."""
        return not self.signals


Rules = Iterable[RunRule]
Subgroups = Sequence[Sequence[float]]


def individuals(values: Sequence[float], rules: Rules = DEFAULT_RULES) -> tuple[Chart, Chart]:
    """Return the charts of single values and of their moving ranges (I-MR).

    Limits of the values lie at the mean and 3 / d2(2) = 2.66 mean moving ranges from it.
    """
    _need(len(values))
    ranges = [abs(after - before) for before, after in pairwise(values)]
    spread = fmean(ranges)
    chart = _chart(ChartKind.INDIVIDUALS, values, fmean(values), [spread / d2(2)] * len(values), rules)
    sigma = spread * d3(2) / d2(2)
    return chart, _chart(ChartKind.MOVING_RANGES, ranges, spread, [sigma] * len(ranges), rules, least=0.0)


def averages_and_ranges(subgroups: Subgroups, rules: Rules = DEFAULT_RULES) -> tuple[Chart, Chart]:
    """Return the charts of averages and ranges of subgroups of one size, 2 to 25 (Xbar-R)."""
    size = _size(subgroups)
    averages = [fmean(each) for each in subgroups]
    ranges = [max(each) - min(each) for each in subgroups]
    spread, count = fmean(ranges), len(subgroups)
    sigma = spread / d2(size) / math.sqrt(size)
    chart = _chart(ChartKind.AVERAGES, averages, fmean(averages), [sigma] * count, rules)
    sigma = spread * d3(size) / d2(size)
    return chart, _chart(ChartKind.RANGES, ranges, spread, [sigma] * count, rules, least=0.0)


def averages_and_deviations(subgroups: Subgroups, rules: Rules = DEFAULT_RULES) -> tuple[Chart, Chart]:
    """Return the charts of averages and standard deviations of subgroups of one size (Xbar-S)."""
    size = _size(subgroups)
    averages = [fmean(each) for each in subgroups]
    deviations = [stdev(each) for each in subgroups]
    spread, count = fmean(deviations), len(subgroups)
    sigma = spread / c4(size) / math.sqrt(size)
    chart = _chart(ChartKind.AVERAGES, averages, fmean(averages), [sigma] * count, rules)
    sigma = spread * math.sqrt(1 - c4(size) ** 2) / c4(size)
    return chart, _chart(ChartKind.DEVIATIONS, deviations, spread, [sigma] * count, rules, least=0.0)


def p_chart(bad: Sequence[int], sizes: Sequence[int], rules: Rules = DEFAULT_RULES) -> Chart:
    """Return the chart of the share of bad items in samples of any size."""
    _counts(bad, sizes, of_items=True)
    centre = sum(bad) / sum(sizes)
    sigmas = [math.sqrt(centre * (1 - centre) / size) for size in sizes]
    shares = [count / size for count, size in zip(bad, sizes, strict=True)]
    return _chart(ChartKind.P, shares, centre, sigmas, rules, least=0.0, most=1.0)


def np_chart(bad: Sequence[int], size: int, rules: Rules = DEFAULT_RULES) -> Chart:
    """Return the chart of the number of bad items in samples of one size."""
    _counts(bad, [size] * len(bad), of_items=True)
    centre = fmean(bad)
    sigma = math.sqrt(centre * (1 - centre / size))
    return _chart(ChartKind.NP, bad, centre, [sigma] * len(bad), rules, least=0.0, most=float(size))


def c_chart(defects: Sequence[int], rules: Rules = DEFAULT_RULES) -> Chart:
    """Return the chart of the number of defects in equal areas of opportunity."""
    _counts(defects, [1] * len(defects))
    centre = fmean(defects)
    return _chart(ChartKind.C, defects, centre, [math.sqrt(centre)] * len(defects), rules, least=0.0)


def u_chart(defects: Sequence[int], sizes: Sequence[float], rules: Rules = DEFAULT_RULES) -> Chart:
    """Return the chart of defects for each unit, in samples of any number of units."""
    _counts(defects, sizes)
    centre = sum(defects) / sum(sizes)
    sigmas = [math.sqrt(centre / size) for size in sizes]
    rates = [count / size for count, size in zip(defects, sizes, strict=True)]
    return _chart(ChartKind.U, rates, centre, sigmas, rules, least=0.0)


def _need(count: int) -> None:
    if count < FEWEST_VALUES:
        raise ValueError("A control chart needs two points or more.")


def _size(subgroups: Subgroups) -> int:
    _need(len(subgroups))
    sizes = {len(each) for each in subgroups}
    if len(sizes) != 1:
        raise ValueError("All subgroups must have the same number of values.")
    return sizes.pop()


def _counts(counts: Sequence[int], sizes: Sequence[float], *, of_items: bool = False) -> None:
    _need(len(counts))
    if len(counts) != len(sizes):
        raise ValueError("Each count needs the size of its sample.")
    if any(size <= 0 for size in sizes) or any(count < 0 for count in counts):
        raise ValueError("Samples hold something, and counts are never below zero.")
    if of_items and any(count > size for count, size in zip(counts, sizes, strict=True)):
        raise ValueError("No sample has more bad items than items.")


def _chart(
    kind: ChartKind,
    values: Sequence[float],
    centre: float,
    sigmas: Sequence[float],
    rules: Rules,
    *,
    least: float = -math.inf,
    most: float = math.inf,
) -> Chart:
    wanted = [rule for rule in rules if kind not in ONLY_LIMITS or rule in {RunRule.W1, RunRule.N1}]
    deviations = [_deviation(value - centre, sigma) for value, sigma in zip(values, sigmas, strict=True)]
    return Chart(
        kind,
        tuple(float(each) for each in values),
        centre,
        tuple(max(least, centre - WIDTH * sigma) for sigma in sigmas),
        tuple(min(most, centre + WIDTH * sigma) for sigma in sigmas),
        tuple(sigmas),
        signals(deviations, wanted),
    )


def _deviation(distance: float, sigma: float) -> float:
    if sigma > 0:
        return distance / sigma
    # where nothing ever varies, whatever differs is no chance
    return math.copysign(math.inf, distance) if distance else 0.0
