"""Who holds the date of a plan."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from remit.accounts.requests import ActorRequest
from remit.planning.guards import existing_plan
from remit.planning.queries.date_holders import date_holders


@require_GET
def holders(request: ActorRequest, key: str) -> HttpResponse:
    """Show the critical path from now on, in order, with the person who answers for each activity."""
    project, plan = existing_plan(request.actor, key)
    plan.project = project
    context = {"project": project, "plan": plan, "found": date_holders(plan)}
    return render(request, "planning/date_holders.html", context)
