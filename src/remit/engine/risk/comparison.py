"""Questions that take several simulations with the same random numbers: which risk matters, what a response is worth.

What one activity or event draws does not depend on what else is in the plan, so two simulations of one seed differ
by what was changed, and by nothing else.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from remit.engine.model import Problem, RiskModel
from remit.engine.network import schedule
from remit.engine.risk.result import RiskResult
from remit.engine.risk.simulation import Progress, simulate


class RankedKind(StrEnum):
    """What was taken away: an event, the uncertainty of an activity, or the weather."""

    EVENT = "event"
    UNCERTAINTY = "uncertainty"
    WEATHER = "weather"


@dataclass(frozen=True, slots=True)
class Ranked:
    """What the plan would gain without one risk, at the percentile and on average.

    Minutes are of the clock, money in minor units. A threat gains above zero, an opportunity below.
    """

    kind: RankedKind
    id: str
    name: str
    finish_minutes: int
    mean_finish_minutes: float
    cost: float
    mean_cost: float


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """A plan before and after all mitigations, drawn with the same random numbers."""

    before: RiskResult
    after: RiskResult

    def gain(self, confidence: float) -> tuple[int, float]:
        """Return minutes of the clock and minor units gained at a percentile; the price of the responses counts."""
        finish = self.before.finish_at(confidence) - self.after.finish_at(confidence)
        return finish, self.before.cost_at(confidence) - self.after.cost_at(confidence)


@dataclass(frozen=True, slots=True)
class MergeBias:
    """What is lost where paths meet: a plan is late if any path is, a path by itself only if it is.

    `path` are the critical activities of the plan in order. `alone` is the chance that they, without all others,
    end by the planned finish; `together` the chance of the plan as a whole. `mean_minutes` is how much later the
    plan ends on average than the path alone.
    """

    path: tuple[str, ...]
    alone: float
    together: float
    mean_minutes: float

    @property
    def bias(self) -> float:
        """Return by how much the path alone overstates the chance."""
        return self.alone - self.together


def before_and_after(problem: Problem, runs: int = 10_000, seed: int = 0) -> BeforeAfter:
    """Return the plan as stated and with all mitigations in place and paid for."""
    return BeforeAfter(simulate(problem, runs, seed), simulate(problem, runs, seed, mitigated=True))


def rank_risks(
    problem: Problem,
    runs: int = 10_000,
    seed: int = 0,
    *,
    confidence: float = 0.8,
    kinds: Collection[RankedKind] = (RankedKind.EVENT,),
    whole: RiskResult | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> tuple[Ranked, ...]:
    """Return the risks by what the finish would gain without each, the greatest first: a tornado by removal.

    Each is taken away alone, all else being drawn as before. The work is one simulation for each risk, and one of the
    whole plan unless `whole` is that of the same runs and seed. `progress` is told how many of how many risks are
    done, and stops it where it answers False: those done so far are ranked.
    """
    whole = whole or simulate(problem, runs, seed, criticality=False, workers=workers)
    removals = [each for each in _removals(problem) if each[0] in kinds]
    found = []
    for kind, name, title, less in removals:
        without = simulate(less, runs, seed, criticality=False, workers=workers)
        found.append(_ranked(kind, name, title, whole, without, confidence))
        if progress is not None and progress(len(found), len(removals)) is False:
            break
    return tuple(sorted(found, key=lambda each: (-each.finish_minutes, -each.mean_finish_minutes, each.id)))


def _removals(problem: Problem) -> Iterable[tuple[RankedKind, str, str, Problem]]:
    """Return the plan without each risk."""
    risk = problem.risk or RiskModel()
    names = {each.id: each.name for each in problem.activities}
    for event in risk.events:
        others = tuple(each for each in risk.events if each is not event)
        yield RankedKind.EVENT, event.id, event.name, replace(problem, risk=replace(risk, events=others))
    for uncertainty in risk.uncertainties:
        rest = tuple(each for each in risk.uncertainties if each is not uncertainty)
        less = replace(problem, risk=replace(risk, uncertainties=rest))
        yield RankedKind.UNCERTAINTY, uncertainty.activity_id, names[uncertainty.activity_id], less
    for weather in risk.weathers:
        fair = tuple(each for each in risk.weathers if each is not weather)
        yield RankedKind.WEATHER, weather.id, weather.id, replace(problem, risk=replace(risk, weathers=fair))


def _ranked(
    kind: RankedKind, name: str, title: str, whole: RiskResult, less: RiskResult, confidence: float
) -> Ranked:
    return Ranked(
        kind,
        name,
        title,
        whole.finish_at(confidence) - less.finish_at(confidence),
        whole.mean_finish - less.mean_finish,
        whole.cost_at(confidence) - less.cost_at(confidence),
        whole.mean_cost - less.mean_cost,
    )


def merge_bias(problem: Problem, runs: int = 10_000, seed: int = 0) -> MergeBias:
    """Return by how much the critical path alone overstates the chance of the planned finish."""
    planned = schedule(problem)
    path = planned.critical_path
    kept = set(path)
    activities = tuple(
        each if each.id in kept else replace(each, is_active=False) for each in problem.activities
    )
    risk = problem.risk or RiskModel()
    alone_risk = replace(
        risk, branches=tuple(each for each in risk.branches if _lies_on(kept, each.followers))
    )
    whole = simulate(problem, runs, seed, criticality=False)
    alone = simulate(replace(problem, activities=activities, risk=alone_risk), runs, seed, criticality=False)
    return MergeBias(
        path,
        alone.probability_by(planned.finish),
        whole.probability_by(planned.finish),
        whole.mean_finish - alone.mean_finish,
    )


def _lies_on(kept: Collection[str], followers: Iterable[tuple[str, float]]) -> bool:
    return all(each in kept for each, _share in followers)
