"""The charter and the feasibility study of a project: read, written, handed in, decided on, on paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.downloads import PDF, download
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.forms import seen_version
from remit.projects.charters import charter_pdf, charters_of, shown_charter
from remit.projects.feasibility import shown_study, studies_of
from remit.projects.formal_records import asked_number, latest_in
from remit.projects.forms_charter import CharterForm, RecordAnswerForm
from remit.projects.forms_feasibility import StudyForm
from remit.projects.guards import visible_project
from remit.projects.models import Project, RecordState
from remit.projects.operations.charters import answer_charter, begin_charter, change_charter, submit_charter
from remit.projects.operations.feasibility import answer_study, begin_study, change_study, submit_study
from remit.projects.policies import may_decide_record, may_edit_project
from remit.projects.signing import signatory, way_of


@require_GET
def charter(request: ActorRequest, key: str) -> HttpResponse:
    """Show a version of the charter, what is missing, and what differs from the version before."""
    return _charter_page(request, visible_project(request.actor, key))


def _charter_page(
    request: ActorRequest, project: Project, *, form: RecordAnswerForm | None = None, status: int = 200
) -> HttpResponse:
    number = asked_number(request.GET.get("version", ""))
    shown = shown_charter(request.actor, project, number)
    if shown is None and number is not None:
        raise NotFound
    context: dict[str, Any] = {
        "project": project,
        "shown": shown,
        "may_edit": may_edit_project(request.actor, project),
    }
    if shown is not None and shown.charter.state == RecordState.WAITING:
        may = may_decide_record(request.actor, shown.charter, shown.signer)
        context["form"] = form or (RecordAnswerForm(record=shown.charter) if may else None)
    return render(request, "projects/life/charter.html", context, status=status)


@require_GET
def charter_file(request: ActorRequest, key: str) -> HttpResponse:
    """Send a version of the charter as a PDF with lines to sign on."""
    project = visible_project(request.actor, key)
    shown = shown_charter(request.actor, project, asked_number(request.GET.get("version", "")))
    if shown is None:
        raise NotFound
    return download(charter_pdf(shown), f"charter-{project.key}-{shown.charter.number}.pdf", PDF)


@require_POST
def start_charter(request: ActorRequest, key: str) -> HttpResponse:
    """Begin the next version of the charter."""
    begin_charter(visible_project(request.actor, key), actor=request.actor)
    return redirect("projects:charter_edit", key)


@require_http_methods(["GET", "POST"])
def edit_charter(request: ActorRequest, key: str) -> HttpResponse:
    """Write the draft of the charter."""
    project = visible_project(request.actor, key)
    require(may_edit_project(request.actor, project))
    draft = latest_in(charters_of(project), RecordState.DRAFT)
    currency = project.organisation.currency
    form = CharterForm(request.POST or None, content=draft.content, version=draft.version, currency=currency)
    if request.method == "POST" and form.is_valid():
        try:
            change_charter(draft, version=form.cleaned_data["version"], actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, latest_in(charters_of(project), RecordState.DRAFT).version)
        else:
            return redirect("projects:charter", key)
    context = {"project": project, "form": form, "draft": draft}
    return render(request, "projects/life/charter_edit.html", context, status=form.status)


@require_POST
def hand_in_charter(request: ActorRequest, key: str) -> HttpResponse:
    """Hand the draft in for the sponsor's signature."""
    project = visible_project(request.actor, key)
    require(may_edit_project(request.actor, project))
    draft = latest_in(charters_of(project), RecordState.DRAFT)
    submit_charter(draft, version=seen_version(request), actor=request.actor)
    messages.success(request, _("The charter waits for the sponsor's signature."))
    return redirect("projects:charter", key)


