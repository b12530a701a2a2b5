"""A stored plan as the engine's problem, with everything that it states."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from remit.core.errors import FieldError, Invalid
from remit.engine import model as engine
from remit.engine.network import schedule
from remit.planning.columns import read_columns
from remit.planning.models import Activity, Link, Plan, PlanCalendar, Resource, ResourceAssignment
from remit.planning.queries.calendars import engine_calendar

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


def translated(run: Callable[[], engine.Schedule]) -> engine.Schedule:
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
