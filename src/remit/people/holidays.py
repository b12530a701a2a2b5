"""The public holidays of an organisation."""

import datetime as dt

from django.db.models import QuerySet

from remit.accounts.permissions import Actor
from remit.people.models import Holiday


def visible_holidays(actor: Actor) -> QuerySet[Holiday]:
    """Return the holidays of the actor's organisation: everybody in it sees them."""
    return Holiday.objects.filter(actor.within())


def holidays_between(organisation_id: int, first: dt.date, last: dt.date) -> dict[dt.date, str]:
    """Return the public holidays from `first` to `last`, both included, with their names: one query."""
    rows = Holiday.objects.filter(organisation_id=organisation_id, day__gte=first, day__lte=last)
    return dict(rows.values_list("day", "name"))
