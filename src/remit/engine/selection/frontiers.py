"""What else could be done: sets nearly as good, other budgets, other taste for risk, a little more money."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from remit.engine.selection.choosing import choose
from remit.engine.selection.portfolio import (
    Candidate,
    Limits,
    Selection,
    Weight,
    rows_of,
    select,
    selection_of,
)


@dataclass(frozen=True, slots=True)
class Rivals:
    """Sets nearly as good as the best, the best first; `is_complete` says that there are no others."""

    selections: tuple[Selection, ...]
    is_complete: bool


def rivals(
    candidates: Sequence[Candidate],
    limits: Limits,
    *,
    within: Weight = Fraction(2, 100),
    most: int = 10,
    risk_aversion: Weight = 0,
    time_limit: float = 10.0,
) -> Rivals:
    """Return up to `most` sets whose worth falls short of the best by at most the share `within`, best first."""
    rows = rows_of(candidates, limits, risk_aversion)
    found: list[Selection] = []
    least: Fraction | None = None
    while len(found) < most:
        choice = choose(rows, time_limit=time_limit)
        if choice.chosen is None:
            return Rivals(tuple(found), choice.is_proved)
        if least is None:
            least = choice.worth - abs(choice.worth) * Fraction(within)
        if choice.worth < least:
            return Rivals(tuple(found), choice.is_proved)
        found.append(selection_of(candidates, limits, choice, risk_aversion))
        rows = replace(rows, ruled_out=(*rows.ruled_out, choice.chosen))
    return Rivals(tuple(found), is_complete=False)


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """The best selection where one thing is `setting`: the factor on all budgets, or the risk aversion."""

    setting: float
    selection: Selection


def budget_frontier(
    candidates: Sequence[Candidate], limits: Limits, factors: Iterable[Weight], *, time_limit: float = 10.0
) -> tuple[FrontierPoint, ...]:
    """Return what is best with all budgets multiplied by each factor: value against cost."""
    return tuple(
        FrontierPoint(float(factor), select(candidates, _scaled(limits, factor), time_limit=time_limit))
        for factor in factors
    )


def risk_frontier(
    candidates: Sequence[Candidate], limits: Limits, aversions: Iterable[Weight], *, time_limit: float = 10.0
) -> tuple[FrontierPoint, ...]:
    """Return what is best with each risk aversion: value against variance, projects being independent."""
    return tuple(
        FrontierPoint(float(each), select(candidates, limits, risk_aversion=each, time_limit=time_limit))
        for each in aversions
    )


@dataclass(frozen=True, slots=True)
class MarginalMoney:
    """What `more` money in a year adds to the value; `per_unit` is value for each unit of it."""

    year: int
    more: int
    gain: int
    per_unit: float


def marginal_money(
    candidates: Sequence[Candidate],
    limits: Limits,
    *,
    share: Weight = Fraction(1, 10),
    time_limit: float = 10.0,
) -> tuple[MarginalMoney, ...]:
    """Return for each year what a share more of its budget would gain, one unit at least."""
    base = select(candidates, limits, time_limit=time_limit)
    found = []
    for year, budget in enumerate(limits.budgets):
        more = max(1, int(budget * Fraction(share)))
        budgets = tuple(each + (more if at == year else 0) for at, each in enumerate(limits.budgets))
        gain = select(candidates, replace(limits, budgets=budgets), time_limit=time_limit).value - base.value
        found.append(MarginalMoney(year, more, gain, gain / more))
    return tuple(found)


def _scaled(limits: Limits, factor: Weight) -> Limits:
    return replace(limits, budgets=tuple(int(each * Fraction(factor)) for each in limits.budgets))
