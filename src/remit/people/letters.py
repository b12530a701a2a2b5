"""Letters of matrices in force, read for many scopes at once: which row holds where, and who has the letter."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from remit.people.grids import chain, in_office
from remit.people.models import Assignment, Cell, Scope

# what begins at more places than these is read at the first of them
MOST_PLACES = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A letter of a row in force and whose it is: that of a role, or of one assignment."""

    key: str
    text: str
    area: str
    kind: str
    letter: str
    role_id: int | None
    assignment_id: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """A letter as it holds at a scope, with whoever has it: people by their assignments, all by their ids."""

    scope: Scope
    row: Row
    holders: Mapping[int, int]


def letters_at(
    scopes: Sequence[Scope], day: dt.date, wanted: Q, roles: Collection[int] | None = None
) -> Iterator[Found]:
    """Yield the letters that hold at scopes and fit `wanted`, with their holders: two queries.

    The nearest row of a key holds, and of a role whoever holds it nearest. `wanted` must let each row in force
    through that may hide one further up: every one has an A. With `roles` only their holders are read.
    """
    above = {pk for scope in scopes for pk in chain(scope)}
    rows = _rows_in_force(above, wanted)
    by_role, by_assignment = _who_holds([row for each in rows.values() for row in each], above, day, roles)
    for scope in scopes:
        places = chain(scope)
        nearest: dict[str, int] = {}
        for place in places:
            for row in rows.get(place, ()):
                if row.kind != scope.kind or nearest.setdefault(row.key, place) != place:
                    continue
                if row.assignment_id is not None:
                    holders = by_assignment.get(row.assignment_id, {})
                else:
                    found = (by_role.get((row.role_id, pk)) for pk in places)
                    holders = next((each for each in found if each), {})
                yield Found(scope, row, holders)


def _rows_in_force(scope_ids: set[int], wanted: Q) -> dict[int, list[Row]]:
    cells = Cell.objects.filter(wanted, in_force=True, responsibility__matrix__scope_id__in=scope_ids)
    row = ("key", "text", "area", "kind")
    columns = cells.order_by("responsibility__position", "responsibility_id").values_list(
        "responsibility__matrix__scope_id",
        *(f"responsibility__{name}" for name in row),
        "letter",
        "party__role_id",
        "party__assignment_id",
    )
    rows: dict[int, list[Row]] = {}
    for scope_id, *told in columns:
        rows.setdefault(scope_id, []).append(Row(*told))
    return rows


def _who_holds(
    rows: Sequence[Row], scope_ids: set[int], day: dt.date, only: Collection[int] | None
) -> tuple[dict[tuple[int | None, int], dict[int, int]], dict[int, dict[int, int]]]:
    """Return who is in office by role and scope, and by assignment, as far as the rows name them."""
    roles = {row.role_id for row in rows if row.role_id is not None}
    roles = roles if only is None else roles & set(only)
    single = {row.assignment_id for row in rows if row.assignment_id is not None}
    held = Assignment.objects.filter(in_office(day)).filter(
        Q(role_id__in=roles, scope_id__in=scope_ids) | Q(pk__in=single)
    )
    by_role: dict[tuple[int | None, int], dict[int, int]] = {}
    by_assignment: dict[int, dict[int, int]] = {}
    for pk, role_id, scope_id, person_id in held.values_list("pk", "role_id", "scope_id", "person_id"):
        by_role.setdefault((role_id, scope_id), {})[pk] = person_id
        by_assignment[pk] = {pk: person_id}
    return by_role, by_assignment


def places_of_letters(seen: Any, held: Sequence[Assignment], *letters: str) -> Any:
    """Return the scopes at which one of these assignments may have a letter: three queries.

    A letter of a role counts where the role is held and below, one of an assignment where the matrix is and below.
    """
    cells = Cell.objects.filter(letter__in=letters, in_force=True)
    roles = set(
        cells.filter(party__role_id__in={each.role_id for each in held})
        .order_by()
        .values_list("party__role_id", flat=True)
        .distinct()
    )
    single = cells.filter(party__assignment_id__in=[each.pk for each in held]).order_by()
    places = {each.scope_id: each.scope.path for each in held if each.role_id in roles}
    places |= dict(
        single.values_list(
            "responsibility__matrix__scope_id", "responsibility__matrix__scope__path"
        ).distinct()
    )
    inner = (
        Scope.objects.filter(parent_id__in=places).order_by().values_list("parent_id", flat=True).distinct()
    )
    reach = Q(pk__in=places)
    for pk in list(inner)[:MOST_PLACES]:
        reach |= Q(path__startswith=places[pk])
    return seen.filter(reach)
