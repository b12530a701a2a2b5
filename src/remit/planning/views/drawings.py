"""The plan drawn otherwise than as a chart: its network, and the leaves of a calendar, also as a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from remit.accounts.requests import ActorRequest
from remit.planning.guards import existing_plan, visible_plan
from remit.planning.icalendar import icalendar
from remit.planning.models import Activity
from remit.planning.queries.months import dated_rows, leaf_day, plan_leaf
from remit.planning.queries.network import HEIGHT, WIDTH, plan_network


@require_GET
def network(request: ActorRequest, key: str) -> HttpResponse:
    """Show the activities as a network with early and late dates, as a picture and in words."""
    project, plan = visible_plan(request.actor, key)
    if plan is None:
        return render(request, "planning/network.html", {"project": project, "plan": None})
    below = request.GET.get("below", "")[:16]
    top = Activity.objects.filter(project=project, key=below).first() if below else None
    context = {
        "project": project,
        "plan": plan,
        "network": plan_network(plan, below if top else ""),
        "top": top,
        "box_width": WIDTH,
        "box_height": HEIGHT,
    }
    return render(request, "planning/network.html", context)


@require_GET
def month(request: ActorRequest, key: str) -> HttpResponse:
    """Show the plan by month or week."""
    project, plan = visible_plan(request.actor, key)
    if plan is None:
        return render(request, "planning/month.html", {"project": project, "plan": None})
    is_week, mine = request.GET.get("by") == "week", bool(request.GET.get("mine"))
    critical = bool(request.GET.get("critical"))
    leaf = plan_leaf(
        plan,
        leaf_day(plan, request.GET.get("day", "")),
        is_week=is_week,
        person_id=(request.actor.person_id or 0) if mine else None,
        critical=critical,
    )
    kept = "".join(f"&{name}=1" for name, is_set in (("mine", mine), ("critical", critical)) if is_set)
    context = {
        "project": project,
        "plan": plan,
        "leaf": leaf,
        "by": "week" if is_week else "month",
        "mine": mine,
        "critical": critical,
        "kept": kept,
        "today": leaf_day(plan, ""),
    }
    return render(request, "planning/month.html", context)


@require_GET
def calendar_file(request: ActorRequest, key: str) -> HttpResponse:
    """Return the plan for calendar programs."""
    project, plan = existing_plan(request.actor, key)
    content = icalendar(
        f"{project.key} {project.name}",
        dated_rows(plan),
        domain=f"{project.key}.{request.get_host().partition(':')[0]}",
        stamp=timezone.now(),
        deadline=_("Deadline"),
    )
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{project.key}.ics"'},
    )
