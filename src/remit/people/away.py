"""Who is away today and until when: what routes decisions asks here."""

import datetime as dt
from collections.abc import Collection

from remit.people.absences import absent_between
from remit.people.models import Organisation


def away_on(organisation: Organisation, day: dt.date, people: Collection[int]) -> dict[int, dt.date]:
    """Return who among `people` is away on `day` by agreed leave, each with the last day of it: one query."""
    found = absent_between(organisation, day, day, people)
    return {person_id: stretches[-1].last for person_id, stretches in found.items()}
