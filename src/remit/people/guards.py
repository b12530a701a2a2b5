"""Fetch and authorise in one call, so that no page can forget it."""

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.people.models import Organisation, Scope


def own_organisation(actor: Actor) -> Organisation:
    """Return the organisation that the actor belongs to; `NotFound` for a sign-in that belongs to nobody."""
    if actor.organisation_id is None:
        raise NotFound
    return Organisation.objects.get(pk=actor.organisation_id)


def answering_scope(actor: Actor, key: str) -> Scope:
    """Return the scope with `key` if the actor may see who answers for what there; `NotFound` otherwise."""
    found: Scope | None = (
        Scope.objects.answering_to(actor).select_related("organisation").filter(key=key).first()
    )
    if found is None:
        raise NotFound
    return found
