"""What a plan file says of budget, promise, progress and cost, as the packages that `measure` takes."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from remit.engine.formats.document import DocumentBaseline, DocumentTask, PlanDocument
from remit.engine.model import ActivityKind, Minute, Schedule
from remit.engine.value.figure import Unit
from remit.engine.value.packages import Rule, WorkPackage

SPANS = frozenset({ActivityKind.SUMMARY, ActivityKind.WBS_SUMMARY})


class Assumed(StrEnum):
    """What had to be assumed, since the file does not say."""

    PRESENT_DATES = "present-dates"
    PRESENT_COST = "present-cost"
    WORK_FOR_MONEY = "work-for-money"
    NOT_IN_BASELINE = "not-in-baseline"
    NO_PROMISED_DATES = "no-promised-dates"
    COMPUTED_DATES = "computed-dates"
    NO_DATES = "no-dates"

    @property
    def sentence(self) -> str:
        """Return the assumption in words."""
        return _SENTENCES[self]


_SENTENCES = {
    Assumed.PRESENT_DATES: "The file has no baseline: the present dates stand for the promise.",
    Assumed.PRESENT_COST: "The baseline states no cost: the cost as now foreseen stands for the budget.",
    Assumed.WORK_FOR_MONEY: "The file states no cost: minutes of work are measured instead of money.",
    Assumed.NOT_IN_BASELINE: "was added after the baseline: it has cost but no budget.",
    Assumed.NO_PROMISED_DATES: "has a baseline without dates: its present dates stand for the promise.",
    Assumed.COMPUTED_DATES: "has no dates in the file: those that its schedule computes stand for the promise.",
    Assumed.NO_DATES: "has neither promised nor present dates and is not measured.",
}


@dataclass(frozen=True, slots=True)
class Basis:
    """Packages and the unit they count in; what was assumed, in all (no id) or of one activity."""

    packages: tuple[WorkPackage, ...]
    unit: Unit
    assumed: tuple[tuple[Assumed, str], ...] = ()


def basis_of(document: PlanDocument, scheduled: Schedule | None = None) -> Basis:
    """Return the packages of a plan file: one for each active activity that is no summary.

    The promise is baseline 0. The budget is its cost; where no activity has one, the cost as now foreseen, and
    where there is none either, its work in minutes. Level of effort earns by the calendar, milestones at once,
    all else by the percentage of its duration or, where the file says so, by the physical one. The group `wbs` is
    the summary at the top of the outline. `scheduled` gives dates to what has none in the file.
    """
    parents = {each.activity.parent_id for each in document.tasks}
    leaves = [
        each
        for each in document.tasks
        if each.activity.is_active and each.activity.id not in parents and each.activity.kind not in SPANS
    ]
    reading = _Reading(document, leaves, scheduled)
    packages = [package for each in leaves if (package := reading.package(each)) is not None]
    return Basis(tuple(packages), reading.unit, (*reading.assumptions(), *reading.found))


class _Reading:
    """The choices that hold for all activities of one file."""

    def __init__(
        self, document: PlanDocument, leaves: list[DocumentTask], scheduled: Schedule | None
    ) -> None:
        self._scheduled = scheduled
        self.baselined = any(_first(each) for each in leaves)
        self.has_budget = any(promise.cost for each in leaves if (promise := _first(each)))
        self.has_money = self.has_budget or any(each.costs.cost for each in leaves)
        self.unit = Unit.MONEY if self.has_money else Unit.MINUTES
        self.found: list[tuple[Assumed, str]] = []
        self._tops = _tops(document)
        self._worked: Counter[str] = Counter()
        for row in document.assignments:
            self._worked[row.assignment.activity_id] += row.assignment.actual_work_minutes

    def assumptions(self) -> Iterator[tuple[Assumed, str]]:
        if not self.baselined:
            yield Assumed.PRESENT_DATES, ""
        if self.has_money and not self.has_budget:
            yield Assumed.PRESENT_COST, ""
        if not self.has_money:
            yield Assumed.WORK_FOR_MONEY, ""

    def package(self, task: DocumentTask) -> WorkPackage | None:
        activity, promise = task.activity, _first(task)
        late = promise is None and self.baselined
        if late and self._cost(task):
            self.found.append((Assumed.NOT_IN_BASELINE, activity.id))
        dates = self._dates(task, promise)
        if dates is None:
            self.found.append((Assumed.NO_DATES, activity.id))
            return None
        percent = task.costs.physical_percent if task.costs.earns_by_physical else activity.percent_complete
        return WorkPackage(
            id=activity.id,
            name=activity.name,
            budget=0 if late else max(0, self._budget(task, promise)),
            start=dates[0],
            finish=dates[1],
            rule=_rule(task),
            percent_complete=percent,
            actual_start=activity.actual_start,
            actual_finish=activity.actual_finish,
            actual_cost=self._cost(task),
            groups=(("wbs", self._tops[activity.id]),),
        )

    def _dates(self, task: DocumentTask, promise: DocumentBaseline | None) -> tuple[Minute, Minute] | None:
        key = task.activity.id
        dates = _span(promise.start, promise.finish) if promise else None
        if dates is not None:
            return dates
        dates = _span(task.stored_start, task.stored_finish)
        if dates is not None:
            if promise:
                self.found.append((Assumed.NO_PROMISED_DATES, key))
            return dates
        if self._scheduled is None:
            return None
        self.found.append((Assumed.COMPUTED_DATES, key))
        return self._scheduled.activities[key].start, self._scheduled.activities[key].finish

    def _budget(self, task: DocumentTask, promise: DocumentBaseline | None) -> int:
        if self.has_money:
            return promise.cost if promise and self.has_budget else task.costs.cost
        return promise.work_minutes if promise else task.work_minutes

    def _cost(self, task: DocumentTask) -> int:
        return task.costs.actual_cost if self.has_money else self._worked[task.activity.id]


def _first(task: DocumentTask) -> DocumentBaseline | None:
    return next((each for each in task.baselines if each.number == 0), None)


def _span(start: Minute | None, finish: Minute | None) -> tuple[Minute, Minute] | None:
    return None if start is None or finish is None else (start, finish)


def _rule(task: DocumentTask) -> Rule:
    kind = task.activity.kind
    if kind == ActivityKind.LEVEL_OF_EFFORT:
        return Rule.LEVEL_OF_EFFORT
    return (
        Rule.ZERO_HUNDRED if kind in {ActivityKind.MILESTONE, ActivityKind.FINISH_MILESTONE} else Rule.PERCENT
    )


def _tops(document: PlanDocument) -> dict[str, str]:
    """Return for each activity the name of the summary at the top above it, '' for what stands at the top."""
    parents = {each.activity.id: each.activity.parent_id for each in document.tasks}
    names = {each.activity.id: each.activity.name for each in document.tasks}
    found = {}
    for key, parent in parents.items():
        at, top = parent, ""
        while at is not None:
            top, at = names[at], parents.get(at)
        found[key] = top
    return found


def promises_of(document: PlanDocument) -> dict[str, tuple[Minute, Minute]]:
    """Return promised start and finish of every activity that has both in baseline 0."""
    found = {}
    for each in document.tasks:
        promise = _first(each)
        dates = _span(promise.start, promise.finish) if promise else None
        if dates is not None:
            found[each.activity.id] = dates
    return found
