"""How much each resource of a plan has to do, week by week."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from remit.engine.calendars.working_time import WorkingTime, intersection, working_time
from remit.planning.compute.spreading import stretches_of
from remit.planning.models import Plan, PlanCalendar, Resource, ResourceAssignment
from remit.planning.queries.calendars import engine_calendar


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """One week of a resource, in minutes of work; `first_day` is its Monday, `days_over` its days with too much."""

    first_day: int
    work_minutes: int
    capacity_minutes: int
    days_over: int

    @property
    def percent(self) -> int | None:
        """Return the share of the week's capacity that is taken; None where there is none."""
        if not self.capacity_minutes:
            return None
        return round(100 * self.work_minutes / self.capacity_minutes)


@dataclass(frozen=True, slots=True)
class ResourceLoad:
    """What a resource has to do: the weeks asked for, and the days of the whole plan with more than it can do."""

    weeks: tuple[WeekLoad, ...]
    days_over: tuple[int, ...]


LOADED = (
    "resource_id",
    "units_percent",
    "work_minutes",
    "delay_minutes",
    "activity__start_minute",
    "activity__finish_minute",
    "activity__calendar_id",
    "activity__duration_is_elapsed",
    "contour",
    "pieces",
    "activity__splits",
    "activity__duration_minutes",
)
_DAY = 1440
_WEEK = 7


class PlanTimes:
    """The working times of a plan's calendars, each laid out once; `rows` are its calendars where they are known."""

    def __init__(self, plan: Plan, rows: Iterable[PlanCalendar] | None = None) -> None:
        if rows is None:
            rows = PlanCalendar.objects.filter(project_id=plan.project_id)
        self._calendars = {each.pk: engine_calendar(each) for each in rows}
        self._plans = plan.calendar_id
        self._origin = plan.start_minute // _DAY
        self._made: dict[tuple[int, int], WorkingTime] = {}

    def of(self, resource_calendar: int | None, activity_calendar: int | None = None) -> WorkingTime:
        """Return when a resource works on an activity, as the schedule has it."""
        own = resource_calendar or activity_calendar or self._plans
        other = activity_calendar or own
        if (own, other) not in self._made:
            one, two = self._calendars[own], self._calendars[other]
            made = working_time(one, self._origin) if own == other else intersection(one, two, self._origin)
            self._made[own, other] = made
        return self._made[own, other]


def resource_loads(plan: Plan, first_day: int, weeks: int) -> dict[int, ResourceLoad]:
    """Return, by primary key, what the plan's work resources have to do in `weeks` weeks from `first_day` on.

    Work lies over the working time of its resource from the start of its activity, later by its delay, until it is
    done, at the latest until the activity ends: evenly, or as its contour or its pieces spread it. A day holds too much
    where this is more than the resource's maximum units of its working time. Days count from 1970-01-01. Three queries.
    """
    times = PlanTimes(plan)
    resources = Resource.objects.filter(project_id=plan.project_id, kind="work")
    known = {each.pk: each for each in resources}
    rows = ResourceAssignment.objects.filter(
        resource_id__in=known,
        work_minutes__gt=0,
        units_percent__gt=0,
        activity__is_active=True,
        activity__start_minute__isnull=False,
    )
    days: dict[int, dict[int, float]] = {pk: {} for pk in known}
    for row in rows.values_list(*LOADED):
        resource = known[row[0]]
        for day, minutes in daily_work(row, times.of(resource.calendar_id, row[6])):
            days[row[0]][day] = days[row[0]].get(day, 0.0) + minutes
    return {
        pk: _load(days[pk], times.of(each.calendar_id), each.max_units_percent, first_day, weeks)
        for pk, each in known.items()
    }


def daily_work(row: tuple[Any, ...], time: WorkingTime) -> Iterator[tuple[int, float]]:
    """Yield day and minutes of one assignment: `row` is what `LOADED` names, but that its first may be anything."""
    _pk, units, work, delay, start, finish, _calendar, is_elapsed, contour, pieces, splits, length = row
    begins = time.start_after(start, delay) if delay else start
    share = float(units) / 100
    if is_elapsed:
        yield from _evenly(time, begins, finish, float(work), share)
        return
    stretches = stretches_of((share, work, contour, pieces), splits, length)
    for number, (offset, minutes, part) in enumerate(stretches, 1):
        if not part:
            continue
        first = time.start_after(begins, offset) if offset else begins
        last = time.finish_after(begins, offset + minutes)
        # what would lie after the end of the activity is done before it
        yield from _evenly(time, min(first, finish), min(last, finish), part)
        if last >= finish and number < len(stretches):
            rest = sum(each[2] for each in stretches[number:])
            yield (finish - 1) // _DAY, rest
            return


def _evenly(
    time: WorkingTime, begins: int, ends: int, work: float, rate: float | None = None
) -> Iterator[tuple[int, float]]:
    """Yield day and minutes of work that lies evenly between two moments; with a `rate` of so much in each minute."""
    available = time.between(begins, ends) if ends > begins else 0
    if available <= 0:
        yield begins // _DAY, work
        return
    rate = work / available if rate is None else rate
    for day in range(begins // _DAY, (ends - 1) // _DAY + 1):
        worked = time.between(max(begins, day * _DAY), min(ends, (day + 1) * _DAY))
        if worked:
            yield day, rate * worked


def _load(
    days: dict[int, float], time: WorkingTime, units_percent: Decimal, first_day: int, weeks: int
) -> ResourceLoad:
    share = float(units_percent) / 100

    def capacity(day: int) -> float:
        return share * time.between(day * _DAY, (day + 1) * _DAY)

    # half a minute is rounding, not work
    over = tuple(day for day in sorted(days) if days[day] > capacity(day) + 0.5)
    shown = []
    for monday in range(first_day, first_day + _WEEK * weeks, _WEEK):
        span = range(monday, monday + _WEEK)
        shown.append(
            WeekLoad(
                monday,
                round(sum(days.get(day, 0.0) for day in span)),
                round(sum(capacity(day) for day in span)),
                sum(day in span for day in over),
            )
        )
    return ResourceLoad(tuple(shown), over)
