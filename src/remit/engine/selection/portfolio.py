"""Which projects to do: the portfolio of most value within budgets and skills of every year.

max sum v[i] x[i] subject to sum cost[i,t] x[i] <= B[t], sum effort[i,s,t] x[i] <= Cap[s,t], mandatory x[i] = 1, at
most one of an exclusion, x[i] <= x[j] for a prerequisite (Chopra and Schmidt at PMI). Solved exactly in whole numbers
by OR-Tools' CP-SAT with one worker, so that the same question has the same answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from remit.engine.selection.choosing import Choice, Rows, choose

Weight = int | Fraction | Decimal


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project that could be done.

    `value` and `costs` (by year) are minor units of money or points; `effort` is pairs of skill and need by year;
    `variance` is that of the value, in its unit squared. `requires` names what must be done with it.
    """

    id: str
    value: int
    costs: tuple[int, ...] = ()
    effort: tuple[tuple[str, tuple[int, ...]], ...] = ()
    variance: int = 0
    is_mandatory: bool = False
    requires: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        needs = [need for _skill, years in self.effort for need in years]
        if any(each < 0 for each in (*self.costs, *needs, self.variance)):
            msg = f"Project {self.id} has a cost, need or variance below zero."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Limits:
    """What there is: money by year, capacity of each skill by year, and sets of which one at most is done.

    A year or skill that is not named has nothing to give.
    """

    budgets: tuple[int, ...]
    capacity: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    exclusions: tuple[tuple[str, ...], ...] = ()


class Answer(StrEnum):
    """Whether the selection is proved to be the best, the best found in time, or there is none."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Selection:
    """A set of projects in the order given, its value, cost by year and effort by skill and year.

    `worth` is what was maximised: the value less risk aversion times variance. `bound` is what no set can exceed.
    """

    answer: Answer
    ids: tuple[str, ...] = ()
    value: int = 0
    worth: float = 0.0
    bound: float = 0.0
    variance: int = 0
    costs: tuple[int, ...] = ()
    effort: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def select(
    candidates: Sequence[Candidate],
    limits: Limits,
    *,
    risk_aversion: Weight = 0,
    time_limit: float = 10.0,
    seed: int = 0,
) -> Selection:
    """Return the set of most worth; raises `ValueError` for unknown or repeated ids.

    `time_limit` is in seconds; when it runs out, the best set so far is returned with its bound.
    """
    choice = choose(rows_of(candidates, limits, risk_aversion), time_limit=time_limit, seed=seed)
    return selection_of(candidates, limits, choice, risk_aversion)


def at_year(years: Sequence[int], year: int) -> int:
    """Return what a row of years says of one; nothing for a year that it does not name."""
    return years[year] if year < len(years) else 0


def known(candidates: Sequence[Candidate], ids: Iterable[str]) -> dict[str, int]:
    """Return the place of each candidate; raises `ValueError` for repeated ids and for `ids` that are not there."""
    places = {each.id: at for at, each in enumerate(candidates)}
    if len(places) < len(candidates):
        raise ValueError("Two projects have the same id.")
    unknown = [each for each in ids if each not in places]
    if unknown:
        msg = f"There is no project {', '.join(sorted(unknown))} among the candidates."
        raise ValueError(msg)
    return places


def rows_of(candidates: Sequence[Candidate], limits: Limits, risk_aversion: Weight) -> Rows:
    """Return the question as sums and caps by place: one for each year of money, and of each skill."""
    places = known(
        candidates,
        [
            *(each for one in candidates for each in one.requires),
            *(each for group in limits.exclusions for each in group),
        ],
    )
    years = range(max((len(limits.budgets), *(len(each.costs) for each in candidates))))
    capped = [
        (tuple(at_year(each.costs, year) for each in candidates), at_year(limits.budgets, year))
        for year in years
    ]
    efforts = [dict(each.effort) for each in candidates]
    for skill in sorted({*limits.capacity, *(skill for each in efforts for skill in each)}):
        have = limits.capacity.get(skill, ())
        needs = [each.get(skill, ()) for each in efforts]
        years = range(max((len(have), *(len(each) for each in needs))))
        capped += [(tuple(at_year(each, year) for each in needs), at_year(have, year)) for year in years]
    return Rows(
        worth=tuple(each.value - Fraction(risk_aversion) * each.variance for each in candidates),
        capped=tuple(capped),
        fixed=tuple(places[each.id] for each in candidates if each.is_mandatory),
        exclusive=tuple(tuple(places[each] for each in group) for group in limits.exclusions),
        implied=tuple((places[one.id], places[other]) for one in candidates for other in one.requires),
    )


def selection_of(
    candidates: Sequence[Candidate], limits: Limits, choice: Choice, risk_aversion: Weight
) -> Selection:
    """Return the selection that a choice by place means."""
    if choice.chosen is None:
        return Selection(Answer.INFEASIBLE if choice.is_proved else Answer.UNKNOWN)
    found = described(candidates, limits, choice.chosen)
    worth = found.value - Fraction(risk_aversion) * found.variance
    answer = Answer.OPTIMAL if choice.is_proved else Answer.FEASIBLE
    return replace(found, answer=answer, worth=float(worth), bound=float(choice.bound))


def described(candidates: Sequence[Candidate], limits: Limits, chosen: Sequence[bool]) -> Selection:
    """Return a set with its sums, whatever it breaks."""
    taken = [each for each, is_in in zip(candidates, chosen, strict=True) if is_in]
    years = max((len(limits.budgets), *(len(each.costs) for each in taken)))
    effort: dict[str, list[int]] = {}
    for each in taken:
        for skill, needs in each.effort:
            so_far = effort.setdefault(skill, [])
            so_far.extend([0] * (len(needs) - len(so_far)))
            for year, need in enumerate(needs):
                so_far[year] += need
    value = sum(each.value for each in taken)
    return Selection(
        Answer.FEASIBLE,
        tuple(each.id for each in taken),
        value,
        float(value),
        float(value),
        sum(each.variance for each in taken),
        tuple(sum(at_year(each.costs, year) for each in taken) for year in range(years)),
        {skill: tuple(needs) for skill, needs in sorted(effort.items())},
    )
