"""The units of the organisation: add one, rename, move, name its head, close it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.forms import seen_version
from remit.people.forms import UnitForm
from remit.people.guards import own_organisation
from remit.people.models import Unit
from remit.people.operations.organisation import create_unit
from remit.people.operations.units import change_unit, close_unit, reopen_unit
from remit.people.policies import may_edit_organisation


def _unit(request: ActorRequest, key: str) -> Unit:
    require(may_edit_organisation(request.actor))
    unit = Unit.objects.filter(request.actor.within(), key=key).select_related("organisation").first()
    if unit is None:
        raise NotFound
    return unit


@require_http_methods(["GET", "POST"])
def add_unit(request: ActorRequest) -> HttpResponse:
    """Add a unit to the organisation."""
    require(may_edit_organisation(request.actor))
    organisation = own_organisation(request.actor)
    form = UnitForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            unit = create_unit(organisation, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("%(name)s is added.") % {"name": unit.name})
            return redirect("people:organisation")
    return render(request, "people/unit.html", {"form": form, "unit": None}, status=form.status)


@require_http_methods(["GET", "POST"])
def unit(request: ActorRequest, unit_key: str) -> HttpResponse:
    """Rename a unit, move it, name its head; a stale form is shown with both values."""
    shown = _unit(request, unit_key)
    form = UnitForm(request.POST or None, organisation=shown.organisation, unit=shown)
    if request.method == "POST" and form.is_valid():
        try:
            change_unit(shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, _unit(request, unit_key).version)
        else:
            messages.success(request, _("%(name)s is changed.") % {"name": form.cleaned_data["name"]})
            return redirect("people:organisation")
    context: dict[str, Any] = {"form": form, "unit": shown}
    return render(request, "people/unit.html", context, status=form.status)


@require_POST
def close(request: ActorRequest, unit_key: str) -> HttpResponse:
    """Close a unit in which nobody is any more."""
    closed = close_unit(
        _unit(request, unit_key), version=seen_version(request), on=timezone.localdate(), actor=request.actor
    )
    messages.success(request, _("%(name)s is closed. It can be opened again.") % {"name": closed.name})
    return redirect("people:organisation")


@require_POST
def reopen(request: ActorRequest, unit_key: str) -> HttpResponse:
    """Open a closed unit again."""
    opened = reopen_unit(_unit(request, unit_key), version=seen_version(request), actor=request.actor)
    messages.success(request, _("%(name)s is open again.") % {"name": opened.name})
    return redirect("people:organisation")
