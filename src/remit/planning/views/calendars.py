"""The calendars of a plan: weeks, exceptions, a picture of the year, and what a change would move."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.forms import seen_version
from remit.core.plan_time import to_day
from remit.planning.forms import AddCalendarForm, CalendarForm, ExceptionForm
from remit.planning.guards import existing_plan, visible_calendar, visible_plan
from remit.planning.models import Plan, PlanCalendar
from remit.planning.operations.consequences import consequence
from remit.planning.operations.edits import edit_plan
from remit.planning.operations.working_weeks import shifts_text, week_words
from remit.planning.policies import may_edit_plan
from remit.planning.queries import calendar_lines, calendar_uses, exception_rows, year_of
from remit.projects.models import Project

FIRST_YEAR, LAST_YEAR = 1971, 2198


@require_http_methods(["GET", "POST"])
def calendars(request: ActorRequest, key: str) -> HttpResponse:
    """Show the calendars of a plan; add one."""
    project, plan = visible_plan(request.actor, key)
    may = may_edit_plan(request.actor, project)
    if plan is None:
        return render(request, "planning/calendars.html", {"project": project, "plan": None})
    lines = calendar_lines(plan)
    form = AddCalendarForm(request.POST or None, calendars=[line.calendar for line in lines])
    if request.method == "POST":
        require(may)
        if form.is_valid():
            try:
                edited = edit_plan(project, [form.step()], actor=request.actor)
            except Invalid as error:
                form.add_error("name", error.message)
            else:
                messages.success(request, edited.label)
                newest = PlanCalendar.objects.filter(project_id=project.pk).latest("pk")
                return redirect("planning:calendar", key, newest.key)
    shown = [(line, week_words(line.calendar.week)) for line in lines]
    context = {"project": project, "plan": plan, "lines": shown, "form": form, "may_edit": may}
    return render(request, "planning/calendars.html", context, status=422 if form.errors else 200)


def _year(request: ActorRequest, plan: Plan) -> int:
    """Return the year that is asked for, else that of the status date or of the plan's start."""
    typed = request.GET.get("year", "")
    if typed.isdecimal() and FIRST_YEAR <= int(typed[:6]) <= LAST_YEAR:
        return int(typed)
    minute = plan.status_minute if plan.status_minute is not None else plan.start_minute
    return to_day(minute).year


def _page(
    request: ActorRequest, project: Project, plan: Plan, calendar: PlanCalendar, **more: Any
) -> HttpResponse:
    """Show one calendar; `more` holds the forms as they were sent, a preview and the status."""
    status = more.pop("status", 200)
    year = _year(request, plan)
    week = more.pop("week", calendar.week)
    context = {
        "project": project,
        "plan": plan,
        "calendar": calendar,
        "may_edit": may_edit_plan(request.actor, project),
        "picture": year_of(week, calendar.exceptions, year),
        "years": (year - 1, year + 1),
        "exceptions": [(row, shifts_text(row.shifts)) for row in exception_rows(calendar.exceptions, year)],
        "exception_count": len(calendar.exceptions),
        "week_words": week_words(calendar.week),
        "uses": calendar_uses(plan, calendar),
        "form": CalendarForm(None, calendar=calendar),
        "exception_form": ExceptionForm(None, calendar=calendar),
    }
    return render(request, "planning/calendar.html", {**context, **more}, status=status)


@require_http_methods(["GET", "POST"])
def calendar(request: ActorRequest, key: str, calendar_key: str) -> HttpResponse:
    """Show one calendar; change its name and week, or tell what that would move."""
    project, plan = existing_plan(request.actor, key)
    shown = visible_calendar(project, calendar_key)
    if request.method == "GET":
        return _page(request, project, plan, shown)
    require(may_edit_plan(request.actor, project))
    form = CalendarForm(request.POST, calendar=shown)
    more: dict[str, Any] = {"form": form}
    if form.is_valid():
        try:
            if "preview" in request.POST:
                more["preview"] = consequence(project, [form.step()], actor=request.actor)
                more["week"] = form.cleaned_data["week"]
                return _page(request, project, plan, shown, **more)
            return _saved(request, project, shown, form.step())
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, visible_calendar(project, calendar_key).version)
    return _page(request, project, plan, shown, **more, status=form.status)


