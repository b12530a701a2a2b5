"""Meetings of a project: the list, one with its agenda, planned, changed, held or cancelled."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid
from remit.core.forms import seen_version
from remit.core.htmx import render_page
from remit.meetings.forms_meetings import CancelForm, MeetingForm
from remit.meetings.meeting_queries import COLOURS, invitable, one_meeting, parts_of
from remit.meetings.minutes_queries import minutes_of, parked_at
from remit.meetings.models import Meeting, MeetingState
from remit.meetings.operations.meetings import cancel_meeting, change_meeting, hold_meeting, plan_meeting
from remit.meetings.operations.series import (
    cancel_following,
    change_following,
    checked_days,
    plan_series,
)
from remit.meetings.policies import may_invite_stakeholders, may_keep_outcomes, may_write_minutes
from remit.meetings.series_queries import days_before, first_of, place_in_series
from remit.meetings.tables import meeting_table
from remit.people.grids import day_of
from remit.projects.guards import visible_project
from remit.projects.models import Project
from remit.projects.reach import those_who_see


@require_GET
def meetings(request: ActorRequest, key: str) -> HttpResponse:
    """Show the meetings of a project, the latest first."""
    project = visible_project(request.actor, key)
    table = meeting_table(request, project)
    exported = table.export()
    if exported is not None:
        return exported
    context = {"project": project, "table": table, "may_keep": may_keep_outcomes(request.actor, project)}
    return render_page(request, "meetings/meetings.html", context, fragment="core/table.html")


def _choices(request: ActorRequest, project: Project) -> dict[str, Any]:
    sees = may_invite_stakeholders(request.actor, project)
    return {"people": those_who_see(project), "stakeholders": invitable(project) if sees else None}


@require_http_methods(["GET", "POST"])
def plan(request: ActorRequest, key: str) -> HttpResponse:
    """Plan a meeting and invite people to it."""
    project = visible_project(request.actor, key)
    require(may_keep_outcomes(request.actor, project))
    parked = parked_at(project)
    form = MeetingForm(request.POST or None, parked=parked, **_choices(request, project))
    context = {"project": project, "form": form, "parked": parked}
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["rhythm"]:
                return _series(request, project, form, context)
            made = plan_meeting(project, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("%(key)s is planned.") % {"key": made.key})
            return redirect("meetings:meeting", key, made.key)
    return render(request, "meetings/plan_meeting.html", context, status=form.status)


def _series(
    request: ActorRequest, project: Project, form: MeetingForm, context: dict[str, Any]
) -> HttpResponse:
    """Show the days of a series, and plan it once they were seen."""
    stated = checked_days(first=form.cleaned_data["day"], **form.repeated())
    days = days_before(project, stated, request.POST, request.POST.getlist("skip"))
    if not days.were_shown:
        return render(request, "meetings/plan_meeting.html", context | {"days": days})
    series = plan_series(project, skip=days.skipped, actor=request.actor, **form.repeated(), **form.stated())
    words = {"key": series.key, "count": series.meetings.count()}
    messages.success(request, _("%(key)s is planned: %(count)d meetings.") % words)
    return redirect("meetings:meeting", project.key, first_of(series).key)


@require_GET
def meeting(request: ActorRequest, key: str, meeting_key: str) -> HttpResponse:
    """Show one meeting."""
    return _page(request, one_meeting(request.actor, key, meeting_key))


def _page(request: ActorRequest, shown: Meeting, cancel: CancelForm | None = None) -> HttpResponse:
    project = shown.project
    changes = shown.state == MeetingState.PLANNED and bool(may_keep_outcomes(request.actor, project))
    context = {
        "project": project,
        "meeting": shown,
        "parts": parts_of(request.actor, shown),
        "series": place_in_series(shown),
        "colour": COLOURS[MeetingState(shown.state)],
        "may_change": changes,
        "has_come": shown.day <= day_of(project.organisation),
        "minutes": minutes_of(request.actor, shown) if shown.state == MeetingState.HELD else [],
        "may_write": may_write_minutes(request.actor, shown),
        "cancel": (cancel or CancelForm(meeting=shown)) if changes else None,
    }
    return render(request, "meetings/meeting.html", context, status=cancel.status if cancel else 200)


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, key: str, meeting_key: str) -> HttpResponse:
    """Change a planned meeting; calendars of those invited follow."""
    shown = one_meeting(request.actor, key, meeting_key)
    require(may_keep_outcomes(request.actor, shown.project))
    if shown.state != MeetingState.PLANNED and request.method == "GET":
        return redirect("meetings:meeting", key, meeting_key)
    parts = parts_of(request.actor, shown)
    choices = _choices(request, shown.project)
    form = MeetingForm(request.POST or None, meeting=shown, parts=parts, **choices)
    if request.method == "POST" and form.is_valid():
        try:
            change = change_following if form.means_following else change_meeting
            change(shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, one_meeting(request.actor, key, meeting_key).version)
        else:
            messages.success(request, _("The meeting is changed."))
            return redirect("meetings:meeting", key, meeting_key)
    context = {
        "project": shown.project,
        "meeting": shown,
        "form": form,
        "series": place_in_series(shown),
    }
    return render(request, "meetings/edit_meeting.html", context, status=form.status)


@require_POST
def hold(request: ActorRequest, key: str, meeting_key: str) -> HttpResponse:
    """Say that a meeting took place."""
    shown = one_meeting(request.actor, key, meeting_key)
    require(may_keep_outcomes(request.actor, shown.project))
    hold_meeting(shown, version=seen_version(request), actor=request.actor)
    messages.success(request, _("%(key)s was held.") % {"key": meeting_key})
    return redirect("meetings:meeting", key, meeting_key)


@require_POST
def cancel(request: ActorRequest, key: str, meeting_key: str) -> HttpResponse:
    """Cancel a meeting with the reason."""
    shown = one_meeting(request.actor, key, meeting_key)
    require(may_keep_outcomes(request.actor, shown.project))
    form = CancelForm(request.POST, meeting=shown)
    if form.is_valid():
        try:
            off = cancel_following if form.means_following else cancel_meeting
            off(shown, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            if error.code != "stale":
                raise  # there is no form any more beside which it could stand
            form.take_conflict(error, one_meeting(request.actor, key, meeting_key).version)
        else:
            messages.success(request, _("%(key)s is cancelled.") % {"key": meeting_key})
            return redirect("meetings:meeting", key, meeting_key)
    return _page(request, one_meeting(request.actor, key, meeting_key), cancel=form)
