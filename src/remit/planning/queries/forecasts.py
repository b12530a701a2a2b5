"""Will the promise be kept? Each project's computed end beside its promised one, and what comes next."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.accounts.permissions import Actor
from remit.core.plan_time import MINUTES_PER_DAY, to_day
from remit.planning.models import Activity, ActivityKind, Plan
from remit.projects.life_rules import OVER
from remit.projects.models import Phase, Project
from remit.projects.registries import Forecast

MARGIN_DAYS = 5
LOOK_AHEAD_DAYS = 14
MOST_LISTED = 8


def forecast_projects(projects: Sequence[Project]) -> Mapping[int, Forecast]:
    """Return the forecast of each project that has a plan: two queries for all of them."""
    ids = [project.pk for project in projects]
    plans = {plan.project_id: plan for plan in Plan.objects.filter(project_id__in=ids)}
    work = (
        Activity.objects.filter(project_id__in=plans)
        .exclude(kind=ActivityKind.SUMMARY)
        .values("project_id")
        .annotate(
            planned=Sum("duration_minutes"),
            done=Sum(F("duration_minutes") * F("percent_complete")),
            late=Count("pk", filter=Q(deadline_minute__isnull=False, finish_minute__gt=F("deadline_minute"))),
        )
    )
    sums = {row["project_id"]: row for row in work}
    return {
        project.pk: _forecast(project, plans.get(project.pk), sums.get(project.pk)) for project in projects
    }


def _forecast(project: Project, plan: Plan | None, sums: dict[str, Any] | None) -> Forecast:
    if plan is None or sums is None or plan.finish_minute is None:
        return Forecast("grey", _("no plan yet"))
    percent = int(sums["done"] // sums["planned"]) if sums["planned"] else 0
    state, words = _state(project, plan.finish_minute, sums["late"])
    return Forecast(state, words, plan.finish_minute, percent)


def _state(project: Project, finish: int, late: int) -> tuple[str, str]:
    if project.phase in {Phase.CLOSED, Phase.ARCHIVED}:
        return "grey", _("closed")
    if project.promised_on is None:
        return "grey", _("no promised date")
    days = (to_day(finish - 1) - project.promised_on).days
    if days > 0:
        return "red", ngettext("%(days)d day after the promise", "%(days)d days after the promise", days) % {
            "days": days
        }
    if late:
        return "amber", ngettext("%(late)d deadline missed", "%(late)d deadlines missed", late) % {
            "late": late
        }
    if -days < MARGIN_DAYS:
        return "amber", ngettext(
            "%(days)d day before the promise", "%(days)d days before the promise", -days
        ) % {"days": -days}
    return "green", ngettext("%(days)d day before the promise", "%(days)d days before the promise", -days) % {
        "days": -days
    }


def plan_overview(actor: Actor, project: Project) -> dict[str, Any] | None:
    """Return what is critical in the two weeks after the status date, and what is late; None without a plan."""
    if not actor.can("plan.view", project.scope.path):
        return None
    plan = Plan.objects.filter(project=project).first()
    if plan is None:
        return {"project": project, "plan": None}
    today = plan.status_minute if plan.status_minute is not None else plan.start_minute
    leaves = (
        Activity.objects.filter(project=project)
        .exclude(kind=ActivityKind.SUMMARY)
        .select_related("accountable", "parent")
    )
    open_ones = leaves.filter(percent_complete__lt=100)
    ahead = today + LOOK_AHEAD_DAYS * MINUTES_PER_DAY
    critical = open_ones.filter(is_critical=True, start_minute__lte=ahead).order_by("start_minute")
    late = open_ones.filter(deadline_minute__isnull=False, finish_minute__gt=F("deadline_minute")).order_by(
        "deadline_minute"
    )
    return {
        "project": project,
        "plan": plan,
        "critical": list(critical[:MOST_LISTED]),
        "late": list(late[:MOST_LISTED]),
    }


def my_activities(actor: Actor) -> dict[str, Any] | None:
    """Return the open activities for which the actor is named, in the order in which they begin."""
    if actor.person_id is None:
        return None
    rows = (
        Activity.objects.filter(
            accountable_id=actor.person_id, percent_complete__lt=100, start_minute__isnull=False
        )
        .filter(actor.reach("plan.view", "project__scope__path"))
        .exclude(kind=ActivityKind.SUMMARY)
        .exclude(project__phase__in=OVER)
        .select_related("project", "parent")
        .order_by("start_minute", "pk")
    )
    shown = list(rows[: MOST_LISTED + 1])
    if not shown:
        return None
    return {"activities": shown[:MOST_LISTED], "has_more": len(shown) > MOST_LISTED}


def accountable_for(actor: Actor, typed: str, most: int) -> list[Activity]:
    """Return the activities whose name or key holds what was typed, in plans that the actor may see."""
    rows = Activity.objects.filter(actor.reach("plan.view", "project__scope__path"))
    rows = rows.filter(project__organisation_id=actor.organisation_id)
    found = rows.filter(Q(name__icontains=typed) | Q(key__iexact=typed)).select_related(
        "project", "accountable"
    )
    return list(found.order_by("project_id", "position")[:most])
