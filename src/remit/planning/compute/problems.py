"""A stored plan as the engine's problem, with everything that it states."""

import json
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from remit.core.errors import FieldError, Invalid
from remit.engine import model as engine
from remit.engine.network import schedule
from remit.planning.columns import read_columns
from remit.planning.models import Activity, Link, Plan, PlanCalendar, Resource, ResourceAssignment
from remit.planning.queries.calendars import engine_calendar

T = TypeVar("T")

# column of the table: field of the engine, where it is another
_CALLED = {
    "manual_start_minute": "manual_start",
    "manual_finish_minute": "manual_finish",
    "actual_start_minute": "actual_start",
    "actual_finish_minute": "actual_finish",
    "expected_finish_minute": "expected_finish",
    "external_early_start_minute": "external_early_start",
    "external_late_finish_minute": "external_late_finish",
}
_SAME = (
    "name",
    "duration_minutes",
    "constraint_minute",
    "second_constraint_minute",
    "deadline_minute",
    "suspended_minute",
    "resumed_minute",
    "levelling_delay_minutes",
    "priority",
    "percent_complete",
    "actual_duration_minutes",
    "remaining_duration_minutes",
)
_FLAGS = (
    "duration_is_elapsed",
    "fixed_duration",
    "ignores_resource_calendars",
    "is_manual",
    "is_active",
    "can_split",
)
_MADE = ("pk", "key", "kind", "parent__key", "calendar_id", "constraint", "second_constraint", "splits")
_STATED = (*_MADE, *_FLAGS, *_SAME, *_CALLED)


# column of a plan: option of the engine
OPTIONS = {
    "lag_calendar": "lag_calendar",
    "lag_from_start": "lag_from_start",
    "progress_mode": "progress",
    "total_float": "total_float",
    "from_finish": "from_finish",
    "finish_by_minute": "finish_minute",
    "must_finish_by_minute": "must_finish_by",
    "critical_float_minutes": "critical_float_minutes",
    "critical_by_longest_path": "critical_by_longest_path",
    "use_expected_finish": "use_expected_finish",
    "honour_levelling_delay": "honour_levelling_delay",
}
_CHOICES: dict[str, type[StrEnum]] = {
    "lag_calendar": engine.LagCalendar,
    "lag_from_start": engine.LagFromStart,
    "progress_mode": engine.ProgressMode,
    "total_float": engine.FloatKind,
}


def options_of(plan: Plan) -> engine.SchedulingOptions:
    """Return what a plan states of the choices that its rules leave open."""
    stated = {option: getattr(plan, name) for name, option in OPTIONS.items() if name not in _CHOICES}
    chosen = {name: getattr(plan, name) for name in _CHOICES}
    named: dict[str, Any] = {OPTIONS[name]: _CHOICES[name](value) for name, value in chosen.items() if value}
    return engine.SchedulingOptions(**stated, **named)


def stated_options(options: engine.SchedulingOptions) -> dict[str, Any]:
    """Return the columns of a plan with these options; the inverse of `options_of`."""
    values = {name: getattr(options, option) for name, option in OPTIONS.items()}
    return {name: str(value or "") if name in _CHOICES else value for name, value in values.items()}


def splits_of(stored: Any) -> tuple[engine.Split, ...]:
    """Return the gaps in an activity as the engine has them; `stored` are pairs, or their text as a table keeps it."""
    pairs = json.loads(stored) if isinstance(stored, str) else stored
    return tuple(engine.Split(done, gap) for done, gap in pairs)


def assignment_of(
    activity: str, resource: str | None, units: float, spread: Sequence[Any]
) -> engine.Assignment:
    """Return work on an activity; `spread` are its minutes, its delay, its contour and the pieces of one by hand."""
    work, delay, contour, pieces = spread
    return engine.Assignment(
        activity,
        resource,
        units,
        work,
        delay_minutes=delay,
        contour=engine.Contour(contour),
        pieces=tuple((after, length, part) for after, length, part in pieces),
    )


def _activity(row: tuple[Any, ...]) -> engine.Activity:
    f = dict(zip(_STATED, row, strict=False))
    flags: dict[str, Any] = {name: bool(f[name]) for name in _FLAGS}
    return engine.Activity(
        id=f["key"],
        kind=engine.ActivityKind(f["kind"]),
        calendar_id=str(f["calendar_id"]) if f["calendar_id"] else None,
        parent_id=f["parent__key"],
        constraint=engine.ConstraintKind(f["constraint"]),
        second_constraint=engine.ConstraintKind(f["second_constraint"]),
        splits=splits_of(f["splits"]),
        **flags,
        **{name: f[name] for name in _SAME},
        **{called: f[name] for name, called in _CALLED.items()},
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
        "activity__key", "resource_id", "units_percent", "work_minutes", "delay_minutes", "contour", "pieces"
    )
    return engine.Problem(
        start_minute=plan.start_minute,
        calendars=tuple(engine_calendar(c) for c in PlanCalendar.objects.filter(project_id=project_id)),
        default_calendar_id=str(plan.calendar_id),
        activities=tuple(activities),
        links=tuple(links),
        resources=tuple(resources),
        assignments=tuple(
            assignment_of(key, str(res) if res else None, float(units) / 100, spread)
            for key, res, units, *spread in assigned
        ),
        rules=plan.rules,
        status_minute=plan.status_minute,
        minutes_per_day=plan.minutes_per_day,
        options=options_of(plan),
    )


def _links(plan: Plan, key_of: Mapping[int, str]) -> list[engine.Link]:
    rows = Link.objects.filter(project_id=plan.project_id).values_list(
        "predecessor_id", "successor_id", "kind", "lag_amount", "lag_unit"
    )
    return [
        engine.Link(
            key_of[before], key_of[after], engine.LinkKind(kind), engine.Lag(amount, engine.LagUnit(unit))
        )
        for before, after, kind, amount, unit in read_columns(rows)
    ]


def problem_for(plan: Plan) -> engine.Problem:
    """Return the plan as the engine's problem: five queries, whatever its size."""
    stated = Activity.objects.filter(project_id=plan.project_id).order_by("position").values_list(*_STATED)
    rows = read_columns(stated)
    links = _links(plan, {row[0]: row[1] for row in rows})
    return _problem(plan, [_activity(row) for row in rows], links)


def solve(plan: Plan) -> engine.Schedule:
    """Return the schedule of a plan without storing it; raises `Invalid` where it cannot be computed."""
    return translated(lambda: schedule(problem_for(plan)))


def translated(run: Callable[[], T]) -> T:
    """Return what `run` returns; raises `Invalid` in the reader's words where the engine finds no schedule."""
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
