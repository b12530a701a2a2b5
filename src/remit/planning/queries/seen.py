"""What a decision remembers of a plan: how tight it was at that moment."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Min, Q

from remit.planning.models import Activity, ActivityKind, Baseline, Plan
from remit.projects.models import Project

WHOLE = 100


def plan_seen(project: Project) -> Mapping[str, Any]:
    """Return the plan's version and baseline, the least float of open work, and how much of that is critical."""
    plan = Plan.objects.filter(project=project).only("version", "minutes_per_day").first()
    if plan is None:
        return {}
    work = Activity.objects.filter(project=project, is_active=True, percent_complete__lt=WHOLE)
    figures = work.exclude(kind=ActivityKind.SUMMARY).aggregate(
        least=Min("total_float_minutes"), critical=Count("pk", filter=Q(is_critical=True))
    )
    current = Baseline.objects.filter(project=project, is_current=True).values_list("number", flat=True)
    return {
        "plan_version": plan.version,
        "baseline": current.first(),
        "float_minutes": figures["least"],
        "critical": figures["critical"],
        "minutes_per_day": plan.minutes_per_day,
    }
