"""How much two projects overlap: whether they should be one programme, or talk to each other at least.

Score = 0.4 shared hours of people + 0.3 shared deliverables and requirements + 0.2 overlap in time + 0.1 shared
stakeholders, each from 0 to 1. Shares are of the smaller of the two, so that a small project within a large one shows.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

PEOPLE, RESULTS, TIME, STAKEHOLDERS = (Fraction(each, 10) for each in (4, 3, 2, 1))


@dataclass(frozen=True, slots=True)
class Scope:
    """What a project takes and makes: minutes of work by person, results, dates (inclusive), stakeholders."""

    minutes: Mapping[str, int]
    results: frozenset[str]
    starts: dt.date
    ends: dt.date
    stakeholders: frozenset[str]

    def __post_init__(self) -> None:
        if self.ends < self.starts or any(each < 0 for each in self.minutes.values()):
            raise ValueError("A project ends after it starts and takes no time below zero.")


@dataclass(frozen=True, slots=True)
class Overlap:
    """The score and its four parts, each from 0 to 1."""

    score: float
    people: float
    results: float
    time: float
    stakeholders: float


def overlap(one: Scope, other: Scope) -> Overlap:
    """Return how much two projects overlap; the order does not matter."""
    people = _share(
        sum(min(each, other.minutes.get(key, 0)) for key, each in one.minutes.items()),
        sum(one.minutes.values()),
        sum(other.minutes.values()),
    )
    results = _share(len(one.results & other.results), len(one.results), len(other.results))
    both = (min(one.ends, other.ends) - max(one.starts, other.starts)).days + 1
    time = _share(max(0, both), _days(one), _days(other))
    stakeholders = _share(
        len(one.stakeholders & other.stakeholders), len(one.stakeholders), len(other.stakeholders)
    )
    score = PEOPLE * people + RESULTS * results + TIME * time + STAKEHOLDERS * stakeholders
    return Overlap(float(score), float(people), float(results), float(time), float(stakeholders))


def _days(scope: Scope) -> int:
    return (scope.ends - scope.starts).days + 1


def _share(both: int, one: int, other: int) -> Fraction:
    smaller = min(one, other)
    return Fraction(both, smaller) if smaller else Fraction(0)
