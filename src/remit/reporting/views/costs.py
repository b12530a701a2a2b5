"""What a project costs: what was reported, and the form that reports it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid
from remit.costs.policies import may_keep_costs, may_see_costs
from remit.costs.queries import spent_of
from remit.projects.guards import visible_project
from remit.reporting.forms import CostForm
from remit.reporting.operations.costs import report_cost
from remit.reporting.queries import costs_of


@require_http_methods(["GET", "POST"])
def costs(request: ActorRequest, key: str) -> HttpResponse:
    """Show what was reported of a project's cost, and report it."""
    project = visible_project(request.actor, key)
    require(may_see_costs(request.actor, project))
    may = may_keep_costs(request.actor, project)
    form = CostForm(request.POST or None, project=project, spent=spent_of(project))
    status = 200
    if request.method == "POST":
        require(may)
        status = Invalid.status
        if form.is_valid():
            try:
                report_cost(project, actor=request.actor, **form.stated())
            except Invalid as error:
                form.take(error)
            except Conflict as error:
                form.add_error("as_of", error.message)
                status = error.status
            else:
                messages.success(request, _("The cost is reported."))
                return redirect("reporting:costs", key)
    rows = [
        {"report": each, "total": each.spent_minor + each.likely_minor, "low": each.spent_minor + each.low_minor,
         "high": each.spent_minor + each.high_minor}
        for each in costs_of(project)
    ]  # fmt: skip
    context = {"project": project, "rows": rows, "form": form if may else None}
    return render(request, "reporting/costs.html", context, status=status)
