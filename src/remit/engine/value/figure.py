"""A figure that can be asked why: its value, its unit, the formula and what went into it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Unit(StrEnum):
    """What a figure counts: money in minor units, working minutes, periods of a plan, shares of one."""

    MONEY = "money"
    MINUTES = "minutes"
    PERIODS = "periods"
    RATIO = "ratio"
    SHARE = "share"


class Reason(StrEnum):
    """Why a figure has no value."""

    NOTHING_SPENT = "nothing-spent"
    NOTHING_EARNED = "nothing-earned"
    NOTHING_PLANNED = "nothing-planned"
    NO_BUDGET = "no-budget"
    NO_ESTIMATE = "no-estimate"
    NOT_ACHIEVABLE = "not-achievable"
    NOTHING_LEFT = "nothing-left"
    NO_TIME_PASSED = "no-time-passed"
    NO_TIME_LEFT = "no-time-left"
    NO_RATE = "no-rate"
    SEVERAL_RATES = "several-rates"
    NEVER_PAID_BACK = "never-paid-back"
    NO_COST = "no-cost"

    @property
    def sentence(self) -> str:
        """Return the reason in words."""
        return _SENTENCES[self]


_SENTENCES = {
    Reason.NOTHING_SPENT: "Nothing has been spent, so it cannot be divided by.",
    Reason.NOTHING_EARNED: "Nothing has been earned, so it cannot be divided by.",
    Reason.NOTHING_PLANNED: "Nothing was to be done by this date, so it cannot be divided by.",
    Reason.NO_BUDGET: "There is no budget.",
    Reason.NO_ESTIMATE: "Nobody has estimated what is left from the bottom up.",
    Reason.NOT_ACHIEVABLE: "Not achievable: work is left, but no money within this total.",
    Reason.NOTHING_LEFT: "All the work is done, so no effort is left to be better or worse.",
    Reason.NO_TIME_PASSED: "No time has passed yet.",
    Reason.NO_TIME_LEFT: "Not achievable: work is left, but no time within this plan.",
    Reason.NO_RATE: "No rate of return makes this worth nothing: the sum never changes its sign.",
    Reason.SEVERAL_RATES: "More than one rate of return fits, so none of them says which is better.",
    Reason.NEVER_PAID_BACK: "What was spent does not come back within these flows.",
    Reason.NO_COST: "There is no cost to compare with.",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A computed figure: `value` in `unit`, or None with the `reason`; never infinite.

    `formula` is written with the names of `inputs`. Money and minutes are whole, rounded half to even once at
    the end; ratios are the exact fraction rounded once to a float.
    """

    name: str
    value: float | None
    unit: Unit
    formula: str
    inputs: tuple[tuple[str, float | None], ...] = ()
    reason: Reason | None = None

    def __post_init__(self) -> None:
        if (self.value is None) is (self.reason is None):
            msg = f"The figure {self.name} needs either a value or a reason why there is none."
            raise ValueError(msg)
        if self.value is not None and not math.isfinite(self.value):
            msg = f"The figure {self.name} is not finite."
            raise ValueError(msg)

    @property
    def why(self) -> str:
        """Return formula and inputs in one line, and the reason where there is no value."""
        inputs = ", ".join(
            f"{name} = {'n/a' if value is None else f'{value:,.10g}'}" for name, value in self.inputs
        )
        line = f"{self.name} = {self.formula}" + (f" with {inputs}" if inputs else "")
        return f"{line}. {self.reason.sentence}" if self.reason else line


WHOLE = frozenset({Unit.MONEY, Unit.MINUTES})


def figure(
    name: str,
    exact: Fraction | int | Reason,
    unit: Unit,
    formula: str,
    **inputs: Fraction | int | Figure | None,
) -> Figure:
    """Return the figure of an exact value, rounded as its unit demands, or of the reason why there is none."""
    shown = tuple((key.upper(), plain(value)) for key, value in inputs.items())
    if isinstance(exact, Reason):
        return Figure(name, None, unit, formula, shown, exact)
    value = round(exact) if unit in WHOLE else float(exact)
    return Figure(name, value, unit, formula, shown)


def plain(value: Fraction | int | Figure | None) -> float | None:
    """Return a value as it is shown among the inputs of a figure."""
    if isinstance(value, Figure):
        return value.value
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else float(value)
    return value


def figures_as_json(figures: Mapping[str, Figure]) -> dict[str, dict[str, object]]:
    """Return figures by key as plain values for JSON."""
    return {
        key: {
            "value": each.value,
            "unit": each.unit.value,
            "formula": each.formula,
            "inputs": dict(each.inputs),
            **({"reason": each.reason.value, "why": each.reason.sentence} if each.reason else {}),
        }
        for key, each in figures.items()
    }
