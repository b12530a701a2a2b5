"""Handovers: what somebody held, line by line, until it is with another; and who held which role when."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid
from remit.people.grids import day_of
from remit.people.guards import answering_scope, own_organisation
from remit.people.handover_queries import MOST_SHOWN, one_handover, standings, tenures
from remit.people.handover_queries import handovers as visible_handovers
from remit.people.navigation import assignment_tabs
from remit.people.operations.handovers import add_handover_item, tick_handover_item
from remit.people.policies import may_assign_at, may_hand_over
from remit.people.tenure_chart import chart


@require_GET
def handovers(request: ActorRequest) -> HttpResponse:
    """Show what is being handed over, and what was."""
    day = day_of(own_organisation(request.actor))
    rows = visible_handovers(request.actor)
    context = {
        "open": standings(rows.filter(closed_on=None)[:MOST_SHOWN], day),
        "closed": standings(rows.exclude(closed_on=None).order_by("-closed_on", "-pk")[:MOST_SHOWN], day),
        "tabs": assignment_tabs("handovers"),
    }
    return render(request, "people/handovers.html", context)


@require_GET
def handover(request: ActorRequest, handover_key: str) -> HttpResponse:
    """Show one handover with its checklist."""
    shown = one_handover(request.actor, handover_key)
    held = shown.assignment
    context = {
        "each": standings([shown], day_of(shown.organisation))[0],
        "held": held,
        "items": shown.items.all(),
        "may_change": may_hand_over(request.actor, shown) if shown.closed_on is None else None,
        "may_assign": may_assign_at(request.actor, held.scope),
    }
    return render(request, "people/handover.html", context)


@require_POST
def add(request: ActorRequest, handover_key: str) -> HttpResponse:
    """Add a line of one's own."""
    shown = one_handover(request.actor, handover_key)
    require(may_hand_over(request.actor, shown))
    try:
        add_handover_item(shown, label=request.POST.get("label", "").replace("\x00", ""), actor=request.actor)
    except (Invalid, Conflict) as error:
        messages.error(request, error.message)
    return redirect("people:handover", handover_key)


@require_POST
def tick(request: ActorRequest, handover_key: str, number: int) -> HttpResponse:
    """Tick a line off, or take that back."""
    shown = one_handover(request.actor, handover_key)
    require(may_hand_over(request.actor, shown))
    is_done = request.POST.get("is_done") == "1"
    try:
        tick_handover_item(shown, number, is_done=is_done, actor=request.actor)
    except (Invalid, Conflict) as error:
        messages.error(request, error.message)
    else:
        shown.refresh_from_db(fields=["closed_on"])
        if shown.closed_on is not None:
            messages.success(request, _("All is handed over: the handover is closed."))
    return redirect("people:handover", handover_key)


@require_GET
def holders(request: ActorRequest, scope_key: str) -> HttpResponse:
    """Show who held which role of a scope when."""
    scope = answering_scope(request.actor, scope_key)
    roles = tenures(request.actor, scope)
    context = {"scope": scope, "roles": roles, "chart": chart(roles, day_of(scope.organisation))}
    return render(request, "people/holders.html", context)
