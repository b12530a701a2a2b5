"""Decisions: all that one may see, asking for one, and one with the line that it went."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.forms import seen_version
from remit.core.htmx import render_page
from remit.people.decision_policies import may_ask_decision, may_change_decision, may_decide
from remit.people.decision_queries import askable_scopes, one_decision, routed
from remit.people.forms_decisions import AnswerForm, DecisionForm
from remit.people.guards import answering_scope
from remit.people.models import DecisionRequest, DecisionState
from remit.people.operations.decisions import ask_decision, change_decision, decide, withdraw_decision
from remit.people.registries import is_over
from remit.people.tables_decisions import STATES, decisions_table


@require_GET
def decisions(request: ActorRequest) -> HttpResponse:
    """Show the decisions that the actor may see."""
    table = decisions_table(request, request.actor)
    exported = table.export()
    if exported is not None:
        return exported
    context = {
        "table": table,
        "may_ask": request.actor.person_id is not None and askable_scopes(request.actor),
    }
    return render_page(request, "people/decisions.html", context, fragment="core/table.html")


@require_http_methods(["GET", "POST"])
def ask(request: ActorRequest) -> HttpResponse:
    """Ask for a decision at a scope, chosen first."""
    key = request.GET.get("scope", "").replace("\x00", "")
    if not key:
        if request.method == "POST":
            raise Invalid(_("Say at which scope: open this page from one."), field="scope", code="required")
        return render(request, "people/ask_decision_scope.html", {"scopes": askable_scopes(request.actor)})
    scope = answering_scope(request.actor, key)
    require(may_ask_decision(request.actor, scope, is_over=is_over(scope)))
    form = DecisionForm(request.POST or None, currency=scope.organisation.currency)
    if request.method == "POST" and form.is_valid():
        try:
            asked = ask_decision(scope, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            who = routed([asked])[asked.pk].decider
            if who is None:
                messages.warning(request, _("It is asked, but nobody's limits suffice."))
            else:
                messages.success(request, _("It is asked, and waits for %(name)s.") % {"name": who.name})
            return redirect("people:decision", asked.key)
    return render(request, "people/ask_decision.html", {"form": form, "scope": scope}, status=form.status)


def _found(request: ActorRequest, key: str) -> DecisionRequest:
    found = one_decision(request.actor, key)
    if found is None:
        raise NotFound
    return found


def _page(
    request: ActorRequest,
    shown: DecisionRequest,
    *,
    form: DecisionForm | None = None,
    answer: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    route = routed([shown]).get(shown.pk)
    waits = shown.state == DecisionState.WAITING
    may_change = may_change_decision(request.actor, shown)
    may = may_decide(request.actor, route.decider if route else None)
    currency = shown.organisation.currency
    context: dict[str, Any] = {
        "shown": shown,
        "status_colour": STATES[DecisionState(shown.state)],
        "route": route,
        "form": form or (DecisionForm(currency=currency, request=shown) if waits and may_change else None),
        "answer": answer or (AnswerForm(request=shown) if waits and may else None),
    }
    return render(request, "people/decision.html", context, status=status)


@require_http_methods(["GET", "POST"])
def decision(request: ActorRequest, decision_key: str) -> HttpResponse:
    """Show a request with its line; whoever asked changes it."""
    shown = _found(request, decision_key)
    if request.method != "POST":
        return _page(request, shown)
    require(may_change_decision(request.actor, shown))
    form = DecisionForm(request.POST, currency=shown.organisation.currency, request=shown)
    if form.is_valid():
        try:
            change_decision(shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, _found(request, decision_key).version)
        else:
            messages.success(request, _("It is changed, and goes its way anew."))
            return redirect("people:decision", decision_key)
    return _page(request, shown, form=form, status=form.status)


@require_POST
def answer(request: ActorRequest, decision_key: str) -> HttpResponse:
    """Approve or refuse a request."""
    shown = _found(request, decision_key)
    route = routed([shown]).get(shown.pk)
    require(may_decide(request.actor, route.decider if route else None))
    form = AnswerForm(request.POST, request=shown)
    status = Invalid.status
    if form.is_valid():
        try:
            decided = decide(
                shown,
                approve=request.POST.get("approve") == "yes",
                version=form.cleaned_data["version"],
                answer=form.cleaned_data["answer"],
                actor=request.actor,
            )
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            status = error.status
            form.take_conflict(error, _found(request, decision_key).version)
        else:
            words = {"title": decided.title, "state": decided.get_state_display()}
            messages.success(request, _("%(title)s: %(state)s.") % words)
            return redirect("people:decision", decision_key)
    return _page(request, _found(request, decision_key), answer=form, status=status)


@require_POST
def withdraw(request: ActorRequest, decision_key: str) -> HttpResponse:
    """Take a request back."""
    shown = _found(request, decision_key)
    require(may_change_decision(request.actor, shown))
    withdraw_decision(shown, version=seen_version(request), actor=request.actor)
    messages.success(request, _("It is withdrawn."))
    return redirect("people:decision", decision_key)
