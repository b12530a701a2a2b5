"""Findings that are kept from one look to the next: only what a change touches is judged anew.

Every change is an operation, and the audit chain names what each was about and where. So the events since the last
look tell which scopes may have other findings now; all others are as they were. What is kept lives in the memory of
a process and is thrown away at the slightest doubt: another day, another number of people that makes the firm small
or not, a chain that was rewritten, an event that may touch everything.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import get_language

from remit.accounts.permissions import Actor
from remit.audit.models import AuditChain, AuditEvent
from remit.people.findings import Judged, judged
from remit.people.grids import day_of
from remit.people.models import Absence, Assignment, Organisation, Person, Scope, ScopeKind
from remit.people.policies import may_write_matrix
from remit.people.registries import more_findings
from remit.people.threshold_queries import limits_of
from remit.people.thresholds import Limits

if TYPE_CHECKING:
    import datetime as dt

MOST_ORGANISATIONS = 8
MOST_SCOPES = 600
# after so many events judging everything is quicker than reading what they touched
MOST_EVENTS = 500
# what no finding depends on, whatever changes about it
UNTOUCHED = frozenset(
    {
        "term",
        "user",
        "commitment",
        "activity",
        "plan",
        "baseline",
        "calendar",
        "resource",
        "job",
        "decision",
        "handover",
        "skill",
        "certificate",
        "position",
        "holiday",
        "action",
        "logged-decision",
    }
)

_Key = tuple[int, bool]


@dataclass(slots=True)
class _Kept:
    """What one organisation's scopes came to, as of one event of its chain."""

    sequence: int
    last_hash: str
    day: "dt.date"
    is_small: bool
    limits: Limits
    judged: OrderedDict[_Key, Judged] = field(default_factory=OrderedDict)


_kept: OrderedDict[tuple[int, str], _Kept] = OrderedDict()
_lock = threading.Lock()


def judged_anew(
    organisation: Organisation, scopes: Sequence[Scope], writer: Actor | None = None
) -> list[Judged]:
    """Return what `judged` returns; only those scopes are judged that a change since the last look may touch.

    Three queries where nothing changed.
    """
    with _lock:
        kept = _brought_up(organisation)
        sequence, limits = kept.sequence, kept.limits
        keys = {
            scope.pk: (scope.pk, writer is not None and bool(may_write_matrix(writer, scope)))
            for scope in scopes
        }
        found = {pk: kept.judged[key] for pk, key in keys.items() if key in kept.judged}
    missing = [scope for scope in scopes if scope.pk not in found]
    if missing:
        fresh = {each.scope.pk: each for each in judged(organisation, missing, writer=writer, limits=limits)}
        found |= fresh
        with _lock:
            # another thread may have seen a later event meanwhile: what was judged before it is not kept
            for pk, each in fresh.items() if kept.sequence == sequence else ():
                kept.judged[keys[pk]] = each
            while len(kept.judged) > MOST_SCOPES:
                kept.judged.popitem(last=False)
    return [found[scope.pk] for scope in scopes]


def forget() -> None:
    """Forget everything that is kept."""
    with _lock:
        _kept.clear()


def _brought_up(organisation: Organisation) -> _Kept:
    """Return what is kept of an organisation without anything that changed since; empty where in doubt."""
    place = (organisation.pk, get_language() or "")
    chain = AuditChain.objects.filter(organisation_id=organisation.pk).first()
    sequence, last_hash = (chain.last_sequence, chain.last_hash) if chain is not None else (0, "")
    day = day_of(organisation)
    people = Person.objects.filter(organisation=organisation).present(day).count()
    limits = limits_of(organisation)
    is_small = people < limits.small_firm
    kept = _kept.get(place)
    is_same = kept is not None and (kept.day, kept.is_small, kept.limits) == (day, is_small, limits)
    if kept is None or not is_same or not _still(organisation, kept, sequence, last_hash):
        kept = _Kept(sequence, last_hash, day, is_small, limits)
    elif kept.sequence != sequence:
        events = AuditEvent.objects.filter(organisation_id=organisation.pk, sequence__gt=kept.sequence)
        _drop(kept, events.values_list("object_kind", "object_key", "scope_path"), organisation)
        kept.sequence, kept.last_hash = sequence, last_hash
    _kept[place] = kept
    _kept.move_to_end(place)
    while len(_kept) > MOST_ORGANISATIONS:
        _kept.popitem(last=False)
    return kept


def _still(organisation: Organisation, kept: _Kept, sequence: int, last_hash: str) -> bool:
    """Return whether what is kept lies on the chain as it is now, and not too far back."""
    if kept.sequence == sequence:
        return kept.last_hash == last_hash
    if not 0 < sequence - kept.sequence <= MOST_EVENTS:
        return False
    at = AuditEvent.objects.filter(organisation_id=organisation.pk, sequence=kept.sequence)
    return at.values_list("hash", flat=True).first() == kept.last_hash


def _drop(kept: _Kept, events: Iterable[tuple[str, str, str]], organisation: Organisation) -> None:
    """Drop every scope that an event may touch: what lies at its place or below, wherever a person holds a role.

    An absence touches what its person holds or stands in for.

    What is advised for the whole organisation depends on who holds a role anywhere.
    """
    paths: set[str] = set()
    people: set[str] = set()
    absences: set[str] = set()
    for kind, key, path in events:
        if kind == "person":
            people.add(key)
        elif kind == "absence":
            absences.add(key)
        elif kind not in UNTOUCHED:
            paths.add(path)
    if absences:
        gone = Absence.objects.filter(person__organisation=organisation, key__in=absences)
        people |= set(gone.order_by().values_list("person__key", flat=True))
    if people:
        held = Assignment.objects.filter(scope__organisation=organisation).filter(
            Q(person__key__in=people) | Q(deputy__key__in=people)
        )
        paths |= set(held.order_by().values_list("scope__path", flat=True).distinct())
        for provider in more_findings:
            paths |= set(provider.paths_of(organisation.pk, people))
    touched = tuple(paths)
    for place, each in list(kept.judged.items()):
        is_whole = each.scope.kind == ScopeKind.ORGANISATION
        if touched and (is_whole or each.scope.path.startswith(touched)):
            del kept.judged[place]
