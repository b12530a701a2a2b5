"""Fetch and authorise in one call, so that no page can forget it."""

import datetime as dt

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.people.models import Organisation, Person
from remit.resourcing.queries import seen_people, units_of


def person_seen(actor: Actor, organisation: Organisation, key: str, day: dt.date) -> Person:
    """Return the person with `key` whose capacity the actor may see; `NotFound` otherwise."""
    rows = seen_people(actor, units_of(organisation), day).select_related("unit")
    found: Person | None = rows.filter(key=key).first()
    if found is None:
        raise NotFound
    return found
