"""The end of a project: the list it is closed by, and the closing record that its sponsor signs."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.closure.checklist_queries import checklist_of, ended_early, open_items
from remit.closure.closing import record_pdf, records_of, shown_record
from remit.closure.forms import ClosingForm, ItemForm
from remit.closure.models import Settled
from remit.closure.operations.checklists import answer_item
from remit.closure.operations.closing_records import (
    answer_record,
    begin_record,
    change_record,
    submit_record,
)
from remit.core.downloads import PDF, download
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.forms import seen_version
from remit.projects.formal_records import asked_number, latest_in
from remit.projects.forms_charter import RecordAnswerForm
from remit.projects.guards import visible_project
from remit.projects.models import Phase, Project, RecordState
from remit.projects.policies import READ_ONLY, may_decide_record, may_edit_project
from remit.projects.signing import signatory


@require_GET
def closure(request: ActorRequest, key: str) -> HttpResponse:
    """Show the list by which the project is closed, each item as it stands, and how far the record is."""
    return _closure_page(request, visible_project(request.actor, key))


def _closure_page(
    request: ActorRequest, project: Project, *, error: str = "", failed: str = "", status: int = 200
) -> HttpResponse:
    shown = shown_record(request.actor, project)
    over = project.phase in READ_ONLY and shown is not None and shown.record.state == RecordState.AGREED
    lines = [] if over else checklist_of(project)
    context: dict[str, Any] = {
        "project": project,
        "lines": lines,
        "left": len(open_items(lines)),
        "shown": shown,
        "is_over": over,
        "early": ended_early(project),
        "may_edit": may_edit_project(request.actor, project),
        "states": Settled.choices,
        "in_closing": project.phase == Phase.CLOSING,
        "error": error,
        "failed": failed,
    }
    return render(request, "closure/closure.html", context, status=status)


@require_POST
def item(request: ActorRequest, key: str, code: str) -> HttpResponse:
    """Say how an item stands that Remit does not judge."""
    project = visible_project(request.actor, key)
    require(may_edit_project(request.actor, project))
    form = ItemForm(request.POST)
    if not form.is_valid():
        message = _("Say how it stands and what shows it: a paper, a day, a name.")
        return _closure_page(request, project, error=message, failed=code, status=Invalid.status)
    try:
        answer_item(project, code, actor=request.actor, **form.cleaned_data)
    except (Invalid, Conflict) as error:
        return _closure_page(request, project, error=error.message, failed=code, status=error.status)
    messages.success(request, _("The item is answered."))
    return redirect("closure:closure", key)


@require_GET
def record(request: ActorRequest, key: str) -> HttpResponse:
    """Show a version of the closing record, what is missing, and what its sponsor saw."""
    return _record_page(request, visible_project(request.actor, key))


def _record_page(
    request: ActorRequest, project: Project, *, form: RecordAnswerForm | None = None, status: int = 200
) -> HttpResponse:
    number = asked_number(request.GET.get("version", ""))
    shown = shown_record(request.actor, project, number)
    if shown is None and number is not None:
        raise NotFound
    context: dict[str, Any] = {
        "project": project,
        "shown": shown,
        "may_edit": may_edit_project(request.actor, project),
    }
    if shown is not None and shown.record.state == RecordState.WAITING:
        may = may_decide_record(request.actor, shown.record, shown.signer)
        context["form"] = form or (RecordAnswerForm(record=shown.record) if may else None)
    return render(request, "closure/record.html", context, status=status)


@require_GET
def record_file(request: ActorRequest, key: str) -> HttpResponse:
    """Send a version of the closing record as a PDF with lines to sign on."""
    project = visible_project(request.actor, key)
    shown = shown_record(request.actor, project, asked_number(request.GET.get("version", "")))
    if shown is None:
        raise NotFound
    return download(record_pdf(shown), f"closing-record-{project.key}-{shown.record.number}.pdf", PDF)


@require_POST
def start_record(request: ActorRequest, key: str) -> HttpResponse:
    """Begin the next version of the closing record."""
    begin_record(visible_project(request.actor, key), actor=request.actor)
    return redirect("closure:record_edit", key)


@require_http_methods(["GET", "POST"])
def edit_record(request: ActorRequest, key: str) -> HttpResponse:
    """Write the draft of the closing record."""
    project = visible_project(request.actor, key)
    require(may_edit_project(request.actor, project))
    draft = latest_in(records_of(project), RecordState.DRAFT)
    form = ClosingForm(
        request.POST or None, content=draft.content, version=draft.version,
        currency=project.organisation.currency, early=ended_early(project),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            change_record(draft, version=form.cleaned_data["version"], actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, latest_in(records_of(project), RecordState.DRAFT).version)
        else:
            return redirect("closure:record", key)
    context = {"project": project, "form": form, "draft": draft}
    return render(request, "closure/record_edit.html", context, status=form.status)


@require_POST
def hand_in_record(request: ActorRequest, key: str) -> HttpResponse:
    """Hand the draft in for the sponsor's signature."""
    project = visible_project(request.actor, key)
    require(may_edit_project(request.actor, project))
    submit_record(
        latest_in(records_of(project), RecordState.DRAFT), version=seen_version(request), actor=request.actor
    )
    messages.success(request, _("The closing record waits for the sponsor's signature."))
    return redirect("closure:record", key)


@require_POST
def sign_record(request: ActorRequest, key: str) -> HttpResponse:
    """Sign the closing record that waits, or send it back."""
    project = visible_project(request.actor, key)
    waiting = latest_in(records_of(project), RecordState.WAITING)
    require(may_decide_record(request.actor, waiting, signatory(project)))
    form = RecordAnswerForm(request.POST, record=waiting)
    if not form.is_valid():
        return _record_page(request, project, form=form, status=Invalid.status)
    typed = form.cleaned_data
    signs = request.POST.get("state") == RecordState.AGREED
    try:
        answer_record(
            waiting, sign=signs, version=typed["version"], actor=request.actor, answer=typed["answer"],
            on=typed["on"],
        )  # fmt: skip
    except Invalid as error:
        form.take(error)
        return _record_page(request, project, form=form, status=error.status)
    said = _("The closing record is signed.") if signs else _("The closing record is sent back.")
    messages.success(request, said)
    return redirect("closure:record", key)
