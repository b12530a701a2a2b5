"""From two standings of a plan to what a proposal shows: what moves, why, on what it rests, and the load by week."""

from collections.abc import Collection, Mapping
from typing import Any

from remit.engine.levelling import Cause, CauseKind
from remit.scenarios.compute.levelling import Found
from remit.scenarios.compute.standing import Loaded, Placed, Standing

MOST_RESOURCES = 40
_DAY = 1440


def moved(before: Standing, after: Standing) -> list[str]:
    """Return the keys of what lies elsewhere afterwards, summaries apart, in the order of the plan."""
    return [
        key
        for key, was in before.rows.items()
        if was.kind != "summary" and key in after.rows and _dates(was) != _dates(after.rows[key])
    ]


def _dates(placed: Placed) -> tuple[int | None, int | None]:
    return placed.start, placed.finish


def needs(found: Found, keys: Collection[str], earlier: Collection[str]) -> dict[str, list[str]]:
    """Return, for each of `keys`, the activities with fields of their own on which its place rests, itself apart.

    A place rests on whom it waits for and on whose link it follows, on theirs, and so on. What lies `earlier` than
    now, since a delay goes, rests on all of them: why the others leave room for it is not known.
    """
    among = set(keys)
    rests = {key: _rests(found, key) & among for key in keys}
    stated = [key for key in keys if key in found.fields]
    result = {}
    for key in keys:
        if key in earlier and key in found.fields:
            reached = set(stated)
        else:
            reached, waiting = set(), [key]
            while waiting:
                new = rests[waiting.pop()] - reached
                reached |= new
                waiting.extend(new)
        result[key] = [each for each in stated if each in reached and each != key]
    return result


def _rests(found: Found, key: str) -> set[str]:
    cause = found.causes.get(key)
    on = set(cause.by) if cause is not None else set()
    return on | ({found.follows[key]} if key in found.follows else set())


def rows_of(
    before: Standing, after: Standing, found: Found, resources: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return what would move: dates, floats, why, own fields, and on which others it rests.

    `resources` leads from the engine's id of a resource to its key.
    """
    keys = moved(before, after)
    starts = {key: (before.rows[key].start or 0, after.rows[key].start or 0) for key in keys}
    rests = needs(found, keys, [key for key, (was, will) in starts.items() if will < was])
    return [
        {
            "key": key,
            "name": before.rows[key].name,
            "start": before.rows[key].start,
            "finish": before.rows[key].finish,
            "to_start": after.rows[key].start,
            "to_finish": after.rows[key].finish,
            "days": starts[key][1] // _DAY - starts[key][0] // _DAY,
            "float": before.rows[key].float_minutes,
            "to_float": after.rows[key].float_minutes,
            "is_critical": before.rows[key].is_critical,
            "becomes_critical": after.rows[key].is_critical,
            "fields": found.fields.get(key),
            "needs": rests[key],
            "why": _why(before, key, found.causes.get(key), resources),
        }
        for key in keys
    ]


def _why(before: Standing, key: str, cause: Cause | None, resources: Mapping[str, str]) -> dict[str, Any]:
    """Return the reason: who is taken until when by whom, and from when to when that was too much."""
    if cause is None:
        return {"kind": "none"}
    if cause.kind == CauseKind.LINK:
        return {"kind": "link", "by": list(cause.by)}
    resource = resources.get(cause.resource_id, "")
    loaded, placed = before.loads.get(resource), before.rows[key]
    over: list[int] = []
    if loaded is not None and placed.start is not None:
        last = max(placed.finish or placed.start, cause.until)
        over = [day for day in loaded.days_over if placed.start // _DAY <= day <= (last - 1) // _DAY]
    return {
        "kind": "resource",
        "by": list(cause.by),
        "resource": resource,
        "name": loaded.name if loaded else "",
        "until": cause.until,
        "over": [over[0], over[-1]] if over else [],
    }


def loads_of(before: Standing, after: Standing) -> dict[str, Any]:
    """Return the weeks of those whose load differs or is too much, before and after; the most overloaded first."""
    weeks = [week.first_day for each in before.loads.values() for week in each.load.weeks]
    if not weeks:
        return {"weeks": [], "resources": []}
    shown = [
        (key, each, after.loads[key])
        for key, each in before.loads.items()
        if key in after.loads and _differs(each, after.loads[key])
    ]
    shown.sort(key=lambda row: -len(row[1].days_over))
    shown = shown[:MOST_RESOURCES]
    first, last = _span(shown)
    count = len(after.loads[shown[0][0]].load.weeks) if shown else 0
    places = range(count)[first : last + 1]
    mondays = [before.first_day + 7 * place for place in places]
    return {
        "weeks": mondays,
        "resources": [
            {
                "key": key,
                "name": was.name,
                "over": len(was.days_over),
                "to_over": len(will.days_over),
                "before": [_week(was, place) for place in places],
                "after": [_week(will, place) for place in places],
            }
            for key, was, will in shown
        ],
    }


def _differs(was: Loaded, will: Loaded) -> bool:
    if was.days_over or will.days_over:
        return True
    weeks = zip(was.load.weeks, will.load.weeks, strict=False)
    return any(one.work_minutes != other.work_minutes for one, other in weeks)


def _span(shown: list[tuple[str, Loaded, Loaded]]) -> tuple[int, int]:
    """Return the first and the last week in which something differs or is too much."""
    places = [
        place
        for key, was, will in shown
        for place in range(len(will.load.weeks))
        if _week(was, place) != _week(will, place) or _week(was, place)[2] or _week(will, place)[2]
    ]
    return min(places, default=0), max(places, default=-1)


def _week(loaded: Loaded, place: int) -> list[int]:
    """Return work, capacity and days with too much of one week; the plan may not reach as far."""
    if place >= len(loaded.load.weeks):
        return [0, 0, 0]
    week = loaded.load.weeks[place]
    return [week.work_minutes, week.capacity_minutes, week.days_over]


def figures_of(before: Standing, after: Standing, found: Found) -> dict[str, Any]:
    """Return the plan as a whole, before and after."""
    return {
        "status": str(found.status),
        "gap": round(found.gap, 4),
        "seconds": round(found.seconds, 1),
        "finish": before.finish,
        "to_finish": after.finish,
        "critical": before.critical,
        "to_critical": after.critical,
        "over": before.days_over,
        "to_over": after.days_over,
        "moved": len(moved(before, after)),
    }
