"""What Remit itself knows of an organisation's facts: the advisor's questions are filled in with it."""

from collections import Counter

from remit.people.advice import Bounds
from remit.people.advice_bounds import DEFAULTS
from remit.people.advice_facts import Value
from remit.people.grids import day_of, in_office
from remit.people.models import (
    Advice,
    AdviceBounds,
    Assignment,
    Organisation,
    Person,
    Scope,
    ScopeKind,
    Unit,
)
from remit.people.registries import ScopeFacts, facts_of

CONSTRUCTION, CLIENT_WORK = "construction", "client"


def counted_facts(organisation: Organisation) -> dict[str, Value]:
    """Return the facts that can be counted from what Remit has: five queries and those of the apps above.

    A standing team is a unit that has people and no unit below it. What Remit does not know is left out.
    """
    day = day_of(organisation)
    people = Person.objects.filter(organisation=organisation, is_external=False).present(day)
    units = Counter(pk for pk in people.values_list("unit_id", flat=True) if pk is not None)
    parents = dict(
        Unit.objects.filter(organisation=organisation, closed_on=None).values_list("pk", "parent_id")
    )
    inner = set(parents.values())
    teams = [units[pk] for pk in parents if pk not in inner and units[pk]]
    scopes = list(Scope.objects.filter(organisation=organisation, is_active=True))
    known = facts_of([scope.pk for scope in scopes])
    running = [scope for scope in scopes if not known.get(scope.pk, ScopeFacts()).is_over]
    kinds = Counter(scope.kind for scope in running)
    works = {known.get(scope.pk, ScopeFacts()).kind for scope in running}
    facts: dict[str, Value] = {
        "people": people.count(),
        "structure": organisation.structure,
        "projects": kinds[ScopeKind.PROJECT],
        "programmes": kinds[ScopeKind.PROGRAMME],
        "teams": len(teams),
        "team_people": max(teams, default=0),
        "construction": CONSTRUCTION in works,
    }
    return facts | _of_projects(organisation, running)


def _of_projects(organisation: Organisation, running: list[Scope]) -> dict[str, Value]:
    projects = {scope.pk: scope for scope in running if scope.kind == ScopeKind.PROJECT}
    held = Assignment.objects.filter(
        in_office(day_of(organisation)), scope__organisation=organisation, scope_id__in=projects
    )
    teams: dict[int, set[int]] = {}
    managed: Counter[int] = Counter()
    for person_id, scope_id, code in held.values_list("person_id", "scope_id", "role__code"):
        if code in {"team-member", "developer", "project-leader"}:
            teams.setdefault(scope_id, set()).add(person_id)
        if code == "project-manager":
            managed[person_id] += 1
    together = Counter(scope.parent_id for scope in projects.values() if _is_in_programme(scope, running))
    return {
        "project_team": max(map(len, teams.values()), default=0),
        "projects_per_manager": max(managed.values(), default=0),
        "related_projects": max(together.values(), default=0),
    }


def _is_in_programme(scope: Scope, running: list[Scope]) -> bool:
    programmes = {each.pk for each in running if each.kind == ScopeKind.PROGRAMME}
    return scope.parent_id in programmes


def bounds_of(organisation: Organisation) -> dict[str, int]:
    """Return the thresholds that hold in an organisation, by code: one query."""
    own = AdviceBounds.objects.filter(organisation=organisation).first()
    return {**DEFAULTS, **(own.stated if own is not None else {})}


def bounds_for(advice: Advice) -> Bounds:
    """Return the thresholds by which an advice is read: its own once decided, those of today before."""
    return {**DEFAULTS, **advice.bounds} if advice.decided_at is not None else bounds_of(advice.organisation)
