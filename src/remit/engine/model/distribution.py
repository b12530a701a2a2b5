"""Probability distributions as a plan states them; each checks itself, and knows its mean and its bounds."""

import math
from dataclasses import dataclass
from typing import TypeAlias

from remit.engine.model.errors import PlanError

P90_SCORE = 1.2815515655446004  # the standard normal quantile of 0.9


@dataclass(frozen=True, slots=True)
class Fixed:
    """One value for certain."""

    value: float

    def __post_init__(self) -> None:
        _check_finite(self.value)

    @property
    def least(self) -> float:
        """Return the least possible value."""
        return self.value

    @property
    def mean(self) -> float:
        """Return the expected value."""
        return self.value


@dataclass(frozen=True, slots=True)
class Pert:
    """Beta-PERT by optimistic, most likely and pessimistic value.

    The beta distribution on [low, high] with a = 1 + w (likely - low) / (high - low) and
    b = 1 + w (high - likely) / (high - low), `weight` w = 4; its mean is (low + w likely + high) / (w + 2).
    """

    low: float
    likely: float
    high: float
    weight: float = 4.0

    def __post_init__(self) -> None:
        _check_order(self.low, self.likely, self.high)
        if not 0 < self.weight < math.inf:
            msg = f"The weight {self.weight} of a PERT estimate is not above zero."
            raise PlanError(msg)

    @property
    def least(self) -> float:
        """Return the least possible value."""
        return self.low

    @property
    def mean(self) -> float:
        """Return the expected value."""
        return (self.low + self.weight * self.likely + self.high) / (self.weight + 2)


@dataclass(frozen=True, slots=True)
class Triangular:
    """A triangle over [low, high] with its top at `likely`; its mean is the mean of the three."""

    low: float
    likely: float
    high: float

    def __post_init__(self) -> None:
        _check_order(self.low, self.likely, self.high)

    @property
    def least(self) -> float:
        """Return the least possible value."""
        return self.low

    @property
    def mean(self) -> float:
        """Return the expected value."""
        return (self.low + self.likely + self.high) / 3


@dataclass(frozen=True, slots=True)
class Uniform:
    """Every value from `low` to `high` alike."""

    low: float
    high: float

    def __post_init__(self) -> None:
        _check_order(self.low, self.high)

    @property
    def least(self) -> float:
        """Return the least possible value."""
        return self.low

    @property
    def mean(self) -> float:
        """Return the expected value."""
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class Lognormal:
    """A value whose logarithm is normal, by its own mean and standard deviation."""

    mean: float
    sd: float

    def __post_init__(self) -> None:
        _check_finite(self.mean, self.sd)
        if self.mean <= 0 or self.sd < 0:
            raise PlanError("A lognormal estimate needs a mean above zero and a deviation not below.")

    @classmethod
    def from_percentiles(cls, p10: float, p90: float) -> "Lognormal":
        """Return the lognormal distribution that has these two percentiles."""
        _check_order(p10, p90)
        if p10 <= 0:
            raise PlanError("A lognormal estimate needs a P10 above zero.")
        middle = (math.log(p10) + math.log(p90)) / 2
        sigma = (math.log(p90) - math.log(p10)) / (2 * P90_SCORE)
        mean = math.exp(middle + sigma * sigma / 2)
        return cls(mean, mean * math.sqrt(math.expm1(sigma * sigma)))

    @property
    def sigma(self) -> float:
        """Return the standard deviation of the logarithm."""
        return math.sqrt(math.log1p((self.sd / self.mean) ** 2))

    @property
    def mu(self) -> float:
        """Return the mean of the logarithm."""
        return math.log(self.mean) - self.sigma**2 / 2

    @property
    def least(self) -> float:
        """Return the least possible value."""
        return 0.0


@dataclass(frozen=True, slots=True)
class Discrete:
    """Single values, each with its probability; the probabilities add up to 1."""

    values: tuple[float, ...]
    probabilities: tuple[float, ...]

    def __post_init__(self) -> None:
        _check_finite(*self.values, *self.probabilities)
        if len(self.values) != len(self.probabilities) or not self.values:
            raise PlanError("A discrete estimate needs as many probabilities as values, one at least.")
        if min(self.probabilities) < 0 or abs(sum(self.probabilities) - 1) > 1e-9:  # noqa: PLR2004 - rounding
            raise PlanError("The probabilities of a discrete estimate do not add up to 1.")

    @property
    def least(self) -> float:
        """Return the least possible value."""
        return min(self.values)

    @property
    def mean(self) -> float:
        """Return the expected value."""
        return sum(value * share for value, share in zip(self.values, self.probabilities, strict=True))


@dataclass(frozen=True, slots=True)
class History:
    """What was seen before: each of `values` is drawn alike, with replacement."""

    values: tuple[float, ...]

    def __post_init__(self) -> None:
        _check_finite(*self.values)
        if not self.values:
            raise PlanError("An estimate from history needs one value at least.")

    @property
    def least(self) -> float:
        """Return the least possible value."""
        return min(self.values)

    @property
    def mean(self) -> float:
        """Return the expected value."""
        return sum(self.values) / len(self.values)


Distribution: TypeAlias = Fixed | Pert | Triangular | Uniform | Lognormal | Discrete | History


def _check_finite(*values: float) -> None:
    if not all(math.isfinite(each) for each in values):
        raise PlanError("An estimate holds a value that is not a number.")


def _check_order(*values: float) -> None:
    _check_finite(*values)
    if list(values) != sorted(values):
        msg = f"The estimate {', '.join(map(str, values))} is out of order."
        raise PlanError(msg)
