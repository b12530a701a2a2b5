"""The map of accountability: from any object up to the persons who answer, and from a person down to everything."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.people.chart import Chart, chart_from
from remit.people.chart_layout import Node
from remit.people.grids import Grid, Holder, Line, active_matrices, chain, day_of, grids, in_office
from remit.people.letters import letters_at, places_of_letters
from remit.people.models import (
    Assignment,
    Letter,
    Organisation,
    Person,
    Role,
    Scope,
    ScopeKind,
)
from remit.people.registries import Work, work

# who runs a scope of a kind, then who owns it: the way up goes through both
RUNS = {
    ScopeKind.PROJECT.value: "project-manager",
    ScopeKind.PROGRAMME.value: "programme-manager",
    ScopeKind.PORTFOLIO.value: "portfolio-manager",
    ScopeKind.ORGANISATION.value: "portfolio-manager",
    ScopeKind.PRODUCT.value: "product-manager",
}
OWNS = {ScopeKind.PROJECT.value: "sponsor", ScopeKind.PROGRAMME.value: "programme-sponsor"}
MOST_GRIDS = 200


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way up: an object, who answers for it, by which role or letter; nobody where it is vacant."""

    kind: str
    key: str
    name: str
    url: str
    person_key: str = ""
    person_name: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """A responsibility that somebody answers for at a scope."""

    scope: Scope
    line: Line


@dataclass(frozen=True, slots=True)
class Everything:
    """All that one person answers for: scopes with the role, rows of matrices, work; `is_cut` where it is more."""

    person: Person
    scopes: tuple[tuple[Scope, str], ...]
    rows: tuple[Answered, ...]
    work: tuple[Work, ...]
    is_cut: bool = False

    @property
    def count(self) -> int:
        """Return how many things these are."""
        return len(self.scopes) + len(self.rows) + len(self.work)


def runners(
    scopes: Sequence[Scope], organisation: Organisation
) -> dict[tuple[int, str], tuple[str, str, str, int]]:
    """Return who runs and who owns, by scope and role: the person's key and name, the role's name, the person's pk."""
    codes = {*RUNS.values(), *OWNS.values()}
    roles = {
        pk: (code, name)
        for pk, code, name in Role.objects.filter(organisation=organisation, code__in=codes).values_list(
            "pk", "code", "name"
        )
    }
    # found by their role, not by joining every assignment with its scope
    rows = Assignment.objects.filter(in_office(day_of(organisation)), role_id__in=list(roles)).order_by()
    if len(scopes) < MOST_GRIDS:
        rows = rows.filter(scope_id__in=[scope.pk for scope in scopes])
    values = rows.values_list("pk", "scope_id", "role_id", "person__key", "person__name", "person_id")
    found: dict[tuple[int, str], tuple[str, str, str, int]] = {}
    for _pk, scope_id, role_id, key, name, person_id in sorted(values):
        code, role = roles[role_id]
        found.setdefault((scope_id, code), (key, name, role, person_id))
    return found


def map_of(actor: Actor, organisation: Organisation, *, search: str = "", top: str = "") -> Chart:
    """Return the scopes that the actor sees with who answers for each; below `top`, a scope's key, its rows as well.

    Four queries; six more with `top`.
    """
    scopes = list(Scope.objects.answering_to(actor).filter(is_active=True))
    held = runners(scopes, organisation)
    by_pk = {scope.pk: scope for scope in scopes}
    here = reverse("people:map")
    nodes = {
        scope.key: _scope_node(scope, held.get((scope.pk, RUNS.get(scope.kind, ""))), here)
        for scope in scopes
    }
    above = {scope.key: _nearest(scope, by_pk) for scope in scopes}
    begun = next((scope for scope in scopes if scope.key == top), None)
    if begun is not None:
        for line, holder in _answered(begun, organisation):
            key = f"{begun.key}/{line.key}"
            nodes[key] = _row_node(begun, line, holder)
            above[key] = begun.key
    address = f"{reverse('people:map')}?view=scopes"
    return chart_from(nodes, above, address, search=search, top=top if begun else "")


def _nearest(scope: Scope, seen: Mapping[int, Scope]) -> str | None:
    """Return the key of the nearest scope above that is seen."""
    return next((seen[pk].key for pk in chain(scope)[1:] if pk in seen), None)


def _scope_node(scope: Scope, held: tuple[str, str, str, int] | None, here: str) -> Node:
    label = f"{scope.key} {scope.name}"
    url = f"{here}?view=scopes&top={scope.key}"
    if held is None:
        is_run = scope.kind in {ScopeKind.PROJECT, ScopeKind.PROGRAMME}
        note = _("nobody is accountable") if is_run else scope.get_kind_display()
        return Node(scope.key, label, note, url, is_warning=is_run)
    _key, name, role, person_id = held
    return Node(scope.key, label, f"{name} · {role}", url, ring=person_id, mark=_initials(name))


def _initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def _row_node(scope: Scope, line: Line, holder: Holder | None) -> Node:
    url = reverse("people:responsibility", args=[scope.key, line.key])
    if holder is None:
        return Node(line.key, line.text, _("nobody is accountable"), url, is_warning=True)
    name = holder.person_name
    return Node(line.key, line.text, name, url, ring=holder.person_id, mark=_initials(name))


def _one(grid: Grid, line: Line) -> Holder | None:
    found = grid.accountable(line)
    return found[0] if len(found) == 1 else None


