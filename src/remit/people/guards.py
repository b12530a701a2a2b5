"""Fetch and authorise in one call, so that no page can forget it."""

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.people.models import Organisation


def own_organisation(actor: Actor) -> Organisation:
    """Return the organisation that the actor belongs to; `NotFound` for a sign-in that belongs to nobody."""
    if actor.organisation_id is None:
        raise NotFound
    return Organisation.objects.get(pk=actor.organisation_id)
