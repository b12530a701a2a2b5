"""The resources of a plan, how much each has to do, and who works on what."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid
from remit.core.forms import seen_version
from remit.core.plan_time import EPOCH, to_day
from remit.planning.chart_data import answer_of
from remit.planning.compute import ResourceLoad, resource_loads
from remit.planning.forms import AssignForm, ResourceForm, StaffingForm
from remit.planning.guards import (
    existing_plan,
    visible_activity,
    visible_plan,
    visible_resource,
    visible_staffing,
)
from remit.planning.models import Plan
from remit.planning.operations.consequences import consequence
from remit.planning.operations.edits import Edited, edit_plan
from remit.planning.policies import may_edit_plan
from remit.planning.queries import ResourceLine, assignable, resource_lines, staffing_of, work_of_resource
from remit.planning.queries.delegation import say_of
from remit.projects.models import Project

WEEKS = 12
WEEKS_OF_ONE = 26


@dataclass(frozen=True, slots=True)
class Window:
    """The weeks that are shown, and the addresses of those before and after."""

    mondays: tuple[dt.date, ...]

    @property
    def before(self) -> str:
        """Return the first day of the weeks before."""
        return (self.mondays[0] - dt.timedelta(weeks=len(self.mondays))).isoformat()

    @property
    def after(self) -> str:
        """Return the first day of the weeks after."""
        return (self.mondays[-1] + dt.timedelta(weeks=1)).isoformat()

    @property
    def first_day(self) -> int:
        """Return the first day, counted from 1970-01-01."""
        return (self.mondays[0] - EPOCH.date()).days


def _window(request: ActorRequest, plan: Plan, weeks: int) -> Window:
    """Return the weeks from the day that is asked for, else from the status date or the plan's start."""
    minute = plan.status_minute if plan.status_minute is not None else plan.start_minute
    day = to_day(minute)
    try:
        typed = dt.date.fromisoformat(request.GET.get("from", ""))
        day = typed if 1971 <= typed.year <= 2190 else day  # noqa: PLR2004 - years that calendars reach
    except ValueError:
        pass
    monday = day - dt.timedelta(days=day.weekday())
    return Window(tuple(monday + dt.timedelta(weeks=number) for number in range(weeks)))


@require_http_methods(["GET", "POST"])
def resources(request: ActorRequest, key: str) -> HttpResponse:
    """Show the resources of a plan and what each has to do; add one."""
    project, plan = visible_plan(request.actor, key)
    may = may_edit_plan(request.actor, project)
    if plan is None:
        return render(request, "planning/resources.html", {"project": project, "plan": None})
    form = ResourceForm(request.POST or None, plan=plan)
    if request.method == "POST":
        require(may)
        if form.is_valid():
            try:
                edited = edit_plan(project, [form.step()], actor=request.actor)
            except Invalid as error:
                form.take(error)
            else:
                messages.success(request, edited.label)
                return redirect("planning:resources", key)
    window = _window(request, plan, WEEKS)
    loads = resource_loads(plan, window.first_day, WEEKS)
    lines: list[tuple[ResourceLine, ResourceLoad | None]] = [
        (line, loads.get(line.resource.pk)) for line in resource_lines(plan)
    ]
    context = {
        "project": project,
        "plan": plan,
        "lines": lines,
        "loaded": [(line, load) for line, load in lines if load is not None],
        "window": window,
        "form": form,
        "may_edit": may,
    }
    return render(request, "planning/resources.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def resource(request: ActorRequest, key: str, resource_key: str) -> HttpResponse:
    """Show one resource, its work and its weeks; change it, or tell what that would move."""
    project, plan = existing_plan(request.actor, key)
    shown = visible_resource(project, resource_key)
    may = may_edit_plan(request.actor, project)
    form = ResourceForm(request.POST or None, plan=plan, resource=shown)
    preview = None
    if request.method == "POST":
        require(may)
        if form.is_valid():
            try:
                if "preview" not in request.POST:
                    edited = edit_plan(project, [form.step()], actor=request.actor)
                    messages.success(request, _told(edited))
                    return redirect("planning:resource", key, resource_key)
                preview = consequence(project, [form.step()], actor=request.actor)
            except Invalid as error:
                form.take(error)
            except Conflict as error:
                form.take_conflict(error, visible_resource(project, resource_key).version)
    window = _window(request, plan, WEEKS_OF_ONE)
    load = resource_loads(plan, window.first_day, WEEKS_OF_ONE).get(shown.pk)
    context = {
        "project": project,
        "plan": plan,
        "resource": shown,
        "load": load,
        "weeks": list(zip(load.weeks, window.mondays, strict=True)) if load else [],
        "window": window,
        "work": work_of_resource(shown),
        "form": form,
        "preview": preview,
        "may_edit": may,
    }
    return render(request, "planning/resource.html", context, status=form.status)


def _told(edited: Edited) -> str:
    return _("%(label)s. It can be taken back under Edits.") % {"label": edited.label}


@require_POST
def remove(request: ActorRequest, key: str, resource_key: str) -> HttpResponse:
    """Remove a resource with all its assignments; the edit can be taken back."""
    project, _plan = existing_plan(request.actor, key)
    shown = visible_resource(project, resource_key)
    require(may_edit_plan(request.actor, project))
    step = {"op": "remove_resource", "key": shown.key, "version": seen_version(request)}
    messages.success(request, _told(edit_plan(project, [step], actor=request.actor)))
    return redirect("planning:resources", key)


# who works on what: forms of an activity's page, which the chart sends for itself


def _done(request: ActorRequest, project: Project, activity_key: str, step: dict[str, Any]) -> HttpResponse:
    """Do a step and answer as the asker reads: the chart gets what changed, a browser the activity's page."""
    edited = edit_plan(project, [step], actor=request.actor)
    if "json" in request.headers.get("Accept", ""):
        return JsonResponse(answer_of(project, edited))
    messages.success(request, _told(edited))
    return redirect("planning:activity", project.key, activity_key)


def _checked(form: forms.Form) -> None:
    """Raise `Invalid` with the first thing that is wrong with a form."""
    for name, errors in form.errors.items():
        raise Invalid(str(errors[0]), field=name, code="invalid")


@require_POST
def assign(request: ActorRequest, key: str, activity_key: str) -> HttpResponse:
    """Put a resource on an activity."""
    project, _plan = existing_plan(request.actor, key)
    shown = visible_activity(project, activity_key)
    require(may_edit_plan(request.actor, project))
    form = AssignForm(request.POST, resources=assignable(shown, staffing_of(shown)))
    _checked(form)
    return _done(request, project, shown.key, form.step(shown.key))


@require_POST
def change_staffing(request: ActorRequest, key: str, staffing_key: str) -> HttpResponse:
    """Change units, work or delay of a resource on an activity."""
    project, plan = existing_plan(request.actor, key)
    row = visible_staffing(project, staffing_key)
    may, say = may_edit_plan(request.actor, project), say_of(request.actor, row.activity_id)
    if not may and row.pk not in say.rows:
        require(may)
    form = StaffingForm(request.POST, row=row, plan=plan, only=None if may else say.own_fields)
    _checked(form)
    return _done(request, project, row.activity.key, form.step())


@require_POST
def unassign(request: ActorRequest, key: str, staffing_key: str) -> HttpResponse:
    """Take a resource off an activity."""
    project, _plan = existing_plan(request.actor, key)
    row = visible_staffing(project, staffing_key)
    require(may_edit_plan(request.actor, project))
    step = {"op": "unassign", "key": row.key, "version": seen_version(request)}
    return _done(request, project, row.activity.key, step)
