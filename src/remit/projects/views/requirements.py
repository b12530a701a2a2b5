"""The register of requirements, one requirement with its versions, the check of its words as it is typed."""

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
from remit.projects.forms_requirements import RequirementForm
from remit.projects.guards import visible_project
from remit.projects.models import Requirement, RequirementState
from remit.projects.operations.requirements import (
    FOLLOWS,
    add_requirement,
    change_requirement,
    move_requirement,
    trace_requirement,
)
from remit.projects.quality_words import findings
from remit.projects.requirement_navigation import requirement_tabs
from remit.projects.requirement_policies import may_keep_requirements
from remit.projects.requirement_queries import must_share, one_requirement, orphans, wordings_of
from remit.projects.tables_requirements import requirement_table

LONGEST_TYPED = 5_000


@require_GET
def requirements(request: ActorRequest, key: str) -> HttpResponse:
    """Show what the result must do or be."""
    project = visible_project(request.actor, key)
    table = requirement_table(request, project)
    exported = table.export()
    if exported is not None:
        return exported
    context = {
        "project": project,
        "table": table,
        "tabs": requirement_tabs(project, "requirements"),
        "may_keep": may_keep_requirements(request.actor, project),
        "share": must_share(project),
        "orphans": orphans(project).count,
    }
    return render_page(request, "projects/requirements/all.html", context, fragment="core/table.html")


@require_GET
def words(request: ActorRequest, key: str) -> HttpResponse:
    """Show what is to be mended about the words as they stand in the form; nothing is kept."""
    project = visible_project(request.actor, key)
    require(may_keep_requirements(request.actor, project))
    typed = {
        name: request.GET.get(name, "").replace("\x00", "")[:LONGEST_TYPED]
        for name in ("statement", "acceptance_criteria", "kind")
    }
    found = findings(typed.pop("statement"), **typed)
    context = {"findings": found, "is_typed": bool(request.GET.get("statement", "").strip())}
    return render(request, "projects/requirements/words.html", context)


def _edit_page(request: ActorRequest, form: RequirementForm, context: dict[str, Any]) -> HttpResponse:
    return render(request, "projects/requirements/edit.html", {"form": form, **context}, status=form.status)


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest, key: str) -> HttpResponse:
    """State another requirement."""
    project = visible_project(request.actor, key)
    require(may_keep_requirements(request.actor, project))
    form = RequirementForm(request.POST or None, project=project)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_requirement(project, actor=request.actor, **form.traces(), **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("%(name)s is added.") % {"name": made.key})
            again = "projects:add_requirement" if request.POST.get("then") == "next" else ""
            return redirect(again, key) if again else redirect("projects:requirement", key, made.key)
    return _edit_page(request, form, {"project": project, "requirement": None})


@require_GET
def requirement(request: ActorRequest, key: str, requirement_key: str) -> HttpResponse:
    """Show one requirement: what it states, its trace up and down, its versions with what differs."""
    shown = one_requirement(request.actor, key, requirement_key)
    following = [
        (state, RequirementState(state).label)
        for state in RequirementState.values
        if state in FOLLOWS[shown.state] - {RequirementState.CHANGED, RequirementState.WITHDRAWN}
    ]
    context = {
        "project": shown.project,
        "requirement": shown,
        "tabs": requirement_tabs(shown.project, ""),
        "findings": findings(shown.statement, acceptance_criteria=shown.acceptance_criteria, kind=shown.kind),
        "is_typed": True,
        "wordings": wordings_of(shown),
        "needs": shown.needs.all(),
        "deliverables": shown.deliverables.all(),
        "following": following,
        "may_keep": may_keep_requirements(request.actor, shown.project),
    }
    return render(request, "projects/requirements/one.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, key: str, requirement_key: str) -> HttpResponse:
    """Change a requirement and its trace; a stale form is shown with both values."""
    shown = one_requirement(request.actor, key, requirement_key)
    require(may_keep_requirements(request.actor, shown.project))
    form = RequirementForm(request.POST or None, project=shown.project, requirement=shown)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, shown, form)
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, one_requirement(request.actor, key, requirement_key).version)
        else:
            messages.success(request, _("%(name)s is changed.") % {"name": shown.key})
            return redirect("projects:requirement", key, requirement_key)
    return _edit_page(request, form, {"project": shown.project, "requirement": shown})


def _save(request: ActorRequest, shown: Requirement, form: RequirementForm) -> None:
    changed = change_requirement(
        shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated()
    )
    if {"needs", "deliverables"} & set(form.changed_data):
        trace_requirement(changed, actor=request.actor, **form.traces())


@require_POST
def move(request: ActorRequest, key: str, requirement_key: str) -> HttpResponse:
    """Lead a requirement into another state."""
    shown = one_requirement(request.actor, key, requirement_key)
    require(may_keep_requirements(request.actor, shown.project))
    typed = {
        name: request.POST.get(name, "").replace("\x00", "")[: LONGEST_TYPED + 1]
        for name in ("state", "reason")
    }
    moved = move_requirement(
        shown, typed["state"], reason=typed["reason"], version=seen_version(request), actor=request.actor
    )
    words_ = {"name": moved.key, "state": moved.get_state_display()}
    messages.success(request, _("%(name)s is %(state)s.") % words_)
    return redirect("projects:requirement", key, requirement_key)
