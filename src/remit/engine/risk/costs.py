"""What a plan costs: what differs from run to run, and what is the same in every run."""

from collections.abc import Collection
from dataclasses import dataclass, field

from remit.engine.model import (
    Activity,
    ActivityCost,
    Distribution,
    Fixed,
    Pert,
    Problem,
    ResourceKind,
    RiskModel,
    Triangular,
)
from remit.engine.risk.columns import draws_rest, planned_minutes
from remit.engine.risk.quantiles import Specs

_HOUR = 60


@dataclass(slots=True)
class CostColumns:
    """Activities whose cost differs from run to run; `rates` are money in minor units for a minute of duration.

    `planned` is the cost of the plan without uncertainty: durations as planned, estimates at their likeliest.
    """

    ids: list[str] = field(default_factory=list)
    specs: list[int] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    event_specs: list[int] = field(default_factory=list)
    summaries: set[str] = field(default_factory=set)
    constant: float = 0.0
    planned: float = 0.0


def likeliest(distribution: Distribution | None) -> float:
    """Return the most likely value of a three-point estimate, the mean of others, nothing for none."""
    if distribution is None:
        return 0.0
    return distribution.likely if isinstance(distribution, Pert | Triangular) else distribution.mean


def cost_columns(
    problem: Problem, specs: Specs, uncertain: Collection[str], skippable: Collection[str]
) -> CostColumns:
    """Return what activities and events cost."""
    risk = problem.risk or RiskModel()
    stated = {each.activity_id: each for each in risk.costs}
    once, rates = _assignments(problem) if risk.counts_assignments else ({}, {})
    parents = {each.parent_id for each in problem.activities if each.parent_id is not None}
    found = CostColumns(summaries=parents)
    for activity in problem.activities:
        if not activity.is_active:
            continue
        own = stated.get(activity.id, ActivityCost(activity.id))
        fixed, rate = once.get(activity.id, 0.0), rates.get(activity.id, 0.0) + own.rate_per_hour / _HOUR
        minutes = 0 if activity.id in parents else planned_minutes(activity)
        done = rate * activity.actual_duration_minutes if draws_rest(activity) else 0.0
        found.planned += fixed + done + rate * minutes + likeliest(own.fixed)
        _add(found, activity, own, (fixed + done, rate), specs, uncertain, skippable, minutes)
    for event in risk.events:
        found.event_specs.append(-1 if event.cost is None else specs.add(event.cost))
    return found


def _add(
    found: CostColumns,
    activity: Activity,
    own: ActivityCost,
    sizes: tuple[float, float],
    specs: Specs,
    uncertain: Collection[str],
    skippable: Collection[str],
    minutes: int,
) -> None:
    once, rate = sizes
    differs = (rate and activity.id in uncertain) or (own.fixed and not isinstance(own.fixed, Fixed))
    skipped = activity.id in skippable and (once or rate or own.fixed)
    if not (differs or skipped):
        found.constant += once + rate * minutes + likeliest(own.fixed)
        return
    found.ids.append(activity.id)
    if own.fixed is None:
        found.specs.append(specs.add(Fixed(once)))
    else:
        found.specs.append(specs.add(own.fixed))
        found.constant += once
    found.rates.append(rate)


def _assignments(problem: Problem) -> tuple[dict[str, float], dict[str, float]]:
    """Return what assignments cost once, and for each minute of the activity's duration, by activity."""
    resources = {each.id: each for each in problem.resources}
    lengths = {each.id: each.duration_minutes for each in problem.activities}
    once: dict[str, float] = {}
    rates: dict[str, float] = {}
    for each in problem.assignments:
        resource = resources.get(each.resource_id or "")
        works = resource is not None and resource.kind == ResourceKind.WORK
        money = float(each.cost)
        if not money and resource is not None and works:
            money = resource.rate * each.work_minutes / _HOUR
        length = lengths[each.activity_id]
        if works and length:
            rates[each.activity_id] = rates.get(each.activity_id, 0.0) + money / length
        else:
            once[each.activity_id] = once.get(each.activity_id, 0.0) + money
    return once, rates
