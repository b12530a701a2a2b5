"""The parts of the performance measurement baseline, and how each of them earns its budget."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from remit.engine.model import Minute


class Rule(StrEnum):
    """How a package earns its budget; the plan earns by the same rule, so that both compare.

    `zero-hundred`: all at the finish. `fifty-fifty`: half at the start, half at the finish. `milestones`: the
    weight of each milestone when it is reached. `units`: by what is made of what is to be made. `percent`: by
    judgement. `level-of-effort`: by the calendar alone, so it is never early or late.
    """

    ZERO_HUNDRED = "zero-hundred"
    FIFTY_FIFTY = "fifty-fifty"
    MILESTONES = "milestones"
    UNITS = "units"
    PERCENT = "percent"
    LEVEL_OF_EFFORT = "level-of-effort"


class WorkingClock(Protocol):
    """What counts time between two minutes; `remit.engine.calendars.WorkingTime` is one."""

    def between(self, start: Minute, finish: Minute) -> int:
        """Return the minutes of work from `start` to `finish`."""
        ...


class WallClock:
    """Counts every minute."""

    def between(self, start: Minute, finish: Minute) -> int:
        """Return the minutes from `start` to `finish`."""
        return finish - start


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step of a package: its weight, when it is to be reached and when it was."""

    weight: int
    planned: Minute
    reached: Minute | None = None

    def __post_init__(self) -> None:
        if self.weight <= 0:
            raise ValueError("The weight of a milestone must be above zero.")


@dataclass(frozen=True, slots=True)
class WorkPackage:
    """One part of the baseline: its budget and dates as promised, its progress, and what it cost so far.

    `budget`, `actual_cost` and `estimate` (what is still needed by the team's word) are minor units of money, or
    minutes of work. `percent_complete` is 0 to 100. `groups` are keys to add up by, as pairs such as
    ("wbs", "1.2") and ("accountable", "Ada"). Raises `ValueError` where the package contradicts itself; data
    that is merely doubtful is let in and flagged by `measure`.
    """

    id: str
    name: str
    budget: int
    start: Minute
    finish: Minute
    rule: Rule = Rule.PERCENT
    percent_complete: float = 0
    units_planned: float = 0
    units_done: float = 0
    milestones: tuple[Milestone, ...] = ()
    actual_start: Minute | None = None
    actual_finish: Minute | None = None
    actual_cost: int = 0
    estimate: int | None = None
    groups: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.finish < self.start:
            msg = f"Package {self.id} '{self.name}' is to finish before it starts."
            raise ValueError(msg)
        if self.budget < 0 or (self.estimate or 0) < 0:
            msg = f"Package {self.id} '{self.name}' has a budget or estimate below zero."
            raise ValueError(msg)
        if self.rule == Rule.MILESTONES and not self.milestones:
            msg = f"Package {self.id} '{self.name}' is measured by milestones but has none."
            raise ValueError(msg)
        if self.rule == Rule.UNITS and self.units_planned <= 0:
            msg = f"Package {self.id} '{self.name}' is measured by units but plans none."
            raise ValueError(msg)


def planned_value(package: WorkPackage, minute: Minute, clock: WorkingClock) -> int:
    """Return what the package was to have earned by `minute`, in its unit, rounded half to even."""
    return _share_of(package.budget, *_planned_share(package, minute, clock))


def earned_value(package: WorkPackage, status: Minute, clock: WorkingClock) -> int:
    """Return what the package has earned by `status`, from none to its whole budget, rounded half to even."""
    if package.rule == Rule.LEVEL_OF_EFFORT:
        return planned_value(package, status, clock)
    done, whole = _done(package, status)
    return _share_of(package.budget, min(max(done, 0), whole), whole)


def _share_of(budget: int, part: int, whole: int) -> int:
    """Return budget x part / whole, rounded half to even; in whole numbers, since it is asked for very often."""
    found, rest = divmod(budget * part, whole)
    return found + (2 * rest > whole or (2 * rest == whole and found % 2))


def _planned_share(package: WorkPackage, minute: Minute, clock: WorkingClock) -> tuple[int, int]:
    if package.rule == Rule.MILESTONES:
        return _weight(package, minute, [each.planned for each in package.milestones])
    if minute >= package.finish:
        return 1, 1
    if package.rule == Rule.ZERO_HUNDRED or minute <= package.start:
        return 0, 1
    if package.rule == Rule.FIFTY_FIFTY:
        return 1, 2
    whole = clock.between(package.start, package.finish)
    # a package without working time between its dates lies at its finish
    return (clock.between(package.start, minute), whole) if whole else (0, 1)


def _done(package: WorkPackage, status: Minute) -> tuple[int, int]:
    finished = package.actual_finish is not None and package.actual_finish <= status
    if package.rule == Rule.ZERO_HUNDRED:
        return int(finished), 1
    if package.rule == Rule.FIFTY_FIFTY:
        begun = finished or (package.actual_start is not None and package.actual_start <= status)
        return int(begun) + int(finished), 2
    if package.rule == Rule.MILESTONES:
        return _weight(package, status, [each.reached for each in package.milestones])
    if package.rule == Rule.UNITS:
        return (Fraction(package.units_done) / Fraction(package.units_planned)).as_integer_ratio()
    return (Fraction(package.percent_complete) / 100).as_integer_ratio()


def _weight(package: WorkPackage, minute: Minute, dates: Sequence[Minute | None]) -> tuple[int, int]:
    pairs = zip(package.milestones, dates, strict=True)
    reached = sum(each.weight for each, date in pairs if date is not None and date <= minute)
    return reached, sum(each.weight for each in package.milestones)
