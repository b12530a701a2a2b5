"""To whom a decision goes: up the line of scopes to the nearest whose limits suffice, and why not to those before."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from remit.core.templatetags.remit import day as day_words
from remit.core.templatetags.remit import money
from remit.people.away import away_on
from remit.people.decision_limits import days_limit, money_limit
from remit.people.grids import chain, day_of, in_office, stands_on
from remit.people.models import Assignment, DecisionRequest, Organisation, Person, Scope
from remit.people.threshold_queries import reach_of
from remit.people.thresholds import Reach

# whoever gives roles at a scope runs it, and stands in its line
DECIDES = "project.assign"

WORDS: dict[str, Promise] = {
    "decides": _("decides: %(money)s, %(days)s."),
    "deputises": _("%(holder)s is away until %(until)s; %(deputy)s decides as deputy: %(money)s, %(days)s."),
    "own": _("asked for it, and nobody decides a request of their own."),
    "own-deputy": _("is away until %(until)s, and %(deputy)s, the deputy, asked for it."),
    "authority": _("has authority %(has)s; this takes %(needs)s."),
    "money": _("decides up to %(limit)s; this takes %(amount)s."),
    "days": _("decides up to %(limit)s working days; this takes %(amount)s."),
    "away": _("is away until %(until)s and has no deputy."),
}


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be decided at a scope: how much money or delay and which authority it takes, and who asked."""

    pk: int
    scope: Scope
    amount_minor: int | None = None
    days: int | None = None
    authority: int = 0
    asked_by: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """One person of the line, and what came of asking: a code of `WORDS`."""

    assignment: Assignment
    code: str
    words_with: dict[str, Any]
    decider: Person | None = None

    @property
    def words(self) -> str:
        """Return why this person decides, or why not."""
        return str(WORDS[self.code]) % self.words_with

    @property
    def is_deputy(self) -> bool:
        """Return whether somebody else decides in the holder's place."""
        return self.code == "deputises"


@dataclass(frozen=True, slots=True)
class Route:
    """The line that a request went, nearest first; the last step decides, unless nobody does."""

    steps: tuple[Step, ...]

    @property
    def last(self) -> Step | None:
        """Return the step that decides; None where nobody's limit suffices."""
        return self.steps[-1] if self.steps and self.steps[-1].decider is not None else None

    @property
    def decider(self) -> Person | None:
        """Return who decides."""
        return self.last.decider if self.last else None

    def kept(self) -> list[list[str]]:
        """Return the line as the record of a decision keeps it: person, role, scope, words."""
        return [
            [
                step.assignment.person.name,
                step.assignment.role.name,
                f"{step.assignment.scope.key} {step.assignment.scope.name}",
                step.words,
            ]
            for step in self.steps
        ]


def routes(requests: Sequence[DecisionRequest], organisation: Organisation) -> dict[int, Route]:
    """Return the route of each request by its primary key, in three or four queries, however many.

    The requests' scopes and whoever asked must have been read with them.
    """
    asked = [
        Question(each.pk, each.scope, each.amount_minor, each.days, asked_by=frozenset({each.asked_by_id}))
        for each in requests
    ]
    return ways(asked, organisation)


def ways(questions: Sequence[Question], organisation: Organisation) -> dict[int, Route]:
    """Return the route of each question by its number, in three or four queries, however many."""
    day = day_of(organisation)
    line = _line({pk for each in questions for pk in chain(each.scope)}, day)
    everybody = {
        pk for held in line.values() for each in held for pk in (each.person_id, each.deputy_id or 0)
    }
    away = away_on(organisation, day, everybody) if everybody else {}
    today = _Today(day, away, reach_of(organisation), organisation.currency)
    return {each.pk: _route(each, _up(each.scope, line), today) for each in questions}


@dataclass(frozen=True, slots=True)
class _Today:
    """The day on which somebody is asked: who is away, each until when, and how far each authority decides."""

    day: dt.date
    away: dict[int, dt.date]
    reach: Reach
    currency: str


def _line(scope_ids: set[int], day: dt.date) -> dict[int, list[Assignment]]:
    rows = Assignment.objects.filter(in_office(day), scope_id__in=scope_ids)
    found: defaultdict[int, list[Assignment]] = defaultdict(list)
    for each in rows.select_related("person", "role", "scope", "deputy").order_by("role__authority", "pk"):
        if DECIDES in each.role.capabilities:
            found[each.scope_id].append(each)
    return found


def _up(scope: Scope, line: dict[int, list[Assignment]]) -> Iterable[Assignment]:
    return (each for pk in chain(scope) for each in line.get(pk, ()))


def _route(request: Question, line: Iterable[Assignment], today: _Today) -> Route:
    steps = []
    for held in line:
        step = _asked(request, held, today)
        steps.append(step)
        if step.decider is not None:
            break
    return Route(tuple(steps))


def _asked(request: Question, held: Assignment, today: _Today) -> Step:
    """Return what comes of asking one holder."""
    currency = today.currency
    most, longest = money_limit(held, today.reach), days_limit(held, today.reach)
    if held.person_id in request.asked_by:
        return Step(held, "own", {})
    if held.role.authority < request.authority:
        return Step(held, "authority", {"has": held.role.authority, "needs": request.authority})
    if request.amount_minor is not None and most is not None and request.amount_minor > most:
        words = {"limit": money(most, currency), "amount": money(request.amount_minor, currency)}
        return Step(held, "money", words)
    if request.days is not None and longest is not None and request.days > longest:
        return Step(held, "days", {"limit": longest, "amount": request.days})
    reach = {
        "money": _("any amount") if most is None else _("up to %s") % money(most, currency),
        "days": _("any delay") if longest is None else _("up to %s days") % longest,
    }
    if held.person_id not in today.away:
        return Step(held, "decides", reach, held.person)
    return _deputy(request, held, today, reach)


def _deputy(request: Question, held: Assignment, today: _Today, reach: dict[str, Any]) -> Step:
    """Return what comes of asking the deputy of a holder who is away."""
    until = {"until": day_words(today.away[held.person_id])}
    deputy = held.deputy
    stands_in = deputy is not None and stands_on(today.day, held.deputy_from, held.deputy_to, deputy.left_on)
    if deputy is None or not stands_in or deputy.pk in today.away:
        return Step(held, "away", until)
    if deputy.pk in request.asked_by:
        return Step(held, "own-deputy", until | {"deputy": deputy.name})
    return Step(
        held, "deputises", reach | until | {"deputy": deputy.name, "holder": held.person.name}, deputy
    )
