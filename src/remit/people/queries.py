from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from remit.accounts.permissions import Actor
from remit.people.catalogue import PROJECT_MANAGER
from remit.people.models import Assignment, Organisation, Person, ScopeKind, Unit


def holders(scope_ids: Iterable[int], role_code: str = PROJECT_MANAGER) -> dict[int, Person]:
    """Return who holds a one-holder role now, by scope: one query."""
    found = Assignment.objects.filter(
        scope_id__in=list(scope_ids), role__code=role_code, ended_at__isnull=True
    ).select_related("person")
    return {assignment.scope_id: assignment.person for assignment in found}


def holder(scope_id: int, role_code: str = PROJECT_MANAGER) -> Person | None:
    """Return who holds a one-holder role at a scope now, or None where it is vacant."""
    return holders([scope_id], role_code).get(scope_id)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in the tree of the organisation, with its people by name; `level` begins at 0."""

    unit: Unit
    level: int
    people: tuple[Person, ...]


def unit_tree(organisation: Organisation) -> list[UnitLine]:
    """Return the units of an organisation from the top down: two queries."""
    members: dict[int, list[Person]] = {}
    for person in Person.objects.filter(organisation=organisation, left_on=None).exclude(unit=None):
        members.setdefault(person.unit_id or 0, []).append(person)
    below: dict[int | None, list[Unit]] = {}
    for unit in Unit.objects.filter(organisation=organisation).select_related("head"):
        below.setdefault(unit.parent_id, []).append(unit)
    lines: list[UnitLine] = []

    def add(parent_id: int | None, level: int) -> None:
        for unit in below.get(parent_id, []):
            lines.append(UnitLine(unit, level, tuple(members.get(unit.pk, ()))))
            add(unit.pk, level + 1)

    add(None, 0)
    return lines


def my_roles(actor: Actor) -> dict[str, Any] | None:
    """Return what the actor holds beyond single projects: programmes, the organisation, products."""
    if actor.person_id is None:
        return None
    held = (
        Assignment.objects.filter(person_id=actor.person_id, ended_at__isnull=True)
        .exclude(scope__kind=ScopeKind.PROJECT)
        .select_related("role", "scope")
    )
    rows = list(held)
    return {"held": rows} if rows else None
