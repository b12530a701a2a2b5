"""How the plan is scheduled: its settings, and what a change of them would move."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid
from remit.planning.forms import PlanSettingsForm
from remit.planning.guards import existing_plan, visible_plan
from remit.planning.operations.consequences import consequence
from remit.planning.operations.edits import edit_plan
from remit.planning.policies import may_edit_plan


@require_http_methods(["GET", "POST"])
def settings(request: ActorRequest, key: str) -> HttpResponse:
    """Show how the plan is scheduled; change it, or tell what that would move."""
    project, plan = visible_plan(request.actor, key)
    may = may_edit_plan(request.actor, project)
    if request.method == "POST":
        require(may)
    if plan is None:
        return render(request, "planning/settings.html", {"project": project, "plan": None})
    form = PlanSettingsForm(request.POST or None, plan=plan)
    preview = None
    if request.method == "POST" and form.is_valid():
        try:
            if "preview" not in request.POST:
                edited = edit_plan(project, [form.step()], actor=request.actor)
                words = {"label": edited.label}
                messages.success(request, _("%(label)s. It can be taken back under Edits.") % words)
                return redirect("planning:settings", key)
            preview = consequence(project, [form.step()], actor=request.actor)
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, existing_plan(request.actor, key)[1].version)
    context = {"project": project, "plan": plan, "form": form, "preview": preview, "may_edit": may}
    return render(request, "planning/settings.html", context, status=form.status)
