"""Who may ask for a decision, change what is asked, and decide. Pure functions."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.people.models import DecisionRequest, Person, Scope, ScopeKind


def may_ask_decision(actor: Actor, scope: Scope, *, is_over: bool = False) -> Decision:
    """Return whether the actor may ask for a decision at `scope`: whoever holds a role that sees it, while it runs."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    sees = actor.can("project.view", scope.path)
    whole = scope.kind == ScopeKind.ORGANISATION and actor.can("organisation.view", scope.path)
    if actor.person_id is None or not (sees or whole):
        return refuse(_("You hold no role here."), _("whoever holds a role here"))
    if is_over:
        return refuse(_("This is closed: it can be read but not changed."))
    return ALLOWED


def may_change_decision(actor: Actor, request: DecisionRequest) -> Decision:
    """Return whether the actor may change or withdraw a request: whoever asked, and nobody for them."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if actor.person_id is not None and actor.person_id == request.asked_by_id:
        return ALLOWED
    return refuse(_("Only whoever asked changes or withdraws it."), request.asked_by.name)


def may_decide(actor: Actor, decider: Person | None) -> Decision:
    """Return whether the actor is the one person to whom a request has gone."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if decider is None:
        reason = _("Nobody's limits suffice for this: a higher limit must be given first.")
        return refuse(reason, _("whoever gives roles above"))
    if actor.person_id is not None and actor.person_id == decider.pk:
        return ALLOWED
    return refuse(_("This waits for somebody else."), decider.name)
