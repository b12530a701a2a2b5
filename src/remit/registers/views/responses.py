"""A risk judged, put elsewhere on the matrix, answered, reviewed, and closed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict
from remit.core.forms import VersionedForm, is_done, seen_version
from remit.meetings.policies import may_keep_outcomes
from remit.projects.reach import those_who_see
from remit.registers.forms import AnswerForm, AssessForm, CloseRiskForm, PlaceForm, ResponseForm, WatchForm
from remit.registers.models import Outcome, Risk
from remit.registers.operations.assessing import assess_risk, place_risk, plan_response
from remit.registers.operations.reviews import close_risk, issue_of, review_risk
from remit.registers.operations.risks import add_response_action
from remit.registers.policies import may_assess, may_keep_registers, sees_money
from remit.registers.queries import one_risk
from remit.registers.scales import scale_of
from remit.registers.views.risks import chances


def _form_page(
    request: ActorRequest, risk: Risk, form: VersionedForm, heading: str, why: str = ""
) -> HttpResponse:
    context = {"project": risk.project, "risk": risk, "form": form, "heading": heading, "why": why}
    return render(request, "registers/risk_form.html", context, status=form.status)


def _done(request: ActorRequest, risk: Risk, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("registers:risk", risk.project.key, risk.key)


def _version(request: ActorRequest, risk: Risk) -> int:
    return one_risk(request.actor, risk.project.key, risk.key).version


@require_http_methods(["GET", "POST"])
def assess(request: ActorRequest, key: str, risk_key: str) -> HttpResponse:
    """Judge how likely a risk is and what it does."""
    shown = one_risk(request.actor, key, risk_key)
    require(may_assess(request.actor, shown))
    money_too = sees_money(request.actor, shown.project)
    scale = scale_of(shown.project)
    form = AssessForm(request.POST or None, risk=shown, scale=scale, sees_money=money_too)

    def act() -> None:
        assess_risk(shown, form.stated(), version=form.cleaned_data["version"], actor=request.actor)

    if is_done(form, act, lambda: _version(request, shown)):
        return _done(request, shown, _("The risk is assessed."))
    unknown = []
    if money_too and not scale.budget_minor:
        unknown.append(_("No budget is known: choose the band in money yourself."))
    if not scale.days:
        unknown.append(_("No promised end lies ahead: choose the band in time yourself."))
    return _form_page(request, shown, form, _("Assess the risk"), " ".join(unknown))


@require_http_methods(["GET", "POST"])
def place(request: ActorRequest, key: str, risk_key: str) -> HttpResponse:
    """Put a risk into another cell of the matrix, dragged or chosen."""
    shown = one_risk(request.actor, key, risk_key)
    require(may_assess(request.actor, shown))
    form = PlaceForm(request.POST or None, risk=shown, chances=chances())

    def act() -> None:
        place_risk(shown, actor=request.actor, **form.cleaned_data)

    if is_done(form, act, lambda: _version(request, shown)):
        words = _("%(key)s lies elsewhere now: its figures are the middle of the cell.")
        messages.success(request, words % {"key": risk_key})
        return redirect("registers:matrix", key)
    why = _("Probability and impact become the middle of the cell. To state figures, assess the risk.")
    return _form_page(request, shown, form, _("Put it elsewhere on the matrix"), why)


@require_http_methods(["GET", "POST"])
def respond(request: ActorRequest, key: str, risk_key: str) -> HttpResponse:
    """Say how a risk is answered, and what is left after it."""
    shown = one_risk(request.actor, key, risk_key)
    require(may_assess(request.actor, shown))
    if shown.probability is None:
        raise Conflict("order", _("Assess it first: a response is measured by what it changes."))
    form = ResponseForm(request.POST or None, risk=shown, sees_money=sees_money(request.actor, shown.project))

    def act() -> None:
        plan_response(shown, actor=request.actor, **form.stated())

    if is_done(form, act, lambda: _version(request, shown)):
        return _done(request, shown, _("The response is planned."))
    why = _("A response is worth it where it costs less than the expected value that it wins.")
    return _form_page(request, shown, form, _("Plan the response"), why)


@require_http_methods(["GET", "POST"])
def act(request: ActorRequest, key: str, risk_key: str) -> HttpResponse:
    """Give somebody an action that answers a risk."""
    shown = one_risk(request.actor, key, risk_key)
    require(may_assess(request.actor, shown))
    require(may_keep_outcomes(request.actor, shown.project))
    form = AnswerForm(request.POST or None, people=those_who_see(shown.project), risk=shown)

    def give() -> None:
        add_response_action(shown, actor=request.actor, **form.cleaned_data)

    if is_done(form, give, lambda: _version(request, shown)):
        return _done(request, shown, _("The action is given."))
    return _form_page(request, shown, form, _("Give an action that answers it"))


@require_http_methods(["GET", "POST"])
def review(request: ActorRequest, key: str, risk_key: str) -> HttpResponse:
    """Look at a risk whose response is planned."""
    shown = one_risk(request.actor, key, risk_key)
    require(may_assess(request.actor, shown))
    form = WatchForm(request.POST or None, risk=shown)

    def look() -> None:
        review_risk(shown, actor=request.actor, **form.cleaned_data)

    if is_done(form, look, lambda: _version(request, shown)):
        return _done(request, shown, _("The risk is reviewed."))
    return _form_page(request, shown, form, _("Review the risk"))


@require_http_methods(["GET", "POST"])
def close(request: ActorRequest, key: str, risk_key: str) -> HttpResponse:
    """Close a risk that can no longer happen."""
    shown = one_risk(request.actor, key, risk_key)
    require(may_keep_registers(request.actor, shown.project))
    form = CloseRiskForm(request.POST or None, risk=shown)

    def end() -> None:
        close_risk(shown, actor=request.actor, **form.cleaned_data)

    if is_done(form, end, lambda: _version(request, shown)):
        return _done(request, shown, _("The risk is closed."))
    why = _("A closed risk is not opened again: what may happen anew is a new risk.")
    return _form_page(request, shown, form, _("Close the risk"), why)


@require_POST
def occurred(request: ActorRequest, key: str, risk_key: str) -> HttpResponse:
    """Say that it has happened: the risk is closed, and an issue of its owner is open."""
    shown = one_risk(request.actor, key, risk_key)
    require(may_assess(request.actor, shown))
    closed = close_risk(
        shown, outcome=Outcome.OCCURRED, words="", version=seen_version(request), actor=request.actor
    )
    made = issue_of(closed)
    assert made is not None  # noqa: S101 - what occurred has its issue
    messages.success(request, _("%(key)s is open now: assess it, and agree on its day.") % {"key": made.key})
    return redirect("registers:issue", key, made.key)
