"""A stored plan with what is uncertain about it, drawn many times over: dates, money, and which risks decide."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from remit.engine import model as engine
from remit.engine import risk as engine_risk
from remit.engine.network import schedule
from remit.planning.compute import problem_for, translated
from remit.planning.models import Plan
from remit.registers.models import Risk, RiskKind
from remit.scenarios.models import Estimate, EstimateMethod

if TYPE_CHECKING:  # loads the kernels
    from remit.engine.risk import Ranked, RiskResult

FEWEST, MOST, USUAL = 1_000, 50_000, 10_000
MOST_SEED = 2**31 - 1
MOST_SPREAD = 10.0
POINTS = 40
LISTED = 15
PERCENTILES = (10, 50, 80, 90)
_PERT_WEIGHT = 4


@dataclass(frozen=True, slots=True)
class Spread:
    """Factors of the remaining duration of every activity that nobody estimated with a range."""

    low: float
    likely: float
    high: float


@dataclass(frozen=True, slots=True)
class Wish:
    """How often a plan is drawn, from which seed, and what is assumed where nothing is stated."""

    runs: int = USUAL
    seed: int = 1
    spread: Spread | None = None
    per_day_minor: int = 0

    @property
    def stated(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is uncertain about a plan, and what of it could not be used."""

    problem: engine.Problem
    ranged: int
    spread: int
    events: int
    without_driver: tuple[str, ...]
    unassessed: tuple[str, ...]


def inputs_of(plan: Plan, wish: Wish, risks: Sequence[Risk], drivers: Mapping[int, Sequence[str]]) -> Inputs:
    """Return the plan's problem with ranges of estimates, the spread of all others, and open risks as events.

    `drivers` are the keys of activities by the number of a risk. Raises nothing for a risk that cannot be used: it is
    named among what was left out.
    """
    problem = translated(lambda: without_crews_of_begun_work(problem_for(plan)))
    ranges = tuple(_ranges(problem, Estimate.objects.filter(project_id=plan.project_id, is_current=True)))
    known = {each.id for each in problem.activities}
    assessed = [each for each in risks if each.probability is not None]
    events = tuple(
        event
        for event in (
            _event(each, drivers.get(each.pk, ()), known, plan.minutes_per_day) for each in assessed
        )
        if event.impacts or event.cost
    )
    model = engine.RiskModel(uncertainties=ranges, events=events, overhead_per_day=float(wish.per_day_minor))
    whole = replace(problem, risk=model)
    if wish.spread is not None:
        whole = engine_risk.spread_over(whole, wish.spread.low, wish.spread.likely, wish.spread.high)
    all_ranges = len(whole.risk.uncertainties) if whole.risk is not None else 0
    acting = {event.id for event in events if event.impacts}
    return Inputs(
        whole,
        len(ranges),
        all_ranges - len(ranges),
        len(events),
        tuple(each.key for each in assessed if each.days and each.key not in acting),
        tuple(each.key for each in risks if each.probability is None),
    )


def without_crews_of_begun_work(problem: engine.Problem) -> engine.Problem:
    """Return the plan without who works on what has begun, where that changes no date; else the plan as it is.

    The engine schedules begun work with a crew run by run, which takes a hundred times as long; what remains of it
    follows its own calendar in nearly every plan, not those of its people.
    """
    begun = {
        each.id for each in problem.activities if each.actual_start is not None and each.actual_finish is None
    }
    assignments = tuple(each for each in problem.assignments if each.activity_id not in begun)
    less = replace(problem, assignments=assignments)
    return (
        less if len(assignments) < len(problem.assignments) and _dates(less) == _dates(problem) else problem
    )


def _dates(problem: engine.Problem) -> dict[str, tuple[int, int, bool]]:
    return {
        key: (each.start, each.finish, each.critical) for key, each in schedule(problem).activities.items()
    }


def _ranges(problem: engine.Problem, estimates: Iterable[Estimate]) -> Iterable[engine.Uncertainty]:
    stated = {each.activity_key: each for each in estimates}
    parents = {each.parent_id for each in problem.activities}
    for each in problem.activities:
        estimate = stated.get(each.id)
        open_work = each.is_active and each.actual_finish is None and each.duration_minutes > 0
        if estimate is not None and each.id not in parents and open_work:
            shape = _shape(estimate, each.duration_minutes)
            if shape is not None:
                yield engine.Uncertainty(each.id, shape)


def _shape(estimate: Estimate, planned: int) -> engine.Pert | engine.Triangular | None:
    """Return the range of an estimate as factors of what is planned; None where it states no range."""
    low, said, high = estimate.low_minutes, estimate.minutes, estimate.high_minutes
    if low is None or said is None or high is None or not low < high:
        return None
    if estimate.method == EstimateMethod.PERT:
        likely = ((_PERT_WEIGHT + 2) * said - low - high) / _PERT_WEIGHT
        return engine.Pert(low / planned, _between(low, likely, high) / planned, high / planned)
    # three points of a triangle have their mean kept; of a size the median is what it most likely takes
    likely = 3 * said - low - high if estimate.method == EstimateMethod.TRIANGULAR else said
    return engine.Triangular(low / planned, _between(low, likely, high) / planned, high / planned)


def _between(low: float, value: float, high: float) -> float:
    return min(max(low, value), high)


