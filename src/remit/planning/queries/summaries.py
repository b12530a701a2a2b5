"""How long a summary takes: the working time between its dates, as no duration of its own is stated."""

from collections.abc import Callable
from functools import cache

from remit.planning.models import Activity, ActivityKind, Plan, PlanCalendar
from remit.planning.queries.calendars import working_time_of

Span = Callable[[int | None, int | None], int]


def summary_span(calendar: Callable[[], PlanCalendar]) -> Span:
    """Return what counts the working minutes between two plan minutes, 0 where one is missing.

    `calendar`, the plan's, is asked for once and only when there is something to count.
    """

    @cache
    def between() -> Callable[[int, int], int]:
        return working_time_of(calendar()).between

    def span(start: int | None, finish: int | None) -> int:
        return 0 if start is None or finish is None else between()(start, finish)

    return span


def shown_duration(activity: Activity, plan: Plan) -> int:
    """Return the minutes that people read as the duration of an activity of a plan."""
    if activity.kind != ActivityKind.SUMMARY:
        return int(activity.duration_minutes)
    return summary_span(lambda: plan.calendar)(activity.start_minute, activity.finish_minute)
