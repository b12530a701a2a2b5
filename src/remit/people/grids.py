"""Matrices as lines and columns that can be judged and shown: what a scope inherits stands in them as well."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from remit.people.models import (
    Assignment,
    Cell,
    MatrixState,
    Organisation,
    Party,
    Responsibility,
    ResponsibilityMatrix,
    Role,
    Scope,
)

ORDER = "ARCI"


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody in office, and what the assignment lets them decide.

    `is_read` where the role was acknowledged as it stands; `stand_in_id` is the deputy who stands in on the day, if
    one is named for it and has not left.
    """

    assignment_key: str
    person_id: int
    person_key: str
    person_name: str
    authority: int
    money_limit_minor: int | None
    deputy_name: str
    is_read: bool = True
    stand_in_id: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A role or one assignment, with whoever holds it now as seen from the scope; `code` names it anew each time."""

    code: str
    name: str
    role_code: str
    holders: tuple[Holder, ...]
    is_own: bool = True

    @property
    def is_role(self) -> bool:
        """Return whether it is whoever holds a role, and not one assignment."""
        return self.code.startswith("role:")

    @property
    def names(self) -> str:
        """Return who holds it, by name."""
        return ", ".join(holder.person_name for holder in self.holders)


@dataclass(frozen=True, slots=True)
class Line:
    """One responsibility with its letters by the code of the column; `inherited_from` is the key of a scope above."""

    key: str
    text: str
    area: str
    kind: str
    letters: Mapping[str, str]
    money_minor: int | None = None
    authority: int | None = None
    version: int = 1
    inherited_from: str = ""
    is_default: bool = False

    def with_letter(self, letter: str) -> list[str]:
        """Return the codes of the columns that have `letter` here."""
        return [code for code, letters in self.letters.items() if letter in letters]


@dataclass(frozen=True, slots=True)
class Grid:
    """What holds at a scope by one version of its matrix and by what it inherits."""

    scope: Scope
    matrix: ResponsibilityMatrix | None
    columns: tuple[Column, ...] = ()
    lines: tuple[Line, ...] = ()
    _by_code: dict[str, Column] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_code.update({column.code: column for column in self.columns})

    def column(self, code: str) -> Column:
        """Return the column that `code` names."""
        return self._by_code[code]

    def accountable(self, line: Line) -> tuple[Holder, ...]:
        """Return everybody who answers for a line: exactly one where all is well."""
        found = {
            holder.person_id: holder
            for code in line.with_letter("A")
            for holder in self._by_code[code].holders
        }
        return tuple(found.values())


def code_of(party: Party) -> str:
    """Return the code of a column: the same in every version of a matrix and in the matrices above."""
    return f"role:{party.role.code}" if party.role is not None else f"assignment:{_assignment(party).key}"


def _assignment(party: Party) -> Assignment:
    if party.assignment is None:
        msg = "A column is a role or an assignment."
        raise ValueError(msg)
    return party.assignment


def chain(scope: Scope) -> list[int]:
    """Return the primary keys of a scope and of those above it, the nearest first."""
    return [int(part) for part in reversed(scope.path.strip("/").split("/"))]


def day_of(organisation: Organisation) -> dt.date:
    """Return the day on which roles must hold: the demo stands still on its own, whatever the clock says."""
    if organisation.is_demo and organisation.status_date is not None:
        return organisation.status_date
    return dt.datetime.now(tz=dt.UTC).date()


def in_office(day: dt.date) -> Q:
    """Return the filter that keeps the assignments that somebody holds on `day` who has not left."""
    return Q(
        Q(to_date__isnull=True) | Q(to_date__gte=day),
        Q(person__left_on__isnull=True) | Q(person__left_on__gte=day),
        ended_at__isnull=True,
        from_date__lte=day,
    )


def stands_on(day: dt.date, first: dt.date | None, last: dt.date | None, left: dt.date | None) -> bool:
    """Return whether a deputy named from `first` to `last`, who leaves after `left`, stands in on `day`."""
    ends = min(last or dt.date.max, left or dt.date.max)
    return (first or dt.date.min) <= day <= ends


def active_matrix(scope: Scope) -> ResponsibilityMatrix | None:
    """Return the matrix that is in force at a scope, if there is one."""
    found: ResponsibilityMatrix | None = scope.matrices.filter(state=MatrixState.ACTIVE).first()
    return found


def draft_matrix(scope: Scope) -> ResponsibilityMatrix | None:
    """Return the draft of a scope, if there is one."""
    found: ResponsibilityMatrix | None = scope.matrices.filter(state=MatrixState.DRAFT).first()
    return found


def grid_of(scope: Scope, matrix: ResponsibilityMatrix | None, day: dt.date) -> Grid:
    """Return what holds at a scope by `matrix` and what it inherits: six queries."""
    return grids([(scope, matrix)], day)[scope.pk]


@dataclass(slots=True)
class _Read:
    """Everything that the grids are made of, read at once."""

    inherited: dict[int, ResponsibilityMatrix]
    rows: dict[int, list[Responsibility]]
    parties: dict[int, list[Party]]
    letters: dict[int, dict[int, str]]
    holders: dict[tuple[int, int], list[Holder]]
    by_assignment: dict[int, Holder]


def grids(wanted: Sequence[tuple[Scope, ResponsibilityMatrix | None]], day: dt.date) -> dict[int, Grid]:
    """Return the grid of each scope by its primary key: six queries, however many scopes."""
    above = {pk for scope, _matrix in wanted for pk in chain(scope)}
    active = ResponsibilityMatrix.objects.filter(scope_id__in=above, state=MatrixState.ACTIVE)
    inherited = {matrix.scope_id: matrix for matrix in active.select_related("scope")}
    matrices = {matrix.pk for matrix in inherited.values()} | {m.pk for _s, m in wanted if m is not None}
    read = _read(inherited, matrices, above, day)
    return {scope.pk: _grid(scope, matrix, read) for scope, matrix in wanted}


def _read(
    inherited: dict[int, ResponsibilityMatrix], matrices: set[int], scopes: set[int], day: dt.date
) -> _Read:
    rows: defaultdict[int, list[Responsibility]] = defaultdict(list)
    for row in Responsibility.objects.filter(matrix_id__in=matrices):
        rows[row.matrix_id].append(row)
    parties: defaultdict[int, list[Party]] = defaultdict(list)
    held = Party.objects.filter(matrix_id__in=matrices).select_related("role", "assignment__role")
    # the charters of roles are long, and no grid shows them
    for party in held.only(*_PARTY):
        parties[party.matrix_id].append(party)
    letters: defaultdict[int, dict[int, str]] = defaultdict(dict)
    cells = Cell.objects.filter(responsibility__matrix_id__in=matrices)
    for row_id, party_id, letter in cells.values_list("responsibility_id", "party_id", "letter"):
        both = letters[row_id].get(party_id, "") + letter
        letters[row_id][party_id] = "".join(sorted(both, key=ORDER.index))
    every = [party for found in parties.values() for party in found]
    holders, by_assignment = _holders(every, scopes, day)
    return _Read(inherited, rows, parties, letters, holders, by_assignment)


_PARTY = (
    "matrix_id", "role_id", "assignment_id", "position",
    *(f"{path}__{name}" for path in ("role", "assignment__role") for name in ("code", "name")),
    "assignment__key", "assignment__role_id",
)  # fmt: skip
_HOLDER = (
    "pk", "role_id", "scope_id",
    "key", "person_id", "person__key", "person__name", "role__authority", "money_limit_minor", "deputy__name",
    "acknowledged_version", "role__version", "deputy_id", "deputy_from", "deputy_to", "deputy__left_on",
)  # fmt: skip


def _holders(
    parties: Iterable[Party], scopes: set[int], day: dt.date
) -> tuple[dict[tuple[int, int], list[Holder]], dict[int, Holder]]:
    roles = {party.role_id for party in parties if party.role_id is not None}
    single = {party.assignment_id for party in parties if party.assignment_id is not None}
    rows = Assignment.objects.filter(Q(role_id__in=roles, scope_id__in=scopes) | Q(pk__in=single))
    by_role: defaultdict[tuple[int, int], list[Holder]] = defaultdict(list)
    by_assignment = {}
    # plain columns: a large team is many rows, and a role's charter is long
    for pk, role_id, scope_id, *stated in rows.filter(in_office(day)).order_by("pk").values_list(*_HOLDER):
        deputy, read, version, deputy_id, first, last, left = stated[-7:]
        stands_in = deputy_id if deputy_id is not None and stands_on(day, first, last, left) else None
        holder = Holder(*stated[:6], deputy or "", read == version, stands_in)  # type: ignore[call-arg]  # six fields
        by_role[role_id, scope_id].append(holder)
        by_assignment[pk] = holder
    return by_role, by_assignment


def _grid(scope: Scope, matrix: ResponsibilityMatrix | None, read: _Read) -> Grid:
    own = [matrix] if matrix is not None else []
    above = [read.inherited[pk] for pk in chain(scope)[1:] if pk in read.inherited]
    columns: dict[str, Column] = {}
    lines: dict[str, Line] = {}
    for source in [*own, *above]:
        is_own = source is matrix
        codes = {party.pk: code_of(party) for party in read.parties.get(source.pk, ())}
        used: set[str] = set()
        for row in read.rows.get(source.pk, ()):
            # what is nearer stands in already; from above come only defaults for this kind of scope
            if row.key in lines or not (is_own or row.kind == scope.kind):
                continue
            letters = {codes[pk]: found for pk, found in read.letters.get(row.pk, {}).items()}
            lines[row.key] = _line(row, letters, scope, "" if is_own else source.scope.key)
            used |= letters.keys()
        for party in read.parties.get(source.pk, ()):
            code = codes[party.pk]
            if code not in columns and (is_own or code in used):
                columns[code] = _column(party, code, scope, read, is_own=is_own)
    return Grid(scope, matrix, tuple(columns.values()), tuple(lines.values()))


def _line(row: Responsibility, letters: dict[str, str], scope: Scope, inherited_from: str) -> Line:
    return Line(
        key=row.key,
        text=row.text,
        area=row.area,
        kind=row.kind,
        letters=letters,
        money_minor=row.money_minor,
        authority=row.authority,
        version=row.version,
        inherited_from=inherited_from,
        is_default=row.kind != scope.kind,
    )


def _column(party: Party, code: str, scope: Scope, read: _Read, *, is_own: bool) -> Column:
    role = _role(party)
    if party.assignment_id is not None:
        held = read.by_assignment.get(party.assignment_id)
        return Column(code, role.name, role.code, (held,) if held else (), is_own)
    found = (read.holders.get((role.pk, pk), []) for pk in chain(scope))
    return Column(code, role.name, role.code, tuple(next((each for each in found if each), [])), is_own)


def _role(party: Party) -> Role:
    return party.role if party.role is not None else _assignment(party).role


def active_matrices(scope_ids: Iterable[int]) -> dict[int, ResponsibilityMatrix]:
    """Return the matrices in force by scope: one query."""
    rows = ResponsibilityMatrix.objects.filter(scope_id__in=list(scope_ids), state=MatrixState.ACTIVE)
    return {matrix.scope_id: matrix for matrix in rows}
