"""The thresholds of an organisation: from when on something is a fault, how far each authority decides."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid
from remit.people.forms_thresholds import ThresholdsForm
from remit.people.guards import own_organisation
from remit.people.navigation import organisation_tabs
from remit.people.operations.thresholds import change_thresholds
from remit.people.policies import may_see_organisation, may_set_thresholds
from remit.people.threshold_queries import held_thresholds, thresholds_of


@require_http_methods(["GET", "POST"])
def thresholds(request: ActorRequest) -> HttpResponse:
    """Show the thresholds with their defaults; whoever may changes them."""
    require(may_see_organisation(request.actor))
    organisation = own_organisation(request.actor)
    may_edit = may_set_thresholds(request.actor)
    own = thresholds_of(organisation)
    held = held_thresholds(own)
    form = ThresholdsForm(
        request.POST or None, held=held, version=own.version, currency=organisation.currency
    )
    if request.method == "POST":
        require(may_edit)
        if form.is_valid():
            try:
                change_thresholds(
                    organisation,
                    stated=form.stated(),
                    version=form.cleaned_data["version"],
                    actor=request.actor,
                )
            except Invalid as error:
                form.take(error)
            except Conflict as error:
                form.take_conflict(error, thresholds_of(organisation).version)
            else:
                messages.success(request, _("The thresholds are changed, and everything is judged by them."))
                return redirect("people:thresholds")
    context = {"form": form, "may_edit": may_edit, "tabs": organisation_tabs("thresholds")}
    return render(request, "people/thresholds.html", context, status=form.status)
