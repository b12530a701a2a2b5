"""Who could do what: suggestions that say what they weigh, and leave the decision to people.

The cost of a pair is skill shortfall + load after + context switch + share of unpopular work - growth wish -
continuity, in thousandths of points. The sum over all work is least, with one doer for each piece of work, within
what each person has left of the time that may be planned, and only with the certificates that are mandatory.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

from remit.engine.selection.assigning import Pairs, assign

PLANNABLE = Fraction(85, 100)
POINT = 1000
MOST_ALTERNATIVES = 3


class Part(StrEnum):
    """A part of the cost of giving a piece of work to a person."""

    SHORTFALL = "skill-shortfall"
    LOAD = "load-after"
    SWITCH = "context-switch"
    UNPOPULAR = "unpopular-share"
    GROWTH = "growth-wish"
    CONTINUITY = "continuity"


class Obstacle(StrEnum):
    """Why a person cannot do a piece of work, or nobody gets it."""

    CERTIFICATE = "certificate"
    CAPACITY = "capacity"
    OTHERS_NEED_THEM = "others-need-them"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who could do work: skills with levels, time and planned load in minutes, what they are at.

    `contexts` are the projects they work on now; `wishes` skills they want to grow in; `unpopular_done` how much
    unpopular work they did lately.
    """

    id: str
    capacity_minutes: int
    load_minutes: int = 0
    skills: Mapping[str, int] | None = None
    certificates: frozenset[str] = frozenset()
    contexts: frozenset[str] = frozenset()
    wishes: frozenset[str] = frozenset()
    unpopular_done: int = 0

    def __post_init__(self) -> None:
        if self.capacity_minutes <= 0 or self.load_minutes < 0:
            msg = f"Person {self.id} has no time, or a load below zero."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work: its minutes, skills it needs with levels, mandatory certificates, its project.

    `continues` is who did what it goes on from.
    """

    id: str
    minutes: int
    skills: Mapping[str, int] | None = None
    certificates: frozenset[str] = frozenset()
    context: str = ""
    continues: str | None = None
    is_unpopular: bool = False

    def __post_init__(self) -> None:
        if self.minutes < 0:
            msg = f"Work {self.id} takes less than no time."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class DelegationWeights:
    """Points for a level of skill that is missing, a full load, a new context, and so on."""

    shortfall: int = 10
    load: int = 10
    switch: int = 3
    unpopular: int = 4
    growth: int = 4
    continuity: int = 5
    peak: int = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Who could do a piece of work, what that costs by part, and who else could, with how much more it costs.

    `person_id` is None where nobody can; `obstacle` then says why, of the person who comes nearest.
    """

    work_id: str
    person_id: str | None
    cost: float = 0.0
    parts: tuple[tuple[Part, float], ...] = ()
    alternatives: tuple[tuple[str, float], ...] = ()
    obstacle: Obstacle | None = None


@dataclass(frozen=True, slots=True)
class Delegation:
    """All suggestions in the order of the work, the load ratios after them, and how even these are (Jain)."""

    suggestions: tuple[Suggestion, ...]
    load_ratios: Mapping[str, float]
    fairness: float | None
    is_proved: bool


_DEFAULT = DelegationWeights()


def delegate(
    people: Sequence[Person],
    work: Sequence[Work],
    *,
    weights: DelegationWeights = _DEFAULT,
    plannable: Fraction = PLANNABLE,
    unpopular_share: Fraction = Fraction(1, 2),
    time_limit: float = 10.0,
    seed: int = 0,
) -> Delegation:
    """Return who could do what at least cost; as much work as possible is given to somebody.

    Nobody gets more than `plannable` of their time, nor more than `unpopular_share` of the unpopular work (one
    piece is always allowed). Beside the pairs' costs the highest load ratio counts with the weight `peak`.
    Raises `ValueError` for two people or pieces of work with one id.
    """
    if len({each.id for each in people}) < len(people) or len({each.id for each in work}) < len(work):
        raise ValueError("Two people, or two pieces of work, have the same id.")
    room = [int(each.capacity_minutes * plannable) - each.load_minutes for each in people]
    pairs = _pairs(people, work, weights, room, unpopular_share)
    doers, is_proved = assign(pairs, time_limit=time_limit, seed=seed)
    ratios = _ratios(people, work, doers)
    suggestions = tuple(
        _suggestion(people, item, None if who is None else people[who], weights, room)
        for item, who in zip(work, doers, strict=True)
    )
    return Delegation(suggestions, ratios, jain(tuple(ratios.values())), is_proved)


