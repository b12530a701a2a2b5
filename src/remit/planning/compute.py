"""Between the tables and the engine: a plan becomes a problem, a schedule becomes computed columns."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from remit.core.errors import FieldError, Invalid
from remit.engine import model as engine
from remit.engine.calendars.working_time import WorkingTime, intersection, working_time
from remit.engine.network import schedule
from remit.planning.columns import read_columns, write_columns
from remit.planning.models import Activity, Link, Plan, PlanCalendar, Resource, ResourceAssignment

COMPUTED = (
    "start_minute",
    "finish_minute",
    "early_start_minute",
    "early_finish_minute",
    "late_start_minute",
    "late_finish_minute",
    "total_float_minutes",
    "free_float_minutes",
    "is_critical",
    "driver_kind",
    "driver_key",
)

_STATED = (
    "pk",
    "key",
    "name",
    "kind",
    "parent__key",
    "calendar_id",
    "duration_minutes",
    "duration_is_elapsed",
    "fixed_duration",
    "constraint",
    "constraint_minute",
    "deadline_minute",
    "is_manual",
    "manual_start_minute",
    "manual_finish_minute",
    "is_active",
    "priority",
    "percent_complete",
    "actual_start_minute",
    "actual_finish_minute",
    "actual_duration_minutes",
    "remaining_duration_minutes",
)

_PAIR = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rescheduled:
    """What a new computation changed: keys of activities that moved, and whether links drive differently."""

    moved_keys: tuple[str, ...]
    links_changed: bool
    start_minute: int
    finish_minute: int
    finish_before: int | None
    critical_count: int


@dataclass(frozen=True, slots=True)
class _Row:
    pk: int
    key: str
    stored: tuple[Any, ...]


def _activity(row: tuple[Any, ...]) -> engine.Activity:
    f = dict(zip(_STATED, row, strict=False))
    return engine.Activity(
        id=f["key"],
        name=f["name"],
        duration_minutes=f["duration_minutes"],
        kind=engine.ActivityKind(f["kind"]),
        calendar_id=str(f["calendar_id"]) if f["calendar_id"] else None,
        parent_id=f["parent__key"],
        constraint=engine.ConstraintKind(f["constraint"]),
        constraint_minute=f["constraint_minute"],
        deadline_minute=f["deadline_minute"],
        is_manual=bool(f["is_manual"]),
        manual_start=f["manual_start_minute"],
        manual_finish=f["manual_finish_minute"],
        is_active=bool(f["is_active"]),
        duration_is_elapsed=bool(f["duration_is_elapsed"]),
        fixed_duration=bool(f["fixed_duration"]),
        priority=f["priority"],
        percent_complete=f["percent_complete"],
        actual_start=f["actual_start_minute"],
        actual_finish=f["actual_finish_minute"],
        actual_duration_minutes=f["actual_duration_minutes"],
        remaining_duration_minutes=f["remaining_duration_minutes"],
    )


def engine_calendar(calendar: PlanCalendar) -> engine.Calendar:
    """Return a stored calendar as the engine's."""
    return engine.Calendar(
        id=str(calendar.pk),
        name=calendar.name,
        week=tuple(tuple(engine.Shift(*shift) for shift in day) for day in calendar.week),
        exceptions=tuple(
            engine.CalendarException(first, last, tuple(engine.Shift(*shift) for shift in shifts), name)
            for first, last, shifts, name in calendar.exceptions
        ),
    )


def _problem(
    plan: Plan, activities: Sequence[engine.Activity], links: Sequence[engine.Link]
) -> engine.Problem:
    project_id = plan.project_id
    resources = [
        engine.Resource(
            id=str(r.pk),
            name=r.name,
            kind=engine.ResourceKind(r.kind),
            calendar_id=str(r.calendar_id) if r.calendar_id else None,
            max_units=float(r.max_units_percent) / 100,
        )
        for r in Resource.objects.filter(project_id=project_id)
    ]
    assigned = ResourceAssignment.objects.filter(project_id=project_id).values_list(
        "activity__key", "resource_id", "units_percent", "work_minutes", "delay_minutes"
    )
    return engine.Problem(
        start_minute=plan.start_minute,
        calendars=tuple(engine_calendar(c) for c in PlanCalendar.objects.filter(project_id=project_id)),
        default_calendar_id=str(plan.calendar_id),
        activities=tuple(activities),
        links=tuple(links),
        resources=tuple(resources),
        assignments=tuple(
            engine.Assignment(key, str(res) if res else None, float(units) / 100, work, delay_minutes=delay)
            for key, res, units, work, delay in assigned
        ),
        rules=plan.rules,
        status_minute=plan.status_minute,
        minutes_per_day=plan.minutes_per_day,
    )


def _links(
    plan: Plan, key_of: Mapping[int, str]
) -> tuple[list[engine.Link], dict[tuple[str, str, str], tuple[int, str, bool]]]:
    """Return the engine's links and, by their ends and kind, the row's key and whether it drives as stored."""
    rows = Link.objects.filter(project_id=plan.project_id).values_list(
        "pk", "key", "predecessor_id", "successor_id", "kind", "lag_amount", "lag_unit", "is_driving"
    )
    links: list[engine.Link] = []
    known: dict[tuple[str, str, str], tuple[int, str, bool]] = {}
    for pk, key, predecessor_id, successor_id, kind, amount, unit, driving in read_columns(rows):
        predecessor, successor = key_of[predecessor_id], key_of[successor_id]
        lag = engine.Lag(amount, engine.LagUnit(unit))
        links.append(engine.Link(predecessor, successor, engine.LinkKind(kind), lag))
        known[predecessor, successor, kind] = (pk, key, bool(driving))
    return links, known


