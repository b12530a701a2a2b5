"""Who holds which role on a project, and since when."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.forms import seen_version
from remit.people.models import Assignment
from remit.people.operations.assignments import assign_role, end_assignment
from remit.people.policies import may_assign_at
from remit.projects.forms import AssignForm
from remit.projects.guards import visible_project


@require_http_methods(["GET", "POST"])
def people(request: ActorRequest, key: str) -> HttpResponse:
    """Show who holds which role; give one."""
    project = visible_project(request.actor, key)
    may = may_assign_at(request.actor, project.scope)
    start = {"from_date": timezone.localdate()}
    form = AssignForm(request.POST or None, project=project, actor=request.actor, initial=start)
    status = 200
    if request.method == "POST":
        require(may)
        status = 422
        if form.is_valid():
            stated = form.cleaned_data
            try:
                given = assign_role(
                    stated["person"],
                    stated["role"],
                    project.scope,
                    actor=request.actor,
                    from_date=stated["from_date"],
                    to_date=stated["to_date"],
                )
            except Invalid as error:
                form.add_error(error.errors[0].field if error.errors else None, error.message)
            except Conflict as error:
                status = 409
                form.add_error(None, error.message)
            else:
                words = {"name": given.person.name, "role": given.role.name}
                messages.success(request, _("%(name)s is %(role)s from now on.") % words)
                return redirect("projects:people", key)
    held = Assignment.objects.filter(scope=project.scope).select_related("person__unit", "role", "deputy")
    present = [each for each in held if each.ended_at is None]
    context = {
        "project": project,
        "form": form,
        "may_assign": may,
        "present": present,
        "past": [each for each in held if each.ended_at is not None],
    }
    return render(request, "projects/people.html", context, status=status)


@require_POST
def end(request: ActorRequest, key: str, assignment_key: str) -> HttpResponse:
    """End somebody's role on the project."""
    project = visible_project(request.actor, key)
    require(may_assign_at(request.actor, project.scope))
    held = Assignment.objects.filter(scope=project.scope, key=assignment_key).first()
    if held is None:
        raise NotFound
    ended = end_assignment(held, actor=request.actor, version=seen_version(request))
    words = {"name": ended.person.name, "role": ended.role.name}
    messages.success(request, _("%(name)s is no longer %(role)s.") % words)
    return redirect("projects:people", key)
