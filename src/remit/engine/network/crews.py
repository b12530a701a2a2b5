"""Whose calendars decide when an activity's work is done, and how long each of them works."""

from collections.abc import Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from remit.engine.model import Activity, ActivityKind, Assignment, Contour, Problem, ResourceKind, Split
from remit.engine.network.records import CREW, KINDS

# percent of full units in each tenth of an assignment, as Microsoft Project states its contours
_BACK_LOADED = (10, 15, 25, 50, 50, 75, 75, 100, 100, 100)
_EARLY_PEAK = (25, 50, 100, 100, 75, 50, 50, 25, 15, 10)
_TENTHS = {
    Contour.BACK_LOADED: _BACK_LOADED,
    Contour.FRONT_LOADED: _BACK_LOADED[::-1],
    Contour.DOUBLE_PEAK: (25, 50, 100, 50, 25, 25, 50, 100, 50, 25),
    Contour.EARLY_PEAK: _EARLY_PEAK,
    Contour.LATE_PEAK: _EARLY_PEAK[::-1],
    Contour.BELL: (10, 20, 40, 80, 100, 100, 80, 40, 20, 10),
    Contour.TURTLE: (25, 50, 75, 100, 100, 100, 100, 75, 50, 25),
}
_SHARES = {contour: sum(tenths) // 10 for contour, tenths in _TENTHS.items()}

_Flag = TypeVar("_Flag", bool, NDArray[np.bool_])


def crews_of(problem: Problem, places: dict[str, int], calendars: dict[str, int]) -> NDArray[np.void]:
    """Return the crew of every activity that follows its resources, those of one activity together.

    An activity with work resources takes as long as each needs on its own calendar, within the activity's where it
    states one. Cost, material and assignments without units or work do not count.
    """
    resources = {each.id: each for each in problem.resources}
    rows: list[tuple[int, int, int, int, int]] = []
    for each in problem.assignments:
        place = places[each.activity_id]
        activity = problem.activities[place]
        resource = resources.get(each.resource_id or "")
        if resource is None or resource.kind != ResourceKind.WORK or not follows_resources(activity):
            continue
        own = -1 if activity.calendar_id is None else calendars[activity.calendar_id]
        theirs = -1 if resource.calendar_id is None else calendars[resource.calendar_id]
        gap = gap_minutes(activity.splits, activity.duration_minutes)
        row = crew_row(place, own, theirs, each, gap)
        if row is not None:
            rows.append(row)
    rows.sort(key=lambda row: row[0])
    return np.array(rows, dtype=CREW)


def crew_row(
    place: int, own: int, theirs: int, assignment: Assignment, gap: int = 0
) -> tuple[int, int, int, int, int] | None:
    """Return the row of type CREW for an assignment at `place`, None where it does not count.

    `own` and `theirs` are the places of the calendars of activity and resource, -1 where none is stated. `gap` is how
    long nothing is done in the activity; work that is spread by hand says itself where it pauses.
    """
    if assignment.units <= 0 or not assignment.work_minutes:
        return None
    both = own >= 0 and theirs >= 0 and own != theirs
    first = own if both else (theirs if theirs >= 0 else own)
    span = span_of(assignment) + (0 if is_by_hand(assignment) else gap)
    return (place, first, theirs if both else -1, span, assignment.delay_minutes)


def gap_minutes(splits: Iterable[Split], duration_minutes: int) -> int:
    """Return how long nothing is done in an activity: gaps after all of its work are none."""
    return sum(each.gap_minutes for each in splits if each.done_minutes < duration_minutes)


def is_by_hand(assignment: Assignment) -> bool:
    """Return whether the work of an assignment lies where its pieces say."""
    return assignment.contour == Contour.CONTOURED and bool(assignment.pieces)


def _keeps_duration(fixed: _Flag, elapsed: _Flag, ignores: _Flag, nothing: _Flag, effort: _Flag) -> _Flag:
    return fixed | elapsed | ignores | nothing | effort


def following(activities: NDArray[np.void]) -> NDArray[np.bool_]:
    """Return, for activities of type ACTIVITY, whether the calendars of their resources decide when they are done."""
    follow: NDArray[np.bool_] = ~_keeps_duration(
        activities["fixed_duration"],
        activities["duration_is_elapsed"],
        activities["ignores_resource_calendars"],
        activities["duration_minutes"] == 0,
        activities["kind"] == KINDS.index(ActivityKind.LEVEL_OF_EFFORT),
    )
    return follow


def follows_resources(activity: Activity) -> bool:
    """Return whether the calendars of its resources decide when an activity is done."""
    return not _keeps_duration(
        activity.fixed_duration,
        activity.duration_is_elapsed,
        activity.ignores_resource_calendars,
        activity.duration_minutes == 0,
        activity.kind == ActivityKind.LEVEL_OF_EFFORT,
    )


def span_of(assignment: Assignment) -> int:
    """Return the working minutes from the first to the last work of an assignment.

    A contour stretches it: full units are reached only for a while. Work spread by hand lasts to its last piece.
    """
    if is_by_hand(assignment):
        return max(offset + length for offset, length, _work in assignment.pieces)
    if assignment.contour in _SHARES:
        return int(assignment.work_minutes * 100 / (assignment.units * _SHARES[assignment.contour]))
    return round(assignment.work_minutes / assignment.units)


def spread_of(assignment: Assignment) -> tuple[tuple[int, int, float], ...]:
    """Return where the work of an assignment falls, as stretches of (working minutes from its start, length, work).

    A contour has ten of equal length, which together do all of the work; gaps in the activity are not in them.
    """
    if is_by_hand(assignment):
        return assignment.pieces
    span, work = span_of(assignment), assignment.work_minutes
    tenths = _TENTHS.get(assignment.contour, (1,))
    edges = [round(span * number / len(tenths)) for number in range(len(tenths) + 1)]
    return tuple(
        (begin, end - begin, work * share / sum(tenths))
        for begin, end, share in zip(edges, edges[1:], tenths, strict=False)
    )
