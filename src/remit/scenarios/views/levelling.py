"""Levelling: what was proposed, looking for more, and the answer to a proposal."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Invalid
from remit.planning.guards import visible_plan
from remit.planning.models import Plan
from remit.planning.policies import may_edit_plan
from remit.projects.models import Project
from remit.scenarios.forms import LevelForm
from remit.scenarios.guards import visible_proposal
from remit.scenarios.models import LevellingProposal
from remit.scenarios.operations.levelling import (
    accept_levelling,
    begin_levelling,
    preview_levelling,
    refuse_levelling,
)
from remit.scenarios.queries import is_stale, load_lines, proposals_of, since


@require_http_methods(["GET", "POST"])
def levelling(request: ActorRequest, key: str) -> HttpResponse:
    """Show what was proposed for a plan; let more be looked for."""
    project, plan = visible_plan(request.actor, key)
    may = may_edit_plan(request.actor, project)
    form = LevelForm(request.POST or None)
    if request.method == "POST":
        require(may)
        if form.is_valid():
            job = begin_levelling(project, form.wish, actor=request.actor)
            return redirect(f"{reverse('jobs:job', args=[job.key])}?follow=1")
    context = {
        "project": project,
        "plan": plan,
        "proposals": proposals_of(plan) if plan is not None else [],
        "form": form,
        "may_edit": may,
    }
    return render(request, "scenarios/levelling.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def proposal(request: ActorRequest, key: str, proposal_key: str) -> HttpResponse:
    """Show a proposal; accept it as a whole or in part, tell what a part would give, or put it aside."""
    project, plan, shown = visible_proposal(request.actor, key, proposal_key)
    error, gives, ticked = None, None, None
    if request.method == "POST":
        require(may_edit_plan(request.actor, project))
        asked = request.POST.get("answer", "")
        ticked = None if asked == "all" else request.POST.getlist("activities")
        try:
            if asked == "preview":
                gives = preview_levelling(shown, ticked, actor=request.actor)
            elif asked == "refuse":
                refuse_levelling(shown, actor=request.actor)
                return redirect("scenarios:levelling", key)
            else:
                label = accept_levelling(shown, activities=ticked, actor=request.actor).label
                words = {"label": label}
                messages.success(request, _("%(label)s. It can be taken back under Edits.") % words)
                return redirect("planning:workspace", key)
        except Invalid as refused:
            error = refused
    context = _shown(request, project, plan, shown, ticked) | {"error": error, "gives": gives}
    return render(request, "scenarios/proposal.html", context, status=422 if error else 200)


def _shown(
    request: ActorRequest,
    project: Project,
    plan: Plan,
    proposal: LevellingProposal,
    ticked: Sequence[str] | None,
) -> dict[str, object]:
    stale = is_stale(proposal, plan)
    weeks, lines = load_lines(proposal.loads)
    offered = [row["key"] for row in proposal.rows if row["fields"]]
    return {
        "project": project,
        "plan": plan,
        "proposal": proposal,
        "figures": proposal.figures,
        "rows": proposal.rows,
        "offered": offered,
        "ticked": offered if ticked is None else ticked,
        "weeks": [day * 1440 for day in weeks],
        "more_weeks": len(proposal.loads["weeks"]) - len(weeks),
        "loads": lines,
        "stale": since(plan, proposal.after_edit) if stale else None,
        "may_edit": may_edit_plan(request.actor, project),
    }
