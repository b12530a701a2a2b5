"""What in the data makes figures of earned value doubtful."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from remit.engine.model import Minute
from remit.engine.value.packages import Rule, WorkPackage

WHOLE_PERCENT = 100


class Doubt(StrEnum):
    """A reason to look at the data before believing the figures."""

    EARNED_VALUE_FELL = "earned-value-fell"
    PLANNED_VALUE_FELL = "planned-value-fell"
    ACTUAL_COST_FELL = "actual-cost-fell"
    COST_WITHOUT_PROGRESS = "cost-without-progress"
    PROGRESS_WITHOUT_COST = "progress-without-cost"
    PERCENT_OUT_OF_RANGE = "percent-out-of-range"
    MORE_UNITS_THAN_PLANNED = "more-units-than-planned"
    ACTUAL_IN_FUTURE = "actual-in-future"
    FINISHED_BUT_INCOMPLETE = "finished-but-incomplete"
    COMPLETE_BUT_UNFINISHED = "complete-but-unfinished"
    SPENT_BEYOND_BUDGET = "spent-beyond-budget"
    COST_WITHOUT_BUDGET = "cost-without-budget"

    @property
    def sentence(self) -> str:
        """Return what is doubtful in words."""
        return _SENTENCES[self]


_SENTENCES = {
    Doubt.EARNED_VALUE_FELL: "The earned value is lower than at an earlier date.",
    Doubt.PLANNED_VALUE_FELL: "Less was to be done than at an earlier date: the plan or its budget was changed.",
    Doubt.ACTUAL_COST_FELL: "The actual cost is lower than at an earlier date.",
    Doubt.COST_WITHOUT_PROGRESS: "It cost something, but nothing is earned.",
    Doubt.PROGRESS_WITHOUT_COST: "Something is earned, but it cost nothing.",
    Doubt.PERCENT_OUT_OF_RANGE: "The percentage done is below 0 or above 100; it is counted within that range.",
    Doubt.MORE_UNITS_THAN_PLANNED: "More units are done than planned; the plan may be out of date.",
    Doubt.ACTUAL_IN_FUTURE: "An actual date lies after the status date.",
    Doubt.FINISHED_BUT_INCOMPLETE: "It has an actual finish but is not wholly done.",
    Doubt.COMPLETE_BUT_UNFINISHED: "It is wholly done but has no actual finish.",
    Doubt.SPENT_BEYOND_BUDGET: "More is spent than its whole budget while work is left.",
    Doubt.COST_WITHOUT_BUDGET: "It cost something but has no budget.",
}


@dataclass(frozen=True, slots=True)
class DataFlag:
    """A doubt about one package, or about the whole where `package_id` is empty, with the figure that shows it."""

    doubt: Doubt
    package_id: str = ""
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was earned, spent and to be done at an earlier status date."""

    status: Minute
    earned: int
    cost: int
    planned: int = 0


def doubts_of(package: WorkPackage, status: Minute, earned: int) -> Iterator[DataFlag]:
    """Yield what is doubtful about one package that has `earned` so much by `status`."""
    for doubt, value in (*_about_progress(package), *_about_cost(package, earned)):
        yield DataFlag(doubt, package.id, value)
    for date in (package.actual_start, package.actual_finish):
        if date is not None and date > status:
            yield DataFlag(Doubt.ACTUAL_IN_FUTURE, package.id, date)


def _about_progress(package: WorkPackage) -> Iterator[tuple[Doubt, float]]:
    percent = package.percent_complete
    if package.rule == Rule.UNITS and package.units_done > package.units_planned:
        yield Doubt.MORE_UNITS_THAN_PLANNED, package.units_done
    if package.rule != Rule.PERCENT:
        return
    if not 0 <= percent <= WHOLE_PERCENT:
        yield Doubt.PERCENT_OUT_OF_RANGE, percent
    if package.actual_finish is not None and percent < WHOLE_PERCENT:
        yield Doubt.FINISHED_BUT_INCOMPLETE, percent
    if package.actual_finish is None and percent >= WHOLE_PERCENT:
        yield Doubt.COMPLETE_BUT_UNFINISHED, percent


def _about_cost(package: WorkPackage, earned: int) -> Iterator[tuple[Doubt, float]]:
    cost = package.actual_cost
    if cost and not package.budget:
        yield Doubt.COST_WITHOUT_BUDGET, cost
    elif cost and not earned:
        yield Doubt.COST_WITHOUT_PROGRESS, cost
    elif earned and not cost:
        yield Doubt.PROGRESS_WITHOUT_COST, earned
    if package.budget and cost > package.budget and earned < package.budget:
        yield Doubt.SPENT_BEYOND_BUDGET, cost


def doubts_over_time(readings: Sequence[Reading]) -> Iterator[DataFlag]:
    """Yield where what is earned, to be done or spent in all falls from one status date to the next."""
    for before, after in pairwise(sorted(readings, key=lambda each: each.status)):
        if after.earned < before.earned:
            yield DataFlag(Doubt.EARNED_VALUE_FELL, value=after.earned - before.earned)
        if after.planned < before.planned:
            yield DataFlag(Doubt.PLANNED_VALUE_FELL, value=after.planned - before.planned)
        if after.cost < before.cost:
            yield DataFlag(Doubt.ACTUAL_COST_FELL, value=after.cost - before.cost)