def _answered(scope: Scope, organisation: Organisation) -> Iterator[tuple[Line, Holder | None]]:
    """Yield the rows in force at a scope with who answers for each."""
    matrix = active_matrices([scope.pk]).get(scope.pk)
    grid = grids([(scope, matrix)], day_of(organisation))[scope.pk]
    for line in grid.lines:
        if not line.is_default:
            yield line, _one(grid, line)


def everything_of(actor: Actor, person: Person) -> Everything:
    """Return all that a person answers for where the actor may see it: at most twelve queries and those of work."""
    organisation = person.organisation
    day = day_of(organisation)
    seen = Scope.objects.answering_to(actor).select_related("organisation").filter(is_active=True)
    held = list(
        Assignment.objects.filter(in_office(day), person=person)
        .select_related("role", "scope")
        .order_by("pk")
    )
    visible = {scope.pk: scope for scope in seen.filter(pk__in=[each.scope_id for each in held])}
    runs = tuple(
        (visible[each.scope_id], each.role.name)
        for each in held
        if each.scope_id in visible
        and each.role.code in (RUNS.get(each.scope.kind), OWNS.get(each.scope.kind))
    )
    wanted = list(places_of_letters(seen, held, Letter.ACCOUNTABLE)[: MOST_GRIDS + 1]) if held else []
    rows = tuple(_answered_by(person, wanted[:MOST_GRIDS], day))
    tasks = tuple(each for provider in work for each in provider.of_person(actor, person.pk))
    return Everything(person, runs, rows, tasks, len(wanted) > MOST_GRIDS)


def _answered_by(person: Person, scopes: Sequence[Scope], day: dt.date) -> Iterator[Answered]:
    """Yield the rows in force at scopes for which a person is the one who answers: two queries."""
    for found in letters_at(scopes, day, Q(letter=Letter.ACCOUNTABLE)):
        if set(found.holders.values()) == {person.pk}:
            row = found.row
            yield Answered(found.scope, Line(row.key, row.text, row.area, row.kind, {}))


def way_up(actor: Actor, scope: Scope, *, row_key: str = "", work_key: str = "") -> list[Step]:
    """Return who answers for an object, then for what it belongs to, step by step up to the whole organisation.

    `NotFound` where the row or the work is not there. Scopes that the actor may not see are left out.
    """
    organisation = scope.organisation
    steps: list[Step] = []
    if work_key:
        steps.append(_work_step(actor, scope, work_key))
    if row_key:
        found = [each for each in _answered(scope, organisation) if each[0].key == row_key]
        if not found:
            raise NotFound
        line, holder = found[0]
        url = reverse("people:responsibility", args=[scope.key, line.key])
        key, name = (holder.person_key, holder.person_name) if holder else ("", "")
        steps.append(Step("responsibility", line.key, line.text, url, key, name, _("has the A")))
    visible = {each.pk: each for each in Scope.objects.answering_to(actor).filter(pk__in=chain(scope))}
    above = [visible[pk] for pk in chain(scope) if pk in visible]
    held = runners(above, organisation)
    for each in above:
        for roles in (RUNS, OWNS):
            one = held.get((each.pk, roles.get(each.kind, "")))
            if one is not None or (roles is RUNS and each.kind in OWNS):
                key, name, by = one[:3] if one is not None else ("", "", "")
                steps.append(Step(each.kind, each.key, each.name, _address(each), key, name, by))
    return steps


def _address(scope: Scope) -> str:
    return f"{reverse('people:map')}?view=scopes&top={scope.key}"


def _work_step(actor: Actor, scope: Scope, key: str) -> Step:
    for provider in work:
        found = provider.by_key(actor, scope, key)
        if found is not None:
            person = Person.objects.filter(pk=found.person_id).first() if found.person_id else None
            key_of, name = (person.key, person.name) if person is not None else ("", "")
            return Step("activity", found.key, found.name, found.url, key_of, name, found.by)
    raise NotFound


def chart_of_person(found: Everything, search: str = "") -> Chart:
    """Return everything that a person answers for as a chart: the person, the scopes, what is below each."""
    person = found.person
    url = reverse("people:person", args=[person.key])
    many = ngettext("%(count)d thing", "%(count)d things", found.count) % {"count": found.count}
    root = Node(person.key, person.name, many, url, ring=person.pk, mark=person.initials)
    nodes: dict[str, Node] = {person.key: root}
    above: dict[str, str | None] = {person.key: None}
    scopes = {scope.pk: scope for scope, _role in found.scopes} | {
        each.scope.pk: each.scope for each in found.rows
    }
    missing = {each.scope_id for each in found.work} - scopes.keys()
    scopes |= {scope.pk: scope for scope in Scope.objects.filter(pk__in=missing)}
    roles: dict[int, list[str]] = {}
    for scope, role in found.scopes:
        roles.setdefault(scope.pk, []).append(role)
    for pk, scope in sorted(scopes.items(), key=lambda pair: pair[1].path):
        note = ", ".join(roles.get(pk, [])) or scope.get_kind_display()
        nodes[scope.key] = Node(scope.key, f"{scope.key} {scope.name}", note, _address(scope))
        above[scope.key] = person.key
    for row in found.rows:
        key = f"{row.scope.key}/{row.line.key}"
        address = reverse("people:responsibility", args=[row.scope.key, row.line.key])
        nodes[key] = Node(key, row.line.text, _("Responsibility"), address)
        above[key] = row.scope.key
    for each in found.work:
        key = f"{scopes[each.scope_id].key}/{each.key}"
        nodes[key] = Node(key, f"{each.key} {each.name}", each.note, each.url)
        above[key] = scopes[each.scope_id].key
    address = f"{reverse('people:map')}?person={person.key}"
    return chart_from(nodes, above, address, search=search)
