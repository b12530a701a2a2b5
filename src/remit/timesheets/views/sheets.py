"""Timesheets as others read them: the list, one of them, and what waits for its approver."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import RemitError
from remit.core.forms import is_done, seen_version
from remit.core.htmx import render_page
from remit.people.grids import day_of
from remit.timesheets.forms import ReturnForm, day_names
from remit.timesheets.hours import hour_text
from remit.timesheets.models import SheetState, Timesheet
from remit.timesheets.operations.approving import approve_sheet, return_sheet
from remit.timesheets.policies import may_approve
from remit.timesheets.queries import day_sums, one_sheet, own_person, waiting_for
from remit.timesheets.showing import odd_of, shown_lines, standing
from remit.timesheets.tables import sheet_table

MOST_AT_ONCE = 200


@require_GET
def sheets(request: ActorRequest) -> HttpResponse:
    """Show the timesheets that the actor may read."""
    own_person(request.actor)
    table = sheet_table(request, request.actor)
    exported = table.export()
    if exported is not None:
        return exported
    context = {"table": table, "at": "sheets", "waiting": waiting_for(request.actor).count()}
    return render_page(request, "timesheets/sheets.html", context, fragment="core/table.html")


@require_http_methods(["GET", "POST"])
def approvals(request: ActorRequest) -> HttpResponse:
    """Show what waits for the actor, with what is odd about it; approve what was ticked."""
    own_person(request.actor)
    if request.method == "POST":
        _approve_ticked(request)
        return redirect("timesheets:approvals")
    rows = [
        (each, odd_of(each), hour_text(each.total_minutes))
        for each in waiting_for(request.actor)[:MOST_AT_ONCE]
    ]
    context = {"rows": rows, "at": "approvals", "waiting": len(rows)}
    return render(request, "timesheets/approvals.html", context)


def _approve_ticked(request: ActorRequest) -> None:
    """Approve each that was ticked, at the version that was seen; what cannot be is said and stays."""
    done = 0
    waiting = {each.key: each for each in waiting_for(request.actor)[:MOST_AT_ONCE]}
    for ticked in request.POST.getlist("sheet")[:MOST_AT_ONCE]:
        key, _slash, version = ticked.partition(":")
        sheet = waiting.get(key)
        if sheet is None or not (version.isascii() and version.isdecimal()):
            messages.warning(request, _("%(key)s does not wait for you any more.") % {"key": key[:16]})
            continue
        try:
            approve_sheet(sheet, version=int(version[:9]), actor=request.actor)
            done += 1
        except RemitError as error:
            messages.warning(request, f"{sheet.key}: {error.message}")
    said = ngettext("%(n)d week is approved.", "%(n)d weeks are approved.", done)
    messages.success(request, said % {"n": done})


@require_GET
def sheet(request: ActorRequest, timesheet_key: str) -> HttpResponse:
    """Show a timesheet: whose it is, its hours, what is odd, and what may be done with it."""
    shown = one_sheet(request.actor, timesheet_key)
    colour, words = standing(shown)
    lines = list(shown.lines.all())
    may = bool(may_approve(request.actor, shown))
    context = {
        "sheet": shown,
        "lines": shown_lines(request.actor, shown, lines),
        "sums": [hour_text(each) for each in day_sums(lines)],
        "total": hour_text(shown.total_minutes),
        "capacity": hour_text(shown.capacity_minutes),
        "planned": hour_text(shown.planned_minutes),
        "odd": odd_of(shown) if shown.submitted_on else [],
        "colour": colour,
        "words": words,
        "day_names": day_names(),
        "is_own": request.actor.person_id == shown.person_id,
        "may_approve": may and shown.state == SheetState.SUBMITTED,
        "may_return": may and shown.state in {SheetState.SUBMITTED, SheetState.APPROVED},
        "others": Timesheet.objects.visible_to(request.actor)
        .filter(person=shown.person, week=shown.week)
        .exclude(pk=shown.pk)
        .order_by("number"),
        "today": day_of(shown.person.organisation),
    }
    return render(request, "timesheets/sheet.html", context)


@require_POST
def approve(request: ActorRequest, timesheet_key: str) -> HttpResponse:
    """Approve a timesheet."""
    shown = one_sheet(request.actor, timesheet_key)
    require(may_approve(request.actor, shown))
    approve_sheet(shown, version=seen_version(request), actor=request.actor)
    messages.success(request, _("The hours of %(name)s are approved.") % {"name": shown.person.name})
    return redirect("timesheets:approvals")


@require_http_methods(["GET", "POST"])
def send_back(request: ActorRequest, timesheet_key: str) -> HttpResponse:
    """Send a timesheet back to its owner."""
    shown = one_sheet(request.actor, timesheet_key)
    require(may_approve(request.actor, shown))
    form = ReturnForm(request.POST or None, initial={"version": shown.version})

    def act() -> None:
        return_sheet(shown, actor=request.actor, **form.cleaned_data)

    if is_done(form, act, lambda: one_sheet(request.actor, timesheet_key).version):
        messages.success(request, _("%(name)s has the week back.") % {"name": shown.person.name})
        return redirect("timesheets:approvals")
    context = {"form": form, "sheet": shown}
    return render(request, "timesheets/return.html", context, status=form.status)
