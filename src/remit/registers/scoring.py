"""The scale of risks, and what follows from an assessment: bands, score, expected value. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from remit.registers.models import RiskKind, Strategy

BANDS = (1, 2, 3, 4, 5)
HUNDRED = 100
# per cent at which the second and each further band begins; more than the last of impact is needed for its fifth
PROBABILITY_EDGES = (10, 30, 50, 70)
IMPACT_EDGES = (1, 3, 5, 10)
# where a risk that is put into a cell of the matrix is taken to lie
PROBABILITY_MIDDLES = (Decimal("0.05"), Decimal("0.2"), Decimal("0.4"), Decimal("0.6"), Decimal("0.85"))
IMPACT_MIDDLES = (Decimal("0.005"), Decimal("0.02"), Decimal("0.04"), Decimal("0.075"), Decimal("0.15"))
# at and above this score a risk is red, at and above that amber
RED, AMBER = 15, 6
STRATEGIES = {
    RiskKind.THREAT: (
        Strategy.AVOID, Strategy.REDUCE, Strategy.TRANSFER, Strategy.SHARE, Strategy.ACCEPT, Strategy.CONTINGENCY,
    ),
    RiskKind.OPPORTUNITY: (Strategy.EXPLOIT, Strategy.ENHANCE, Strategy.SHARE, Strategy.ACCEPT),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scale:
    """What impacts are measured against: the budget and the working days that are left; None where unknown."""

    budget_minor: int | None
    days: int | None


@dataclass(frozen=True, slots=True)
class Size:
    """Probability and impacts of a risk as they were stated, before or after the response."""

    probability: Decimal
    cost_minor: int | None = None
    days: int | None = None
    cost_band: int | None = None
    days_band: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What follows from a size: the bands, the score from 1 to 25, and the expected value with its sign."""

    probability_band: int
    cost_band: int | None
    days_band: int | None
    impact_band: int
    score: int
    emv_minor: int | None


def probability_band(probability: Decimal) -> int:
    """Return the band of a probability; one at an edge belongs to the band above."""
    return 1 + sum(probability * HUNDRED >= edge for edge in PROBABILITY_EDGES)


def impact_band(amount: int, whole: int) -> int:
    """Return the band of an impact as a share of a whole above zero; just a tenth is still the fourth."""
    *lower, last = IMPACT_EDGES
    return 1 + sum(amount * HUNDRED >= edge * whole for edge in lower) + (amount * HUNDRED > last * whole)


def expected_minor(kind: str, probability: Decimal, cost_minor: int) -> int:
    """Return probability times impact in minor units, half to even; minus for a threat."""
    value = int((probability * cost_minor).to_integral_value(ROUND_HALF_EVEN))
    return -value if kind == RiskKind.THREAT else value


def band_of(amount: int | None, whole: int | None, stated: int | None) -> int | None:
    """Return the band that an amount is measured to be in, or the one stated where it cannot be measured."""
    return impact_band(amount, whole) if amount is not None and whole else stated


def judged(kind: str, size: Size, scale: Scale) -> Judged:
    """Return bands, score and expected value; one impact at least must have a band."""
    cost = band_of(size.cost_minor, scale.budget_minor, size.cost_band)
    days = band_of(size.days, scale.days, size.days_band)
    chance, impact = (
        probability_band(size.probability),
        max(each for each in (cost, days) if each is not None),
    )
    emv = None if size.cost_minor is None else expected_minor(kind, size.probability, size.cost_minor)
    return Judged(chance, cost, days, impact, chance * impact, emv)


def colour_of(score: int | None) -> str:
    """Return the colour of a score."""
    if score is None:
        return "grey"
    return "red" if score >= RED else "amber" if score >= AMBER else "green"


def probability_range(band: int) -> tuple[int, int]:
    """Return the per cent between which a band of probability lies."""
    edges = (0, *PROBABILITY_EDGES, HUNDRED)
    return edges[band - 1], edges[band]


def impact_range(band: int) -> tuple[int, int | None]:
    """Return the per cent between which a band of impact lies; the last has no end."""
    edges = (0, *IMPACT_EDGES, None)
    low = edges[band - 1]
    assert low is not None  # noqa: S101 - only the last end is open
    return low, edges[band]


def portions(whole: int) -> Iterator[tuple[int, int | None]]:
    """Yield each band of impact in units of a whole, rounded down."""
    for band in BANDS:
        low, high = impact_range(band)
        yield whole * low // HUNDRED, None if high is None else whole * high // HUNDRED


def rises(kind: str, before: Size, after: Size) -> bool:
    """Return whether the response leaves a threat larger, or an opportunity smaller, than without it."""
    sign = 1 if kind == RiskKind.THREAT else -1
    for was, now in ((before.cost_minor, after.cost_minor), (before.days, after.days)):
        if was is None and now is None:
            continue
        if sign * (after.probability * (now or 0) - before.probability * (was or 0)) > 0:
            return True
    return False
