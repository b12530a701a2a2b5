"""The days that a simulation lays out: working time in slots, with rows of its own for what weather takes."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from remit.engine.calendars.time_table import CalendarRow, time_table
from remit.engine.kernels import simulation_plan as column
from remit.engine.kernels.sampling import LANES
from remit.engine.kernels.simulation_plan import Plan
from remit.engine.kernels.simulation_time import Clock
from remit.engine.kernels.simulation_weather import Times
from remit.engine.model import DateOutOfRangeError, Minute, Weather
from remit.engine.model.time import DAY_MINUTES, FIRST_DAY, LAST_DAY
from remit.engine.risk.columns import Columns
from remit.engine.risk.drawing import chance, stream
from remit.engine.risk.slots import Slots, slots

_MARGIN_DAYS = 60
_ROOM_DAYS = 400
_EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Layout:
    """Days laid out, and the plan with its dates counted from the first of them."""

    first_day: int
    days: int
    plan: Plan
    times: Times
    least: int
    """A date before this minute was not reckoned with; nor was one after `most`."""
    most: int

    @property
    def origin(self) -> Minute:
        """Return the first minute laid out, in plan time."""
        return self.first_day * DAY_MINUTES

    def own_times(self) -> Times:
        """Return times that one thread may lay weather out in."""
        if not len(self.times.row):
            return self.times
        clock = self.times.clock
        return self.times._replace(
            clock=clock._replace(counted=clock.counted.copy(), begins=clock.begins.copy())
        )


def first_layout(
    columns: Columns, weathers: Sequence[Weather], start: Minute, finish: Minute, most_float: int
) -> Layout:
    """Return days around a plan that runs from `start` to `finish` without uncertainty."""
    dates = np.append(columns.dates(), [start, finish])
    first = int(dates.min()) // DAY_MINUTES - _MARGIN_DAYS
    span = (finish - start) // DAY_MINUTES
    last = int(dates.max()) // DAY_MINUTES + span + _ROOM_DAYS
    return layout(columns, weathers, start, most_float, first, last - first)


def wider(before: Layout, columns: Columns, weathers: Sequence[Weather]) -> Layout:
    """Return a layout of three times the days; raises `DateOutOfRangeError` where there are no more."""
    if before.first_day <= FIRST_DAY and before.first_day + before.days > LAST_DAY:
        raise DateOutOfRangeError(
            "A run of the simulation would begin before the year 1900 or end after 2199."
        )
    start = before.plan.project_start + before.origin
    first = max(before.first_day - before.days, FIRST_DAY)
    last = min(before.first_day + 2 * before.days, LAST_DAY + 1)
    return layout(columns, weathers, start, before.plan.most_float, first, last - first)


def layout(
    columns: Columns, weathers: Sequence[Weather], start: Minute, most_float: int, first: int, days: int
) -> Layout:
    """Return `days` days from `first` on, cut to the years 1900 to 2199."""
    table = time_table(columns.rows, first, days)
    slotted = slots(table)
    taking = _weathers_of(columns.rows, weathers)
    row_of = np.arange(len(columns.rows), dtype=np.int64)
    for number, row in enumerate(taking):
        row_of[row] = len(columns.rows) + number * LANES
    plan = _plan(columns, slotted.origin, row_of, set(taking), start, most_float)
    times = _times(slotted, table.days, table.first_day, taking, weathers)
    # before its first working minute a calendar counts nothing: dates there are not to be trusted
    least = int(slotted.begins[:, 0].max(initial=0)) + DAY_MINUTES
    return Layout(table.first_day, table.days, plan, times, least, slotted.minutes - DAY_MINUTES)


def _weathers_of(rows: Sequence[CalendarRow], weathers: Sequence[Weather]) -> dict[int, list[int]]:
    """Return, for each row of which weather takes days, which weathers do."""
    found: dict[int, list[int]] = {}
    for row, calendars in enumerate(rows):
        ids = {each.id for each in calendars}
        acting = [number for number, each in enumerate(weathers) if ids & set(each.calendar_ids)]
        if acting:
            found[row] = acting
    return found


def _plan(
    columns: Columns, origin: Minute, row_of: np.ndarray, taking: set[int], start: Minute, most_float: int
) -> Plan:
    facts, crew = columns.dated(origin), columns.crew.copy()
    steps = np.array([row in taking for row in range(len(columns.rows))], dtype=np.int64)
    for row, step in ((column.ROW, column.ROW_STEP), (column.LAG_ROW, column.LAG_STEP)):
        facts[:, step] = steps[facts[:, row]]
        facts[:, row] = row_of[facts[:, row]]
    member = crew[:, column.MEMBER_ROW].astype(np.int64)
    crew[:, column.MEMBER_STEP] = steps[member]
    crew[:, column.MEMBER_ROW] = row_of[member]
    return Plan(facts, columns.edges, columns.out, crew, columns.leaves, start - origin, most_float)


def _times(
    slotted: Slots, days: int, first_day: int, taking: Mapping[int, list[int]], weathers: Sequence[Weather]
) -> Times:
    more = ((0, LANES * len(taking)), (0, 0))
    months = (
        [(_EPOCH + dt.timedelta(days=first_day + each)).month - 1 for each in range(days)] if taking else []
    )
    return Times(
        clock=Clock(
            slotted.length,
            1.0 / slotted.length,
            np.pad(slotted.counted, more),
            np.pad(slotted.begins, more),
        ),
        first_day=first_day,
        month_of_day=np.array(months, dtype=np.int8),
        row=np.array(list(taking), dtype=np.int64),
        first=np.arange(len(taking), dtype=np.int64) * LANES + len(slotted.counted),
        offset=np.cumsum([0, *(len(each) for each in taking.values())], dtype=np.int64),
        listed=np.array([each for acting in taking.values() for each in acting], dtype=np.int64),
        weathers=np.array([stream("weather", each.id) for each in weathers], dtype=np.uint64),
        chances=np.array(
            [[chance(share) for share in each.lost] for each in weathers] or np.zeros((0, 12)), dtype=np.int64
        ),
    )
