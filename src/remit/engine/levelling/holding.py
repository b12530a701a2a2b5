"""From a proposal to what a plan states, so that the critical path method gives the dates that levelling found."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from remit.engine.levelling.links import PRIMAVERA
from remit.engine.levelling.result import LevelledActivity, Levelling
from remit.engine.model import Activity, ActivityKind, LagCalendar, Minute, Problem
from remit.engine.network import schedule

_ANCHOR = "\N{ANCHOR}"


@dataclass(frozen=True, slots=True)
class Hold:
    """What keeps one activity where levelling puts it.

    `delay_minutes` of the clock come on top of what links and constraints demand, and lead to `start`. `held_by` is
    the activity whose link it follows before the delay: without that one's place the delay leads elsewhere.
    """

    start: Minute
    delay_minutes: int = 0
    held_by: str | None = None


def holds(problem: Problem, found: Levelling) -> dict[str, Hold]:
    """Return what keeps each activity of a proposal where it lies; those whose links alone lead there have no delay.

    The proposal is one without modes, work by skill and pauses: a plan states these otherwise than by a delay.
    All are found by one schedule: beside each activity stands its anchor, fixed where levelling puts it, and links
    come from the anchors alone. What an activity starts at then is what demands it before any delay.
    """
    probe = replace(
        problem,
        rules="microsoft-project",  # by which levelling counts links; those of P6 know nothing that is fixed by hand
        options=replace(problem.options, lag_calendar=_lag_calendar(problem)),
        activities=(
            *(replace(each, levelling_delay_minutes=0, is_manual=False) for each in problem.activities),
            *(_anchor(each, found.activities.get(each.id)) for each in problem.activities),
        ),
        links=tuple(replace(link, predecessor_id=_ANCHOR + link.predecessor_id) for link in problem.links),
    )
    demanded = schedule(probe).activities
    holding = {}
    for each in problem.activities:
        levelled = found.activities.get(each.id)
        if levelled is None or _stays(each):
            continue
        driver = demanded.driver(each.id)
        by = driver.held_by
        holding[each.id] = Hold(
            start=levelled.start,
            delay_minutes=max(0, levelled.start - demanded[each.id].start),
            held_by=by.removeprefix(_ANCHOR) if by else None,
        )
    return holding


def _lag_calendar(problem: Problem) -> LagCalendar | None:
    """Return whose calendar counts lags, also where it is left to the rules."""
    if problem.options.lag_calendar is None and problem.rules == PRIMAVERA:
        return LagCalendar.PREDECESSOR
    return problem.options.lag_calendar


def _stays(activity: Activity) -> bool:
    return activity.is_manual or activity.actual_start is not None or not activity.is_active


def _anchor(activity: Activity, levelled: LevelledActivity | None) -> Activity:
    named = {
        "id": _ANCHOR + activity.id,
        "parent_id": _ANCHOR + activity.parent_id if activity.parent_id else None,
    }
    if levelled is None:
        return replace(activity, **named, levelling_delay_minutes=0)  # type: ignore[arg-type] # both are texts
    return Activity(
        **named,  # type: ignore[arg-type] # as above
        name=activity.name,
        duration_minutes=activity.duration_minutes,
        kind=ActivityKind.MILESTONE if activity.kind == ActivityKind.MILESTONE else ActivityKind.TASK,
        calendar_id=activity.calendar_id,
        is_manual=True,
        manual_start=levelled.start,
        manual_finish=levelled.finish,
        is_active=activity.is_active,
        duration_is_elapsed=activity.duration_is_elapsed,
    )


def held(problem: Problem, holding: Mapping[str, Hold]) -> Problem:
    """Return the plan with what keeps its activities in place; all others have no delay any more."""
    nothing = Hold(0)
    return replace(
        problem,
        activities=tuple(
            replace(
                each,
                levelling_delay_minutes=holding.get(each.id, nothing).delay_minutes,
            )
            for each in problem.activities
        ),
        options=replace(problem.options, honour_levelling_delay=True),
    )
