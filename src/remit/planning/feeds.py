"""What calendar feeds show of plans: the actor's own activities, and milestones of the projects they have a role in."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.icalendar import Event
from remit.core.plan_time import start_of_day
from remit.planning.models import Activity, ActivityKind, ResourceAssignment
from remit.planning.queries.months import days_of
from remit.projects.life_rules import OVER

_NEEDED = (
    "key", "name", "kind", "accountable_id", "start_minute", "finish_minute", "percent_complete",
    "project__key", "project__name", "project__plan__version", "project__plan__scheduled_at",
)  # fmt: skip


def activity_events(actor: Actor, first: dt.date, last: dt.date, most: int) -> list[Event]:
    """Return the activities that the actor answers for or works on, in plans that they may see: one query."""
    answered = Activity.objects.filter(accountable_id=actor.person_id).order_by()
    worked_on = ResourceAssignment.objects.filter(resource__person_id=actor.person_id or 0).order_by()
    # two reads by their own indexes; joined by OR a database looks through every activity
    own = answered.values("pk").union(worked_on.values("activity_id"))
    rows = _dated(actor, first, last).filter(pk__in=own)
    return [_event(each, actor, _("Activity")) for each in rows[:most]]


def milestone_events(actor: Actor, first: dt.date, last: dt.date, most: int) -> list[Event]:
    """Return the milestones of projects in which the actor has a role: one query."""
    held = {grant.scope_path for grant in actor.grants}
    rows = _dated(actor, first, last).filter(kind=ActivityKind.MILESTONE, project__scope__path__in=held)
    return [_event(each, actor, _("Milestone")) for each in rows[:most]]


def _dated(actor: Actor, first: dt.date, last: dt.date) -> Any:
    rows = Activity.objects.visible_to(actor).filter(
        is_active=True,
        finish_minute__gte=start_of_day(first),
        start_minute__lt=start_of_day(last + dt.timedelta(days=1)),
    )
    rows = rows.exclude(kind=ActivityKind.SUMMARY).exclude(project__phase__in=OVER)
    return rows.select_related("project__plan").only(*_NEEDED).order_by("start_minute", "pk")


def _event(row: Activity, actor: Actor, category: str) -> Event:
    project, plan = row.project, row.project.plan
    begins, ends = days_of(row) or (dt.date.min, dt.date.min)
    is_own = row.accountable_id == actor.person_id
    part = _("You answer for it.") if is_own else _("You work on it.")
    told = [f"{project.key} {project.name}"]
    if category != _("Milestone") or is_own:
        told.append(part)
    if row.percent_complete:
        told.append(_("%(percent)d %% done") % {"percent": row.percent_complete})
    return Event(
        uid=f"{row.key}-work.{project.key}",
        summary=f"{row.name} ({project.key})",
        first=begins,
        last=ends,
        sequence=plan.version,
        modified=plan.scheduled_at,
        told="\n".join(told),
        path=reverse("planning:activity", args=[project.key, row.key]),
        category=category,
    )
