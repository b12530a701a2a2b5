"""Actions of a project: the list, and one with its form and what came of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid
from remit.core.htmx import render_page
from remit.meetings.forms import ActionForm, DoneForm
from remit.meetings.models import Action
from remit.meetings.operations.actions import add_action, change_action, finish_action
from remit.meetings.policies import (
    may_change_action,
    may_finish_action,
    may_keep_outcomes,
    may_record_outcome,
)
from remit.meetings.queries import one_action
from remit.meetings.tables import action_table
from remit.meetings.views.origins import draft_address, origin
from remit.people.grids import day_of
from remit.projects.deliverable_queries import people_for
from remit.projects.guards import visible_project


@require_GET
def actions(request: ActorRequest, key: str) -> HttpResponse:
    """Show the actions of a project."""
    project = visible_project(request.actor, key)
    table = action_table(request, project)
    exported = table.export()
    if exported is not None:
        return exported
    context = {"project": project, "table": table, "may_keep": may_keep_outcomes(request.actor, project)}
    return render_page(request, "meetings/actions.html", context, fragment="core/table.html")


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest, key: str) -> HttpResponse:
    """Give somebody something to do."""
    project = visible_project(request.actor, key)
    matter = origin(request, key)
    require(may_record_outcome(request.actor, project, matter.meeting if matter else None))
    form = ActionForm(request.POST or None, people=people_for(request.actor, project))
    if request.method == "POST" and form.is_valid():
        try:
            made = add_action(project, matter=matter, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("%(name)s has the action.") % {"name": made.owner.name})
            if matter is not None:
                return redirect(draft_address(matter))
            return redirect("meetings:action", key, made.key)
    context = {"project": project, "form": form, "matter": matter}
    return render(request, "meetings/add_action.html", context, status=form.status)


def _page(
    request: ActorRequest, shown: Action, form: ActionForm | None = None, done: DoneForm | None = None
) -> HttpResponse:
    project = shown.project
    is_open = shown.done_on is None
    keeps = is_open and bool(may_change_action(request.actor, shown))
    finishes = is_open and bool(may_finish_action(request.actor, shown))
    bound = form or done
    context = {
        "project": project,
        "action": shown,
        "is_late": is_open and shown.due_on < day_of(project.organisation),
        "form": (form or ActionForm(people=people_for(request.actor, project), action=shown))
        if keeps
        else None,
        "done": (done or DoneForm(action=shown)) if finishes else None,
    }
    return render(request, "meetings/action.html", context, status=bound.status if bound else 200)


@require_http_methods(["GET", "POST"])
def action(request: ActorRequest, key: str, todo_key: str) -> HttpResponse:
    """Show one action; change it while it is open."""
    shown = one_action(request.actor, key, todo_key)
    if request.method == "GET":
        return _page(request, shown)
    require(may_change_action(request.actor, shown))
    form = ActionForm(request.POST, people=people_for(request.actor, shown.project), action=shown)
    if form.is_valid():
        try:
            change_action(shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, one_action(request.actor, key, todo_key).version)
        else:
            messages.success(request, _("The action is changed."))
            return redirect("meetings:action", key, todo_key)
    return _page(request, one_action(request.actor, key, todo_key), form=form)


@require_POST
def finish(request: ActorRequest, key: str, todo_key: str) -> HttpResponse:
    """Say that an action is done."""
    shown = one_action(request.actor, key, todo_key)
    require(may_finish_action(request.actor, shown))
    form = DoneForm(request.POST, action=shown)
    if form.is_valid():
        try:
            finish_action(shown, actor=request.actor, **form.cleaned_data)
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, one_action(request.actor, key, todo_key).version)
        else:
            messages.success(request, _("%(key)s is done.") % {"key": todo_key})
            return redirect("meetings:action", key, todo_key)
    return _page(request, one_action(request.actor, key, todo_key), done=form)
