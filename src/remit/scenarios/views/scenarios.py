"""Scenarios: side by side with the plan, each by itself, and its chart."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.api.bodies import parse
from remit.core.errors import Conflict, Invalid
from remit.core.templatetags.remit import RING
from remit.people.models import Person
from remit.planning.chart_strings import translated_chart_strings
from remit.planning.guards import visible_plan
from remit.planning.policies import may_edit_plan
from remit.projects.models import Project
from remit.scenarios.forms import ScenarioForm
from remit.scenarios.guards import visible_proposal, visible_scenario
from remit.scenarios.models import Scenario
from remit.scenarios.operations.scenarios import (
    answer_to,
    chart_of_scenario,
    create_scenario,
    edit_scenario,
    keep_as_scenario,
    refresh_scenario,
    remove_scenario,
    take_over_scenario,
    tried_answer,
    undo_in_scenario,
)
from remit.scenarios.queries import differences, side_by_side, since


@require_http_methods(["GET", "POST"])
def scenarios(request: ActorRequest, key: str) -> HttpResponse:
    """Show the scenarios of a plan beside it; begin one."""
    project, plan = visible_plan(request.actor, key)
    may = may_edit_plan(request.actor, project)
    form = ScenarioForm(request.POST or None, project=project)
    if request.method == "POST":
        require(may)
        if plan is not None and form.is_valid():
            try:
                made = create_scenario(project, actor=request.actor, **form.stated())
                return redirect("scenarios:chart", key, made.key)
            except Invalid as error:
                form.add_error("name", error.message)
            except Conflict as error:
                form.add_error(None, error.message)
    context = {
        "project": project,
        "plan": plan,
        "table": side_by_side(plan) if plan is not None else None,
        "form": form,
        "may_edit": may,
    }
    return render(request, "scenarios/scenarios.html", context, status=422 if form.errors else 200)


_ACTS = {
    "undo": lambda scenario, actor: undo_in_scenario(scenario, actor=actor),
    "again": lambda scenario, actor: undo_in_scenario(scenario, again=True, actor=actor),
    "refresh": lambda scenario, actor: refresh_scenario(scenario, actor=actor),
}


@require_http_methods(["GET", "POST"])
def scenario(request: ActorRequest, key: str, scenario_key: str) -> HttpResponse:
    """Show what a scenario changes and what follows; take it over, take edits back, or throw it away."""
    project, plan, shown = visible_scenario(request.actor, key, scenario_key)
    may = may_edit_plan(request.actor, project)
    refused = None
    if request.method == "POST":
        require(may)
        asked = request.POST.get("act", "")
        try:
            return _act(request, project, shown, asked)
        except (Conflict, Invalid) as error:
            refused = error
    stale = shown.edit_number is None and shown.plan_version != plan.version
    context = {
        "project": project,
        "plan": plan,
        "scenario": shown,
        "rows": differences(shown),
        "stale": since(plan, shown.after_edit) if stale else None,
        "refused": refused,
        "may_edit": may,
    }
    return render(request, "scenarios/scenario.html", context, status=refused.status if refused else 200)


def _act(request: ActorRequest, project: Project, shown: Scenario, asked: str) -> HttpResponse:
    if asked == "take":
        words = {"label": take_over_scenario(shown, actor=request.actor).label}
        messages.success(request, _("%(label)s. It can be taken back under Edits.") % words)
        return redirect("planning:workspace", project.key)
    if asked == "remove":
        remove_scenario(shown, actor=request.actor)
        messages.success(request, _("%(name)s was thrown away.") % {"name": shown.name})
        return redirect("scenarios:scenarios", project.key)
    if asked not in _ACTS:
        raise Invalid(_("Say what is to be done."), field="act", code="choice")
    _ACTS[asked](shown, request.actor)
    return redirect("scenarios:scenario", project.key, shown.key)


@require_POST
def keep_proposal(request: ActorRequest, key: str, proposal_key: str) -> HttpResponse:
    """Keep a proposal of levelling as a scenario, to be compared and edited further."""
    _project, _plan, proposal = visible_proposal(request.actor, key, proposal_key)
    made = keep_as_scenario(proposal, actor=request.actor)
    return redirect("scenarios:scenario", key, made.key)


@require_GET
def chart(request: ActorRequest, key: str, scenario_key: str) -> HttpResponse:
    """Show the chart of a scenario, in which it is edited as the plan is."""
    project, plan, shown = visible_scenario(request.actor, key, scenario_key)
    people = Person.objects.visible_to(request.actor).order_by("name").values_list("key", "name", "pk")
    context = {
        "project": project,
        "plan": plan,
        "scenario": shown,
        "people": [[person, name, pk % RING + 1] for person, name, pk in people],
        "strings": translated_chart_strings(),
        "may_edit": may_edit_plan(request.actor, project),
    }
    return render(request, "scenarios/chart.html", context)


@require_GET
def data(request: ActorRequest, key: str, scenario_key: str) -> HttpResponse:
    """Return the plan as it would be, for the chart."""
    _project, _plan, shown = visible_scenario(request.actor, key, scenario_key)
    return JsonResponse(chart_of_scenario(shown, actor=request.actor))


def _body(request: ActorRequest) -> dict[str, Any]:
    body = parse(request.body)
    if not isinstance(body, dict):
        raise Invalid(_("The request must be a JSON object."), code="json", status=400)
    return body


@require_POST
def edits(request: ActorRequest, key: str, scenario_key: str) -> HttpResponse:
    """Edit a scenario in its chart, or tell what an edit would lead to."""
    project, _plan, shown = visible_scenario(request.actor, key, scenario_key)
    require(may_edit_plan(request.actor, project))
    body = _body(request)
    steps = body.get("edits")
    if body.get("preview") is True:
        return JsonResponse(answer_to(shown, steps, actor=request.actor))
    before = shown.result
    changed = edit_scenario(shown, steps, actor=request.actor)
    return JsonResponse(tried_answer(changed, before, edit=len(changed.edits)))


@require_POST
def undo(request: ActorRequest, key: str, scenario_key: str) -> HttpResponse:
    """Take the last edit in the chart of a scenario back, or do it again: its number with a minus."""
    project, _plan, shown = visible_scenario(request.actor, key, scenario_key)
    require(may_edit_plan(request.actor, project))
    number = _body(request).get("edit")
    if isinstance(number, bool) or not isinstance(number, int):
        raise Invalid(_("Give the number of the edit."), field="edit", code="number")
    last = len(shown.edits)
    if number not in {last, -last - 1}:
        raise Conflict("changed_since", _("Only the last edit of a scenario is taken back."))
    before = shown.result
    changed = undo_in_scenario(shown, again=number < 0, actor=request.actor)
    return JsonResponse(tried_answer(changed, before, edit=-number))