def _event(risk: Risk, acts_on: Sequence[str], known: set[str], per_day: int) -> engine.RiskEvent:
    met = [key for key in acts_on if key in known]
    kind = engine.EventKind.OPPORTUNITY if risk.kind == RiskKind.OPPORTUNITY else engine.EventKind.THREAT
    answered = risk.residual_probability is not None
    after = engine.Mitigation(
        probability=float(risk.residual_probability or 0),
        impacts=_impacts(met, risk.residual_days, per_day),
        cost=engine.Fixed(float(risk.residual_cost_minor or 0)),
        price=float(risk.response_cost_minor or 0),
    )
    return engine.RiskEvent(
        risk.key,
        risk.key,
        float(risk.probability or 0),
        _impacts(met, risk.days, per_day),
        engine.Fixed(float(risk.cost_minor)) if risk.cost_minor else None,
        kind,
        after if answered else None,
    )


def _impacts(keys: Sequence[str], days: int | None, per_day: int) -> tuple[engine.Impact, ...]:
    if not days:
        return ()
    sure = engine.Fixed(float(days * per_day))
    return tuple(engine.Impact(key, sure, engine.Measure.MINUTES) for key in keys)


def drawn(
    inputs: Inputs,
    wish: Wish,
    *,
    promised: int,
    budget_minor: int,
    tell: Callable[[str, float], None] = lambda _doing, _share: None,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the figures of a simulation and its sums, both as JSON keeps them.

    `promised` is the minute up to which the promise is kept. Of money what runs cost more or less than the plan is
    added to `budget_minor`. `tell` is called with what is being done and which share of it, and stops by raising.
    """
    return translated(lambda: _drawn(inputs, wish, promised, budget_minor, tell))


def _drawn(
    inputs: Inputs, wish: Wish, promised: int, budget: int, tell: Callable[[str, float], None]
) -> tuple[dict[str, Any], dict[str, Any]]:
    found = engine_risk.simulate(
        inputs.problem, wish.runs, wish.seed, workers=1, progress=_told(tell, "drawing")
    )
    answered = inputs.problem.risk is not None and any(e.mitigation for e in inputs.problem.risk.events)
    after = (
        engine_risk.simulate(
            inputs.problem, wish.runs, wish.seed, mitigated=True, workers=1, progress=_told(tell, "answering")
        )
        if answered
        else None
    )
    ranked = engine_risk.rank_risks(
        inputs.problem, wish.runs, wish.seed, whole=found, workers=1, progress=_told(tell, "ranking")
    )
    sure = found.convergence()
    figures = {
        "planned": found.planned_finish,
        "promised": promised,
        "promise": found.probability_by(promised),
        "plan": found.probability_by(found.planned_finish),
        "finish": _finishes(found),
        "after": None if after is None else {**_finishes(after), "promise": after.probability_by(promised)},
        "error": sure.percentile_error if math.isfinite(sure.percentile_error) else None,
        "needed": sure.runs_needed,
        "activities": _activities(found),
        "risks": [_ranked(each) for each in ranked[:LISTED]],
        "inputs": {
            "ranged": inputs.ranged,
            "spread": inputs.spread,
            "events": inputs.events,
            "without_driver": list(inputs.without_driver),
            "unassessed": list(inputs.unassessed),
        },
    }
    return figures, _money(found, after, promised, budget, ranked)


def _told(tell: Callable[[str, float], None], doing: str) -> Callable[[int, int], bool]:
    def progress(done: int, whole: int) -> bool:
        tell(doing, done / whole)
        return True

    return progress


def _finishes(found: "RiskResult") -> dict[str, Any]:
    return {
        **{f"p{each}": found.finish_at(each / 100) for each in PERCENTILES},
        "mean": round(found.mean_finish),
        "curve": [found.finish_at(each / POINTS) for each in range(POINTS + 1)],
    }


def _activities(found: "RiskResult") -> list[dict[str, Any]]:
    decisive = sorted(
        found.activities.items(), key=lambda pair: (-pair[1].cruciality, -pair[1].criticality, pair[0])
    )
    return [
        {"key": key, "criticality": each.criticality, "cruciality": each.cruciality, "sd": each.sd_minutes}
        for key, each in decisive[:LISTED]
        if each.criticality
    ]


def _ranked(each: "Ranked") -> dict[str, Any]:
    return {"key": each.id, "minutes": each.finish_minutes, "mean": each.mean_finish_minutes}


def _money(
    found: "RiskResult",
    after: "RiskResult | None",
    promised: int,
    budget: int,
    ranked: Sequence["Ranked"],
) -> dict[str, Any]:
    """Return the sums of a simulation: the budget, and what runs cost more or less than the plan does."""
    more = budget - found.planned_cost
    return {
        "budget": budget,
        **_sums(found, more),
        "within": found.probability_within(found.planned_cost),
        "joint": found.joint_confidence(promised, found.planned_cost),
        "frontier": [[finish, round(cost + more)] for finish, cost in found.frontier(0.8, 6)],
        "after": None if after is None else _sums(after, more),
        "risks": {each.id: round(each.cost) for each in ranked},
    }


def _sums(found: "RiskResult", more: float) -> dict[str, Any]:
    return {
        **{f"p{each}": round(found.cost_at(each / 100) + more) for each in PERCENTILES},
        "mean": round(found.mean_cost + more),
        "curve": [round(found.cost_at(each / POINTS) + more) for each in range(POINTS + 1)],
    }
