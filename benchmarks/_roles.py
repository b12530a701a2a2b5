"""A large organisation of roles for measuring: 10,000 people and 100,000 assignments at 2,000 projects.

Written in bulk beside the operations, which would take hours to make them one by one.
"""

import datetime as dt
import random
from dataclasses import dataclass

from django.db import transaction

from _place import EMAIL, PASSWORD
from remit.accounts.models import User
from remit.accounts.permissions import system_actor
from remit.people.models import (
    Assignment,
    Cell,
    MatrixState,
    Organisation,
    Party,
    Person,
    Responsibility,
    ResponsibilityMatrix,
    Role,
    Scope,
    ScopeKind,
)
from remit.people.operations.organisation import create_organisation, root_scope
from remit.projects.models import Project

SINCE = dt.date(2026, 1, 5)
PROGRAMMES = 40
ROWS = 10
# roles of one holder at each project, then those that fill it up
SINGLE = ("sponsor", "project-manager", "project-leader")
DUTIES = (
    "Plan",
    "Budget",
    "Needs",
    "Risks",
    "Quality",
    "Contracts",
    "Handover",
    "Reports",
    "People",
    "Safety",
)
AREAS = (
    "schedule",
    "cost",
    "customer",
    "scope",
    "quality",
    "cost",
    "operations",
    "scope",
    "people",
    "quality",
)


@dataclass(frozen=True)
class Firm:
    """What was written, and somebody of each kind to look through the eyes of."""

    organisation: Organisation
    people: int
    assignments: int
    projects: int
    rows: int
    busy: Person
    manager: Person


@transaction.atomic
def made(people: int, assignments: int, projects: int) -> Firm:
    """Write the organisation; Django must be set up and the database empty."""
    chance = random.Random(7)
    organisation = create_organisation("Bench", actor=system_actor())
    staff = Person.objects.bulk_create(
        (
            Person(organisation=organisation, key=f"U-{n}", name=f"Person {n}", email=f"p{n}@bench.example")
            for n in range(1, people + 1)
        ),
        batch_size=2000,
    )
    staff = list(Person.objects.filter(organisation=organisation).order_by("pk"))
    for person, address in zip(staff[:2], (EMAIL, "second@bench.example"), strict=True):
        person.user = User.objects.create_user(address, PASSWORD)
        person.save(update_fields=["user"])
    roles = {role.code: role for role in Role.objects.filter(organisation=organisation)}
    root = root_scope(organisation)
    programmes = _scopes(organisation, ScopeKind.PROGRAMME, "G", [root] * PROGRAMMES)
    parents = [programmes[n % PROGRAMMES] for n in range(projects)]
    scopes = _scopes(organisation, ScopeKind.PROJECT, "P", parents)
    Project.objects.bulk_create(
        (
            Project(organisation=organisation, scope=scope, key=scope.key, name=scope.name, starts_on=SINCE)
            for scope in scopes
        ),
        batch_size=2000,
    )
    _assign(staff, roles, root, programmes, scopes, assignments, chance)
    _matrices(scopes, roles)
    return Firm(
        organisation,
        len(staff),
        Assignment.objects.count(),
        len(scopes),
        Responsibility.objects.count(),
        staff[1],
        staff[0],
    )


def _scopes(organisation: Organisation, kind: ScopeKind, prefix: str, parents: list[Scope]) -> list[Scope]:
    rows = [
        Scope(
            organisation=organisation,
            kind=kind,
            key=f"{prefix}-{n}",
            name=f"{kind.label} {n}",
            parent=parent,
            path=f"?{prefix}{n}",
        )
        for n, parent in enumerate(parents, 1)
    ]
    Scope.objects.bulk_create(rows, batch_size=2000)
    rows = list(Scope.objects.filter(organisation=organisation, kind=kind).order_by("pk"))
    for row, parent in zip(rows, parents, strict=True):
        row.path = f"{parent.path}{row.pk}/"
    Scope.objects.bulk_update(rows, ["path"], batch_size=500)
    return rows


def _assign(
    staff: list[Person],
    roles: dict[str, Role],
    root: Scope,
    programmes: list[Scope],
    scopes: list[Scope],
    assignments: int,
    chance: random.Random,
) -> None:
    """Write who holds what: one of each single role, then members; the second person sponsors fifty projects."""
    wanted = [(staff[0], "portfolio-manager", root)]
    for scope in programmes:
        wanted += [(chance.choice(staff), code, scope) for code in ("programme-manager", "programme-sponsor")]
    for number, scope in enumerate(scopes):
        holders = chance.sample(staff[2:], len(SINGLE))
        if number < 50:
            holders[0] = staff[1]
        wanted += list(zip(holders, SINGLE, [scope] * len(SINGLE), strict=True))
    wanted += [
        (chance.choice(staff), "team-member", scopes[n % len(scopes)])
        for n in range(assignments - len(wanted))
    ]
    Assignment.objects.bulk_create(
        (
            Assignment(
                key=f"A-{n}",
                person=person,
                role=roles[code],
                scope=scope,
                from_date=SINCE,
                only_one=code in SINGLE,
                acknowledged_version=roles[code].version,
            )
            for n, (person, code, scope) in enumerate(wanted, 1)
        ),
        batch_size=5000,
    )


def _matrices(scopes: list[Scope], roles: dict[str, Role]) -> None:
    """Put a matrix of ten rows into force at every project: the sponsor answers for two, the manager for the rest."""
    ResponsibilityMatrix.objects.bulk_create(
        (ResponsibilityMatrix(scope=scope, number=1, state=MatrixState.ACTIVE) for scope in scopes),
        batch_size=2000,
    )
    matrices = list(ResponsibilityMatrix.objects.order_by("pk"))
    codes = (*SINGLE, "team-member")
    Party.objects.bulk_create(
        (
            Party(matrix=matrix, role=roles[code], position=place)
            for matrix in matrices
            for place, code in enumerate(codes)
        ),
        batch_size=5000,
    )
    Responsibility.objects.bulk_create(
        (
            Responsibility(
                matrix=matrix,
                key=f"D-{number * ROWS + place + 1}",
                text=text,
                area=area,
                kind="project",
                position=place,
            )
            for number, matrix in enumerate(matrices)
            for place, (text, area) in enumerate(zip(DUTIES, AREAS, strict=True))
        ),
        batch_size=5000,
    )
    parties: dict[int, list[int]] = {}
    for pk, matrix_id in Party.objects.order_by("position").values_list("pk", "matrix_id"):
        parties.setdefault(matrix_id, []).append(pk)
    cells = []
    for pk, matrix_id, place in Responsibility.objects.values_list("pk", "matrix_id", "position"):
        sponsor, manager, leader, member = parties[matrix_id]
        letters = (
            ((sponsor, "A"), (manager, "R")) if place < 2 else ((manager, "A"), (leader, "R"), (member, "I"))
        )
        cells += [
            Cell(responsibility_id=pk, party_id=each, letter=one, in_force=True) for each, one in letters
        ]
    Cell.objects.bulk_create(cells, batch_size=5000)