@require_POST
def sign_charter(request: ActorRequest, key: str) -> HttpResponse:
    """Sign the charter that waits, or send it back."""
    project = visible_project(request.actor, key)
    waiting = latest_in(charters_of(project), RecordState.WAITING)
    require(may_decide_record(request.actor, waiting, signatory(project)))
    form = RecordAnswerForm(request.POST, record=waiting)
    if not form.is_valid():
        return _charter_page(request, project, form=form, status=Invalid.status)
    typed = form.cleaned_data
    signs = request.POST.get("state") == RecordState.AGREED
    try:
        answer_charter(
            waiting, sign=signs, version=typed["version"], actor=request.actor, answer=typed["answer"],
            on=typed["on"],
        )  # fmt: skip
    except Invalid as error:
        form.take(error)
        return _charter_page(request, project, form=form, status=error.status)
    messages.success(request, _("The charter is signed.") if signs else _("The charter is sent back."))
    return redirect("projects:charter", key)


@require_GET
def study(request: ActorRequest, key: str) -> HttpResponse:
    """Show a version of the feasibility study with its figures and its verdict."""
    return _study_page(request, visible_project(request.actor, key))


def _study_page(
    request: ActorRequest, project: Project, *, form: RecordAnswerForm | None = None, status: int = 200
) -> HttpResponse:
    number = asked_number(request.GET.get("version", ""))
    shown = shown_study(request.actor, project, number)
    if shown is None and number is not None:
        raise NotFound
    context: dict[str, Any] = {
        "project": project,
        "shown": shown,
        "may_edit": may_edit_project(request.actor, project),
    }
    if shown is not None and shown.study.state == RecordState.WAITING:
        may = may_decide_record(request.actor, shown.study, shown.decider)
        context["form"] = form or (RecordAnswerForm(record=shown.study) if may else None)
    return render(request, "projects/life/study.html", context, status=status)


@require_POST
def start_study(request: ActorRequest, key: str) -> HttpResponse:
    """Begin the next version of the feasibility study."""
    begin_study(visible_project(request.actor, key), actor=request.actor)
    return redirect("projects:study_edit", key)


@require_http_methods(["GET", "POST"])
def edit_study(request: ActorRequest, key: str) -> HttpResponse:
    """Write the draft of the feasibility study."""
    project = visible_project(request.actor, key)
    require(may_edit_project(request.actor, project))
    draft = latest_in(studies_of(project), RecordState.DRAFT)
    currency = project.organisation.currency
    form = StudyForm(request.POST or None, content=draft.content, version=draft.version, currency=currency)
    if request.method == "POST" and form.is_valid():
        try:
            change_study(draft, version=form.cleaned_data["version"], actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, latest_in(studies_of(project), RecordState.DRAFT).version)
        else:
            return redirect("projects:study", key)
    context = {"project": project, "form": form, "draft": draft}
    return render(request, "projects/life/study_edit.html", context, status=form.status)


@require_POST
def hand_in_study(request: ActorRequest, key: str) -> HttpResponse:
    """Hand the draft in to be decided on."""
    project = visible_project(request.actor, key)
    require(may_edit_project(request.actor, project))
    draft = latest_in(studies_of(project), RecordState.DRAFT)
    submit_study(draft, version=seen_version(request), actor=request.actor)
    messages.success(request, _("The study waits for a decision."))
    return redirect("projects:study", key)


@require_POST
def decide_study(request: ActorRequest, key: str) -> HttpResponse:
    """Agree to the study that waits, refuse it, or send it back."""
    project = visible_project(request.actor, key)
    waiting = latest_in(studies_of(project), RecordState.WAITING)
    require(may_decide_record(request.actor, waiting, way_of(waiting).decider))
    form = RecordAnswerForm(request.POST, record=waiting)
    if not form.is_valid():
        return _study_page(request, project, form=form, status=Invalid.status)
    typed = form.cleaned_data
    try:
        answer_study(
            waiting, state=request.POST.get("state", ""), version=typed["version"], actor=request.actor,
            answer=typed["answer"], on=typed["on"],
        )  # fmt: skip
    except Invalid as error:
        form.take(error)
        return _study_page(request, project, form=form, status=error.status)
    messages.success(request, _("The study is decided on."))
    return redirect("projects:study", key)
