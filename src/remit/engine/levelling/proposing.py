"""From a placement to the proposal: what moves, by how much, and why."""

from collections import defaultdict
from collections.abc import Mapping

from remit.engine.kernels.levelling_plan import (
    AT_BLOCKED_BY,
    AT_BLOCKED_UNTIL,
    AT_FINISH,
    AT_HELD_BY,
    AT_MODE,
    AT_OVERLOAD,
    AT_START,
    CALENDAR,
    NONE,
    TIME,
)
from remit.engine.kernels.working_time import between
from remit.engine.levelling.columns import Ints, ints
from remit.engine.levelling.plan import Plan
from remit.engine.levelling.reference import Dates, Reference
from remit.engine.levelling.result import Cause, CauseKind, LevelledActivity
from remit.engine.model import Activity, ConstraintKind, Minute

_MOST_NAMED = 5


def proposal(plan: Plan, dates: Ints, pieces: Ints, reference: Reference) -> dict[str, LevelledActivity]:
    """Return the proposal for every activity of a plan, from what the pass has placed."""
    users = _users(plan, dates)
    paused: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for activity, start, finish in pieces.tolist():
        paused[activity].append((start, finish))
    beyond = ints([0])
    found: dict[str, LevelledActivity] = {}
    for at, (activity, row) in enumerate(zip(plan.activities, dates, strict=True)):
        before = reference.activities[activity.id]
        start, finish, mode = int(row[AT_START]), int(row[AT_FINISH]), int(row[AT_MODE])
        calendar = (
            plan.arrays.mode[mode, TIME]
            if activity.duration_is_elapsed
            else plan.arrays.activity[at, CALENDAR]
        )
        delay = 0
        if start != before.start:
            delay = int(between(plan.table, int(calendar), before.start, start, beyond))
        way = plan.ways[mode]
        found[activity.id] = LevelledActivity(
            start=start,
            finish=finish,
            unlevelled_start=before.start,
            unlevelled_finish=before.finish,
            delay_minutes=delay,
            mode=way.mode,
            resources=way.chosen,
            pieces=_joined(paused[at]) if at in paused else (),
            cause=_cause(plan, at, row, users) if start > before.start else None,
            is_overloaded=bool(row[AT_OVERLOAD])
            or activity.id in plan.wants_more
            or _misses(activity, start, finish, before),
        )
    return found


def _misses(activity: Activity, start: Minute, finish: Minute, before: Dates) -> bool:
    """Return whether an activity lies beyond a latest date, and beyond where the critical path method leaves it."""
    pairs = (
        (activity.constraint, activity.constraint_minute),
        (activity.second_constraint, activity.second_constraint_minute),
    )
    return any(
        minute is not None
        and (
            (kind == ConstraintKind.SNLT and start > max(minute, before.start))
            or (kind == ConstraintKind.FNLT and finish > max(minute, before.finish))
        )
        for kind, minute in pairs
    )


def _joined(pieces: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    return tuple(pieces) if len(pieces) > 1 else ()


def _users(plan: Plan, dates: Ints) -> dict[str, list[tuple[int, int, str]]]:
    """Return who uses each resource, as finish, start and activity, the last to finish first."""
    users: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for activity, row in zip(plan.activities, dates, strict=True):
        for need in plan.ways[int(row[AT_MODE])].needs:
            users[need.resource_id].append((int(row[AT_FINISH]), int(row[AT_START]), activity.id))
    for each in users.values():
        each.sort(reverse=True)
    return users


def _cause(plan: Plan, at: int, row: Ints, users: Mapping[str, list[tuple[int, int, str]]]) -> Cause | None:
    """Return what delays an activity: the resource that it waited for last, else the link that holds it."""
    if row[AT_BLOCKED_BY] != NONE:
        resource, until = plan.resources[int(row[AT_BLOCKED_BY])].id, int(row[AT_BLOCKED_UNTIL])
        own = plan.activities[at].id
        by = [who for finish, start, who in users[resource] if start < until <= finish and who != own]
        return Cause(CauseKind.RESOURCE, until, resource, tuple(by[:_MOST_NAMED]))
    if row[AT_HELD_BY] != NONE:
        return Cause(CauseKind.LINK, int(row[AT_START]), by=(plan.activities[int(row[AT_HELD_BY])].id,))
    return None
