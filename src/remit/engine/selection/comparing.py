"""What people chose beside what is best, and what a set breaks: counted apart from any solver."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from remit.engine.selection.portfolio import Candidate, Limits, Selection, at_year, described, known, select


class Breach(StrEnum):
    """What a set of projects breaks."""

    BUDGET = "budget"
    CAPACITY = "capacity"
    EXCLUSION = "exclusion"
    REQUIREMENT = "requirement"
    MANDATORY = "mandatory"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A set that people chose beside the best one: the value given up, and what it breaks, with whom or when."""

    chosen: Selection
    best: Selection
    value_given_up: int
    breaches: tuple[tuple[Breach, str], ...]


def compare(ids: Iterable[str], candidates: Sequence[Candidate], limits: Limits) -> Comparison:
    """Return how a set that people chose compares with the best; people decide."""
    wanted = set(ids)
    known(candidates, wanted)
    chosen = described(candidates, limits, tuple(each.id in wanted for each in candidates))
    best = select(candidates, limits)
    return Comparison(chosen, best, best.value - chosen.value, breaches(wanted, candidates, limits))


def breaches(
    ids: Iterable[str], candidates: Sequence[Candidate], limits: Limits
) -> tuple[tuple[Breach, str], ...]:
    """Return what a set breaks, counted anew and apart from any solver: nothing for a set that can be done."""
    chosen = set(ids)
    done = described(candidates, limits, tuple(each.id in chosen for each in candidates))
    return (
        *_beyond(done, limits),
        *((Breach.EXCLUSION, " ".join(group)) for group in limits.exclusions if len(chosen & {*group}) > 1),
        *_unfulfilled(chosen, candidates),
    )


def _beyond(done: Selection, limits: Limits) -> Iterator[tuple[Breach, str]]:
    for year, cost in enumerate(done.costs):
        if cost > at_year(limits.budgets, year):
            yield Breach.BUDGET, str(year)
    for skill, years in done.effort.items():
        for year, need in enumerate(years):
            if need > at_year(limits.capacity.get(skill, ()), year):
                yield Breach.CAPACITY, f"{skill} {year}"


def _unfulfilled(chosen: set[str], candidates: Sequence[Candidate]) -> Iterator[tuple[Breach, str]]:
    for each in candidates:
        missing = [other for other in each.requires if other not in chosen]
        if each.id in chosen and missing:
            yield Breach.REQUIREMENT, f"{each.id} {' '.join(missing)}"
        if each.is_mandatory and each.id not in chosen:
            yield Breach.MANDATORY, each.id
