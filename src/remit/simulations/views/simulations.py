"""Simulations of a plan: those there are, letting one be drawn, what one says, and what risks act on."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from remit.accounts.permissions import Actor, require
from remit.accounts.requests import ActorRequest
from remit.core.forms import is_done
from remit.core.plan_time import to_day
from remit.core.templatetags.remit import day as day_words
from remit.core.templatetags.remit import money as money_words
from remit.jobs.models import Job
from remit.planning.guards import existing_plan, visible_plan
from remit.planning.models import Plan
from remit.registers.policies import may_assess
from remit.registers.queries import one_risk
from remit.simulations.charts import bars_of, curve_of
from remit.simulations.forms import DriverForm, SimulateForm
from remit.simulations.models import Driver, Simulation
from remit.simulations.operations.drivers import state_driver
from remit.simulations.operations.simulations import begin_simulation
from remit.simulations.policies import may_simulate
from remit.simulations.queries import (
    drivers_of,
    money_in,
    named_in,
    one_simulation,
    promised_day,
    simulations_of,
)


@require_http_methods(["GET", "POST"])
def simulations(request: ActorRequest, key: str) -> HttpResponse:
    """Show how a plan was drawn so far; let it be drawn once more."""
    project, plan = visible_plan(request.actor, key)
    may = may_simulate(request.actor, project)
    initial = {"promised_on": promised_day(plan)} if plan is not None else {}
    form = SimulateForm(request.POST or None, initial=initial)
    begun: list[Job] = []
    if request.method == "POST":
        require(may)

        def act() -> None:
            day = form.cleaned_data["promised_on"]
            begun.append(begin_simulation(project, form.wish, day, actor=request.actor))

        if is_done(form, act):
            return redirect(f"{reverse('jobs:job', args=[begun[0].key])}?follow=1")
    rows = [] if plan is None else list(simulations_of(request.actor, project))
    context = {"project": project, "plan": plan, "simulations": rows, "form": form, "may_simulate": may}
    return render(request, "simulations/simulations.html", context, status=422 if form.errors else 200)


@require_safe
def simulation(request: ActorRequest, key: str, simulation_key: str) -> HttpResponse:
    """Show what a simulation says: how likely dates and money are, what decides, and how sure that is."""
    project, plan, shown = one_simulation(request.actor, key, simulation_key)
    context = {"project": project, "plan": plan, "simulation": shown, **_shown(request.actor, plan, shown)}
    return render(request, "simulations/simulation.html", context)


def _shown(actor: Actor, plan: Plan, simulation: Simulation) -> dict[str, Any]:
    figures, money = simulation.figures, money_in(actor, simulation)
    activities, risks = named_in(simulation)
    after = figures["after"]
    finish = figures["finish"]
    marks = [
        ("plan", figures["planned"], _("plan")),
        ("promise", figures["promised"], _("promise")),
        ("p80", finish["p80"], "P80"),
    ]
    minutes = [each["minutes"] for each in figures["risks"]]
    return {
        "figures": figures,
        "promise_percent": round(100 * figures["promise"]),
        "plan_percent": round(100 * figures["plan"]),
        "after_percent": round(100 * after["promise"]) if after else None,
        "days_short": _days(finish["p80"] - figures["promised"]),
        "finish_chart": curve_of(finish["curve"], after["curve"] if after else None, marks),
        "first_day": day_words(to_day(finish["curve"][0] - 1)),
        "last_day": day_words(to_day(finish["curve"][-1] - 1)),
        "activities": [
            {**each, "name": activities.get(each["key"], ""), "percent": round(100 * each["criticality"]), "bar": bar}
            for each, bar in zip(
                figures["activities"], bars_of([e["cruciality"] for e in figures["activities"]]), strict=True
            )
        ],
        "risks": [
            {**each, "name": risks.get(each["key"], ""), "days": _days(each["minutes"]), "bar": bar,
             "money": money["risks"].get(each["key"]) if money else None}
            for each, bar in zip(figures["risks"], bars_of(minutes), strict=True)
        ],
        "money": money,
        "is_stale": plan.version != simulation.plan_version,
        **(_money_shown(simulation, money) if money else {}),
    }  # fmt: skip


def _days(minutes: float) -> int:
    return round(minutes / 1440)


def _money_shown(simulation: Simulation, money: dict[str, Any]) -> dict[str, Any]:
    currency = simulation.project.organisation.currency
    after = money["after"]
    marks = [
        ("plan", money["budget"], _("budget")),
        ("p80", money["p80"], "P80"),
    ]
    return {
        "contingency": money["p80"] - money["budget"],
        "joint_percent": round(100 * money["joint"]),
        "within_percent": round(100 * money["within"]),
        "money_chart": curve_of(money["curve"], after["curve"] if after else None, marks),
        "least_money": money_words(money["curve"][0], currency),
        "most_money": money_words(money["curve"][-1], currency),
        "currency": currency,
        "varies_money": money["curve"][0] != money["curve"][-1],
    }


@require_safe
def drivers(request: ActorRequest, key: str) -> HttpResponse:
    """Show which activities each open risk acts on."""
    project, plan = existing_plan(request.actor, key)
    context = {"project": project, "plan": plan, "rows": drivers_of(project)}
    return render(request, "simulations/drivers.html", context)


@require_http_methods(["GET", "POST"])
def driver(request: ActorRequest, key: str, risk_key: str) -> HttpResponse:
    """Say which activities a risk acts on."""
    project, _plan = existing_plan(request.actor, key)
    risk = one_risk(request.actor, key, risk_key)
    require(may_assess(request.actor, risk))
    said = Driver.objects.filter(risk=risk).first()
    initial = {
        "version": said.version if said else 0,
        "activities": ", ".join(said.activities) if said else "",
    }
    form = DriverForm(request.POST or None, initial=initial)

    def act() -> None:
        state_driver(risk, form.stated(), version=form.cleaned_data["version"], actor=request.actor)

    def version() -> int:
        now = Driver.objects.filter(risk=risk).first()
        return now.version if now else 0

    if is_done(form, act, version):
        messages.success(request, _("What the risk acts on is said."))
        return redirect("simulations:drivers", project.key)
    context = {"project": project, "risk": risk, "form": form}
    return render(request, "simulations/driver.html", context, status=form.status)
