"""Who answers for something, is away for long, and has no deputy who is there."""

import datetime as dt
from collections.abc import Iterable

from remit.people.absences import LONG_DAYS, Away, absent_between, away_long
from remit.people.grids import Holder
from remit.people.models import Organisation


def uncovered(
    organisation: Organisation, day: dt.date, holders: Iterable[Holder], *, longer_than: int = LONG_DAYS
) -> dict[str, Away]:
    """Return by key the assignments whose holder is away on `day`, in a stretch of more than `longer_than` days.

    Only those are told for whom no deputy stands in who is there; each with the stretch. One query,
    and another where somebody who is away has a deputy.
    """
    by_key = {each.assignment_key: each for each in holders}
    if not by_key:
        return {}
    people = {each.person_id for each in by_key.values()}
    away = away_long(organisation, day, longer_than=longer_than, people=people)
    gone = [each for each in by_key.values() if each.person_id in away]
    deputies = {each.stand_in_id for each in gone if each.stand_in_id is not None}
    absent = absent_between(organisation, day, day, deputies) if deputies else {}
    return {
        each.assignment_key: away[each.person_id]
        for each in gone
        if each.stand_in_id is None or each.stand_in_id in absent
    }
