"""Risks: of all projects, of one as a list and as a matrix, and one with how it is judged and answered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Invalid
from remit.core.forms import is_done, seen_version
from remit.core.htmx import render_page
from remit.people.grids import day_of
from remit.projects.guards import visible_project
from remit.projects.reach import those_who_see
from remit.registers.forms import RiskForm
from remit.registers.matrix import impact_words, matrices, probability_words
from remit.registers.models import Category, RiskState
from remit.registers.operations.risks import change_risk, open_risk, raise_risk
from remit.registers.policies import (
    may_assess,
    may_change_risk,
    may_keep_registers,
    may_raise,
    may_see_registers,
    sees_money,
)
from remit.registers.prompts import questions
from remit.registers.queries import exposure_of, one_risk, risk_standing, risks_of, worth_words
from remit.registers.scales import scale_of
from remit.registers.scoring import colour_of
from remit.registers.tables import all_risks_table, risk_table


@require_GET
def all_risks(request: ActorRequest) -> HttpResponse:
    """Show the risks of every project that the actor may see, the highest score first."""
    require(may_see_registers(request.actor))
    table = all_risks_table(request, request.actor)
    exported = table.export()
    if exported is not None:
        return exported
    return render_page(request, "registers/all_risks.html", {"table": table}, fragment="core/table.html")


@require_GET
def of_project(request: ActorRequest, key: str) -> HttpResponse:
    """Show the register of a project's risks, and what they sum up to."""
    project = visible_project(request.actor, key)
    table = risk_table(request, request.actor, project)
    exported = table.export()
    if exported is not None:
        return exported
    context = {
        "project": project,
        "table": table,
        "may_raise": may_raise(request.actor, project),
        "exposure": exposure_of(project),
        "sees_money": sees_money(request.actor, project),
        "currency": project.organisation.currency,
    }
    return render_page(request, "registers/risks.html", context, fragment="core/table.html")


@require_GET
def matrix(request: ActorRequest, key: str) -> HttpResponse:
    """Show the open risks of a project by probability and impact, with the scale in money and days."""
    project = visible_project(request.actor, key)
    rows = list(
        risks_of(project).exclude(state__in=(RiskState.CLOSED, RiskState.DRAFT)).order_by("-score", "pk")
    )
    for each in rows:
        each.project = project
    scale, money_too = scale_of(project), sees_money(request.actor, project)
    context = {
        "project": project,
        "matrices": matrices(rows),
        "scale": scale,
        "bands": impact_words(scale, project.organisation.currency, with_money=money_too),
        "sees_money": money_too,
        "unassessed": [each for each in rows if each.score is None],
        "movable": {each.pk for each in rows if may_assess(request.actor, each)},
        "may_raise": may_raise(request.actor, project),
    }
    return render(request, "registers/matrix.html", context)


@require_GET
def questions_page(request: ActorRequest, key: str) -> HttpResponse:
    """Show what to ask when looking for risks; each question begins one."""
    project = visible_project(request.actor, key)
    require(may_raise(request.actor, project))
    return render(request, "registers/questions.html", {"project": project, "questions": questions()})


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest, key: str) -> HttpResponse:
    """Raise a risk, perhaps beginning with a question of its category."""
    project = visible_project(request.actor, key)
    require(may_raise(request.actor, project))
    category = request.GET.get("category", "")
    form = RiskForm(
        request.POST or None,
        people=those_who_see(project),
        category=category if category in Category.values else "",
    )
    asked = next((each for each in questions() if each[0] == category), None)
    if request.method == "POST" and form.is_valid():
        try:
            made = raise_risk(project, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            words = (
                _("%(key)s is raised.") if made.state == RiskState.DRAFT else _("%(key)s is in the register.")
            )
            messages.success(request, words % {"key": made.key})
            return redirect("registers:risk", key, made.key)
    context = {"project": project, "form": form, "asked": asked}
    return render(request, "registers/add_risk.html", context, status=form.status)


@require_GET
def risk(request: ActorRequest, key: str, risk_key: str) -> HttpResponse:
    """Show a risk: what may happen, how it is judged and why, how it is answered, what became of it."""
    shown, actor = one_risk(request.actor, key, risk_key), request.actor
    project, currency = shown.project, shown.project.organisation.currency
    colour, words = risk_standing(shown, day_of(project.organisation))
    is_open = shown.state != RiskState.CLOSED
    is_taken = is_open and shown.state != RiskState.DRAFT
    keeps = is_open and bool(may_keep_registers(actor, project))
    money_too = sees_money(actor, project)
    context = {
        "project": project,
        "risk": shown,
        "colour": colour,
        "words": words,
        "score_colour": colour_of(shown.score),
        "left_colour": colour_of(shown.residual_score),
        "currency": currency,
        "sees_money": money_too,
        "worth": worth_words(shown, currency) if money_too else "",
        "actions": [each.action for each in shown.answers.select_related("action__owner")],
        "issue": getattr(shown, "issue", None),
        "may_change": is_open and may_change_risk(actor, shown),
        "may_open": keeps and shown.state == RiskState.DRAFT,
        "may_assess": is_taken and may_assess(actor, shown),
        "may_close": keeps,
        "is_watched": shown.state in {RiskState.PLANNED, RiskState.MONITORED},
    }
    return render(request, "registers/risk.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, key: str, risk_key: str) -> HttpResponse:
    """Change what a risk says; a stale form is shown with both values."""
    shown = one_risk(request.actor, key, risk_key)
    require(may_change_risk(request.actor, shown))
    form = RiskForm(request.POST or None, people=those_who_see(shown.project), risk=shown)

    def act() -> None:
        change_risk(shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated())

    if is_done(form, act, lambda: one_risk(request.actor, key, risk_key).version):
        messages.success(request, _("The risk is changed."))
        return redirect("registers:risk", key, risk_key)
    context = {"project": shown.project, "risk": shown, "form": form, "heading": _("Change the risk")}
    return render(request, "registers/risk_form.html", context, status=form.status)


@require_POST
def take_up(request: ActorRequest, key: str, risk_key: str) -> HttpResponse:
    """Take a draft up into the register."""
    shown = one_risk(request.actor, key, risk_key)
    require(may_keep_registers(request.actor, shown.project))
    open_risk(shown, version=seen_version(request), actor=request.actor)
    messages.success(request, _("%(key)s is in the register.") % {"key": risk_key})
    return redirect("registers:risk", key, risk_key)


def chances() -> list[tuple[int, str]]:
    """Return the bands of probability as choices."""
    return [(band, f"{band}: {probability_words(band)}") for band in range(1, 6)]
