"""All that is under somebody's remit: roles with their limits and letters, undertakings, what waits and is due."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from remit.accounts.permissions import Actor
from remit.people.accountability import OWNS, RUNS
from remit.people.assignment_queries import stands_in_for
from remit.people.commitment_queries import Standing, commitments, standings
from remit.people.decision_limits import days_limit, money_limit
from remit.people.decision_queries import decisions_of, waiting_for
from remit.people.grids import ORDER, day_of, in_office
from remit.people.letters import MOST_PLACES, letters_at, places_of_letters
from remit.people.models import (
    Assignment,
    CommitmentState,
    DecisionRequest,
    Letter,
    Person,
    Scope,
)
from remit.people.profile import certificates_of
from remit.people.registries import DecisionRight, Undertakings, Work, decision_rights, undertakings, work
from remit.people.threshold_queries import reach_of
from remit.people.thresholds import Reach

MOST_SHOWN = 20
FULL_TIME = 100


@dataclass(frozen=True, slots=True)
class Held:
    """One assignment in a remit: what it lets its holder decide, and how many rows give it which letter.

    Limits are those stated, else those of the role's authority; None has no bound, money in minor units.
    """

    assignment: Assignment
    is_led: bool
    letters: Mapping[str, int]
    money_minor: int | None
    days: int | None

    @property
    def is_read(self) -> bool:
        """Return whether its holder has read the role as it stands now."""
        return self.assignment.acknowledged_version == self.assignment.role.version


@dataclass(frozen=True, slots=True)
class Totals:
    """What the assignments come to together."""

    assignments: int
    share_percent: int
    letters: Mapping[str, int]
    unread: int

    @property
    def is_too_much(self) -> bool:
        """Return whether the roles take more than the whole working time."""
        return self.share_percent > FULL_TIME


@dataclass(frozen=True, slots=True)
class AtScope:
    """How many rows give somebody which letter at one scope."""

    scope: Scope
    letters: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Remit:
    """Everything under somebody's remit, as far as the reader may see it."""

    person: Person
    day: dt.date
    held: tuple[Held, ...]
    coming: tuple[Assignment, ...]
    stands_in: tuple[Assignment, ...]
    scopes: tuple[AtScope, ...]
    undertakings: Undertakings
    work: tuple[Work, ...]
    waiting: tuple[DecisionRequest, ...]
    promises: tuple[Standing, ...]
    certificates: Sequence[Any] = field(default=())
    rights: tuple[DecisionRight, ...] = ()
    is_cut: bool = False

    @property
    def totals(self) -> Totals:
        """Return the sums over the assignments."""
        return totals_of(self.held)


def totals_of(held: Iterable[Held]) -> Totals:
    """Return what assignments come to together."""
    rows = tuple(held)
    letters: Counter[str] = Counter()
    for each in rows:
        letters.update(each.letters)
    return Totals(
        len(rows),
        sum(each.assignment.allocation_percent for each in rows),
        in_order(letters),
        sum(not each.is_read for each in rows),
    )


def in_order(letters: Mapping[str, int]) -> dict[str, int]:
    """Return how often there is each letter, the one who answers first; 0 where there is none."""
    return {letter: letters.get(letter, 0) for letter in ORDER}


def is_led(assignment: Assignment) -> bool:
    """Return whether a role runs or owns its scope: only then is what lies below under the holder's remit."""
    kind = assignment.scope.kind
    return assignment.role.code in {RUNS.get(kind), OWNS.get(kind)}


def remit_of(actor: Actor, person: Person, *, sees_certificates: bool) -> Remit:
    """Return everything under a person's remit that the actor may see: a constant number of queries."""
    day = day_of(person.organisation)
    visible = Assignment.objects.visible_to(actor).select_related("role", "scope", "person", "deputy")
    held = list(visible.filter(in_office(day), person=person))
    coming = visible.filter(person=person, ended_at=None, from_date__gt=day)
    by_assignment, by_scope, is_cut = _letters(actor, person, held, day)
    reach = reach_of(person.organisation)
    led = {each.scope.path for each in held if is_led(each)}
    found = [each(actor, [row.scope_id for row in held], led) for each in undertakings] if held else []
    open_ones = commitments(actor).filter(by=person, state=CommitmentState.OPEN).order_by("due_on", "pk")
    return Remit(
        person,
        day,
        tuple(_held(each, by_assignment.get(each.pk, {}), reach) for each in held),
        tuple(coming),
        tuple(stands_in_for(visible, person, day)),
        by_scope,
        found[0] if found else Undertakings(),
        tuple(each for provider in work for each in provider.of_person(actor, person.pk)),
        _waiting(actor, person),
        tuple(standings(open_ones[:MOST_SHOWN], day)),
        [each for each in certificates_of(person, day) if each.expires_on] if sees_certificates else [],
        tuple(each for provider in decision_rights for each in provider(actor, person.pk)),
        is_cut,
    )


def _held(assignment: Assignment, letters: Mapping[str, int], reach: Reach) -> Held:
    most, longest = money_limit(assignment, reach), days_limit(assignment, reach)
    return Held(assignment, is_led(assignment), in_order(letters), most, longest)


def _letters(
    actor: Actor, person: Person, held: Sequence[Assignment], day: dt.date
) -> tuple[dict[int, Counter[str]], tuple[AtScope, ...], bool]:
    """Return how many rows give which letter, by assignment and by scope: at most six queries."""
    if not held:
        return {}, (), False
    seen = Scope.objects.answering_to(actor).filter(is_active=True)
    places = list(places_of_letters(seen, held, *Letter.values)[: MOST_PLACES + 1])
    roles = {each.role_id for each in held}
    own = Q(party__role_id__in=roles) | Q(party__assignment_id__in=[each.pk for each in held])
    shown = {each.pk for each in held}
    by_assignment: dict[int, Counter[str]] = {}
    by_scope: dict[int, tuple[Scope, Counter[str]]] = {}
    wanted = own | Q(letter=Letter.ACCOUNTABLE)
    for found in letters_at(places[:MOST_PLACES], day, wanted, roles):
        for assignment_id, person_id in found.holders.items():
            if person_id == person.pk and assignment_id in shown:
                by_assignment.setdefault(assignment_id, Counter())[found.row.letter] += 1
                by_scope.setdefault(found.scope.pk, (found.scope, Counter()))[1][found.row.letter] += 1
    scopes = sorted(by_scope.values(), key=lambda pair: pair[0].path)
    told = tuple(AtScope(scope, in_order(letters)) for scope, letters in scopes)
    return by_assignment, told, len(places) > MOST_PLACES


def _waiting(actor: Actor, person: Person) -> tuple[DecisionRequest, ...]:
    """Return the requests that wait for somebody's decision and that the actor may see."""
    found = [request for request, _route in waiting_for(person.pk, person.organisation)]
    if actor.person_id == person.pk or not found:
        return tuple(found[:MOST_SHOWN])
    visible = set(decisions_of(actor).filter(pk__in=[each.pk for each in found]).values_list("pk", flat=True))
    return tuple(each for each in found if each.pk in visible)[:MOST_SHOWN]
