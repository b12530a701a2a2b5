"""Bringing a plan in, what came of it, and taking it back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid
from remit.core.uploads import upload_was_too_large
from remit.interchange.forms import NewProjectFromFileForm, PlanFileForm
from remit.interchange.guards import visible_report
from remit.interchange.models import ImportReport
from remit.interchange.operations.beginning import begin_import
from remit.interchange.operations.undo import undo_import
from remit.interchange.policies import may_fill_plan, may_undo_import
from remit.interchange.queries import (
    count_lines,
    difference_rows,
    earlier_import,
    has_plan_content,
    reason_lines,
    reports_of,
)
from remit.jobs.models import Job
from remit.planning.guards import visible_plan
from remit.projects.policies import may_create_anywhere

DIFFERENCES_PER_PAGE = 200


@require_http_methods(["GET", "POST"])
def upload(request: ActorRequest) -> HttpResponse:
    """Make a project from a file."""
    require(may_create_anywhere(request.actor))
    if request.method == "GET":
        form = NewProjectFromFileForm(actor=request.actor)
        return render(request, "interchange/upload.html", {"form": form})
    form = NewProjectFromFileForm(
        request.POST,
        request.FILES,
        actor=request.actor,
        was_too_large=upload_was_too_large(request),
    )
    if form.is_valid():
        stated = form.cleaned_data
        try:
            begun = begin_import(
                stated["file"], actor=request.actor, parent=stated["parent"], name=stated["name"]
            )
        except Invalid as error:
            form.take(error)
        else:
            return _begun(request, begun)
    return render(request, "interchange/upload.html", {"form": form}, status=422)


@require_http_methods(["GET", "POST"])
def project_import(request: ActorRequest, key: str) -> HttpResponse:
    """Fill the empty plan of a project from a file."""
    project, plan = visible_plan(request.actor, key)
    may = may_fill_plan(request.actor, project)
    context = {"project": project, "plan": plan, "may_fill": may, "is_filled": has_plan_content(project)}
    if request.method == "GET":
        return render(request, "interchange/project_import.html", {**context, "form": PlanFileForm()})
    require(may)
    form = PlanFileForm(request.POST, request.FILES, was_too_large=upload_was_too_large(request))
    status = 422
    if form.is_valid():
        try:
            begun = begin_import(form.cleaned_data["file"], actor=request.actor, project=project)
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take(error)
            status = error.status
        else:
            return _begun(request, begun)
    return render(request, "interchange/project_import.html", {**context, "form": form}, status=status)


def _begun(request: ActorRequest, begun: ImportReport | Job) -> HttpResponse:
    """Lead to the report of an import that is done, or to the page that shows how far it is."""
    if isinstance(begun, Job):
        return redirect(f"{reverse('jobs:job', args=[begun.key])}?follow=1")
    return _reported(request, begun)


def _reported(request: ActorRequest, report: ImportReport) -> HttpResponse:
    count = report.counts["activities"]
    message = ngettext(
        "%(count)d activity of %(file)s is in.", "%(count)d activities of %(file)s are in.", count
    )
    messages.success(request, message % {"count": count, "file": report.file_name})
    return redirect("interchange:report", report.project_key, report.number)


@require_GET
def report(request: ActorRequest, key: str, number: int) -> HttpResponse:
    """Show what an import read, what it left out, and every date that came out differently."""
    project, shown = visible_report(request.actor, key, number)
    pages = Paginator(difference_rows(shown), DIFFERENCES_PER_PAGE)
    context = {
        "project": project,
        "report": shown,
        "counts": count_lines(shown),
        "reasons": reason_lines(shown),
        "page": pages.get_page(request.GET.get("page")),
        "earlier": earlier_import(request.actor, shown),
        "may_undo": may_undo_import(request.actor, project, made_project=shown.made_project),
    }
    return render(request, "interchange/report.html", context)


@require_GET
def reports(request: ActorRequest, key: str) -> HttpResponse:
    """List the imports into a project."""
    project, plan = visible_plan(request.actor, key)
    context = {"project": project, "plan": plan, "reports": reports_of(request.actor, project)}
    return render(request, "interchange/reports.html", context)


@require_POST
def undo(request: ActorRequest, key: str, number: int) -> HttpResponse:
    """Take a whole import back."""
    _project, shown = visible_report(request.actor, key, number)
    undone = undo_import(shown, actor=request.actor)
    messages.success(request, _("The import of %(file)s is taken back.") % {"file": undone.file_name})
    if undone.made_project:
        return redirect("projects:list")
    return redirect("planning:workspace", key)
