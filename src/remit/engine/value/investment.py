"""Is it worth it: net present value, rates of return, payback, benefit to cost, sensitivity.

Flows are whole minor units of money at the ends of periods 0, 1, 2 ... Arithmetic is exact (fractions of whole
numbers); money is rounded half to even once, at the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from remit.engine.value.figure import Figure, Reason, Unit, figure
from remit.engine.value.roots import positive_roots

Rate = Decimal | Fraction | float | str
MOST_FLOWS = 600


def _exact(rate: Rate) -> Fraction:
    """Return a rate as written: the float 0.08 means eight percent, not its nearest binary fraction."""
    exact = Fraction(str(rate)) if isinstance(rate, float) else Fraction(rate)
    if exact <= -1:
        raise ValueError("A rate must be above -1: at -100 % nothing is worth anything.")
    return exact


def _checked(flows: Sequence[int]) -> Sequence[int]:
    if not 0 < len(flows) <= MOST_FLOWS:
        msg = f"There must be 1 to {MOST_FLOWS} flows."
        raise ValueError(msg)
    return flows


def _present(flows: Sequence[int], rate: Fraction) -> Fraction:
    """Return the present value, by Horner's rule from the last flow back."""
    value, factor = Fraction(0), 1 / (1 + rate)
    for flow in reversed(flows):
        value = value * factor + flow
    return value


def net_present_value(flows: Sequence[int], rate: Rate) -> Figure:
    """Return the sum of flow[t] / (1 + rate)^t; raises `ValueError` for a rate of -1 or less."""
    exact = _exact(rate)
    value = _present(_checked(flows), exact)
    return figure("NPV", value, Unit.MONEY, "sum of CF[t] / (1 + R)^t", r=exact, n=len(flows))


@dataclass(frozen=True, slots=True)
class InternalRates:
    """Every rate above -1 at which the flows are worth nothing, ascending; `figure` has a value only for one."""

    rates: tuple[float, ...]
    figure: Figure


def internal_rate_of_return(flows: Sequence[int]) -> InternalRates:
    """Return the rates at which the net present value is zero; there may be none, one or several.

    The roots are isolated by Descartes' rule in whole numbers, so none is missed, and are exact to 1e-12; a value that
    touches zero without crossing it is one root.
    """
    polynomial = list(_checked(flows))
    rates = sorted(float(1 / root - 1) for root in positive_roots(polynomial))
    exact: Fraction | Reason = Reason.NO_RATE
    if rates:
        exact = Fraction(rates[0]) if len(rates) == 1 else Reason.SEVERAL_RATES
    return InternalRates(
        tuple(rates), figure("IRR", exact, Unit.RATIO, "the rate at which NPV = 0", n=len(flows))
    )


def payback(flows: Sequence[int]) -> Figure:
    """Return after how many periods the flows have paid back for good; within a period money flows evenly."""
    return _payback("payback", [Fraction(each) for each in _checked(flows)])


def discounted_payback(flows: Sequence[int], rate: Rate) -> Figure:
    """Return after how many periods the discounted flows have paid back for good."""
    factor = 1 / (1 + _exact(rate))
    return _payback("discounted payback", [flow * factor**at for at, flow in enumerate(_checked(flows))])


def _payback(name: str, flows: Sequence[Fraction]) -> Figure:
    so_far, paid = Fraction(0), Fraction(0)
    exact: Fraction | Reason = paid
    for at, flow in enumerate(flows):
        before, so_far = so_far, so_far + flow
        if so_far < 0:
            exact = Reason.NEVER_PAID_BACK
        elif before < 0:
            exact = paid = at - 1 + -before / flow
    return figure(name, exact, Unit.PERIODS, "when the sum of flows last rises to zero", n=len(flows))


def benefit_cost_ratio(benefits: Sequence[int], costs: Sequence[int], rate: Rate) -> Figure:
    """Return the present value of benefits over that of costs; both are stated above zero."""
    exact = _exact(rate)
    worth, price = _present(_checked(benefits), exact), _present(_checked(costs), exact)
    ratio: Fraction | Reason = worth / price if price else Reason.NO_COST
    return figure("BCR", ratio, Unit.RATIO, "PV of benefits / PV of costs", b=worth, c=price, r=exact)


@dataclass(frozen=True, slots=True)
class Stream:
    """A named part of a case: what flows in (above zero) or out (below zero) at the end of each period."""

    name: str
    flows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How the net present value answers to one stream: at `less` and `more` of it, and what it may shrink to.

    `break_even` is the factor on the stream at which the case is worth nothing; None where no factor does that.
    """

    name: str
    less: Figure
    more: Figure
    break_even: float | None

    @property
    def swing(self) -> float:
        """Return the difference that the change makes, in minor units."""
        return abs((self.more.value or 0) - (self.less.value or 0))


def sensitivity(
    streams: Sequence[Stream], rate: Rate, *, change: Rate = Decimal("0.2")
) -> tuple[Sensitivity, ...]:
    """Return what a change of each stream by `change` either way does to the value, the greatest first.

    The value is linear in every stream, so the factor at which it is zero is exact.
    """
    exact, by = _exact(rate), _exact(change)
    worth = {each.name: _present(_checked(each.flows), exact) for each in streams}
    if len(worth) < len(streams):
        raise ValueError("Two streams have the same name.")
    total = sum(worth.values(), Fraction(0))
    found = [
        Sensitivity(
            name,
            figure("NPV", total - by * each, Unit.MONEY, "NPV - D x S", npv=total, d=by, s=each),
            figure("NPV", total + by * each, Unit.MONEY, "NPV + D x S", npv=total, d=by, s=each),
            float(1 - total / each) if each else None,
        )
        for name, each in worth.items()
    ]
    return tuple(sorted(found, key=lambda each: -each.swing))
