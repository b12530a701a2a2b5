"""Two standings of a plan side by side: the figures of the whole, and the activities that differ."""

from typing import Any

from remit.scenarios.compute.standing import Placed, Standing

MOST_ROWS = 2000


def compared(plan: Standing, other: Standing) -> dict[str, Any]:
    """Return how `other` differs from `plan`: figures of both, and each activity that is elsewhere, new or gone."""
    keys = [*plan.rows, *(key for key in other.rows if key not in plan.rows)]
    rows = [
        {"key": key, "was": _stated(plan.rows.get(key)), "will": _stated(other.rows.get(key))}
        for key in keys
        if _differs(plan.rows.get(key), other.rows.get(key))
    ]
    return {"plan": figures(plan), "then": figures(other), "rows": rows[:MOST_ROWS], "count": len(rows)}


def figures(standing: Standing) -> dict[str, Any]:
    """Return a plan as a whole: its end, what is critical, the least float, the work, and days with too much."""
    leaves = [each for each in standing.rows.values() if each.kind != "summary"]
    floats = [each.float_minutes for each in leaves if each.float_minutes is not None]
    return {
        "finish": standing.finish,
        "activities": len(leaves),
        "critical": standing.critical,
        "float": min(floats, default=None),
        "work": standing.work_minutes,
        "over": standing.days_over,
    }


def _stated(placed: Placed | None) -> list[Any] | None:
    """Return name, start, finish, duration, float and whether it is critical; None for what is not there."""
    if placed is None:
        return None
    own = placed
    return [own.name, own.start, own.finish, own.duration_minutes, own.float_minutes, own.is_critical]


def _differs(was: Placed | None, will: Placed | None) -> bool:
    if was is None or will is None:
        return True
    if was.kind == "summary":
        return False
    mine, theirs = (
        (each.name, each.start, each.finish, each.duration_minutes, each.is_critical) for each in (was, will)
    )
    return mine != theirs
