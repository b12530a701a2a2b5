"""Stakeholders: the register, the grid of power and interest, the communication plan, and one with its contacts."""

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
from remit.core.htmx import render_page, wants_fragment
from remit.people.grids import day_of
from remit.projects.deliverable_queries import people_for
from remit.projects.forms_stakeholders import ContactForm, StakeholderForm
from remit.projects.guards import visible_project
from remit.projects.models import Project, Stakeholder
from remit.projects.operations.stakeholders import (
    add_stakeholder,
    change_stakeholder,
    note_contact,
    remove_stakeholder,
)
from remit.projects.registries import planned_contacts
from remit.projects.stakeholder_policies import may_confide, may_keep_stakeholders, may_see_stakeholders
from remit.projects.stakeholder_queries import (
    contacts_of,
    one_stakeholder,
    power_interest_grid,
    stakeholder_lines,
    stakeholders_of,
)
from remit.projects.tables_stakeholders import stakeholder_table

LONGEST_NUMBER = 3


def _seen(request: ActorRequest, key: str) -> Project:
    project = visible_project(request.actor, key)
    require(may_see_stakeholders(request.actor, project))
    return project


@require_GET
def stakeholders(request: ActorRequest, key: str) -> HttpResponse:
    """Show the register of those whom the project concerns."""
    project = _seen(request, key)
    table = stakeholder_table(request, project)
    exported = table.export()
    if exported is not None:
        return exported
    may_keep = may_keep_stakeholders(request.actor, project)
    context = {"project": project, "table": table, "may_keep": may_keep, "view": "register"}
    return render_page(request, "projects/stakeholders/all.html", context, fragment="core/table.html")


def _grid(request: ActorRequest, project: Project) -> dict[str, Any]:
    lines = stakeholder_lines(stakeholders_of(project), day_of(project.organisation))
    return {
        "project": project,
        "grid": power_interest_grid(lines),
        "count": len(lines),
        "may_keep": may_keep_stakeholders(request.actor, project),
        "view": "grid",
    }


@require_GET
def grid(request: ActorRequest, key: str) -> HttpResponse:
    """Show who has how much power and interest; a chip is moved by mouse or by Shift and an arrow key."""
    project = _seen(request, key)
    return render(request, "projects/stakeholders/grid_page.html", _grid(request, project))


@require_GET
def communication(request: ActorRequest, key: str) -> HttpResponse:
    """Show the communication plan: who is told what, why, how, how often and by whom."""
    project = _seen(request, key)
    lines = stakeholder_lines(stakeholders_of(project), day_of(project.organisation))
    planned = planned_contacts(project)
    context = {
        "project": project,
        "lines": [(each, planned.get(each.stakeholder.pk)) for each in lines],
        "may_keep": may_keep_stakeholders(request.actor, project),
        "view": "plan",
    }
    return render(request, "projects/stakeholders/communication.html", context)


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest, key: str) -> HttpResponse:
    """Note another stakeholder."""
    project = _seen(request, key)
    require(may_keep_stakeholders(request.actor, project))
    confide = bool(may_confide(request.actor, project))
    form = StakeholderForm(
        request.POST or None, people=people_for(request.actor, project), may_confide=confide
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = add_stakeholder(project, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("%(name)s is added.") % {"name": made.name})
            return redirect("projects:stakeholder", key, made.key)
    context = {"project": project, "form": form, "stakeholder": None}
    return render(request, "projects/stakeholders/edit.html", context, status=form.status)


def _page(request: ActorRequest, shown: Stakeholder, form: ContactForm | None = None) -> HttpResponse:
    project = shown.project
    (line,) = stakeholder_lines([shown], day_of(project.organisation))
    confide = may_confide(request.actor, project)
    context = {
        "project": project,
        "stakeholder": shown,
        "stands": line,
        "planned": planned_contacts(project).get(shown.pk),
        "contacts": contacts_of(request.actor, shown),
        "may_keep": may_keep_stakeholders(request.actor, project),
        "may_confide": confide,
        "form": form or ContactForm(stakeholder=shown, may_confide=bool(confide)),
    }
    return render(request, "projects/stakeholders/one.html", context, status=form.status if form else 200)


@require_GET
def stakeholder(request: ActorRequest, key: str, stakeholder_key: str) -> HttpResponse:
    """Show one stakeholder: how they stand and should, how they are told, and what was spoken."""
    return _page(request, one_stakeholder(request.actor, key, stakeholder_key))


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, key: str, stakeholder_key: str) -> HttpResponse:
    """Change what is noted of a stakeholder; a stale form is shown with both values."""
    shown = one_stakeholder(request.actor, key, stakeholder_key)
    project = shown.project
    require(may_keep_stakeholders(request.actor, project))
    form = StakeholderForm(
        request.POST or None,
        people=people_for(request.actor, project),
        may_confide=bool(may_confide(request.actor, project)),
        stakeholder=shown,
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_stakeholder(
                shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated()
            )
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, one_stakeholder(request.actor, key, stakeholder_key).version)
        else:
            messages.success(request, _("%(name)s is changed.") % {"name": form.cleaned_data["name"]})
            return redirect("projects:stakeholder", key, stakeholder_key)
    context = {"project": project, "form": form, "stakeholder": shown}
    return render(request, "projects/stakeholders/edit.html", context, status=form.status)


@require_POST
def remove(request: ActorRequest, key: str, stakeholder_key: str) -> HttpResponse:
    """Remove a stakeholder with what was spoken."""
    shown = one_stakeholder(request.actor, key, stakeholder_key)
    require(may_keep_stakeholders(request.actor, shown.project))
    remove_stakeholder(shown, version=seen_version(request), actor=request.actor)
    messages.success(request, _("%(name)s is removed.") % {"name": shown.name})
    return redirect("projects:stakeholders", key)


def _number(request: ActorRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_NUMBER):
        raise Invalid(_("Choose a number from 1, little, to 5, much."), field=name, code="range")
    return int(typed)


@require_POST
def move(request: ActorRequest, key: str, stakeholder_key: str) -> HttpResponse:
    """Place a stakeholder on the grid; the grid as it is then is what comes back."""
    shown = one_stakeholder(request.actor, key, stakeholder_key)
    require(may_keep_stakeholders(request.actor, shown.project))
    change_stakeholder(
        shown,
        version=seen_version(request),
        power=_number(request, "power"),
        interest=_number(request, "interest"),
        actor=request.actor,
    )
    if wants_fragment(request):
        return render(request, "projects/stakeholders/grid.html", _grid(request, shown.project))
    return redirect("projects:stakeholder_grid", key)


@require_POST
def contact(request: ActorRequest, key: str, stakeholder_key: str) -> HttpResponse:
    """Note what was spoken with a stakeholder."""
    shown = one_stakeholder(request.actor, key, stakeholder_key)
    require(may_keep_stakeholders(request.actor, shown.project))
    confide = bool(may_confide(request.actor, shown.project))
    form = ContactForm(request.POST, stakeholder=shown, may_confide=confide)
    if not form.is_valid():
        return _page(request, shown, form)
    try:
        note_contact(shown, actor=request.actor, **form.cleaned_data)
    except Invalid as error:
        form.take(error)
        return _page(request, shown, form)
    messages.success(request, _("The contact is noted."))
    return redirect("projects:stakeholder", key, stakeholder_key)
