"""Who answers for what a unit owns: its head, else the nearest head above. Exactly one, or nobody."""

import datetime as dt
from collections.abc import Collection, Mapping

from remit.people.models import Organisation, Person, Unit

MOST_STEPS = 50


class Heads:
    """The heads of an organisation's units on a day, read at once: one query."""

    def __init__(self, organisation: Organisation, day: dt.date) -> None:
        rows = Unit.objects.filter(organisation=organisation).select_related("head")
        self.units: Mapping[int, Unit] = {unit.pk: unit for unit in rows}
        self._day = day

    def above(self, unit_id: int | None) -> list[Person]:
        """Return those who head a unit and the units above it and are here, the nearest first."""
        found: list[Person] = []
        at = self.units.get(unit_id or 0)
        for _step in range(MOST_STEPS):
            if at is None:
                break
            if at.head is not None and not at.head.is_gone(self._day):
                found.append(at.head)
            at = self.units.get(at.parent_id or 0)
        return found

    def of(self, unit_id: int | None, *, but: Collection[int | None] = ()) -> Person | None:
        """Return the one who answers for what a unit owns, those in `but` passed over; None where nobody does."""
        return next((each for each in self.above(unit_id) if each.pk not in but), None)


def headed_by(organisation_id: int, person_id: int) -> set[int]:
    """Return the units that somebody heads and all that stand below them, by primary key: one query."""
    rows = list(
        Unit.objects.filter(organisation_id=organisation_id).values_list("pk", "parent_id", "head_id")
    )
    headed = {pk for pk, _parent, head in rows if head == person_id}
    return _with_those_below(headed, [(pk, parent) for pk, parent, _head in rows])


def below(unit: Unit) -> set[int]:
    """Return a unit and all that stand below it, by primary key: one query."""
    rows = list(Unit.objects.filter(organisation_id=unit.organisation_id).values_list("pk", "parent_id"))
    return _with_those_below({unit.pk}, rows)


def _with_those_below(found: set[int], rows: Collection[tuple[int, int | None]]) -> set[int]:
    size = -1
    while size != len(found):
        size = len(found)
        found |= {pk for pk, parent in rows if parent in found}
    return found
