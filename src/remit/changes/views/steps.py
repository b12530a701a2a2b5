"""The steps of a change: assessed, decided on, approved in an emergency and ratified, carried out and verified."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.changes.deciding import manager_for, way_of_change
from remit.changes.forms import DecisionForm, EmergencyForm, ImpactForm, RatifyForm, StepForm
from remit.changes.models import ChangeRequest
from remit.changes.operations.decisions import approve_in_emergency, decide_change, ratify_change
from remit.changes.operations.requests import advance_change, assess_change
from remit.changes.policies import (
    may_approve_in_emergency,
    may_assess_change,
    may_decide_change,
    may_take_step,
)
from remit.changes.queries import one_change
from remit.changes.steps import STEPS
from remit.core.errors import NotFound
from remit.core.forms import VersionedForm, is_done
from remit.registers.policies import sees_money


def answer(
    request: ActorRequest, shown: ChangeRequest, form: VersionedForm, act: Callable[[], Any], heading: str,
    **more: Any,
) -> HttpResponse:  # fmt: skip
    """Do what was sent and lead back to the change, or show the form."""
    key, change_key = shown.project.key, shown.key

    def now() -> ChangeRequest:
        return one_change(request.actor, key, change_key)

    if is_done(form, act, lambda: now().version):
        words = {"key": change_key, "state": now().get_state_display()}
        messages.success(request, _("%(key)s: %(state)s") % words)
        return redirect("changes:change", key, change_key)
    context = {"project": shown.project, "change": shown, "form": form, "heading": heading, **more}
    return render(request, "changes/change_form.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def assess(request: ActorRequest, key: str, change_key: str) -> HttpResponse:
    """Say what a change does."""
    shown = one_change(request.actor, key, change_key)
    require(may_assess_change(request.actor, shown))
    form = ImpactForm(request.POST or None, change=shown)

    def act() -> None:
        version = form.cleaned_data["version"]
        assess_change(shown, form.stated(), version=version, actor=request.actor)

    return answer(request, shown, form, act, _("Assess the change"))


@require_http_methods(["GET", "POST"])
def decide(request: ActorRequest, key: str, change_key: str) -> HttpResponse:
    """Decide on a change."""
    shown = one_change(request.actor, key, change_key)
    require(may_decide_change(request.actor, shown, way_of_change(shown).decider))
    form = DecisionForm(request.POST or None, change=shown)

    def act() -> None:
        decide_change(shown, actor=request.actor, **form.cleaned_data)

    return answer(request, shown, form, act, _("Decide on the change"), **_seen(request, shown))


def _seen(request: ActorRequest, shown: ChangeRequest) -> dict[str, Any]:
    """Return what whoever decides sees of the change beside the form."""
    return {
        "is_decision": True,
        "sees_money": sees_money(request.actor, shown.project),
        "currency": shown.project.organisation.currency,
    }


@require_http_methods(["GET", "POST"])
def emergency(request: ActorRequest, key: str, change_key: str) -> HttpResponse:
    """Approve a change that cannot wait."""
    shown = one_change(request.actor, key, change_key)
    require(may_approve_in_emergency(request.actor, shown, manager_for(shown)))
    form = EmergencyForm(request.POST or None, change=shown)

    def act() -> None:
        found = form.cleaned_data
        approve_in_emergency(
            shown, form.stated(), reason=found["reason"], version=found["version"], actor=request.actor
        )

    why = _(
        "It counts as approved at once. Whoever decides ratifies it within five working days, or refuses to."
    )
    return answer(request, shown, form, act, _("Approve in an emergency"), why=why)


@require_http_methods(["GET", "POST"])
def ratify(request: ActorRequest, key: str, change_key: str) -> HttpResponse:
    """Answer for what was approved in an emergency."""
    shown = one_change(request.actor, key, change_key)
    require(may_decide_change(request.actor, shown, way_of_change(shown).decider))
    form = RatifyForm(request.POST or None, change=shown)

    def act() -> None:
        ratify_change(shown, actor=request.actor, **form.cleaned_data)

    heading = _("Ratify the emergency")
    return answer(request, shown, form, act, heading, why=shown.decided_words, **_seen(request, shown))


@require_http_methods(["GET", "POST"])
def advance(request: ActorRequest, key: str, change_key: str, change_step: str) -> HttpResponse:
    """Lead a change on by a step."""
    shown = one_change(request.actor, key, change_key)
    if change_step not in STEPS:
        raise NotFound
    require(may_take_step(request.actor, shown, change_step))
    form = StepForm(request.POST or None, change=shown, step=change_step)

    def act() -> None:
        advance_change(shown, change_step, actor=request.actor, **form.cleaned_data)

    headings = {
        "submit": _("Submit the request"),
        "verify": _("It is as asked"),
        "close": _("Close the request"),
    }
    return answer(request, shown, form, act, headings[change_step])
