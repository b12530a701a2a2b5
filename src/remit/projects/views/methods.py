"""The methods of the organisation: listed, read with their versions, edited by an administrator."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid, NotFound
from remit.people.guards import own_organisation
from remit.projects.facts import project_facts
from remit.projects.forms_life import StagesForm
from remit.projects.life_content import changed_lines
from remit.projects.method_queries import Method, methods_of, versions_of, with_roles
from remit.projects.operations.lives import edit_method
from remit.projects.policies import may_edit_methods, may_read_methods


@require_GET
def methods(request: ActorRequest) -> HttpResponse:
    """Show the methods that projects can follow."""
    require(may_read_methods(request.actor))
    context = {"methods": methods_of(own_organisation(request.actor))}
    return render(request, "projects/life/methods.html", context)


def _versions(request: ActorRequest, code: str) -> list[Method]:
    require(may_read_methods(request.actor))
    found = versions_of(own_organisation(request.actor), code)
    if not found:
        raise NotFound
    return found


@require_GET
def method(request: ActorRequest, code: str) -> HttpResponse:
    """Show a method with its stages, and what each version changed."""
    versions = _versions(request, code)
    older = [*versions[1:], None]
    history = [
        (each, *changed_lines(before.content, each.content)) if before else (each, [], [])
        for each, before in zip(versions, older, strict=True)
    ]
    context = {
        "method": versions[0],
        "stages": with_roles(own_organisation(request.actor), versions[0].content["stages"]),
        "history": history,
        "labels": {each.code: each.label for each in project_facts},
        "may_edit": may_edit_methods(request.actor),
    }
    return render(request, "projects/life/method_one.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, code: str) -> HttpResponse:
    """Edit a method: its next version."""
    present = _versions(request, code)[0]
    require(may_edit_methods(request.actor))
    form = StagesForm(request.POST or None, content=present.content, version=present.number)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            edit_method(
                own_organisation(request.actor), code, form.stated(), number=typed["version"],
                reason=typed["reason"], actor=request.actor,
            )  # fmt: skip
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, _versions(request, code)[0].number)
        else:
            messages.success(request, _("The method has a new version; projects keep their copies."))
            return redirect("projects:method_one", code)
    context = {"method": present, "form": form, "facts": list(project_facts)}
    return render(request, "projects/life/method_edit.html", context, status=form.status)
