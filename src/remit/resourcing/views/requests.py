"""Requests for resources: of all projects, of one, and one with its answer, what was given and its release."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import Decision, require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid
from remit.core.htmx import render_page
from remit.people.grids import day_of
from remit.people.guards import own_organisation
from remit.projects.guards import visible_project
from remit.resourcing import forms_requests as forms
from remit.resourcing.compute.allocated import findings_of
from remit.resourcing.heads import Heads
from remit.resourcing.models import AllocationState, ResourceRequest
from remit.resourcing.operations import answering
from remit.resourcing.operations.asking import ask_for_resources, withdraw_request
from remit.resourcing.operations.releasing import release_allocation
from remit.resourcing.policies import may_see_pool
from remit.resourcing.request_policies import may_ask
from remit.resourcing.request_queries import (
    RequestShown,
    allocations_of,
    candidates,
    offered_to,
    one_request,
    shown_request,
    to_answer,
)
from remit.resourcing.tables_requests import project_table, request_table


@require_GET
def request_list(request: ActorRequest) -> HttpResponse:
    """Show the requests that the actor may see, and those that wait for the actor's answer."""
    require(may_see_pool(request.actor))
    organisation = own_organisation(request.actor)
    table = request_table(request, request.actor, Heads(organisation, day_of(organisation)))
    exported = table.export()
    if exported is not None:
        return exported
    context = {"table": table, "waiting": to_answer(request.actor)}
    return render_page(request, "resourcing/requests/list.html", context, fragment="core/table.html")


@require_GET
def of_project(request: ActorRequest, key: str) -> HttpResponse:
    """Show the requests of a project, what it was given, and where its plan differs from that."""
    project = visible_project(request.actor, key)
    today = day_of(project.organisation)
    table = project_table(request, project, Heads(project.organisation, today))
    exported = table.export()
    if exported is not None:
        return exported
    context = {
        "project": project,
        "table": table,
        "may_ask": may_ask(request.actor, project),
        "allocations": allocations_of(project),
        "findings": findings_of(project, today) if request.actor.can("plan.view", project.scope.path) else [],
    }
    return render_page(request, "resourcing/requests/project.html", context, fragment="core/table.html")


@require_http_methods(["GET", "POST"])
def ask(request: ActorRequest, key: str) -> HttpResponse:
    """Ask for somebody, for people of a skill or for something of the pool."""
    project = visible_project(request.actor, key)
    require(may_ask(request.actor, project))
    form = forms.AskForm(request.POST or None, rows=offered_to(request.actor, project))
    if request.method == "POST" and form.is_valid():
        try:
            made = ask_for_resources(project, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("%(key)s is sent.") % {"key": made.key})
            return redirect("resourcing:request", made.key)
    context = {"project": project, "form": form}
    return render(request, "resourcing/requests/ask.html", context, status=form.status)


def _people(row: ResourceRequest) -> Any:
    """Return among whom is chosen who is given; None for something of the pool."""
    return candidates(row) if row.pool_id is None else None


def _forms(shown: RequestShown, **bound: Any) -> dict[str, Any]:
    """Return the forms of what the actor may do now; one that was sent stands as it was."""
    row = shown.request
    made: dict[str, Any] = {}
    if shown.is_open and shown.may_answer:
        people = _people(row)
        made["approve"] = forms.ApproveForm(request=row, people=people)
        made["propose"] = forms.ProposeForm(request=row, people=people)
        made["refuse"] = forms.ReasonForm(request=row)
    if shown.may_settle and row.is_waiting:
        made["withdraw"] = forms.StepForm(request=row)
    if shown.may_settle and shown.is_proposed:
        made["accept"] = forms.StepForm(request=row)
        made["decline"] = forms.ReasonForm(request=row)
    if shown.may_settle and any(each.state == AllocationState.HELD for each in shown.allocations):
        made["release"] = forms.ReleaseForm(request=row)
    return made | bound


def _page(request: ActorRequest, key: str, status: int = 200, **bound: Any) -> HttpResponse:
    shown = shown_request(request.actor, one_request(request.actor, key))
    project = shown.request.project
    context = {
        "shown": shown,
        "row": shown.request,
        "project": project if request.actor.can("project.view", project.scope.path) else None,
        "forms": _forms(shown, **bound),
    }
    return render(request, "resourcing/requests/request.html", context, status=status)


@require_GET
def one(request: ActorRequest, request_key: str) -> HttpResponse:
    """Show a request with who answers it, what was given, and what the actor may do about it."""
    return _page(request, request_key)


def _act(
    request: ActorRequest, name: str, row: ResourceRequest, may: Decision, form: Any, do: Callable[..., Any]
) -> HttpResponse:
    """Do what a form of a request's page asks; what is refused is shown on that page, beside its field."""
    require(may)
    if form.is_valid():
        try:
            do(row, version=form.cleaned_data["version"], actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, one_request(request.actor, row.key).version)
            return _page(request, row.key, error.status, **{name: form})
        else:
            messages.success(request, _("It is done, and whoever it concerns is told."))
            return redirect("resourcing:request", row.key)
    return _page(request, row.key, Invalid.status, **{name: form})


@require_POST
def approve(request: ActorRequest, request_key: str) -> HttpResponse:
    """Approve a request whole."""
    row = one_request(request.actor, request_key)
    form = forms.ApproveForm(request.POST, request=row, people=_people(row))
    may = shown_request(request.actor, row).may_answer
    return _act(request, "approve", row, may, form, answering.approve_request)


@require_POST
def propose(request: ActorRequest, request_key: str) -> HttpResponse:
    """Propose other terms."""
    row = one_request(request.actor, request_key)
    form = forms.ProposeForm(request.POST, request=row, people=_people(row))
    may = shown_request(request.actor, row).may_answer
    return _act(request, "propose", row, may, form, answering.propose_terms)


@require_POST
def refuse(request: ActorRequest, request_key: str) -> HttpResponse:
    """Refuse a request."""
    row = one_request(request.actor, request_key)
    form = forms.ReasonForm(request.POST, request=row)
    may = shown_request(request.actor, row).may_answer
    return _act(request, "refuse", row, may, form, answering.refuse_request)


def _settle(request: ActorRequest, key: str, name: str, form: Any, do: Callable[..., Any]) -> HttpResponse:
    row = one_request(request.actor, key)
    may = shown_request(request.actor, row).may_settle
    return _act(request, name, row, may, form(request.POST, request=row), do)


@require_POST
def accept(request: ActorRequest, request_key: str) -> HttpResponse:
    """Accept the terms that were proposed."""
    return _settle(request, request_key, "accept", forms.StepForm, answering.accept_terms)


@require_POST
def decline(request: ActorRequest, request_key: str) -> HttpResponse:
    """Decline the terms that were proposed."""
    return _settle(request, request_key, "decline", forms.ReasonForm, answering.decline_terms)


@require_POST
def withdraw(request: ActorRequest, request_key: str) -> HttpResponse:
    """Withdraw a request."""
    return _settle(request, request_key, "withdraw", forms.StepForm, withdraw_request)


@require_POST
def release(request: ActorRequest, request_key: str, allocation_number: int) -> HttpResponse:
    """Release something that was given before its end."""

    def do(row: ResourceRequest, **stated: Any) -> None:
        release_allocation(row, allocation_number, **stated)

    return _settle(request, request_key, "release", forms.ReleaseForm, do)
