"""Reads of to-be structures: who may see which, and what they make of the organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.people.models import Person, PlannedChange, Position, Structure, StructureState, Unit
from remit.people.policies import may_edit_organisation, may_see_organisation
from remit.people.structures import (
    Affected,
    Difference,
    Fault,
    Planned,
    PositionAt,
    Shape,
    UnitAt,
    affected,
    differences,
    faults,
    to_be,
)
from remit.people.structures import Person as InShape

OPEN = (StructureState.DRAFT, StructureState.SCHEDULED)
FIELDS = {
    "add-unit": ("name", "into", "person"),
    "change-unit": ("name", "into", "person"),
    "close-unit": ("into",),
    "add-position": ("name", "into", "person", "above"),
    "change-position": ("name", "into", "person", "above"),
    "end-position": (),
}


def structures(actor: Actor) -> Any:
    """Return the to-be structures that the actor may see: drafts are for whoever may change the organisation."""
    rows = Structure.objects.filter(actor.within()).select_related("organisation")
    if may_edit_organisation(actor):
        return rows
    if not may_see_organisation(actor):
        return rows.none()
    return rows.filter(state__in=(StructureState.SCHEDULED, StructureState.EFFECTIVE))


def one_structure(actor: Actor, key: str) -> Structure:
    """Return one of them; `NotFound` where the actor sees none of this key."""
    found: Structure | None = structures(actor).filter(key=key).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Prospect:
    """What a to-be structure makes of the organisation as it stands: a constant number of queries."""

    now: Shape
    plan: Sequence[Planned]

    @cached_property
    def after(self) -> Shape:
        """Return the structure afterwards."""
        return to_be(self.now, self.plan)

    @cached_property
    def faults(self) -> list[Fault]:
        """Return what keeps it from coming into effect."""
        return faults(self.now, self.plan)

    @cached_property
    def differences(self) -> list[Difference]:
        """Return what becomes of units and positions."""
        return differences(self.now, self.after)

    @cached_property
    def affected(self) -> list[Affected]:
        """Return for whom something changes, and what."""
        return affected(self.now, self.after)


def prospect(structure: Structure) -> Prospect:
    """Return what a to-be structure makes of the organisation as it stands now."""
    return Prospect(_shape(structure), [planned(row) for row in changes_of(structure)])


def changes_of(structure: Structure) -> list[PlannedChange]:
    """Return the planned changes in their order, with everything that they name."""
    named = ("unit", "position", "into", "into_new", "person", "above", "above_new")
    return list(structure.changes.select_related(*named))


def planned(row: PlannedChange) -> Planned:
    """Return a change with references in place of rows; what it names must have been read with it."""
    target = row.unit.key if row.unit else row.position.key if row.position else f"+{row.number}"
    values = {
        "name": row.name,
        "into": _ref(row.into, row.into_new),
        "person": row.person.key if row.person else None,
        "above": _ref(row.above, row.above_new),
    }
    return Planned(row.number, row.kind, target, {name: values[name] for name in row.stated})


def _ref(stands: Unit | Position | None, added: PlannedChange | None) -> str | None:
    if stands is not None:
        return stands.key
    return f"+{added.number}" if added is not None else None


def _shape(structure: Structure) -> Shape:
    organisation_id = structure.organisation_id
    units = Unit.objects.filter(organisation_id=organisation_id)
    known = list(units.values_list("key", "name", "parent__key", "head__key", "closed_on"))
    places = Position.objects.filter(organisation_id=organisation_id)
    places = places.exclude(to_date__lt=structure.takes_effect_on)
    people = Person.objects.filter(organisation_id=organisation_id)
    columns = ("key", "name", "unit__key", "left_on")
    return Shape(
        {key: UnitAt(name, above, head) for key, name, above, head, closed_on in known if closed_on is None},
        {
            key: PositionAt(title, unit, holder, above)
            for key, title, unit, holder, above in places.values_list(
                "key", "title", "unit__key", "holder__key", "reports_to__key"
            )
        },
        {
            key: InShape(key, name, unit, left_on is not None)
            for key, name, unit, left_on in people.values_list(*columns)
        },
        frozenset(name for _key, name, _above, _head, closed_on in known if closed_on is not None),
    )
