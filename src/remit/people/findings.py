"""What is wrong with who answers for what: faults of matrices, duties that one person has together, vacancies."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from remit.accounts.permissions import Actor
from remit.core.templatetags.remit import day as day_words
from remit.people.advice_findings import advised_and_vacant, advised_here
from remit.people.faults import Finding, faults, finding
from remit.people.grids import Grid, Holder, chain, day_of, grids, in_office
from remit.people.models import (
    Assignment,
    MatrixState,
    Organisation,
    Person,
    ResponsibilityMatrix,
    Role,
    Scope,
    ScopeKind,
)
from remit.people.policies import may_write_matrix
from remit.people.registries import ScopeFacts, facts_of, more_findings
from remit.people.separation import PAIRS
from remit.people.threshold_queries import limits_of
from remit.people.thresholds import Limits
from remit.people.uncovered import uncovered

if TYPE_CHECKING:
    import datetime as dt

# the roles without which a scope of a kind cannot be run (rules 1, 15 and 9 of the advice on roles)
NEEDED = {
    ScopeKind.PROJECT.value: ("project-manager", "sponsor"),
    ScopeKind.PROGRAMME.value: ("programme-manager", "programme-sponsor"),
}
NEEDED_BY_WORK = {"construction": ("construction-manager",)}


@dataclass(frozen=True, slots=True)
class Judged:
    """A scope with what holds there and everything that is wrong with it."""

    scope: Scope
    grid: Grid
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """Return how many findings are errors."""
        return sum(each.is_error for each in self.findings)

    @property
    def warnings(self) -> int:
        """Return how many findings are warnings."""
        return len(self.findings) - self.errors


@dataclass(slots=True)
class _Staff:
    """Who holds which role where: role codes by person and scope, people by role code and scope."""

    roles: dict[tuple[int, int], set[str]]
    people: dict[tuple[str, int], set[int]]
    at: dict[int, set[int]]
    names: dict[int, str]
    role_names: dict[str, str]
    overdue: dict[int, list[dict[str, Any]]]


def judged(
    organisation: Organisation,
    scopes: Sequence[Scope],
    *,
    matrices: dict[int, ResponsibilityMatrix] | None = None,
    writer: Actor | None = None,
    limits: Limits | None = None,
) -> list[Judged]:
    """Return each scope with its grid and findings: a constant number of queries, however many scopes.

    Judged is the matrix in force, else the draft where `writer` may write it, else what is inherited;
    `matrices` names another by scope. `limits` are those of the organisation unless others are named.
    A scope that is over is not judged any more, but for what apps above find there.
    """
    day = day_of(organisation)
    limits = limits if limits is not None else limits_of(organisation)
    facts = facts_of([scope.pk for scope in scopes])
    chosen = _matrices(scopes, writer) | (matrices or {})
    found = grids([(scope, chosen.get(scope.pk)) for scope in scopes], day)
    staff = _staff(organisation, scopes, day)
    is_small = _is_small(organisation, day, limits)
    gone = uncovered(organisation, day, _answering(found.values()), longer_than=limits.away_days)
    missing = {key: each.last for key, each in gone.items()}
    more = _found_above(scopes, day)
    advised = advised_here(organisation, scopes, staff.role_names)
    answers = []
    for scope in scopes:
        known = facts.get(scope.pk, ScopeFacts())
        grid = found[scope.pk]
        wrong = [] if known.is_over else [*faults(grid, limits, is_small=is_small, uncovered=missing)]
        if not known.is_over:
            wrong += _together(scope, staff, is_small=is_small)
            wrong += [finding("review-overdue", scope, **each) for each in staff.overdue.get(scope.pk, ())]
            wrong += [*_vacant(scope, known, staff), *advised_and_vacant(scope, advised, staff.people)]
        wrong += more.get(scope.pk, ())
        answers.append(Judged(scope, grid, tuple(sorted(wrong, key=lambda each: not each.is_error))))
    return answers


def _found_above(scopes: Sequence[Scope], day: "dt.date") -> dict[int, list[Finding]]:
    found: defaultdict[int, list[Finding]] = defaultdict(list)
    for provider in more_findings:
        for pk, each in provider.of_scopes(scopes, day).items():
            found[pk] += each
    return found


def _answering(found: Iterable[Grid]) -> Iterator[Holder]:
    """Yield whoever answers for a row of a grid, the one who does."""
    for grid in found:
        for line in grid.lines:
            for code in line.with_letter("A"):
                yield from grid.column(code).holders


def _matrices(scopes: Sequence[Scope], writer: Actor | None) -> dict[int, ResponsibilityMatrix]:
    rows = ResponsibilityMatrix.objects.filter(scope_id__in=[scope.pk for scope in scopes])
    by_state = {(each.scope_id, each.state): each for each in rows.exclude(state=MatrixState.SUPERSEDED)}
    found = {}
    for scope in scopes:
        active = by_state.get((scope.pk, MatrixState.ACTIVE))
        may = writer is not None and bool(may_write_matrix(writer, scope))
        draft = by_state.get((scope.pk, MatrixState.DRAFT)) if may else None
        matrix = active or draft
        if matrix is not None:
            found[scope.pk] = matrix
    return found


def _is_small(organisation: Organisation, day: "dt.date", limits: Limits) -> bool:
    return Person.objects.filter(organisation=organisation).present(day).count() < limits.small_firm


def _staff(organisation: Organisation, scopes: Sequence[Scope], day: "dt.date") -> _Staff:
    above = {pk for scope in scopes for pk in chain(scope)}
    roles: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    people: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    at: defaultdict[int, set[int]] = defaultdict(set)
    names: dict[int, str] = {}
    rows = Assignment.objects.filter(in_office(day), scope_id__in=above).order_by("pk")
    overdue: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    review = ("key", "role__name", "separation_review__due_on", "separation_review__decided_on")
    for person_id, name, code, scope_id, key, role, due_on, decided_on in rows.values_list(
        "person_id", "person__name", "role__code", "scope_id", *review
    ):
        if due_on is not None and decided_on is None and due_on < day:
            words = {"name": name, "role": role, "day": day_words(due_on), "assignment": key}
            overdue[scope_id].append(words)
        roles[person_id, scope_id].add(code)
        people[code, scope_id].add(person_id)
        at[scope_id].add(person_id)
        names[person_id] = name
    named = dict(Role.objects.filter(organisation=organisation).values_list("code", "name"))
    return _Staff(roles, people, at, names, named, overdue)


def _together(scope: Scope, staff: _Staff, *, is_small: bool) -> Iterator[Finding]:
    """Yield duties that one person has here together, one of them here and the other here or above."""
    above = chain(scope)
    for person_id in sorted(staff.at.get(scope.pk, ())):
        here = staff.roles[person_id, scope.pk]
        all_of = {code for pk in above for code in staff.roles.get((person_id, pk), ())}
        for pair in PAIRS:
            if pair.roles <= all_of and pair.roles & here:
                words = {
                    "name": staff.names[person_id],
                    "first": staff.role_names.get(pair.first, pair.first),
                    "second": staff.role_names.get(pair.second, pair.second),
                    "role_code": pair.second,
                }
                yield finding("separation", scope, error=pair.is_blocked and not is_small, **words)


def _vacant(scope: Scope, known: ScopeFacts, staff: _Staff) -> Iterator[Finding]:
    needed = (*NEEDED.get(scope.kind, ()), *NEEDED_BY_WORK.get(known.kind, ()))
    for code in needed:
        if code in staff.role_names and not staff.people.get((code, scope.pk)):
            words: dict[str, Any] = {"role": staff.role_names[code], "place": f"{scope.key} {scope.name}"}
            yield finding("role-vacant", scope, role_code=code, **words)
