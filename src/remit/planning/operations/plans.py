"""How a project gets a plan, and what the plan as a whole states: its start, its status date, its calendars."""

from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid
from remit.core.keys import next_key
from remit.core.plan_time import LAST_MINUTE, start_of_day
from remit.planning.compute import reschedule
from remit.planning.models import Plan, PlanCalendar
from remit.planning.operations.edits import about_plan, locked_plan
from remit.planning.operations.fields import text, whole
from remit.planning.policies import may_edit_plan
from remit.projects.models import Project

DAY = 1440
MOST_EXCEPTIONS = 2000
MORNING = [540, 750]
AFTERNOON = [810, 1050]


def standard_week(minutes_per_day: int = 450) -> list[list[list[int]]]:
    """Return Monday to Friday from 9:00 with an hour for lunch, `minutes_per_day` of work each."""
    length = MORNING[1] - MORNING[0]
    rest = minutes_per_day - length
    day = [MORNING, [AFTERNOON[0], AFTERNOON[0] + rest]] if 0 < rest <= DAY - AFTERNOON[0] else [MORNING]
    return [*([day] * 5), [], []]


@operation("planning.create_plan")
def create_plan(
    project: Project,
    *,
    actor: Actor,
    start_minute: int | None = None,
    week: list[list[list[int]]] | None = None,
    exceptions: list[list[Any]] | None = None,
    status_minute: int | None = None,
) -> Plan:
    """Give a project its plan, empty, with one calendar; it begins on the project's first day."""
    require(may_edit_plan(actor, project))
    if Plan.objects.filter(project_id=project.pk).exists():
        raise Conflict("plan_exists", _("This project has a plan already."))
    organisation = project.organisation
    calendar = PlanCalendar.objects.create(
        project=project,
        key=next_key(f"project:{project.pk}", "C"),
        name=_("Standard"),
        week=checked_week(week or standard_week(organisation.minutes_per_day)),
        exceptions=checked_exceptions(exceptions or []),
    )
    plan = Plan.objects.create(
        project=project,
        calendar=calendar,
        start_minute=start_of_day(project.starts_on) if start_minute is None else start_minute,
        status_minute=status_minute,
        minutes_per_day=organisation.minutes_per_day,
        minutes_per_week=organisation.minutes_per_week,
    )
    reschedule(plan)
    record(actor, about_plan(project), {"start_minute": ["", plan.start_minute]})
    return plan


@operation("planning.change_plan")
def change_plan(project: Project, *, actor: Actor, version: int, **changes: Any) -> Plan:
    """Change `start_minute`, `status_minute` or the plan's `calendar`, and schedule it anew."""
    require(may_edit_plan(actor, project))
    plan = locked_plan(project)
    if plan.version != version:
        raise Conflict("stale", _("Somebody changed this plan meanwhile: load the page again."))
    before = {name: getattr(plan, name) for name in changes}
    for name, value in changes.items():
        if name == "start_minute":
            plan.start_minute = whole(value, name, 0, LAST_MINUTE)
        elif name == "status_minute":
            plan.status_minute = None if value is None else whole(value, name, 0, LAST_MINUTE)
        else:
            raise Invalid(_("A plan has no such field."), field=name, code="unknown")
    plan.version += 1
    plan.save(update_fields=[*changes, "version"])
    reschedule(plan)
    record(actor, about_plan(project), {name: [before[name], getattr(plan, name)] for name in changes})
    return plan


@operation("planning.change_calendar")
def change_calendar(
    calendar: PlanCalendar,
    *,
    actor: Actor,
    version: int,
    name: str,
    week: list[list[list[int]]],
    exceptions: list[list[Any]],
) -> PlanCalendar:
    """Change the working time of a calendar; everything that works by it is scheduled anew."""
    project = calendar.project
    require(may_edit_plan(actor, project))
    plan = locked_plan(project)
    locked: PlanCalendar = PlanCalendar.objects.select_for_update().get(pk=calendar.pk)
    if locked.version != version:
        raise Conflict("stale", _("Somebody changed this calendar meanwhile: load the page again."))
    before = {"name": locked.name, "week": locked.week, "exceptions": locked.exceptions}
    locked.name = text(name, "name", 200, required=True)
    locked.week = checked_week(week)
    locked.exceptions = checked_exceptions(exceptions)
    locked.version += 1
    locked.save(update_fields=["name", "week", "exceptions", "version"])
    plan.version += 1
    plan.save(update_fields=["version"])
    reschedule(plan)
    after = {"name": locked.name, "week": locked.week, "exceptions": locked.exceptions}
    record(actor, about_plan(project), {n: [before[n], after[n]] for n in after if before[n] != after[n]})
    return locked


def checked_week(week: Any) -> list[list[list[int]]]:
    """Return a week of seven days of shifts; raises `Invalid` where a shift is wrong or nothing is ever worked."""
    if not isinstance(week, list) or len(week) != 7:  # noqa: PLR2004 - days of a week
        raise Invalid(_("A week has seven days, Monday first."), field="week", code="week")
    days = [_checked_shifts(day, "week") for day in week]
    if not any(days):
        raise Invalid(
            _("Somebody must work at some time: give at least one shift."), field="week", code="empty"
        )
    return days


def _checked_shifts(shifts: Any, field: str) -> list[list[int]]:
    if not isinstance(shifts, list):
        raise Invalid(_("A day is a list of shifts."), field=field, code="shifts")
    last = 0
    checked = []
    for shift in shifts:
        if not isinstance(shift, list) or len(shift) != 2:  # noqa: PLR2004 - start and finish
            raise Invalid(_("A shift has a start and a finish."), field=field, code="shift")
        start, finish = (whole(each, field, 0, DAY) for each in shift)
        if start < last or finish <= start:
            raise Invalid(
                _("Shifts of a day follow one another and do not overlap."), field=field, code="order"
            )
        last = finish
        checked.append([start, finish])
    return checked


def checked_exceptions(exceptions: Any) -> list[list[Any]]:
    """Return days with other working time, in order; raises `Invalid` where one ends before it begins."""
    if not isinstance(exceptions, list) or len(exceptions) > MOST_EXCEPTIONS:
        message = _("At most %(most)d exceptions.") % {"most": MOST_EXCEPTIONS}
        raise Invalid(message, field="exceptions", code="count")
    checked = []
    for each in exceptions:
        first, last, shifts, name = each
        first = whole(first, "exceptions", 0, LAST_MINUTE // DAY)
        last = whole(last, "exceptions", 0, LAST_MINUTE // DAY)
        if last < first:
            raise Invalid(_("An exception ends before it begins."), field="exceptions", code="order")
        checked.append([first, last, _checked_shifts(shifts, "exceptions"), text(name, "exceptions", 200)])
    return sorted(checked, key=lambda each: (each[0], each[1]))
