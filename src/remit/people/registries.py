"""What the apps above say about scopes of their kind: the frame of their pages, whether they are over."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from remit.accounts.permissions import Actor
from remit.core.registries import Registry
from remit.people.faults import Finding
from remit.people.models import Scope


@dataclass(frozen=True, slots=True)
class ScopeFrame:
    """The template in which pages about a scope of `kind` stand, and what it needs."""

    kind: str
    template: str
    context: Callable[[Actor, Scope], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class ScopeFacts:
    """What is known of a scope: how its work is run, and whether it is over and only read."""

    kind: str = ""
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """Something below a scope that one person answers for, such as an activity; `by` says why it is that person."""

    scope_id: int
    key: str
    name: str
    url: str
    note: str = ""
    person_id: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class WorkProvider:
    """What an app above tells of work: all of one person's at scopes that the actor may see, and one by its key."""

    of_person: Callable[[Actor, int], Sequence[Work]]
    by_key: Callable[[Actor, Scope, str], Work | None]


@dataclass(frozen=True, slots=True)
class DecisionRight:
    """What is left to somebody of one piece of work: the level of delegation, and in words what they decide."""

    scope_key: str
    key: str
    name: str
    url: str
    level: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Undertaking:
    """Temporary work at a scope as a remit shows it: its days, how it stands, its budget where that may be seen.

    `is_led` where the person runs or owns it, or what it belongs to; only then does its budget count as theirs.
    """

    scope_id: int
    key: str
    name: str
    url: str
    starts_on: dt.date
    promised_on: dt.date | None
    phase: str
    state: str
    words: str
    is_led: bool
    budget_minor: int | None = None
    sees_budget: bool = False


@dataclass(frozen=True, slots=True)
class Undertakings:
    """The undertakings of one person: the first of them, how many there are, and the sum of the budgets led.

    `budgets` of them state a budget that the reader may see, `hidden` are led and their budgets not to be seen.
    """

    shown: tuple[Undertaking, ...] = ()
    count: int = 0
    budget_minor: int = 0
    budgets: int = 0
    hidden: int = 0


UndertakingProvider = Callable[[Actor, Collection[int], Collection[str]], Undertakings]


@dataclass(frozen=True, slots=True)
class HeldWork:
    """Something that a person answers for by name and not by a role, and that goes to somebody else when they go."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class FindingProvider:
    """What an app above finds wrong with who answers for what at scopes, also at those that are over.

    `of_scopes` returns it by scope on a day, warnings alone; `paths_of` the paths of scopes of an organisation at which
    it may be otherwise when something about those people changes, who are named by their keys.
    """

    of_scopes: Callable[[Sequence[Scope], dt.date], Mapping[int, Sequence[Finding]]]
    paths_of: Callable[[int, Collection[str]], Collection[str]]


FactsProvider = Callable[[Sequence[int]], Mapping[int, ScopeFacts]]

scope_frames: Registry[ScopeFrame] = Registry()
scope_facts: Registry[FactsProvider] = Registry()
work: Registry[WorkProvider] = Registry()
# what is left to a person by whoever plans, as far as the actor sees it
decision_rights: Registry[Callable[[Actor, int], Sequence[DecisionRight]]] = Registry()
# the undertakings at scopes by their ids, and at and below those of some paths, as far as the actor sees them
undertakings: Registry[UndertakingProvider] = Registry()
more_findings: Registry[FindingProvider] = Registry()
# what a person answers for by name at and below a scope, by the person's id and the scope's path
held_work: Registry[Callable[[int, str], Sequence[HeldWork]]] = Registry()


def facts_of(scope_ids: Sequence[int]) -> dict[int, ScopeFacts]:
    """Return the facts of those scopes of which some are known: a constant number of queries."""
    found: dict[int, ScopeFacts] = {}
    for provider in scope_facts:
        found.update(provider(scope_ids))
    return found


def is_over(scope: Scope) -> bool:
    """Return whether a scope is over and can only be read."""
    return facts_of([scope.pk]).get(scope.pk, ScopeFacts()).is_over
