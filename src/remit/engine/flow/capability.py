"""Capability: whether what varies by chance fits between the limits that a customer sets.

Formulas: NIST/SEMATECH e-Handbook, section 7.1.6. Cp and Cpk take the spread within subgroups, Pp and Ppk that of
everything; both say something only of a process that is stable. The shift of 1.5 in the sigma level is a
convention and may be untrue: both figures are given.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist, fmean, stdev

from remit.engine.flow.charts import averages_and_deviations, individuals
from remit.engine.flow.constants import c4
from remit.engine.flow.run_rules import RunRule

SHIFT = 1.5
ADEQUATE, WATCH = 1.33, 1.0
MILLION = 1_000_000


class Fitness(StrEnum):
    """What a capability means: 1.33 and more is enough, from 1.00 on it is to be watched, below it is not enough."""

    ADEQUATE = "adequate"
    WATCH = "watch"
    INADEQUATE = "inadequate"


@dataclass(frozen=True, slots=True)
class Capability:
    """Capability indices; None where there is no spread, or, for Cp and Pp, only one limit.

    `is_stable` says whether a chart of the same values shows no point beyond its limits; None where only mean
    and spread are known. The `fitness` is that of `cpk`.
    """

    mean: float
    within: float
    overall: float | None
    cp: float | None
    cpk: float | None
    pp: float | None
    ppk: float | None
    fitness: Fitness | None
    is_stable: bool | None


def capability(
    mean: float,
    within: float,
    *,
    lower: float | None = None,
    upper: float | None = None,
    overall: float | None = None,
    is_stable: bool | None = None,
) -> Capability:
    """Return the capability from mean and standard deviations; one limit or both, the lower below the upper."""
    if lower is None and upper is None:
        raise ValueError("Capability needs a limit at least.")
    if lower is not None and upper is not None and lower >= upper:
        raise ValueError("The lower limit must lie below the upper one.")
    if within < 0 or (overall or 0) < 0:
        raise ValueError("A standard deviation is never below zero.")
    cp, cpk = _indices(mean, within, lower, upper)
    pp, ppk = _indices(mean, overall, lower, upper) if overall is not None else (None, None)
    return Capability(mean, within, overall, cp, cpk, pp, ppk, _fitness(cpk), is_stable)


def _indices(
    mean: float, sigma: float, lower: float | None, upper: float | None
) -> tuple[float | None, float | None]:
    if not sigma:
        return None, None
    sides = [upper - mean] if upper is not None else []
    sides += [mean - lower] if lower is not None else []
    both = (upper - lower) / (6 * sigma) if lower is not None and upper is not None else None
    return both, min(sides) / (3 * sigma)


def _fitness(index: float | None) -> Fitness | None:
    if index is None:
        return None
    if index >= ADEQUATE:
        return Fitness.ADEQUATE
    return Fitness.WATCH if index >= WATCH else Fitness.INADEQUATE


def capability_of(
    subgroups: Sequence[Sequence[float]], *, lower: float | None = None, upper: float | None = None
) -> Capability:
    """Return the capability of measured values in subgroups of one size; size one takes moving ranges."""
    values = [value for each in subgroups for value in each]
    rules = (RunRule.W1,)
    if all(len(each) == 1 for each in subgroups):
        charts = individuals(values, rules)
        within = charts[0].sigmas[0]
    else:
        charts = averages_and_deviations(subgroups, rules)
        within = charts[1].centre / c4(len(subgroups[0]))
    stable = all(each.is_stable for each in charts)
    return capability(
        fmean(values), within, lower=lower, upper=upper, overall=stdev(values), is_stable=stable
    )


@dataclass(frozen=True, slots=True)
class SigmaLevel:
    """Defects per million opportunities and what they mean in standard deviations, without and with the shift.

    None where there is no defect, or nothing but defects: then no number of deviations fits.
    """

    dpmo: float
    unshifted: float | None
    shifted: float | None


def sigma_level(defects: int, units: int, opportunities: int = 1) -> SigmaLevel:
    """Return defects / (units x opportunities) x 1,000,000 and z(1 - DPMO / 1,000,000), without and with 1.5."""
    if units <= 0 or opportunities <= 0 or not 0 <= defects <= units * opportunities:
        raise ValueError("There are units and opportunities, and no more defects than opportunities.")
    return sigma_of_dpmo(defects / (units * opportunities) * MILLION)


def sigma_of_dpmo(dpmo: float) -> SigmaLevel:
    """Return the sigma level of defects per million opportunities, 0 to 1,000,000."""
    if not 0 <= dpmo <= MILLION or math.isnan(dpmo):
        raise ValueError("Defects per million lie between 0 and 1,000,000.")
    if dpmo in {0, MILLION}:
        return SigmaLevel(dpmo, None, None)
    deviations = -NormalDist().inv_cdf(dpmo / MILLION)
    return SigmaLevel(dpmo, deviations, deviations + SHIFT)
