"""The calendars of a plan as rows of a time table: equal ones once, the clock and pairs where they are needed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from remit.engine.calendars.time_table import CalendarRow
from remit.engine.model import LagCalendar
from remit.engine.network.records import PlanColumns

Ints = NDArray[np.int32]


@dataclass(frozen=True, eq=False, slots=True)
class Rows:
    """`of_calendar` is the row of each calendar, `own` that of each activity, `crew` that of each crew entry.

    `clock` is the row of the clock, -1 where nothing runs by it.
    """

    rows: tuple[CalendarRow, ...]
    of_calendar: Ints
    own: Ints
    crew: Ints
    default: int
    clock: int


def rows_of(plan: PlanColumns) -> Rows:
    """Return the rows of a plan."""
    rows: list[CalendarRow] = []
    known: dict[object, int] = {}
    used = {
        plan.default_calendar,
        *np.unique(plan.activities["calendar"]),
        *np.unique(plan.crews["calendar"]),
    }
    used |= {*np.unique(plan.links["lag_calendar"]), *np.unique(plan.crews["second_calendar"])}
    of_calendar = np.full(len(plan.calendars) + 1, -1, dtype=np.int32)
    for place in sorted(int(each) for each in used if each >= 0):
        calendar = plan.calendars[place]
        content = (
            calendar.week,
            tuple((each.first_day, each.last_day, each.shifts) for each in calendar.exceptions),
        )
        of_calendar[place] = known.setdefault(content, len(rows))
        if of_calendar[place] == len(rows):
            rows.append((calendar,))
    default = int(of_calendar[plan.default_calendar])
    of_calendar[-1] = default  # what names no calendar, -1, works on the plan's
    clock = -1
    if plan.activities["duration_is_elapsed"].any() or plan.options.lag_calendar == LagCalendar.CLOCK:
        clock = len(rows)
        rows.append(())
    crew = of_calendar[plan.crews["calendar"]]
    for place in np.flatnonzero(plan.crews["second_calendar"] >= 0).tolist():
        pair = (int(crew[place]), int(of_calendar[plan.crews["second_calendar"][place]]))
        if pair[0] == pair[1]:
            continue
        crew[place] = known.setdefault(pair, len(rows))
        if crew[place] == len(rows):
            rows.append((rows[pair[0]][0], rows[pair[1]][0]))
    return Rows(tuple(rows), of_calendar, of_calendar[plan.activities["calendar"]], crew, default, clock)