def _saved(
    request: ActorRequest, project: Project, calendar: PlanCalendar, step: dict[str, Any]
) -> HttpResponse:
    edited = edit_plan(project, [step], actor=request.actor)
    moved = len(edited.rescheduled.moved_keys)
    told = _("%(label)s. It can be taken back under Edits.") % {"label": edited.label}
    messages.success(request, told if moved else f"{told} {_('No date moved.')}")
    address = reverse("planning:calendar", args=[project.key, calendar.key])
    year = request.GET.get("year", "")
    return redirect(f"{address}?year={year}" if year.isdecimal() else address)


@require_POST
def add_exception(request: ActorRequest, key: str, calendar_key: str) -> HttpResponse:
    """Add days with other working time, or tell what they would move."""
    project, plan = existing_plan(request.actor, key)
    shown = visible_calendar(project, calendar_key)
    require(may_edit_plan(request.actor, project))
    return _excepted(request, project, plan, shown, ExceptionForm(request.POST, calendar=shown))


@require_http_methods(["GET", "POST"])
def change_exception(request: ActorRequest, key: str, calendar_key: str, number: int) -> HttpResponse:
    """Change days with other working time, or tell what that would move."""
    project, plan = existing_plan(request.actor, key)
    shown = visible_calendar(project, calendar_key)
    require(may_edit_plan(request.actor, project))
    if number >= len(shown.exceptions):
        raise NotFound
    form = ExceptionForm(request.POST or None, calendar=shown, number=number)
    if request.method == "GET":
        return _page(request, project, plan, shown, exception_form=form)
    return _excepted(request, project, plan, shown, form)


def _excepted(
    request: ActorRequest, project: Project, plan: Plan, shown: PlanCalendar, form: ExceptionForm
) -> HttpResponse:
    status = 422
    more: dict[str, Any] = {}
    if form.is_valid():
        try:
            if "preview" not in request.POST:
                return _saved(request, project, shown, form.step())
            more["exception_preview"] = consequence(project, [form.step()], actor=request.actor)
            kept = [each for number, each in enumerate(shown.exceptions) if number != form.number]
            would_be = [*kept, *form.cleaned_data["exceptions"]]
            more["picture"] = year_of(shown.week, would_be, _year(request, plan))
            status = 200
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            status = error.status
            form.add_error(None, error.message)
    return _page(request, project, plan, shown, exception_form=form, status=status, **more)


@require_POST
def remove_exception(request: ActorRequest, key: str, calendar_key: str, number: int) -> HttpResponse:
    """Let the week hold again on days that were excepted."""
    project, _plan = existing_plan(request.actor, key)
    shown = visible_calendar(project, calendar_key)
    require(may_edit_plan(request.actor, project))
    step = {"op": "change_exception", "key": shown.key, "version": seen_version(request), "number": number}
    return _saved(request, project, shown, step)


@require_POST
def use(request: ActorRequest, key: str, calendar_key: str) -> HttpResponse:
    """Let the plan work by this calendar, or tell what that would move."""
    project, plan = existing_plan(request.actor, key)
    shown = visible_calendar(project, calendar_key)
    require(may_edit_plan(request.actor, project))
    step = {"op": "use_calendar", "key": shown.key}
    if "preview" not in request.POST:
        return _saved(request, project, shown, step)
    preview = consequence(project, [step], actor=request.actor)
    return _page(request, project, plan, shown, use_preview=preview)


@require_POST
def remove(request: ActorRequest, key: str, calendar_key: str) -> HttpResponse:
    """Remove a calendar by which nothing works."""
    project, _plan = existing_plan(request.actor, key)
    shown = visible_calendar(project, calendar_key)
    require(may_edit_plan(request.actor, project))
    step = {"op": "remove_calendar", "key": shown.key, "version": seen_version(request)}
    edited = edit_plan(project, [step], actor=request.actor)
    told = _("%(label)s. It can be taken back under Edits.") % {"label": edited.label}
    messages.success(request, told)
    return redirect("planning:calendars", key)
