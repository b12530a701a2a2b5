"""A run as a plan of its own, scheduled like any other: the rule that the kernels are measured by.

It is the way for plans that the kernels do not know, and their oracle in the tests.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels.sampling import LANES
from remit.engine.kernels.simulation import Sums
from remit.engine.kernels.simulation_draws import Draws, Room
from remit.engine.kernels.simulation_plan import Lanes
from remit.engine.kernels.simulation_weather import Times, mark_lost
from remit.engine.model import Activity, Assignment, Calendar, CalendarException, Minute, Problem, Schedule
from remit.engine.risk.columns import draws_rest

Marks = NDArray[np.uint8]


def run_as_plan(
    problem: Problem,
    durations: Mapping[str, int],
    skipped: frozenset[str] = frozenset(),
    lost_days: Mapping[str, tuple[int, ...]] | None = None,
) -> Problem:
    """Return the plan of one run: durations by activity, activities left out, days lost by calendar.

    Of a begun activity with a remaining duration it is that which is replaced. The work of the assigned grows and
    shrinks with the duration.
    """
    lengths = {each.id: each.duration_minutes for each in problem.activities}
    rests = {each.id for each in problem.activities if draws_rest(each)}
    return replace(
        problem,
        risk=None,
        activities=tuple(_drawn(each, durations, skipped) for each in problem.activities),
        assignments=tuple(
            _scaled(each, durations[each.activity_id], lengths[each.activity_id])
            if each.activity_id in durations and each.activity_id not in rests
            else each
            for each in problem.assignments
        ),
        calendars=tuple(_less(each, (lost_days or {}).get(each.id, ())) for each in problem.calendars),
    )


def _drawn(activity: Activity, durations: Mapping[str, int], skipped: frozenset[str]) -> Activity:
    if activity.id in skipped:
        return replace(activity, is_active=False)
    minutes = durations.get(activity.id)
    if minutes is None:
        return activity
    if draws_rest(activity):
        return replace(activity, remaining_duration_minutes=minutes)
    return replace(activity, duration_minutes=minutes)


def _scaled(assignment: Assignment, drawn: int, planned: int) -> Assignment:
    if not planned or drawn == planned:
        return assignment
    work = round(assignment.work_minutes * drawn / planned)
    if drawn and assignment.work_minutes:
        work = max(work, 1)  # as long as anything is done, whoever does it decides when
    return replace(assignment, work_minutes=work)


def _less(calendar: Calendar, lost: tuple[int, ...]) -> Calendar:
    if not lost:
        return calendar
    return replace(
        calendar, exceptions=(*calendar.exceptions, *(CalendarException(each, each) for each in lost))
    )


def lanes_as_plans(
    problem: Problem, place: Mapping[str, int], draws: Draws, lanes: Lanes, lost: Marks, first_day: int
) -> Iterator[Problem]:
    """Return the plans of the runs of a pack that was drawn, `lost` [weathers, days, LANES] being days lost."""
    ids = {number: name for name, number in place.items()}
    uncertain = [(ids[int(node)], int(node)) for node in draws.nodes]
    weathers = problem.risk.weathers if problem.risk else ()
    for lane in range(LANES):
        durations = {name: int(lanes.drawn[node, lane]) for name, node in uncertain}
        skipped = frozenset(ids[int(node)] for node in np.flatnonzero(lanes.skipped[:, lane]))
        days = {
            calendar_id: tuple(int(day) + first_day for day in np.flatnonzero(lost[number, :, lane]))
            for number, weather in enumerate(weathers)
            for calendar_id in weather.calendar_ids
        }
        yield run_as_plan(problem, durations, skipped, days)


def days_lost(pack: int, key: np.uint64, times: Times, room: Room) -> Marks:
    """Return the days [weathers, days, LANES] that each weather takes in the runs of a pack."""
    lost = np.zeros((len(times.weathers), len(times.month_of_day), LANES), dtype=np.uint8)
    for number, own in enumerate(lost):
        mark_lost(pack, key, times, number, room, own)
    return lost


def count_run(
    answer: Schedule, run: int, lane: int, place: Mapping[str, int], lanes: Lanes, sums: Sums, origin: Minute
) -> None:
    """Count one run as the kernels do, its dates from `origin`; costs apart."""
    end = answer.finish - origin
    late = end - sums.planned_finish
    ids = {number: name for name, number in place.items()}
    for name, node in place.items():
        if not lanes.skipped[node, lane]:
            own = int(lanes.drawn[node, lane]) - int(sums.planned[node])
            critical = int(answer.activities[name].critical)
            sums.moments[node] += (1, critical, own, own * own, late, late * late, own * late)
    if len(sums.finishes):
        sums.finishes[run] = end
    for row, node in enumerate(sums.spread_nodes):
        sums.spread_start[row, run] = sums.spread_finish[row, run] = -1
        if not lanes.skipped[node, lane]:
            found = answer.activities[ids[int(node)]]
            sums.spread_start[row, run] = found.start - origin
            sums.spread_finish[row, run] = found.finish - origin