def _pairs(
    people: Sequence[Person],
    work: Sequence[Work],
    weights: DelegationWeights,
    room: Sequence[int],
    unpopular_share: Fraction,
) -> Pairs:
    unpopular = tuple(at for at, item in enumerate(work) if item.is_unpopular)
    return Pairs(
        costs={
            (at, who): sum(points for _part, points in parts_of(person, item, weights))
            for at, item in enumerate(work)
            for who, person in enumerate(people)
            if item.certificates <= person.certificates
        },
        minutes=tuple(each.minutes for each in work),
        room=tuple(room),
        load=tuple((each.load_minutes, each.capacity_minutes) for each in people),
        peak=weights.peak * POINT,
        special=unpopular,
        most_special=max(1, ceil(len(unpopular) * unpopular_share)),
    )


def parts_of(
    person: Person, work: Work, weights: DelegationWeights = _DEFAULT
) -> tuple[tuple[Part, int], ...]:
    """Return the parts of the cost of a pair, in thousandths of points; those that are nothing are left out."""
    have, need = person.skills or {}, work.skills or {}
    short = sum(max(0, level - have.get(skill, 0)) for skill, level in need.items())
    load = Fraction(person.load_minutes + work.minutes, person.capacity_minutes)
    parts = (
        (Part.SHORTFALL, weights.shortfall * short * POINT),
        (Part.LOAD, round(weights.load * load * POINT)),
        (Part.SWITCH, weights.switch * POINT if work.context and work.context not in person.contexts else 0),
        (Part.UNPOPULAR, weights.unpopular * person.unpopular_done * POINT if work.is_unpopular else 0),
        (Part.GROWTH, -weights.growth * POINT if person.wishes.intersection(need) else 0),
        (Part.CONTINUITY, -weights.continuity * POINT if work.continues == person.id else 0),
    )
    return tuple((part, points) for part, points in parts if points)


def _ratios(people: Sequence[Person], work: Sequence[Work], doers: Sequence[int | None]) -> dict[str, float]:
    added = [0] * len(people)
    for item, who in zip(work, doers, strict=True):
        if who is not None:
            added[who] += item.minutes
    return {
        each.id: (each.load_minutes + more) / each.capacity_minutes
        for each, more in zip(people, added, strict=True)
    }


def _suggestion(
    people: Sequence[Person], work: Work, doer: Person | None, weights: DelegationWeights, room: Sequence[int]
) -> Suggestion:
    if doer is None:
        return Suggestion(work.id, None, obstacle=_obstacle(people, work, room))
    parts = parts_of(doer, work, weights)
    cost = sum(points for _part, points in parts)
    others = [
        (each.id, (sum(points for _part, points in parts_of(each, work, weights)) - cost) / POINT)
        for each, minutes in zip(people, room, strict=True)
        if each is not doer and work.certificates <= each.certificates and work.minutes <= minutes
    ]
    others.sort(key=lambda each: (each[1], each[0]))
    shown = tuple((part, points / POINT) for part, points in parts)
    return Suggestion(work.id, doer.id, cost / POINT, shown, tuple(others[:MOST_ALTERNATIVES]))


def _obstacle(people: Sequence[Person], work: Work, room: Sequence[int]) -> Obstacle:
    certified = [at for at, each in enumerate(people) if work.certificates <= each.certificates]
    if not certified:
        return Obstacle.CERTIFICATE
    if all(work.minutes > room[at] for at in certified):
        return Obstacle.CAPACITY
    return Obstacle.OTHERS_NEED_THEM


def jain(loads: Sequence[float]) -> float | None:
    """Return Jain's fairness (sum x)^2 / (n sum x^2): 1 where all are alike, 1/n where one has all; None of nothing."""
    squares = sum(each * each for each in loads)
    return sum(loads) ** 2 / (len(loads) * squares) if squares else None


def thin_skills(
    people: Sequence[Person], skills: Sequence[str], *, level: int = 3, fewest: int = 2
) -> tuple[str, ...]:
    """Return the skills that fewer than two people have at level 3 or above: somebody should grow into them."""
    return tuple(
        skill
        for skill in skills
        if sum((each.skills or {}).get(skill, 0) >= level for each in people) < fewest
    )
