"""The scope of a plan beside its baseline: what nobody let in, and what is done about it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.changes.causes import causes_of
from remit.changes.forms_plans import CorrectionForm
from remit.changes.operations.covering import accept_corrections
from remit.changes.policies import may_keep_scope
from remit.changes.scope import scope_of
from remit.core.forms import is_done
from remit.planning.guards import existing_plan
from remit.registers.policies import may_raise


@require_http_methods(["GET", "POST"])
def scope(request: ActorRequest, key: str) -> HttpResponse:
    """Show what stands in the plan otherwise than in its baseline; raise a change for it, or accept corrections."""
    project, _plan = existing_plan(request.actor, key)
    found = scope_of(project)
    raises, accepts = may_raise(request.actor, project), may_keep_scope(request.actor, project)
    asks = request.method == "POST" and request.POST.get("act") == "raise"
    if request.method == "POST":
        require(raises if asks else accepts)
    form = CorrectionForm(None if asks else request.POST or None, lines=found.open if found else ())
    if asks:
        chosen = urlencode([("covers", each) for each in request.POST.getlist("keys")])
        return redirect(f"{reverse('changes:add_change', args=[key])}?{chosen}")

    def act() -> None:
        accept_corrections(project, actor=request.actor, **form.cleaned_data)

    if is_done(form, act):
        messages.success(request, _("They are accepted, and count as creep no more."))
        return redirect("changes:scope", key)
    context = {
        "project": project,
        "scope": found,
        "form": form,
        "may_raise": raises,
        "may_accept": accepts,
        "causes": causes_of(project),
    }
    return render(request, "changes/scope.html", context, status=form.status)
