"""Changes: of all projects, of one, and one with what it does and what was decided."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from remit.accounts.permissions import Actor, require
from remit.accounts.requests import ActorRequest
from remit.changes.deciding import manager_for, way_of_change
from remit.changes.forms import ChangeForm
from remit.changes.models import ChangeRequest, ChangeState
from remit.changes.operations.requests import edit_change, raise_change
from remit.changes.policies import (
    may_approve_in_emergency,
    may_assess_change,
    may_decide_change,
    may_edit_change,
    may_implement_change,
    may_take_step,
)
from remit.changes.queries import change_standing, one_change
from remit.changes.scope import scope_of
from remit.changes.steps import ASSESSABLE, EDITABLE, STEPS, UNANSWERED
from remit.changes.tables import all_changes_table, change_table
from remit.core.errors import Invalid
from remit.core.forms import is_done
from remit.core.htmx import render_page
from remit.people.grids import day_of
from remit.projects.guards import visible_project
from remit.projects.reach import those_who_see
from remit.registers.policies import may_raise, may_see_registers, sees_money


@require_GET
def all_changes(request: ActorRequest) -> HttpResponse:
    """Show the changes of every project that the actor may see, the latest first."""
    require(may_see_registers(request.actor))
    table = all_changes_table(request, request.actor)
    exported = table.export()
    if exported is not None:
        return exported
    return render_page(request, "changes/all_changes.html", {"table": table}, fragment="core/table.html")


@require_GET
def of_project(request: ActorRequest, key: str) -> HttpResponse:
    """Show the register of a project's changes."""
    project = visible_project(request.actor, key)
    table = change_table(request, project, request.actor)
    exported = table.export()
    if exported is not None:
        return exported
    context = {"project": project, "table": table, "may_raise": may_raise(request.actor, project)}
    return render_page(request, "changes/changes.html", context, fragment="core/table.html")


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest, key: str) -> HttpResponse:
    """Ask for a change."""
    project = visible_project(request.actor, key)
    require(may_raise(request.actor, project))
    found = scope_of(project)
    form = ChangeForm(
        request.POST or None, people=those_who_see(project), lines=found.open if found else (),
        covers=request.GET.getlist("covers"),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = raise_change(project, actor=request.actor, covers=form.covered(), **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("It is a draft: submit it when it says what you mean."))
            return redirect("changes:change", key, made.key)
    context = {"project": project, "form": form}
    return render(request, "changes/add_change.html", context, status=form.status)


@require_GET
def change(request: ActorRequest, key: str, change_key: str) -> HttpResponse:
    """Show a change: what is asked, what it does, who decides, and the steps that can be taken."""
    shown, actor = one_change(request.actor, key, change_key), request.actor
    colour, words = change_standing(shown, day_of(shown.project.organisation))
    context = {
        "project": shown.project,
        "change": shown,
        "colour": colour,
        "words": words,
        "currency": shown.project.organisation.currency,
        "sees_money": sees_money(actor, shown.project),
        "possible": [
            step
            for step, (sources, _state) in STEPS.items()
            if shown.state in sources and may_take_step(actor, shown, step)
        ],
        "may_edit": shown.state in EDITABLE and may_edit_change(actor, shown),
        "items": list(shown.items.all()),
        "may_implement": shown.state == ChangeState.APPROVED and may_implement_change(actor, shown),
        "may_assess": shown.state in ASSESSABLE and may_assess_change(actor, shown),
        **_deciding(actor, shown),
    }
    return render(request, "changes/change.html", context)


def _deciding(actor: Actor, shown: ChangeRequest) -> dict[str, object]:
    """Return who decides on a request and what the actor may do about it."""
    asked = shown.state == ChangeState.ASSESSED or shown.awaits_ratification
    route = way_of_change(shown) if asked else None
    may = route is not None and bool(may_decide_change(actor, shown, route.decider))
    urgent = shown.state in UNANSWERED and bool(may_approve_in_emergency(actor, shown, manager_for(shown)))
    return {
        "route": route,
        "may_decide": may and shown.state == ChangeState.ASSESSED,
        "may_ratify": may and shown.awaits_ratification,
        "may_hurry": urgent,
    }


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, key: str, change_key: str) -> HttpResponse:
    """Word a change otherwise; a stale form is shown with both values."""
    shown = one_change(request.actor, key, change_key)
    require(may_edit_change(request.actor, shown))
    form = ChangeForm(request.POST or None, people=those_who_see(shown.project), change=shown)

    def act() -> None:
        edit_change(shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated())

    if is_done(form, act, lambda: one_change(request.actor, key, change_key).version):
        messages.success(request, _("The request is changed."))
        return redirect("changes:change", key, change_key)
    context = {"project": shown.project, "change": shown, "form": form, "heading": _("Edit the request")}
    return render(request, "changes/change_form.html", context, status=form.status)
