"""One activity: what is stated, what was computed, why; and the form that changes it without a chart."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import Decision, require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid
from remit.planning.forms import ActivityForm, AssignForm, LinkForm, StaffingForm
from remit.planning.guards import existing_plan, visible_activity
from remit.planning.models import Activity, Plan, ResourceAssignment
from remit.planning.operations.edits import edit_plan
from remit.planning.policies import REPORTS, may_edit_plan
from remit.planning.queries import activity_links, assignable, explained, staffing_of
from remit.planning.queries.delegation import Say, say_of
from remit.planning.queries.summaries import shown_duration
from remit.projects.policies import READ_ONLY


@require_GET
def why(request: ActorRequest, key: str, activity_key: str) -> HttpResponse:
    """Return the inspector's part about one activity."""
    project, plan = existing_plan(request.actor, key)
    activity = visible_activity(project, activity_key)
    may = may_edit_plan(request.actor, project)
    context = {
        "project": project,
        "plan": plan,
        "activity": activity,
        "duration_minutes": shown_duration(activity, plan),
        "explanation": explained(plan, activity),
        "may_edit": may,
        **_staffing(plan, activity, may, say_of(request.actor, activity.pk)),
    }
    return render(request, "planning/why.html", context)


def _staffing(plan: Plan, activity: Activity, may: Decision, say: Say) -> dict[str, Any]:
    """Return who works on an activity, each with what may be changed about it, and the form that adds somebody."""
    rows = staffing_of(activity)
    free = assignable(activity, rows)

    def form(row: ResourceAssignment) -> StaffingForm | None:
        if may:
            return StaffingForm(None, row=row, plan=plan)
        own = say.own_fields - REPORTS if row.pk in say.rows else frozenset()
        found = StaffingForm(None, row=row, plan=plan, only=own) if own else None
        return found if found is not None and len(found.fields) > 1 else None

    return {
        "say": say,
        "staffing": [(each, form(each.row)) for each in rows],
        "assign_form": AssignForm(None, resources=free) if free else None,
    }


@require_http_methods(["GET", "POST"])
def activity(request: ActorRequest, key: str, activity_key: str) -> HttpResponse:
    """Show one activity and change what is stated about it."""
    project, plan = existing_plan(request.actor, key)
    shown = visible_activity(project, activity_key)
    may, say = may_edit_plan(request.actor, project), say_of(request.actor, shown.pk)
    states = bool(may or (say.fields and project.phase not in READ_ONLY))
    if request.method == "POST" and not states:
        require(may)
    form = ActivityForm(request.POST or None, activity=shown, plan=plan, only=None if may else say.fields)
    if request.method == "POST" and form.is_valid():
        try:
            edited = edit_plan(project, [form.step()], actor=request.actor)
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, visible_activity(project, activity_key).version)
        else:
            messages.success(request, edited.label)
            return redirect("planning:activity", key, activity_key)
    context = {
        "project": project,
        "plan": plan,
        "activity": shown,
        "duration_minutes": shown_duration(shown, plan),
        "explanation": explained(plan, shown),
        "links": activity_links(shown, plan.minutes_per_day),
        "form": form,
        "link_form": LinkForm(),
        "may_edit": may,
        "states": states,
        **_staffing(plan, shown, may, say),
        "title": _("%(key)s %(name)s") % {"key": shown.key, "name": shown.name},
    }
    return render(request, "planning/activity.html", context, status=form.status)


@require_POST
def add_link(request: ActorRequest, key: str, activity_key: str) -> HttpResponse:
    """Let the activity wait for another."""
    project, plan = existing_plan(request.actor, key)
    visible_activity(project, activity_key)
    require(may_edit_plan(request.actor, project))
    form = LinkForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Say which activity it waits for."), field="predecessor")
    edited = edit_plan(project, [form.step(activity_key, plan)], actor=request.actor)
    messages.success(request, edited.label)
    return redirect("planning:activity", key, activity_key)


@require_POST
def remove_link(request: ActorRequest, key: str, activity_key: str, link_key: str) -> HttpResponse:
    """Let the activity wait no longer."""
    project, _plan = existing_plan(request.actor, key)
    visible_activity(project, activity_key)
    edited = edit_plan(project, [{"op": "unlink", "key": link_key}], actor=request.actor)
    messages.success(request, edited.label)
    return redirect("planning:activity", key, activity_key)
