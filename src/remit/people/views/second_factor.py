"""Who must have a second factor; and the page before which everybody stands who must and has none."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid
from remit.people.forms import SecondFactorForm
from remit.people.guards import own_organisation
from remit.people.operations.second_factor import require_second_factor
from remit.people.policies import may_give_sign_in
from remit.people.second_factor import without_one


@require_http_methods(["GET", "POST"])
def rule(request: ActorRequest) -> HttpResponse:
    """Show and change who must have a second factor, and who of them has none yet."""
    require(may_give_sign_in(request.actor))
    organisation = own_organisation(request.actor)
    form = SecondFactorForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            require_second_factor(organisation, actor=request.actor, **form.cleaned_data)
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, own_organisation(request.actor).version)
        else:
            messages.success(request, _("It is saved and holds from now on."))
            return redirect("people:second_factor")
    context = {"form": form, "without": without_one(organisation)}
    return render(request, "people/second_factor.html", context, status=form.status)


@require_safe
def first(request: ActorRequest) -> HttpResponse:
    """Say that a second factor is needed before anything else, and lead to setting one up."""
    if not request.actor.must_set_up_second_factor:
        return redirect("home")
    return render(request, "people/second_factor_first.html")
