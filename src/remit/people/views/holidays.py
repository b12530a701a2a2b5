"""Public holidays: the list, and what administrators state and take away."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Invalid, NotFound
from remit.people.forms_holidays import HolidaysForm
from remit.people.grids import day_of
from remit.people.guards import own_organisation
from remit.people.holidays import visible_holidays
from remit.people.navigation import people_tabs
from remit.people.operations.holidays import add_holidays, remove_holiday
from remit.people.policies import may_edit_people


@require_http_methods(["GET", "POST"])
def holidays(request: ActorRequest) -> HttpResponse:
    """Show the public holidays, and state more."""
    organisation = own_organisation(request.actor)
    may = may_edit_people(request.actor)
    if request.method == "POST":
        require(may)
    form = HolidaysForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = add_holidays(organisation, form.stated, actor=request.actor)
            except Invalid as error:
                form.take(error)
            else:
                said = ngettext("%(count)d holiday is stated.", "%(count)d holidays are stated.", len(made))
                messages.success(request, said % {"count": len(made)})
                return redirect("people:holidays")
    context = {
        "days": list(visible_holidays(request.actor)),
        "today": day_of(organisation),
        "form": form,
        "may_edit": may,
        "tabs": people_tabs(request.actor, "absences"),
    }
    return render(request, "people/holidays.html", context, status=status)


@require_POST
def remove(request: ActorRequest, holiday: str) -> HttpResponse:
    """Take a public holiday away."""
    organisation = own_organisation(request.actor)
    require(may_edit_people(request.actor))
    try:
        day = dt.date.fromisoformat(holiday)
    except ValueError:
        raise NotFound from None
    remove_holiday(organisation, day, actor=request.actor)
    messages.success(request, _("People work on that day again."))
    return redirect("people:holidays")
