"""What the options of a feasibility study are worth, as the engine computes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from remit.engine.value import (
    Figure,
    InternalRates,
    Stream,
    benefit_cost_ratio,
    discounted_payback,
    internal_rate_of_return,
    net_present_value,
    payback,
    sensitivity,
)
from remit.projects.feasibility_content import flows_of, rate_of

CHANGE = Decimal("0.2")


@dataclass(frozen=True, slots=True)
class Swing:
    """The net present value where one thing is a fifth less and a fifth more: `what` is rate, costs or benefits.

    `break_even` is the factor on it at which nothing is won or lost; None for the rate, whose zero is the IRR.
    """

    what: str
    less_minor: int
    more_minor: int
    break_even: float | None = None

    @property
    def width(self) -> int:
        """Return how far the value moves, in minor units."""
        return abs(self.more_minor - self.less_minor)


@dataclass(frozen=True, slots=True)
class Worth:
    """One option: flows by year in minor units, its figures, and what moves its value, the most first."""

    name: str
    flows: tuple[int, ...]
    npv: Figure
    irr: InternalRates
    payback: Figure
    discounted_payback: Figure
    ratio: Figure
    swings: tuple[Swing, ...]


def worth_of(option: Mapping[str, Any], rate: Decimal) -> Worth:
    """Return what one option is worth at a discount `rate` (a share of one)."""
    costs, benefits = flows_of(option)
    flows = tuple(benefit - cost for cost, benefit in zip(costs, benefits, strict=True))
    return Worth(
        option["name"],
        flows,
        net_present_value(flows, rate),
        internal_rate_of_return(flows),
        payback(flows),
        discounted_payback(flows, rate),
        benefit_cost_ratio(benefits, costs, rate),
        _swings(flows, costs, benefits, rate),
    )


def _swings(
    flows: tuple[int, ...], costs: tuple[int, ...], benefits: tuple[int, ...], rate: Decimal
) -> tuple[Swing, ...]:
    streams = [Stream("costs", tuple(-each for each in costs)), Stream("benefits", benefits)]
    found = [
        Swing(each.name, int(each.less.value or 0), int(each.more.value or 0), each.break_even)
        for each in sensitivity(streams, rate, change=CHANGE)
    ]
    less, more = (net_present_value(flows, rate * factor).value for factor in (1 - CHANGE, 1 + CHANGE))
    found.append(Swing("rate", int(less or 0), int(more or 0)))
    return tuple(sorted(found, key=lambda each: -each.width))


def worths(content: Mapping[str, Any]) -> list[Worth]:
    """Return what each option of a study is worth, in the study's order."""
    rate = rate_of(content)
    return [worth_of(option, rate) for option in content["options"]]
