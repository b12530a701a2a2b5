"""The register of deliverables, one deliverable, and the steps from its description to its acceptance."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid
from remit.core.forms import seen_version
from remit.core.htmx import render_page
from remit.projects.deliverable_policies import may_advance, may_check, may_decide, may_keep_deliverables
from remit.projects.deliverable_queries import (
    checked_criteria,
    deliverable_lines,
    one_deliverable,
    people_for,
)
from remit.projects.forms_deliverables import CheckForm, DeliverableForm
from remit.projects.guards import visible_project
from remit.projects.models import Deliverable, DeliverableState
from remit.projects.operations.deliverable_states import (
    ANSWERS,
    FOLLOWS,
    advance_deliverable,
    decide_deliverable,
    note_check,
)
from remit.projects.operations.deliverables import add_deliverable, change_deliverable, remove_deliverable
from remit.projects.registries import deliverable_sections
from remit.projects.tables_deliverables import deliverable_table

# what the button that leads on says, by the state it leads into
VERBS = {
    DeliverableState.IN_WORK: gettext_lazy("Begin the work"),
    DeliverableState.READY: gettext_lazy("It is ready"),
    DeliverableState.UNDER_CHECK: gettext_lazy("Begin the check"),
    DeliverableState.CHECKED: gettext_lazy("It is checked"),
    DeliverableState.SUBMITTED: gettext_lazy("Submit it to the acceptor"),
}
LONGEST_STATED = 40


@require_GET
def deliverables(request: ActorRequest, key: str) -> HttpResponse:
    """Show what the project hands over."""
    project = visible_project(request.actor, key)
    table = deliverable_table(request, project)
    exported = table.export()
    if exported is not None:
        return exported
    context = {
        "project": project,
        "table": table,
        "may_keep": may_keep_deliverables(request.actor, project),
    }
    return render_page(request, "projects/deliverables/all.html", context, fragment="core/table.html")


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest, key: str) -> HttpResponse:
    """Describe another deliverable."""
    project = visible_project(request.actor, key)
    require(may_keep_deliverables(request.actor, project))
    form = DeliverableForm(request.POST or None, people=people_for(request.actor, project))
    if request.method == "POST" and form.is_valid():
        try:
            made = add_deliverable(project, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("%(name)s is added.") % {"name": made.name})
            return redirect("projects:deliverable", key, made.key)
    context = {"project": project, "form": form, "deliverable": None}
    return render(request, "projects/deliverables/edit.html", context, status=form.status)


def _page(request: ActorRequest, shown: Deliverable, form: CheckForm | None = None) -> HttpResponse:
    project = shown.project
    (line,) = deliverable_lines(project, [shown])
    following = [
        (state, VERBS[DeliverableState(state)]) for state in FOLLOWS[shown.state] if state not in ANSWERS
    ]
    parts = ((each.template, each.context(request.actor, project, shown.pk)) for each in deliverable_sections)
    context: dict[str, Any] = {
        "project": project,
        "deliverable": shown,
        "deliverable_line": line,
        "criteria": checked_criteria(shown),
        "steps": shown.steps.order_by("-number"),
        "following": following,
        "sections": [{"template": template, "data": data} for template, data in parts if data is not None],
        "may_keep": may_keep_deliverables(request.actor, project),
        "may_advance": may_advance(request.actor, shown),
        "may_check": may_check(request.actor, project),
        "may_decide": may_decide(request.actor, shown),
        "form": form or CheckForm(deliverable=shown),
    }
    status = 422 if form is not None else 200
    return render(request, "projects/deliverables/one.html", context, status=status)


@require_GET
def deliverable(request: ActorRequest, key: str, deliverable_key: str) -> HttpResponse:
    """Show one deliverable: how it stands, what makes it good enough, what was checked, who decides."""
    return _page(request, one_deliverable(request.actor, key, deliverable_key))


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, key: str, deliverable_key: str) -> HttpResponse:
    """Change what a deliverable states; a stale form is shown with both values."""
    shown = one_deliverable(request.actor, key, deliverable_key)
    require(may_keep_deliverables(request.actor, shown.project))
    people = people_for(request.actor, shown.project)
    form = DeliverableForm(request.POST or None, people=people, deliverable=shown)
    if request.method == "POST" and form.is_valid():
        try:
            change_deliverable(
                shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated()
            )
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, one_deliverable(request.actor, key, deliverable_key).version)
        else:
            messages.success(request, _("%(name)s is changed.") % {"name": form.cleaned_data["name"]})
            return redirect("projects:deliverable", key, deliverable_key)
    context = {"project": shown.project, "form": form, "deliverable": shown}
    return render(request, "projects/deliverables/edit.html", context, status=form.status)


@require_POST
def remove(request: ActorRequest, key: str, deliverable_key: str) -> HttpResponse:
    """Remove a deliverable on which no work has begun."""
    shown = one_deliverable(request.actor, key, deliverable_key)
    require(may_keep_deliverables(request.actor, shown.project))
    remove_deliverable(shown, version=seen_version(request), actor=request.actor)
    messages.success(request, _("%(name)s is removed.") % {"name": shown.name})
    return redirect("projects:deliverables", key)


def _stated(request: ActorRequest, name: str, longest: int) -> str:
    return request.POST.get(name, "").replace("\x00", "")[:longest]


@require_POST
def advance(request: ActorRequest, key: str, deliverable_key: str) -> HttpResponse:
    """Lead a deliverable into its next state."""
    shown = one_deliverable(request.actor, key, deliverable_key)
    require(may_advance(request.actor, shown))
    state = _stated(request, "state", LONGEST_STATED)
    moved = advance_deliverable(shown, state, version=seen_version(request), actor=request.actor)
    words = {"name": moved.name, "state": moved.get_state_display()}
    messages.success(request, _("%(name)s is %(state)s.") % words)
    return redirect("projects:deliverable", key, deliverable_key)


@require_POST
def decide(request: ActorRequest, key: str, deliverable_key: str) -> HttpResponse:
    """Accept or reject what was submitted."""
    shown = one_deliverable(request.actor, key, deliverable_key)
    require(may_decide(request.actor, shown))
    decided = decide_deliverable(
        shown,
        _stated(request, "state", LONGEST_STATED),
        version=seen_version(request),
        actor=request.actor,
        note=_stated(request, "note", 20_001),
    )
    words = {"name": decided.name, "state": decided.get_state_display()}
    messages.success(request, _("%(name)s is %(state)s.") % words)
    return redirect("projects:deliverable", key, deliverable_key)


@require_POST
def check(request: ActorRequest, key: str, deliverable_key: str) -> HttpResponse:
    """Note what a check of one criterion found."""
    shown = one_deliverable(request.actor, key, deliverable_key)
    require(may_check(request.actor, shown.project))
    form = CheckForm(request.POST, deliverable=shown)
    if not form.is_valid():
        return _page(request, shown, form)
    stated = form.cleaned_data
    try:
        note_check(
            shown,
            shown.criteria.get(number=int(stated["criterion"])),
            method=stated["method"],
            is_met=stated["is_met"] == "yes",
            evidence=stated["evidence"],
            checked_on=stated["checked_on"],
            actor=request.actor,
        )
    except Invalid as error:
        form.take(error)
        return _page(request, shown, form)
    messages.success(request, _("The check is noted."))
    return redirect("projects:deliverable", key, deliverable_key)
