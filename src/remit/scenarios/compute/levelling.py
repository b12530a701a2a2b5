"""Levelling of a stored plan: what its activities would have to state so that no resource has too much to do."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from remit.engine import levelling
from remit.engine import model as engine
from remit.engine.levelling import Cause, Levelling, LevelStatus, Limit, Objective
from remit.planning.compute import problem_for, translated
from remit.planning.models import Activity, Plan, RuleSet

if TYPE_CHECKING:
    from remit.engine.levelling import Hold

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wish:
    """What levelling is asked for: what is made small, how little is to move, and how long it may search."""

    objective: str = Objective.FINISH
    stability: float = 0.0
    seconds: int = 10


@dataclass(frozen=True, slots=True)
class Found:
    """What levelling found: the fields that activities would state, and why each lies where it would.

    `fields` and `follows` are by the key of an activity; `follows` is the one whose link it follows.
    """

    status: str
    gap: float
    seconds: float
    fields: Mapping[str, Fields]
    causes: Mapping[str, Cause]
    follows: Mapping[str, str]

    @property
    def is_there(self) -> bool:
        """Return whether a placement was found."""
        return self.status in {LevelStatus.OPTIMAL, LevelStatus.FEASIBLE}


def find_levelling(plan: Plan, wish: Wish, *, stopped: Callable[[], bool] | None = None) -> Found:
    """Return where levelling would put the activities of a plan, each in one piece; nothing is stored.

    Raises `Invalid` where the plan cannot be scheduled.
    """
    problem = problem_for(plan)
    whole = replace(problem, activities=tuple(replace(each, can_split=False) for each in problem.activities))
    return translated(lambda: _found(plan, whole, wish, stopped))


def _found(plan: Plan, problem: engine.Problem, wish: Wish, stopped: Callable[[], bool] | None) -> Found:
    found = levelling.level(
        problem,
        Limit(wish.seconds, workers=1),
        objective=Objective(wish.objective),
        stability=wish.stability,
        cancelled=stopped,
    )
    holding = levelling.holds(problem, found) if found.activities else {}
    stated = Activity.objects.filter(project_id=plan.project_id)
    return Found(
        found.status,
        found.gap,
        found.seconds,
        _fields(plan, stated, holding),
        _causes(found),
        {key: each.held_by for key, each in holding.items() if each.held_by},
    )


def _causes(found: Levelling) -> dict[str, Cause]:
    return {key: each.cause for key, each in found.activities.items() if each.cause is not None}


def _fields(plan: Plan, stated: Iterable[Activity], holding: Mapping[str, "Hold"]) -> dict[str, Fields]:
    """Return what changes: a delay by the rules of Microsoft Project, by those of P6 an earliest start."""
    found = {}
    for each in stated:
        hold = holding.get(each.key)
        if hold is None:
            continue
        fields = _dated(each, hold) if plan.rules == RuleSet.PRIMAVERA else _delayed(each, hold)
        if fields:
            found[each.key] = fields
    return found


def _delayed(activity: Activity, hold: "Hold") -> Fields:
    if hold.delay_minutes == activity.levelling_delay_minutes:
        return {}
    return {"levelling_delay_minutes": hold.delay_minutes}


def _dated(activity: Activity, hold: "Hold") -> Fields:
    if not hold.delay_minutes or hold.start == activity.start_minute:
        return {}
    if activity.constraint in {"asap", "snet"}:
        return {"constraint": "snet", "constraint_minute": hold.start}
    return {"second_constraint": "snet", "second_constraint_minute": hold.start}
