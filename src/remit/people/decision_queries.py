"""Reads of decisions: what waits for somebody, and one with its line."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from remit.accounts.permissions import Actor
from remit.people.models import Assignment, DecisionRequest, DecisionState, Organisation, Scope
from remit.people.registries import facts_of
from remit.people.routing import Route, routes

MOST_SHOWN = 20


def decisions_of(actor: Actor) -> Any:
    """Return the requests that the actor may see, with what a line of them shows."""
    rows = DecisionRequest.objects.visible_to(actor)
    return rows.select_related("scope", "asked_by", "decided_by", "organisation")


def one_decision(actor: Actor, key: str) -> DecisionRequest | None:
    """Return a request that the actor may see; None where there is none."""
    found: DecisionRequest | None = decisions_of(actor).filter(key=key).first()
    return found


def routed(requests: Sequence[DecisionRequest]) -> dict[int, Route]:
    """Return the routes of those that wait; all are of one organisation."""
    waiting = [each for each in requests if each.state == DecisionState.WAITING]
    return routes(waiting, waiting[0].organisation) if waiting else {}


def waiting_for(person_id: int, organisation: Organisation) -> list[tuple[DecisionRequest, Route]]:
    """Return the requests that wait for one person to decide, the oldest first: at most five queries."""
    held = Assignment.objects.filter(Q(person_id=person_id) | Q(deputy_id=person_id), ended_at=None)
    below = Q(pk__in=[])
    for path in set(held.values_list("scope__path", flat=True)):
        below |= Q(scope__path__startswith=path)
    rows = DecisionRequest.objects.filter(below, organisation=organisation, state=DecisionState.WAITING)
    found = list(rows.select_related("scope", "asked_by").order_by("asked_at", "pk"))
    lines = routes(found, organisation) if found else {}
    return [
        (each, lines[each.pk])
        for each in found
        if (decider := lines[each.pk].decider) is not None and decider.pk == person_id
    ]


def to_decide(actor: Actor) -> dict[str, Any] | None:
    """Return what the start page shows of decisions that wait for the actor."""
    if actor.person_id is None or actor.organisation_id is None:
        return None
    waiting = waiting_for(actor.person_id, Organisation.objects.get(pk=actor.organisation_id))
    return {"waiting": waiting[:MOST_SHOWN], "count": len(waiting)} if waiting else None


def askable_scopes(actor: Actor) -> list[Scope]:
    """Return the scopes at which the actor may ask for a decision: those seen that are not over."""
    scopes = list(Scope.objects.answering_to(actor).select_related("organisation").order_by("path"))
    facts = facts_of([each.pk for each in scopes])
    return [each for each in scopes if each.pk not in facts or not facts[each.pk].is_over]
