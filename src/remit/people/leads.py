"""Who stands above somebody: the position above, the line manager, the heads of the unit. Never by title."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.db.models import Q

from remit.accounts.permissions import Actor, Decision
from remit.people.models import Organisation, Person, Position, Unit

MOST_STEPS = 50


@dataclass(frozen=True, slots=True)
class Ladder:
    """Whom each person of an organisation answers to, nearest first; people by their ids."""

    people: Mapping[int, Person]
    above: Mapping[int, tuple[int, ...]]

    def nearest(self, person_id: int, *, but: Iterable[int] = ()) -> Person | None:
        """Return whoever stands nearest above, those in `but` passed over; None at the top."""
        passed = {person_id, *but}
        found = next((each for each in self.above.get(person_id, ()) if each not in passed), None)
        return self.people[found] if found is not None else None

    def is_above(self, person_id: int | None, other_id: int) -> bool:
        """Return whether the first person stands directly above the other, in one of the ways that count."""
        return person_id is not None and person_id in self.above.get(other_id, ())

    def below(self, person_id: int) -> list[int]:
        """Return those above whom a person stands directly."""
        return [each for each, leads in self.above.items() if person_id in leads]


def ladder_of(organisation: Organisation) -> Ladder:
    """Return who stands above whom in an organisation: three queries.

    For each person, in this order: whoever fills the nearest filled position above theirs, the line manager,
    the head of the unit and of the units above it. Whoever has left is passed over.
    """
    people = {row.pk: row for row in Person.objects.filter(organisation=organisation, left_on=None)}
    units = {unit.pk: unit for unit in Unit.objects.filter(organisation=organisation, closed_on=None)}
    positions = {row.pk: row for row in Position.objects.filter(Q(to_date=None), organisation=organisation)}
    places: dict[int, list[Position]] = {}
    for position in positions.values():
        if position.holder_id in people:
            places.setdefault(position.holder_id or 0, []).append(position)
    above = {}
    for pk, person in people.items():
        found = [_by_position(each, positions, people, pk) for each in places.get(pk, ())]
        found.append(person.line_manager_id)
        found += _heads(person.unit_id, units)
        above[pk] = tuple(
            dict.fromkeys(each for each in found if each is not None and each in people and each != pk)
        )
    return Ladder(people, above)


class AboutSomebody(Protocol):
    """A policy about what the actor may do for `person`, `is_lead` saying whether the actor stands above."""

    def __call__(self, actor: Actor, person: Person, *, is_lead: bool) -> Decision:
        """Return what the actor may do."""
        ...


def by_standing(policy: AboutSomebody, actor: Actor, person: Person) -> Decision:
    """Return what a policy says of the actor and `person`; who stands above is read only where it counts."""
    may_anyway = policy(actor, person, is_lead=False)
    if may_anyway:
        return may_anyway
    return policy(actor, person, is_lead=ladder_of(person.organisation).is_above(actor.person_id, person.pk))


def _by_position(
    position: Position, positions: Mapping[int, Position], people: Mapping[int, Person], own: int
) -> int | None:
    at = positions.get(position.reports_to_id or 0)
    for _step in range(MOST_STEPS):
        if at is None:
            return None
        if at.holder_id in people and at.holder_id != own:
            return at.holder_id
        at = positions.get(at.reports_to_id or 0)
    return None


def _heads(unit_id: int | None, units: Mapping[int, Unit]) -> list[int | None]:
    found = []
    at = units.get(unit_id or 0)
    for _step in range(MOST_STEPS):
        if at is None:
            break
        found.append(at.head_id)
        at = units.get(at.parent_id or 0)
    return found
