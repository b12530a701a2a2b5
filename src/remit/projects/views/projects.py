"""The list of projects, one project, and the forms that begin and change one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid
from remit.core.htmx import render_page
from remit.people.guards import own_organisation
from remit.projects.forms import ChangeProjectForm, NewProjectForm
from remit.projects.guards import visible_project
from remit.projects.operations.projects import change_project, create_project
from remit.projects.policies import may_create_anywhere, may_edit_project
from remit.projects.queries import project_lines
from remit.projects.registries import overview_sections
from remit.projects.tables import project_table


@require_GET
def project_list(request: ActorRequest) -> HttpResponse:
    """Show the projects that the actor may see."""
    table = project_table(request, request.actor)
    exported = table.export()
    if exported is not None:
        return exported
    context = {"table": table, "may_create": may_create_anywhere(request.actor)}
    return render_page(request, "projects/list.html", context, fragment="core/table.html")


@require_http_methods(["GET", "POST"])
def create(request: ActorRequest) -> HttpResponse:
    """Begin a project."""
    require(may_create_anywhere(request.actor))
    organisation = own_organisation(request.actor)
    form = NewProjectForm(request.POST or None, currency=organisation.currency, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            project = create_project(form.cleaned_data["parent"], actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            messages.success(
                request, _("%(key)s begins. Say next who answers for it.") % {"key": project.key}
            )
            return redirect("projects:people", project.key)
    return render(request, "projects/create.html", {"form": form}, status=form.status)


@require_GET
def detail(request: ActorRequest, key: str) -> HttpResponse:
    """Show one project: who answers for it, whether it is all right, what comes next."""
    project = visible_project(request.actor, key)
    sections = [
        {"template": section.template, "data": data}
        for section in sorted(overview_sections, key=lambda each: each.position)
        if (data := section.context(request.actor, project)) is not None
    ]
    context = {
        "project": project,
        "line": project_lines([project])[0],
        "sections": sections,
        "may_edit": may_edit_project(request.actor, project),
        "may_see_cost": request.actor.can("cost.view", project.scope.path),
    }
    return render(request, "projects/detail.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, key: str) -> HttpResponse:
    """Change what a project states about itself; a stale form is shown with both values."""
    project = visible_project(request.actor, key)
    require(may_edit_project(request.actor, project))
    currency = project.organisation.currency
    form = ChangeProjectForm(request.POST or None, currency=currency, project=project)
    if request.method == "POST" and form.is_valid():
        try:
            change_project(
                project, version=form.cleaned_data["version"], actor=request.actor, **form.stated()
            )
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, visible_project(request.actor, key).version)
        else:
            messages.success(request, _("The project is changed."))
            return redirect("projects:detail", key)
    context = {"project": project, "form": form}
    return render(request, "projects/edit.html", context, status=form.status)
