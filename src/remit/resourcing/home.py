"""What the start page says of the load of one's own people."""

from typing import Any

from remit.accounts.permissions import Actor
from remit.people.grids import day_of
from remit.people.guards import own_organisation
from remit.people.models import Person
from remit.resourcing.compute import heat_of
from remit.resourcing.queries import MOST_PEOPLE, leads_anybody, led_by, units_of

AHEAD_WEEKS = 4
MOST_SHOWN = 5


def own_people_over(actor: Actor) -> dict[str, Any] | None:
    """Return which of the actor's own people have more work than time in the next four weeks; None where nobody."""
    if not leads_anybody(actor):
        return None
    organisation = own_organisation(actor)
    today = day_of(organisation)
    own = Person.objects.filter(actor.within()).present(today)
    people = list(own.filter(led_by(actor, units_of(organisation))).order_by("name")[:MOST_PEOPLE])
    over = heat_of(organisation, people, today, AHEAD_WEEKS).over
    return {"rows": over[:MOST_SHOWN], "more": len(over[MOST_SHOWN:])} if over else None
