"""One's own week: the grid of hours, handed in, taken back, corrected."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.requests import ActorRequest
from remit.core.api.fields import FIRST_YEAR
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.forms import is_done, seen_version
from remit.people.grids import day_of
from remit.people.models import Person
from remit.timesheets.compute import WeekPlan, week_plan
from remit.timesheets.forms import CorrectForm, Row, WeekForm, day_names
from remit.timesheets.hours import hour_text
from remit.timesheets.models import SheetState, Timesheet
from remit.timesheets.operations.keeping import (
    approver_for,
    begin_correction,
    drop_correction,
    keep_week,
    submit_sheet,
    withdraw_sheet,
)
from remit.timesheets.queries import (
    WEEK,
    choices_of,
    held_in,
    is_final,
    monday_of,
    own_person,
    sheets_of,
    week_named,
)
from remit.timesheets.showing import days_of, rows_of, standing

FILLED = frozenset({"plan", "copy"})


@require_GET
def this_week(request: ActorRequest) -> HttpResponse:
    """Lead to the week of today."""
    person = own_person(request.actor)
    return redirect("timesheets:week", monday_of(day_of(person.organisation)).isoformat())


@require_http_methods(["GET", "POST"])
def week(request: ActorRequest, week: str) -> HttpResponse:
    """Show one's own week to be filled in; keep it, hand it in, or fill it from the plan or the week before."""
    person, monday = own_person(request.actor), week_named(week)
    sheets = sheets_of(person, monday)
    planned = week_plan(request.actor, person, monday)
    last = sheets[-1] if sheets else None
    form = WeekForm(request.POST or None, version=last.version if last is not None else 0)
    act = request.POST.get("act", "save")

    def keep() -> None:
        version = form.cleaned_data["version"]
        keep_week(person, monday, form.entries, version=version, actor=request.actor)

    if act not in FILLED and is_done(form, keep, lambda: _version(person, monday)):
        return _kept(request, person, monday, act)
    context = _context(request, person, monday, sheets, planned)
    typed = list(form.lines)
    if form.is_bound and act in FILLED:
        typed = _filled(
            act, typed, planned, held_in(sheets_of(person, monday - WEEK)) if act == "copy" else []
        )
    context |= {"form": form, "rows": rows_of(context["held"], planned, typed), "is_filled": act in FILLED}
    context["days"] = days_of(monday, context["today"], planned.off, context["rows"])
    context["total"] = hour_text(sum(sum(row.minutes) for row in context["rows"]))
    return render(request, "timesheets/week.html", context, status=200 if act in FILLED else form.status)


def _version(person: Person, monday: dt.date) -> int:
    sheets = sheets_of(person, monday)
    return sheets[-1].version if sheets else 0


def _kept(request: ActorRequest, person: Person, monday: dt.date, act: str) -> HttpResponse:
    """Answer once the hours are kept: handed in as well where that was asked for."""
    if act == "submit":
        sheet = sheets_of(person, monday)[-1]
        try:
            submit_sheet(sheet, version=sheet.version, actor=request.actor)
        except (Conflict, Invalid) as error:
            messages.warning(
                request, _("The hours are kept, but not handed in. %(why)s") % {"why": error.message}
            )
        else:
            messages.success(request, _("The week is handed in."))
    else:
        messages.success(request, _("The hours are kept."))
    return redirect("timesheets:week", monday.isoformat())


def _filled(act: str, typed: list[Row], planned: WeekPlan, before: list[Any]) -> list[Row]:
    """Return the lines with what the plan proposes, or with the week before where a line is empty."""
    source = rows_of([], planned) if act == "plan" else rows_of(before, WeekPlan((), (), 0))
    rows = {row.code: row for row in typed}
    for each in source:
        minutes = each.planned if act == "plan" else each.minutes
        row = rows.setdefault(each.code, Row(each.code))
        if act == "plan" or not any(row.typed):
            row.minutes, row.note = minutes, row.note or each.note
            row.typed = [hour_text(value) if value else "" for value in minutes]
    return list(rows.values())


def _context(
    request: ActorRequest, person: Person, monday: dt.date, sheets: list[Timesheet], planned: WeekPlan
) -> dict[str, Any]:
    today = day_of(person.organisation)
    last = sheets[-1] if sheets else None
    is_future = monday > today
    editable = not is_future and (last is None or last.is_owners)
    colour, words = standing(last) if last is not None else ("grey", _("nothing entered yet"))
    return {
        "person": person,
        "monday": monday,
        "sunday": monday + dt.timedelta(days=6),
        "before": (monday - WEEK).isoformat() if monday.year > FIRST_YEAR else "",
        "after": (monday + WEEK).isoformat() if monday + WEEK <= today else "",
        "is_now": monday == monday_of(today),
        "today": today,
        "sheet": last,
        "sheets": sheets,
        "held": held_in(sheets),
        "colour": colour,
        "words": words,
        "editable": editable,
        "is_future": is_future,
        "is_final": is_final(sheets),
        "is_submitted": last is not None and last.state == SheetState.SUBMITTED,
        "approver": approver_for(person) if editable else None,
        "capacity": hour_text(planned.capacity),
        "planned": hour_text(planned.total),
        "has_plan": planned.total > 0,
        "choices": choices_of(request.actor, person) if editable else [],
        "day_names": day_names(),
    }


def _last(request: ActorRequest, week: str) -> Timesheet:
    sheets = sheets_of(own_person(request.actor), week_named(week))
    if not sheets:
        raise NotFound
    return sheets[-1]


@require_POST
def withdraw(request: ActorRequest, week: str) -> HttpResponse:
    """Take a week back that was handed in."""
    sheet = _last(request, week)
    withdraw_sheet(sheet, version=seen_version(request), actor=request.actor)
    messages.success(request, _("The week is yours again: change it and hand it in."))
    return redirect("timesheets:week", sheet.week.isoformat())


@require_http_methods(["GET", "POST"])
def correct(request: ActorRequest, week: str) -> HttpResponse:
    """Begin to correct an approved week."""
    sheet = _last(request, week)
    form = CorrectForm(request.POST or None)

    def act() -> None:
        begin_correction(sheet, reason=form.cleaned_data["reason"], actor=request.actor)

    if is_done(form, act):
        messages.success(request, _("Put the hours as they should be, then hand the correction in."))
        return redirect("timesheets:week", sheet.week.isoformat())
    context = {"form": form, "sheet": sheet}
    return render(request, "timesheets/correct.html", context, status=form.status)


@require_POST
def drop(request: ActorRequest, week: str) -> HttpResponse:
    """Give up a correction that was not handed in."""
    sheet = _last(request, week)
    drop_correction(sheet, version=seen_version(request), actor=request.actor)
    messages.success(request, _("The correction is dropped: the week stays as it was approved."))
    return redirect("timesheets:week", sheet.week.isoformat())
