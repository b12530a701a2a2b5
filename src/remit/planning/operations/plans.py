"""How a project gets a plan, and what the plan as a whole states: its start, its status date, its calendars."""

from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.core.errors import Conflict
from remit.core.keys import next_key
from remit.core.plan_time import start_of_day
from remit.planning.compute import reschedule
from remit.planning.models import Plan, PlanCalendar
from remit.planning.operations.edits import Edited, about_plan, edit_plan
from remit.planning.operations.working_weeks import checked_exceptions, checked_week, standard_week
from remit.planning.policies import may_edit_plan
from remit.projects.models import Project


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


def change_plan(project: Project, *, actor: Actor, version: int, **changes: Any) -> Edited:
    """Change what the plan as a whole states by an edit, and schedule it anew: start, status date, rules, options."""
    step = {"op": "change_plan", "version": version, "fields": changes}
    return edit_plan(project, [step], actor=actor)


def change_calendar(
    calendar: PlanCalendar,
    *,
    actor: Actor,
    version: int,
    name: str,
    week: list[list[list[int]]],
    exceptions: list[list[Any]],
) -> PlanCalendar:
    """Change the working time of a calendar by an edit of its plan; everything that works by it is scheduled anew."""
    fields = {"name": name, "week": week, "exceptions": exceptions}
    step = {"op": "change_calendar", "key": calendar.key, "version": version, "fields": fields}
    edit_plan(calendar.project, [step], actor=actor)
    changed: PlanCalendar = PlanCalendar.objects.get(pk=calendar.pk)
    return changed
