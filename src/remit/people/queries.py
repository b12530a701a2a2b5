from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from remit.accounts.permissions import Actor
from remit.core.statements import Statement
from remit.people.catalogue import PROJECT_MANAGER
from remit.people.models import Assignment, Organisation, Person, ScopeKind, Term, Unit

_HOLDER = Statement(
    lambda scope_id, role_code: Assignment.objects.filter(
        scope_id=scope_id, role__code=role_code, ended_at__isnull=True, is_next=False
    ).select_related("person"),
    int,
    str,
)


def holders(scope_ids: Iterable[int], role_code: str = PROJECT_MANAGER) -> dict[int, Person]:
    """Return who holds a one-holder role now, by scope: one query."""
    found = Assignment.objects.filter(
        scope_id__in=list(scope_ids), role__code=role_code, ended_at__isnull=True, is_next=False
    ).select_related("person")
    return {assignment.scope_id: assignment.person for assignment in found}


def holder(scope_id: int, role_code: str = PROJECT_MANAGER) -> Person | None:
    """Return who holds a one-holder role at a scope now, or None where it is vacant."""
    held: Assignment | None = _HOLDER.first(scope_id, role_code)
    return held.person if held is not None else None


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in the tree of the organisation, with its people by name; `level` begins at 0.

    `accountable` is its head, or else the nearest head above it, that of the unit `accountable_by`.
    """

    unit: Unit
    level: int
    people: tuple[Person, ...]
    accountable: Person | None = None
    accountable_by: Unit | None = None


def unit_tree(organisation: Organisation) -> list[UnitLine]:
    """Return the open units of an organisation from the top down: two queries."""
    members: dict[int, list[Person]] = {}
    for person in Person.objects.filter(organisation=organisation, left_on=None).exclude(unit=None):
        members.setdefault(person.unit_id or 0, []).append(person)
    below: dict[int | None, list[Unit]] = {}
    for unit in Unit.objects.filter(organisation=organisation, closed_on=None).select_related("head"):
        below.setdefault(unit.parent_id, []).append(unit)
    lines: list[UnitLine] = []

    def add(parent_id: int | None, level: int, answering: Unit | None) -> None:
        for unit in below.get(parent_id, []):
            by = unit if unit.head is not None else answering
            people = tuple(members.get(unit.pk, ()))
            lines.append(UnitLine(unit, level, people, by.head if by else None, by))
            add(unit.pk, level + 1, by)

    add(None, 0, None)
    return lines


def closed_units(organisation: Organisation) -> list[Unit]:
    """Return the closed units of an organisation, the latest first: one query."""
    rows = Unit.objects.filter(organisation=organisation, closed_on__isnull=False)
    return list(rows.order_by("-closed_on", "name"))


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


def told_terms(actor: Actor, typed: str = "") -> QuerySet[Term]:
    """Return the terms of the actor's organisation with their definitions; those that hold `typed`, if anything."""
    if actor.organisation_id is None:
        return Term.objects.none()
    rows = Term.objects.filter(actor.within()).prefetch_related("definitions")
    if typed:
        holding = Term.objects.filter(definitions__text__icontains=typed).values("pk")
        rows = rows.filter(Q(name__icontains=typed) | Q(aliases__icontains=typed) | Q(pk__in=holding))
    return rows


def chosen_meanings(actor: Actor) -> list[tuple[str, str, str]]:
    """Return every word of the glossary with the term that tells it and the definition that holds here."""
    return [
        (word, term.slug, next((each.text for each in term.definitions.all() if each.is_chosen), ""))
        for term in told_terms(actor)
        for word in (term.name, *term.aliases)
    ]
