"""Estimates: beside the plan, and of one activity."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Invalid
from remit.planning.guards import existing_plan, visible_activity, visible_plan
from remit.planning.policies import may_edit_plan
from remit.scenarios.estimate_queries import estimate_lines, estimates_of, others_like, sizes_of
from remit.scenarios.forms import EstimateForm
from remit.scenarios.operations.estimates import estimate_activity, take_over_estimate


@require_GET
def estimates(request: ActorRequest, key: str) -> HttpResponse:
    """Show the work of a plan beside what was estimated."""
    project, plan = visible_plan(request.actor, key)
    lines, without = estimate_lines(plan) if plan is not None else ([], 0)
    context = {"project": project, "plan": plan, "lines": lines, "without": without}
    return render(request, "scenarios/estimates.html", context)


@require_http_methods(["GET", "POST"])
def estimate(request: ActorRequest, key: str, activity_key: str) -> HttpResponse:
    """Show what one activity was estimated to take, and from what; estimate it anew."""
    project, plan = existing_plan(request.actor, key)
    activity = visible_activity(project, activity_key)
    may = may_edit_plan(request.actor, project)
    form = EstimateForm(request.POST or None, minutes_per_day=plan.minutes_per_day)
    if request.method == "POST":
        require(may)
        if form.is_valid():
            try:
                estimate_activity(project, activity, actor=request.actor, **form.stated())
                return redirect("scenarios:estimate", key, activity_key)
            except Invalid as error:
                form.take(error)
    made = estimates_of(project, activity)
    context = {
        "project": project,
        "plan": plan,
        "activity": activity,
        "estimates": made,
        "current": made[0] if made else None,
        "sizes": sizes_of(request.actor, project),
        "others": others_like(request.actor, activity),
        "form": form,
        "may_edit": may,
    }
    return render(request, "scenarios/estimate.html", context, status=422 if form.errors else 200)


@require_POST
def take_estimate(request: ActorRequest, key: str, activity_key: str) -> HttpResponse:
    """Let the plan have the duration that the estimate says."""
    project, _plan = existing_plan(request.actor, key)
    edited = take_over_estimate(project, visible_activity(project, activity_key), actor=request.actor)
    words = {"label": edited.label}
    messages.success(request, _("%(label)s. It can be taken back under Edits.") % words)
    return redirect("scenarios:estimate", key, activity_key)
