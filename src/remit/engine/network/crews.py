"""Whose calendars decide when an activity's work is done, and how long each of them works."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from remit.engine.model import Activity, ActivityKind, Assignment, Contour, Problem, ResourceKind
from remit.engine.network.records import CREW, KINDS

# percent of full units over the whole of an assignment: the mean of the tenths in which Microsoft Project states them
_SHARES = {
    Contour.BACK_LOADED: 60,
    Contour.FRONT_LOADED: 60,
    Contour.DOUBLE_PEAK: 50,
    Contour.EARLY_PEAK: 50,
    Contour.LATE_PEAK: 50,
    Contour.BELL: 50,
    Contour.TURTLE: 70,
}

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
        row = crew_row(place, own, theirs, each)
        if row is not None:
            rows.append(row)
    rows.sort(key=lambda row: row[0])
    return np.array(rows, dtype=CREW)


def crew_row(
    place: int, own: int, theirs: int, assignment: Assignment
) -> tuple[int, int, int, int, int] | None:
    """Return the row of type CREW for an assignment at `place`, None where it does not count.

    `own` and `theirs` are the places of the calendars of activity and resource, -1 where none is stated.
    """
    if assignment.units <= 0 or not assignment.work_minutes:
        return None
    both = own >= 0 and theirs >= 0 and own != theirs
    first = own if both else (theirs if theirs >= 0 else own)
    return (place, first, theirs if both else -1, span_of(assignment), assignment.delay_minutes)


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
    if assignment.contour == Contour.CONTOURED and assignment.pieces:
        return max(offset + length for offset, length, _work in assignment.pieces)
    if assignment.contour in _SHARES:
        return int(assignment.work_minutes * 100 / (assignment.units * _SHARES[assignment.contour]))
    return round(assignment.work_minutes / assignment.units)
