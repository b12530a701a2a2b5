"""What pages and API show of an advice: each role with who holds it and where it lacks somebody."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.people.advice import Line, Wanted, advise, structure
from remit.people.advice_counts import bounds_for
from remit.people.advice_language import Outcome
from remit.people.grids import day_of, in_office
from remit.people.models import Advice, Assignment, Organisation, Person, Role, Scope, ScopeKind
from remit.people.policies import may_assign
from remit.people.registries import ScopeFacts, facts_of

# roles whose kind of scope does not exist yet are given for the whole organisation
PLACES = {ScopeKind.PROJECT.value, ScopeKind.PROGRAMME.value}
MOST_ROWS = 60
MOST_OF_ONE = 6


@dataclass(frozen=True, slots=True)
class Staffing:
    """One advised role: its name in the catalogue, who holds it now, and the scopes that lack somebody."""

    wanted: Wanted
    role: Role | None
    held: tuple[Assignment, ...]
    vacant_at: tuple[Scope, ...]
    places: frozenset[int] = frozenset()
    combined_with: Role | None = None

    @property
    def missing(self) -> int:
        """Return how many people it takes beyond those who hold it."""
        if self.wanted.outcome not in {Outcome.REQUIRED, Outcome.ADVISED}:
            return 0
        if self.role is not None and self.role.scope_kind in PLACES:
            taken = len({each.scope_id for each in self.held} & self.places)
            return min(max(0, self.wanted.count - taken), len(self.vacant_at))
        return max(0, self.wanted.count - len(self.people))

    @property
    def people(self) -> tuple[Person, ...]:
        """Return who holds it, each once."""
        return tuple({each.person_id: each.person for each in self.held}.values())


def advice_of(actor: Actor, number: int) -> Advice:
    """Return the advice with this number in the actor's organisation, or raise `NotFound`."""
    rows = Advice.objects.filter(actor.within()).select_related("organisation")
    found = rows.filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def lines_of(advice: Advice) -> list[Line]:
    """Return what the rules say to an advice's facts, by the thresholds that hold for it."""
    return advise(advice.facts, bounds_for(advice))


def staffed(advice: Advice, lines: Sequence[Line]) -> list[Staffing]:
    """Return the structure that an advice comes to, role by role: four queries and those of the apps above."""
    organisation = advice.organisation
    roles = {role.code: role for role in Role.objects.filter(organisation=organisation, retired_on=None)}
    wanted = structure(lines)
    rows = Assignment.objects.filter(
        in_office(day_of(organisation)),
        scope__organisation=organisation,
        role__code__in=[each.role for each in wanted],
    ).select_related("person", "role", "scope")
    held: defaultdict[str, list[Assignment]] = defaultdict(list)
    for each in rows:
        held[each.role.code].append(each)
    places = _running(organisation)
    return [
        Staffing(
            each,
            roles.get(each.role),
            tuple(held[each.role]),
            _vacant(roles.get(each.role), held[each.role], places),
            frozenset(place.pk for place in places),
            roles.get(each.combined_with),
        )
        for each in wanted
    ]


def _running(organisation: Organisation) -> list[Scope]:
    scopes = list(Scope.objects.filter(organisation=organisation, is_active=True).order_by("path"))
    known = facts_of([scope.pk for scope in scopes])
    return [scope for scope in scopes if not known.get(scope.pk, ScopeFacts()).is_over]


def _vacant(role: Role | None, held: Sequence[Assignment], places: Sequence[Scope]) -> tuple[Scope, ...]:
    """Return where nobody holds a role: each project or programme, or the whole organisation."""
    if role is None:
        return ()
    if role.scope_kind in PLACES:
        taken = {each.scope_id for each in held}
        return tuple(each for each in places if each.kind == role.scope_kind and each.pk not in taken)
    return tuple(each for each in places if each.kind == ScopeKind.ORGANISATION)


def to_staff(actor: Actor, found: Sequence[Staffing]) -> list[tuple[Role, Scope]]:
    """Return the roles and scopes for which the actor may name somebody, those that are required first."""
    rows = []
    for each in found:
        if each.role is None or not each.missing:
            continue
        open_at = [scope for scope in each.vacant_at if may_assign(actor, each.role, scope)]
        times = 1 if each.role.scope_kind in PLACES or each.role.holders_per_scope == 1 else each.missing
        rows += [(each.role, scope) for scope in open_at for _time in range(min(times, MOST_OF_ONE))]
    return rows[:MOST_ROWS]


def decided_advice(organisation: Organisation) -> Advice | None:
    """Return the advice that was decided last, if there is one: one query."""
    rows = Advice.objects.filter(organisation=organisation, decided_at__isnull=False)
    found: Advice | None = rows.order_by("-decided_at").first()
    return found
