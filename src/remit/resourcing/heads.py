"""Who answers for what a unit owns: its head, else the nearest head above. Exactly one, or nobody."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

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
    headed = [pk for pk, _parent, head in rows if head == person_id]
    return with_those_below(headed, ((pk, parent) for pk, parent, _head in rows))


def below(unit: Unit) -> set[int]:
    """Return a unit and all that stand below it, by primary key: one query."""
    rows = Unit.objects.filter(organisation_id=unit.organisation_id).values_list("pk", "parent_id")
    return with_those_below([unit.pk], rows)


def with_those_below(chosen: Iterable[int], rows: Iterable[tuple[int, int | None]]) -> set[int]:
    """Return the chosen units and all that stand below them among `rows` of unit and parent, by primary key."""
    children: defaultdict[int | None, list[int]] = defaultdict(list)
    for pk, parent in rows:
        children[parent].append(pk)
    found: set[int] = set()
    waiting = list(chosen)
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.add(at)
            waiting += children[at]
    return found
