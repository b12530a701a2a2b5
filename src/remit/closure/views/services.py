"""The handover of a project to operations: written, proposed, accepted, refused or waived."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.closure.forms_services import ServiceAnswerForm, ServiceForm
from remit.closure.models import ServiceHandover
from remit.closure.operations.service_handovers import (
    answer_service_handover,
    begin_service_handover,
    change_service_handover,
    propose_service_handover,
    waive_service_handover,
)
from remit.closure.service_policies import may_answer_service, may_waive_service
from remit.closure.service_queries import (
    is_above_owner,
    project_of_service,
    service_facts,
    service_of,
    service_pdf,
    shown_service,
)
from remit.core.downloads import PDF, download
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.forms import seen_version
from remit.projects.deliverable_queries import people_for
from remit.projects.guards import visible_project
from remit.projects.models import Project
from remit.projects.policies import may_edit_project


def _begun(project: Project) -> ServiceHandover:
    row = service_of(project)
    if row is None:
        raise NotFound
    return row


@require_GET
def service(request: ActorRequest, key: str) -> HttpResponse:
    """Show the handover of a project to operations and how far it is."""
    return _page(request, project_of_service(request.actor, key))


def _page(
    request: ActorRequest, project: Project, *, form: ServiceAnswerForm | None = None, status: int = 200
) -> HttpResponse:
    shown = shown_service(request.actor, project)
    sees_project = request.actor.can("project.view", project.scope.path)
    context = {
        "frame": "projects/base.html" if sees_project else "closure/services/alone.html",
        "project": project,
        "shown": shown,
        "facts": service_facts(shown.row) if shown else (),
        "form": form or (ServiceAnswerForm(row=shown.row) if shown else None),
        "may_edit": may_edit_project(request.actor, project),
    }
    return render(request, "closure/services/service.html", context, status=status)


@require_GET
def file(request: ActorRequest, key: str) -> HttpResponse:
    """Send the handover as a PDF with lines to sign on."""
    shown = shown_service(request.actor, project_of_service(request.actor, key))
    if shown is None:
        raise NotFound
    return download(service_pdf(shown), f"service-handover-{key}.pdf", PDF)


@require_POST
def begin(request: ActorRequest, key: str) -> HttpResponse:
    """Begin the handover."""
    begin_service_handover(visible_project(request.actor, key), actor=request.actor)
    return redirect("closure:service_edit", key)


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, key: str) -> HttpResponse:
    """Write the handover; a stale form is shown with both values."""
    project = visible_project(request.actor, key)
    require(may_edit_project(request.actor, project))
    row = _begun(project)
    form = ServiceForm(request.POST or None, people=people_for(request.actor, project), row=row)
    if request.method == "POST" and form.is_valid():
        try:
            change_service_handover(
                row, version=form.cleaned_data["version"], actor=request.actor, **form.stated()
            )
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, _begun(project).version)
        else:
            return redirect("closure:service", key)
    context = {"project": project, "form": form}
    return render(request, "closure/services/edit.html", context, status=form.status)


@require_POST
def propose(request: ActorRequest, key: str) -> HttpResponse:
    """Propose the handover to its service owner."""
    project = visible_project(request.actor, key)
    require(may_edit_project(request.actor, project))
    propose_service_handover(_begun(project), version=seen_version(request), actor=request.actor)
    messages.success(request, _("The service owner is asked to accept it."))
    return redirect("closure:service", key)


@require_POST
def answer(request: ActorRequest, key: str) -> HttpResponse:
    """Accept the handover, or refuse it."""
    project = project_of_service(request.actor, key)
    row = _begun(project)
    require(may_answer_service(request.actor, row))
    form = ServiceAnswerForm(request.POST, row=row)
    if not form.is_valid():
        return _page(request, project, form=form, status=Invalid.status)
    accepts = request.POST.get("state") == "accepted"
    try:
        answer_service_handover(row, accept=accepts, actor=request.actor, **form.cleaned_data)
    except Invalid as error:
        form.take(error)
        return _page(request, project, form=form, status=error.status)
    messages.success(request, _("You have accepted it.") if accepts else _("You have refused it."))
    return redirect("closure:service", key)


@require_POST
def waive(request: ActorRequest, key: str) -> HttpResponse:
    """Do without the handover."""
    project = visible_project(request.actor, key)
    row = _begun(project)
    require(may_waive_service(request.actor, row, is_above=is_above_owner(request.actor, row)))
    form = ServiceAnswerForm(request.POST, row=row)
    if not form.is_valid():
        return _page(request, project, form=form, status=Invalid.status)
    try:
        waive_service_handover(row, actor=request.actor, **form.cleaned_data)
    except Invalid as error:
        form.take(error)
        return _page(request, project, form=form, status=error.status)
    messages.success(request, _("The handover is waived."))
    return redirect("closure:service", key)
