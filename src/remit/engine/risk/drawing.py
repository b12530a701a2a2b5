"""What a plan states about its uncertainty, as the arrays that the kernels draw from."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels.sampling import OCTAVES
from remit.engine.kernels.simulation_draws import COMMON, DURATION, Draws
from remit.engine.model import (
    Activity,
    Distribution,
    EventKind,
    Fixed,
    Impact,
    Measure,
    PlanError,
    Problem,
    RiskEvent,
    RiskModel,
    Uncertainty,
)
from remit.engine.model.time import DAY_MINUTES
from remit.engine.risk.columns import planned_minutes
from remit.engine.risk.correlation import Joint, joint_scores
from remit.engine.risk.costs import CostColumns
from remit.engine.risk.quantiles import Specs

_CERTAIN = 1 << OCTAVES  # a probability of one, in units of 2^-32
_ROUNDS_TO_ONE = 0.5

Integers = NDArray[np.int64]


def stream(kind: str, name: str) -> int:
    """Return the stream of something by its own id: what else is in the plan does not change what it draws."""
    return int.from_bytes(hashlib.blake2b(f"{kind}\0{name}".encode(), digest_size=8).digest(), "little")


def chance(probability: float) -> int:
    """Return a probability in units of 2^-32."""
    return round(probability * _CERTAIN)


@dataclass(slots=True)
class Drawn:
    """One activity whose duration differs from run to run: the row of its distribution and of its effects."""

    activity: Activity
    spec: int
    effects: list[int] = field(default_factory=list)
    may_be_zero: bool = False


@dataclass(slots=True)
class Drawing:
    """Everything drawn in a plan; `uncertain` by activity id. `warnings` are sentences for who reads the result."""

    risk: RiskModel
    specs: Specs
    uncertain: dict[str, Drawn]
    effects: list[tuple[int, int, float, bool]]
    """(event, row of the distribution, neutral value, whether it adds)."""
    joints: Sequence[Joint]
    warnings: list[str] = field(default_factory=list)

    @property
    def followers(self) -> set[str]:
        """Return what branches lead to."""
        return {each for branch in self.risk.branches for each, _share in branch.followers}

    @property
    def may_be_zero(self) -> set[str]:
        """Return what takes no time at all in some run."""
        return {name for name, each in self.uncertain.items() if each.may_be_zero}


def drawing(problem: Problem) -> Drawing:
    """Return what is drawn in a plan; raises `PlanError` where a summary is stated to be uncertain."""
    risk = problem.risk or RiskModel()
    activities = {each.id: each for each in problem.activities}
    _refuse_summaries(problem, risk)
    specs = Specs()
    effects: list[tuple[int, int, float, bool]] = []
    own = {each.activity_id: each for each in risk.uncertainties}
    acting = _effects(risk.events, specs, effects)
    uncertain: dict[str, Drawn] = {}
    for activity_id in [*own, *(each for each in acting if each not in own)]:
        activity = activities[activity_id]
        if activity.actual_finish is not None or not activity.is_active:
            continue
        spec = _duration(activity, own.get(activity_id), specs)
        found = Drawn(activity, spec, sorted(acting.get(activity_id, ()), key=lambda each: effects[each][3]))
        found.may_be_zero = _lower_bound(found, specs, effects) < _ROUNDS_TO_ONE
        uncertain[activity_id] = found
    joints = joint_scores(risk.correlations)
    drawn = Drawing(risk, specs, uncertain, effects, joints)
    for joint in joints:
        if joint.moved:
            names = ", ".join(joint.members[:6]) + (" …" if len(joint.members) > 6 else "")  # noqa: PLR2004 - a line
            drawn.warnings.append(
                f"The correlations of {names} cannot all hold at once: the nearest that can were taken, "
                f"which differ by up to {joint.moved:.3f}."
            )
    return drawn


def _refuse_summaries(problem: Problem, risk: RiskModel) -> None:
    parents = {each.parent_id for each in problem.activities}
    idle = {each.id for each in problem.activities if not each.is_active}
    stated = [each.activity_id for each in risk.uncertainties]
    stated += [impact.activity_id for event in risk.events for impact in event.impacts]
    followers = [each for branch in risk.branches for each, _share in branch.followers]
    for each in stated + followers:
        if each in parents:
            msg = f"Activity {each} is a summary: state what is uncertain about the activities below it."
            raise PlanError(msg, [each])
    for each in followers:
        if each in idle:
            msg = f"Activity {each} is inactive: no branch can lead to it."
            raise PlanError(msg, [each])


def _duration(activity: Activity, stated: Uncertainty | None, specs: Specs) -> int:
    planned = planned_minutes(activity)
    if stated is None:
        return specs.add(Fixed(planned))
    return specs.add(stated.distribution, planned if stated.measure == Measure.FACTOR else 1.0)


def _effects(
    events: Iterable[RiskEvent], specs: Specs, effects: list[tuple[int, int, float, bool]]
) -> dict[str, list[int]]:
    """Add what events do; equal impacts of one event are one effect. Return the effects on each activity."""
    acting: dict[str, list[int]] = {}
    for number, event in enumerate(events):
        known: dict[tuple[Distribution, Measure], int] = {}
        for impact in event.impacts:
            key = (impact.distribution, impact.measure)
            if key not in known:
                known[key] = len(effects)
                effects.append(_effect(number, event, impact, specs))
            acting.setdefault(impact.activity_id, []).append(known[key])
    return acting


def _effect(number: int, event: RiskEvent, impact: Impact, specs: Specs) -> tuple[int, int, float, bool]:
    if impact.measure == Measure.FACTOR:
        return number, specs.add(impact.distribution), 1.0, False
    sign = -1.0 if event.kind == EventKind.OPPORTUNITY else 1.0
    return number, specs.add(impact.distribution, sign), 0.0, True


def _lower_bound(drawn: Drawn, specs: Specs, effects: Sequence[tuple[int, int, float, bool]]) -> float:
    least = specs.bounds(drawn.spec)[0]
    for each in drawn.effects:
        _event, spec, neutral, adds = effects[each]
        low = min(neutral, specs.bounds(spec)[0])
        least = least + low if adds else least * low
    return least


def draws(found: Drawing, place: Mapping[str, int], costs: CostColumns) -> Draws:
    """Return the arrays; `place` is where activities stand."""
    risk = found.risk
    nodes = sorted(found.uncertain.values(), key=lambda each: place[each.activity.id])
    ids = [each.activity.id for each in nodes]
    members, joint = _joint_arrays(found.joints)
    return Draws(
        shapes=found.specs.shapes(),
        **_event_arrays(risk, found.effects),
        **joint,
        **_branch_arrays(risk, place),
        nodes=_integers(place[each] for each in ids),
        streams=_streams("activity", ids),
        node_spec=_integers(each.spec for each in nodes),
        member=_integers(members.get(each, -1) for each in ids),
        impact_offset=_offsets(len(each.effects) for each in nodes),
        impacts=_integers(effect for each in nodes for effect in each.effects),
        cost_nodes=_integers(-1 if each in costs.summaries else place[each] for each in costs.ids),
        cost_streams=_streams("activity", costs.ids),
        cost_spec=_integers(costs.specs),
        rates=np.array(costs.rates, dtype=np.float64),
        event_spec=_integers(costs.event_specs),
        overhead_per_minute=risk.overhead_per_day / DAY_MINUTES,
        constant_cost=float(costs.constant),
    )


def _integers(values: Iterable[int]) -> Integers:
    return np.array(list(values), dtype=np.int64)


def _offsets(lengths: Iterable[int]) -> Integers:
    return np.cumsum([0, *lengths], dtype=np.int64)


def _event_arrays(
    risk: RiskModel, effects: Sequence[tuple[int, int, float, bool]]
) -> dict[str, NDArray[Any]]:
    return {
        "events": _streams("event", (each.id for each in risk.events)),
        "chances": _integers(chance(each.probability) for each in risk.events),
        "signs": np.array([-1.0 if each.kind == EventKind.OPPORTUNITY else 1.0 for each in risk.events]),
        "effect_event": _integers(event for event, _spec, _neutral, _adds in effects),
        "effect_spec": _integers(spec for _event, spec, _neutral, _adds in effects),
        "neutral": np.array([neutral for _event, _spec, neutral, _adds in effects], dtype=np.float64),
        "adds": np.array([adds for _event, _spec, _neutral, adds in effects], dtype=np.uint8),
    }


def _streams(kind: str, names: Iterable[str]) -> NDArray[np.uint64]:
    return np.array([stream(kind, each) for each in names], dtype=np.uint64)


def _joint_arrays(joints: Sequence[Joint]) -> tuple[dict[str, int], dict[str, NDArray[Any]]]:
    """Return where each member's score stands, and the arrays of all sets one after the other."""
    members: dict[str, int] = {}
    sources: list[int] = []
    purposes: list[int] = []
    weights: list[tuple[int, float]] = []
    offsets = [0]
    for joint in joints:
        first = len(sources)
        for source in joint.sources:
            common = not isinstance(source, str)
            sources.append(
                stream("group", "\0".join(joint.members)) if common else stream("activity", str(source))
            )
            purposes.append(COMMON if common else DURATION)
        for member, row in zip(joint.members, joint.weights, strict=True):
            members[member] = len(members)
            weights.extend((first + column, weight) for column, weight in row)
            offsets.append(len(weights))
    return members, {
        "sources": np.array(sources, dtype=np.uint64),
        "source_purpose": _integers(purposes),
        "weight_offset": _integers(offsets),
        "weight_column": np.array([column for column, _weight in weights], dtype=np.int64),
        "weights": np.array([weight for _column, weight in weights], dtype=np.float64),
    }


def _branch_arrays(risk: RiskModel, place: Mapping[str, int]) -> dict[str, NDArray[Any]]:
    followers = [place[each] for branch in risk.branches for each, _share in branch.followers]
    upper: list[int] = []
    for branch in risk.branches:
        total = 0.0
        for _follower, share in branch.followers:
            total += share
            upper.append(chance(total))
    return {
        "branches": _streams("branch", (each.activity_id for each in risk.branches)),
        "branch_offset": _offsets(len(each.followers) for each in risk.branches),
        "followers": np.array(followers, dtype=np.int64),
        "upper": np.array(upper, dtype=np.int64),
    }
