"""Roles that are advised and that nobody holds: by the rule for one project, and by what was decided for the firm."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from remit.core.templatetags.remit import day as day_words
from remit.people.advice import Bounds, advise, rules_of
from remit.people.advice_bounds import DEFAULTS
from remit.people.advice_counts import bounds_of
from remit.people.advice_language import OUTCOMES, Outcome
from remit.people.advice_queries import decided_advice
from remit.people.faults import Finding, finding
from remit.people.grids import day_of, in_office
from remit.people.models import Advice, Assignment, Organisation, Scope, ScopeKind

COUNTED = frozenset({Outcome.REQUIRED.value, Outcome.ADVISED.value})
# rules that can be asked of one project by what Remit knows of it
OF_A_PROJECT = ("R4",)


@dataclass(frozen=True, slots=True)
class Advised:
    """The thresholds that hold, the advice that was decided last, and which of its roles nobody holds anywhere."""

    role_names: Mapping[str, str]
    bounds: Bounds
    decided: Advice | None = None
    vacant: tuple[dict[str, Any], ...] = ()


def advised_here(
    organisation: Organisation, scopes: Sequence[Scope], role_names: Mapping[str, str]
) -> Advised:
    """Return what is advised in an organisation: one query, and two more where its own scope is among `scopes`."""
    kinds = {scope.kind for scope in scopes}
    bounds = bounds_of(organisation) if ScopeKind.PROJECT in kinds else DEFAULTS
    decided = decided_advice(organisation) if ScopeKind.ORGANISATION in kinds else None
    if decided is None:
        return Advised(role_names, bounds)
    rows = Assignment.objects.filter(in_office(day_of(organisation)), scope__organisation=organisation)
    held = set(rows.order_by().values_list("role__code", flat=True).distinct())
    vacant = (
        each
        for each in decided.structure
        if each["outcome"] in COUNTED and each["role"] in role_names and each["role"] not in held
    )
    return Advised(role_names, bounds, decided, tuple(vacant))


def advised_and_vacant(
    scope: Scope, advised: Advised, people: Mapping[tuple[str, int], set[int]]
) -> Iterator[Finding]:
    """Yield the roles that are advised at a scope and vacant; `people` are those in office by role and scope."""
    if scope.kind == ScopeKind.PROJECT:
        yield from _of_project(scope, advised, people)
    elif scope.kind == ScopeKind.ORGANISATION and advised.decided is not None:
        for each in advised.vacant:
            words = {
                "role": advised.role_names[each["role"]],
                "role_code": each["role"],
                "outcome": str(OUTCOMES[Outcome(each["outcome"])]),
                "rules": ", ".join(each["rules"]),
                "day": day_words(advised.decided.decided_on),
                "number": advised.decided.number,
            }
            yield finding("advice-vacant", scope, **words)


def _of_project(
    scope: Scope, advised: Advised, people: Mapping[tuple[str, int], set[int]]
) -> Iterator[Finding]:
    team = people.get(("team-member", scope.pk), set())
    for line in advise({"project_team": len(team)}, advised.bounds, rules_of(*OF_A_PROJECT)):
        if line.outcome is Outcome.ADVISED and not people.get((line.role, scope.pk)):
            role = advised.role_names.get(line.role, line.role)
            words: dict[str, Any] = {
                "role": role,
                "place": f"{scope.key} {scope.name}",
                "count": len(team),
            }
            yield finding("role-advised", scope, role_code=line.role, **words)
