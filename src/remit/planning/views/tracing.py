"""Work that leads to no deliverable."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from remit.accounts.requests import ActorRequest
from remit.planning.guards import readable_plan
from remit.planning.queries.tracing import MOST_LISTED, off_work


@require_GET
def off_deliverable(request: ActorRequest, key: str) -> HttpResponse:
    """Show the activities that lead to no deliverable, and how much of the work they are."""
    project = readable_plan(request.actor, key)
    context = {"project": project, "off": off_work(project), "most": MOST_LISTED}
    return render(request, "planning/off_deliverable.html", context)
