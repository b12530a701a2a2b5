"""What is left of a lag at the data date, where the date that it counts from has come to pass."""

from remit.engine.calendars import working_time
from remit.engine.kernels.layout import Array
from remit.engine.model import LagCalendar, LagUnit, Minute, day_of
from remit.engine.network.records import UNITS, PlanColumns

_ELAPSED = UNITS.index(LagUnit.ELAPSED)


def lag_calendar_of(plan: PlanColumns, link: Array) -> int:
    """Return whose calendar counts the lag of a link, -1 where the option of the plan says so for any link."""
    option = plan.options.lag_calendar or LagCalendar.PREDECESSOR
    if link["lag_calendar"] >= 0:
        return int(link["lag_calendar"])
    if option not in {LagCalendar.PREDECESSOR, LagCalendar.SUCCESSOR}:
        return -1
    end = "before" if option == LagCalendar.PREDECESSOR else "after"
    found = int(plan.activities["calendar"][link[end]])
    return plan.default_calendar if found < 0 else found


def left_of_lag(plan: PlanColumns, link: Array, lag: int, since: Minute) -> int:
    """Return the minutes that are left at the data date of a `lag` that has run `since` then; 0 of a lead.

    Source: the observations of the authors of MPXJ, in the design notes on scheduling, section 4.
    """
    if lag <= 0:
        return 0
    until = plan.start_minute if plan.status_minute is None else max(plan.start_minute, plan.status_minute)
    place = lag_calendar_of(plan, link)
    if link["unit"] == _ELAPSED or (place < 0 and plan.options.lag_calendar == LagCalendar.CLOCK):
        return max(0, lag - max(0, until - since))
    calendar = plan.calendars[plan.default_calendar if place < 0 else place]
    return max(0, lag - max(0, working_time(calendar, day_of(since)).between(since, until)))
