"""The pool: what projects share, one entry with its weeks and plans, kept by the heads of units."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid
from remit.core.forms import seen_version
from remit.core.htmx import render_page
from remit.people.grids import day_of
from remit.people.guards import own_organisation
from remit.people.models import PoolEntry
from remit.resourcing.asked import window_of
from remit.resourcing.compute import heat_of, reasons_of
from remit.resourcing.compute.allocated import given_in
from remit.resourcing.forms import PoolForm
from remit.resourcing.forms_terms import DeliveryForm
from remit.resourcing.heads import Heads
from remit.resourcing.operations.pool import (
    add_pool_entry,
    change_pool_entry,
    close_pool_entry,
    reopen_pool_entry,
)
from remit.resourcing.operations.stock import add_delivery, remove_delivery
from remit.resourcing.policies import may_add_to_pool, may_keep_entry, may_see_pool
from remit.resourcing.pool_queries import kept_units, one_entry, uses_of
from remit.resourcing.stock_queries import stock_of
from remit.resourcing.tables import pool_table


@require_GET
def pool_list(request: ActorRequest) -> HttpResponse:
    """Show what projects share, each with the one who answers for it."""
    require(may_see_pool(request.actor))
    organisation = own_organisation(request.actor)
    heads = Heads(organisation, day_of(organisation))
    table = pool_table(request, request.actor, heads)
    exported = table.export()
    if exported is not None:
        return exported
    may_add = may_add_to_pool(request.actor, [unit.pk for unit in kept_units(request.actor, heads)])
    return render_page(
        request, "resourcing/pool/list.html", {"table": table, "may_add": may_add}, fragment="core/table.html"
    )


@require_GET
def entry(request: ActorRequest, pool_key: str) -> HttpResponse:
    """Show one entry: who answers for it, its weeks or what is there of it, and the plans that use it."""
    return _page(request, pool_key)


def _page(
    request: ActorRequest, pool_key: str, status: int = 200, form: DeliveryForm | None = None
) -> HttpResponse:
    shown = one_entry(request.actor, pool_key)
    organisation = shown.organisation
    heads = Heads(organisation, day_of(organisation))
    uses, others = uses_of(request.actor, shown)
    context: dict[str, Any] = {
        "entry": shown,
        "head": heads.of(shown.unit_id),
        "uses": uses,
        "others": others,
        "may_keep": may_keep_entry(
            request.actor, [each.pk for each in heads.above(shown.unit_id)], shown.unit.name
        ),
    }
    if shown.is_lent:
        window = window_of(request.GET, day_of(organisation))
        (row,) = heat_of(organisation, [shown], window.monday, window.weeks).rows
        chosen = request.GET.get("week", "")
        week = next((each for each in row.weeks if each.monday.isoformat() == chosen), None) or row.worst
        reasons = reasons_of(request.actor, organisation, shown, week.monday)
        given = given_in(request.actor, shown, week.monday)
        context |= {"row": row, "window": window, "week": week, "reasons": reasons, "given": given}
    else:
        context["stock"] = stock_of(request.actor, shown)
        if context["may_keep"] and shown.closed_on is None:
            context["delivery_form"] = form or DeliveryForm(initial={"version": shown.version})
    return render(request, "resourcing/pool/entry.html", context, status=status)


@require_POST
def add_stock(request: ActorRequest, pool_key: str) -> HttpResponse:
    """State a delivery of material, or what lies there already."""
    shown, _heads = _kept(request, pool_key)
    form = DeliveryForm(request.POST)
    if not form.is_valid():
        return _page(request, pool_key, Invalid.status, form)
    try:
        add_delivery(shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated())
    except Invalid as error:
        form.take(error)
        return _page(request, pool_key, Invalid.status, form)
    except Conflict as error:
        form.take_conflict(error, one_entry(request.actor, pool_key).version)
        return _page(request, pool_key, error.status, form)
    messages.success(request, _("It is stated."))
    return redirect("resourcing:pool_entry", pool_key)


@require_POST
def remove_stock(request: ActorRequest, pool_key: str, delivery_number: int) -> HttpResponse:
    """Take a delivery back."""
    shown, _heads = _kept(request, pool_key)
    remove_delivery(shown, delivery_number, version=seen_version(request), actor=request.actor)
    messages.success(request, _("It is taken back."))
    return redirect("resourcing:pool_entry", pool_key)


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest) -> HttpResponse:
    """Add equipment, a place or material."""
    organisation = own_organisation(request.actor)
    units = kept_units(request.actor, Heads(organisation, day_of(organisation)))
    require(may_add_to_pool(request.actor, [unit.pk for unit in units]))
    form = PoolForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_pool_entry(organisation, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("%(name)s is in the pool.") % {"name": made.name})
            return redirect("resourcing:pool_entry", made.key)
    context = {"form": form, "heading": _("Add to the pool")}
    return render(request, "resourcing/pool/form.html", context, status=form.status)


def _kept(request: ActorRequest, key: str) -> tuple[PoolEntry, Heads]:
    """Return an entry that the actor may keep, and the heads of the organisation."""
    shown = one_entry(request.actor, key)
    heads = Heads(shown.organisation, day_of(shown.organisation))
    above = [each.pk for each in heads.above(shown.unit_id)]
    require(may_keep_entry(request.actor, above, shown.unit.name))
    return shown, heads


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, pool_key: str) -> HttpResponse:
    """Change an entry; a stale form is shown with both values."""
    shown, heads = _kept(request, pool_key)
    form = PoolForm(request.POST or None, units=[*kept_units(request.actor, heads), shown.unit], entry=shown)
    status = None
    if request.method == "POST" and form.is_valid():
        try:
            change_pool_entry(
                shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated()
            )
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, one_entry(request.actor, pool_key).version)
            status = error.status
        else:
            messages.success(request, _("%(name)s is changed.") % {"name": form.cleaned_data["name"]})
            return redirect("resourcing:pool_entry", pool_key)
    context = {"form": form, "heading": _("Change the entry"), "entry": shown}
    return render(request, "resourcing/pool/form.html", context, status=status or form.status)


@require_POST
def close(request: ActorRequest, pool_key: str) -> HttpResponse:
    """Take an entry out of the pool."""
    shown, _heads = _kept(request, pool_key)
    closed = close_pool_entry(shown, version=seen_version(request), actor=request.actor)
    messages.success(request, _("%(name)s is closed. It can be opened again.") % {"name": closed.name})
    return redirect("resourcing:pool_entry", pool_key)


@require_POST
def reopen(request: ActorRequest, pool_key: str) -> HttpResponse:
    """Open a closed entry again."""
    shown, _heads = _kept(request, pool_key)
    opened = reopen_pool_entry(shown, version=seen_version(request), actor=request.actor)
    messages.success(request, _("%(name)s is open again.") % {"name": opened.name})
    return redirect("resourcing:pool_entry", pool_key)
