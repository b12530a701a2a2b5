"""The positions of the organisation: a list, and the form of each."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.htmx import render_page
from remit.people.forms_staff import PositionForm
from remit.people.grids import day_of
from remit.people.guards import own_organisation
from remit.people.models import Position
from remit.people.navigation import organisation_tabs
from remit.people.operations.positions import add_position, change_position
from remit.people.policies import may_edit_organisation, may_see_organisation
from remit.people.staff_tables import positions_table


@require_GET
def positions(request: ActorRequest) -> HttpResponse:
    """Show the positions of the organisation, filled and vacant."""
    require(may_see_organisation(request.actor))
    table = positions_table(request, request.actor, day_of(own_organisation(request.actor)))
    exported = table.export()
    if exported is not None:
        return exported
    context = {
        "table": table,
        "may_edit": may_edit_organisation(request.actor),
        "tabs": organisation_tabs("positions"),
    }
    return render_page(request, "people/positions.html", context, fragment="core/table.html")


def _position(request: ActorRequest, key: str) -> Position:
    rows = Position.objects.filter(request.actor.within(), key=key)
    found = rows.select_related("organisation", "unit", "holder", "reports_to__holder").first()
    if found is None:
        raise NotFound
    return found


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest) -> HttpResponse:
    """Add a position to a unit."""
    require(may_edit_organisation(request.actor))
    organisation = own_organisation(request.actor)
    initial = {"from_date": day_of(organisation)}
    form = PositionForm(request.POST or None, organisation=organisation, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_position(organisation, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("%(name)s is added.") % {"name": made.title})
            return redirect("people:positions")
    return render(request, "people/position.html", {"form": form, "position": None}, status=form.status)


@require_http_methods(["GET", "POST"])
def position(request: ActorRequest, position_key: str) -> HttpResponse:
    """Show a position with what reports to it; whoever may, changes it. A stale form is shown with both values."""
    require(may_see_organisation(request.actor))
    shown = _position(request, position_key)
    may_edit = may_edit_organisation(request.actor)
    form = PositionForm(request.POST or None, organisation=shown.organisation, position=shown)
    if request.method == "POST":
        require(may_edit)
        if form.is_valid():
            try:
                change_position(
                    shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated()
                )
            except Invalid as error:
                form.take(error)
            except Conflict as error:
                form.take_conflict(error, _position(request, position_key).version)
            else:
                messages.success(request, _("%(name)s is changed.") % {"name": form.cleaned_data["title"]})
                return redirect("people:positions")
    context = {
        "form": form,
        "position": shown,
        "may_edit": may_edit,
        "below": shown.below.filter(to_date=None).select_related("holder"),
    }
    return render(request, "people/position.html", context, status=form.status)