def problem_for(plan: Plan) -> engine.Problem:
    """Return the plan as the engine's problem: five queries, whatever its size."""
    stated = Activity.objects.filter(project_id=plan.project_id).order_by("position").values_list(*_STATED)
    rows = read_columns(stated)
    links, _known = _links(plan, _keys(rows))
    return _problem(plan, [_activity(row) for row in rows], links)


def _keys(rows: Iterable[tuple[Any, ...]]) -> dict[int, str]:
    return {row[0]: row[1] for row in rows}


def solve(plan: Plan) -> engine.Schedule:
    """Return the schedule of a plan without storing it; raises `Invalid` where it cannot be computed."""
    return _translated(lambda: schedule(problem_for(plan)))


def _translated(run: Callable[[], engine.Schedule]) -> engine.Schedule:
    try:
        return run()
    except engine.CycleError as error:
        keys = " → ".join(error.activity_ids[:12])
        message = _("These activities wait for each other in a circle: %(keys)s. Remove one of the links.")
        text = message % {"keys": keys}
        raise Invalid(text, code="cycle", errors=[FieldError("links", text, "cycle")]) from error
    except (engine.PlanError, ValueError) as error:
        text = _("The plan cannot be scheduled: %(reason)s") % {"reason": error}
        raise Invalid(text, code="unschedulable") from error


def reschedule(plan: Plan) -> Rescheduled:
    """Compute the whole plan anew and store what differs; the caller holds the lock on `plan`."""
    rows = read_columns(
        Activity.objects.filter(project_id=plan.project_id)
        .order_by("position")
        .values_list(*_STATED, *COMPUTED)
    )
    width = len(_STATED)
    links, known = _links(plan, _keys(rows))
    result = _translated(lambda: schedule(_problem(plan, [_activity(row) for row in rows], links)))
    stored = [_Row(row[0], row[1], tuple(row[width:])) for row in rows]
    moved = _store_activities(stored, result, known)
    links_changed = _store_links(result, known)
    before = plan.finish_minute
    plan.finish_minute = result.finish
    plan.warnings = [asdict(warning) for warning in result.warnings][:200]
    plan.scheduled_at = timezone.now()
    plan.save(update_fields=["finish_minute", "warnings", "scheduled_at"])
    critical = sum(1 for each in result.activities.values() if each.critical)
    return Rescheduled(tuple(moved), links_changed, result.start, result.finish, before, critical)


def _store_activities(
    stored: Iterable[_Row],
    result: engine.Schedule,
    known: dict[tuple[str, str, str], tuple[int, str, bool]],
) -> list[str]:
    changed: list[tuple[Any, ...]] = []
    moved: list[str] = []
    for row in stored:
        each = result.activities.get(row.key)
        values: tuple[Any, ...] = (*([None] * 8), False, "", "")
        if each is not None:
            link = each.driver.link
            driver = known[link.predecessor_id, link.successor_id, link.kind.value][1] if link else ""
            values = (
                each.start,
                each.finish,
                each.early_start,
                each.early_finish,
                each.late_start,
                each.late_finish,
                each.total_float_minutes,
                each.free_float_minutes,
                each.critical,
                str(each.driver.kind),
                driver,
            )
        if values != row.stored:
            changed.append((*values, row.pk))
            moved.append(row.key)
    write_columns(Activity, COMPUTED, changed)
    return moved


def _store_links(result: engine.Schedule, known: dict[tuple[str, str, str], tuple[int, str, bool]]) -> bool:
    driving = {
        (link.predecessor_id, link.successor_id, link.kind.value)
        for each in result.activities.values()
        if (link := each.driver.link) is not None
    }
    changed = [(ends in driving, pk) for ends, (pk, _key, was) in known.items() if was != (ends in driving)]
    write_columns(Link, ("is_driving",), changed)
    return bool(changed)


# how much each resource has to do


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


_LOADED = (
    "resource_id",
    "units_percent",
    "work_minutes",
    "delay_minutes",
    "activity__start_minute",
    "activity__finish_minute",
    "activity__calendar_id",
    "activity__duration_is_elapsed",
)
_DAY = 1440
_WEEK = 7


class _Times:
    """The working times of a plan's calendars, each laid out once."""

    def __init__(self, plan: Plan) -> None:
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

    Work lies evenly over the working time of its resource from the start of its activity, later by its delay,
    until it is done, at the latest until the activity ends. A day holds too much where this is more than the
    resource's maximum units of its working time. Days count from 1970-01-01. Three queries.
    """
    times = _Times(plan)
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
    for row in rows.values_list(*_LOADED):
        resource = known[row[0]]
        for day, minutes in _daily(row, times.of(resource.calendar_id, row[6])):
            days[row[0]][day] = days[row[0]].get(day, 0.0) + minutes
    return {
        pk: _load(days[pk], times.of(each.calendar_id), each.max_units_percent, first_day, weeks)
        for pk, each in known.items()
    }


def _daily(row: tuple[Any, ...], time: WorkingTime) -> Iterator[tuple[int, float]]:
    """Yield day and minutes of one assignment."""
    _pk, units, work, delay, start, finish, _calendar, is_elapsed = row
    begins = time.start_after(start, delay) if delay else start
    ends = min(finish, time.finish_after(begins, round(work * 100 / units))) if not is_elapsed else finish
    available = time.between(begins, ends) if ends > begins else 0
    if available <= 0:
        yield begins // _DAY, float(work)
        return
    rate = float(units) / 100 if is_elapsed else work / available
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
