"""Operations and the record that each of them leaves, sealed in a chain inside its own transaction."""

import datetime as dt
import functools
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ParamSpec, Protocol, TypeVar

from django.db import transaction
from django.utils import timezone

from remit.audit.models import AuditChain, AuditEvent
from remit.core.statements import Statement, Update

P = ParamSpec("P")
R = TypeVar("R")


class Who(Protocol):
    """Whoever acts, as the record names them."""

    @property
    def key(self) -> str:
        """Return the key by which the record finds them again."""
        ...

    @property
    def name(self) -> str:
        """Return the name that people read."""
        ...


@dataclass(frozen=True, slots=True)
class About:
    """The object that an event is about: `kind` and `key` find it again, `label` is what people read."""

    kind: str
    key: str
    label: str
    organisation_id: int
    scope_path: str


@dataclass(frozen=True, slots=True)
class _Entry:
    operation: str
    who: Who
    about: About
    changes: Mapping[str, Any]
    reason: str


@dataclass(slots=True)
class _Frame:
    name: str
    entries: list[_Entry] = field(default_factory=list)


_current: ContextVar[_Frame | None] = ContextVar("remit_operation", default=None)
_EXTEND = Update(
    lambda pk, sequence, last: (
        AuditChain.objects.filter(pk=pk),
        {"last_sequence": sequence, "last_hash": last},
    ),
    int,
    int,
    str,
)
_CHAIN = Statement(
    lambda organisation_id: AuditChain.objects.select_for_update().filter(organisation_id=organisation_id),
    int,
)
_operation_name: ContextVar[str] = ContextVar("remit_operation_name", default="")

OPERATIONS: dict[str, Callable[..., Any]] = {}


class RecordedNothingError(AssertionError):
    """An operation ended well without an audit event: a programming error that must not reach the database."""


def operation(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function the operation `name`: one transaction, which fails unless it records what it did.

    An operation called inside another joins the outer transaction; the events of both are appended together
    when the outermost one ends, so that the chain's row is locked for as short a time as possible.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            token = _operation_name.set(name)
            try:
                return _run(name, lambda: function(*args, **kwargs))
            finally:
                _operation_name.reset(token)

        if name in OPERATIONS:
            msg = f"Two operations are named {name}."
            raise ValueError(msg)
        OPERATIONS[name] = run
        return run

    return decorate


def _run(name: str, function: Callable[[], R]) -> R:
    outer = _current.get()
    if outer is not None:
        return function()
    frame = _Frame(name)
    token = _current.set(frame)
    try:
        with transaction.atomic():
            result = function()
            if not frame.entries:
                msg = f"Operation {name} recorded no audit event."
                raise RecordedNothingError(msg)
            _append(frame.entries)
    finally:
        _current.reset(token)
    return result


def record(who: Who, about: About, changes: Mapping[str, Any] | None = None, *, reason: str = "") -> None:
    """Note what the running operation did to `about`; `changes` maps field to [before, after]."""
    frame = _current.get()
    if frame is None:
        msg = "record() is called outside an operation."
        raise RuntimeError(msg)
    frame.entries.append(_Entry(_operation_name.get(), who, about, dict(changes or {}), reason))


def seal(event: AuditEvent) -> str:
    """Return the SHA-256 over everything an event states and the hash of the event before it."""
    stated = [
        event.organisation_id,
        event.sequence,
        event.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        event.actor_key,
        event.actor_name,
        event.operation,
        event.object_kind,
        event.object_key,
        event.object_label,
        event.scope_path,
        event.changes,
        event.reason,
        event.previous_hash,
    ]
    canonical = json.dumps(stated, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _append(entries: Sequence[_Entry]) -> None:
    now = timezone.now()
    for organisation_id in sorted({entry.about.organisation_id for entry in entries}):
        chain = _locked_chain(organisation_id)
        of_this_one = (entry for entry in entries if entry.about.organisation_id == organisation_id)
        events = [_event(entry, chain, now) for entry in of_this_one]
        AuditEvent.objects.bulk_create(events)
        _EXTEND.run(chain.pk, chain.last_sequence, chain.last_hash)


def _locked_chain(organisation_id: int) -> AuditChain:
    """Return the head of an organisation's chain, locked; the first event makes it."""
    chain: AuditChain | None = _CHAIN.first(organisation_id)
    if chain is None:
        AuditChain.objects.get_or_create(organisation_id=organisation_id)
        chain = AuditChain.objects.select_for_update().get(organisation_id=organisation_id)
    return chain


def _event(entry: _Entry, chain: AuditChain, now: dt.datetime) -> AuditEvent:
    event = AuditEvent(
        organisation_id=entry.about.organisation_id,
        sequence=chain.last_sequence + 1,
        at=now,
        actor_key=entry.who.key,
        actor_name=entry.who.name[:200],
        operation=entry.operation,
        object_kind=entry.about.kind,
        object_key=entry.about.key,
        object_label=entry.about.label[:300],
        scope_path=entry.about.scope_path,
        # JSON's own types only, so that what is sealed is what comes back from the database
        changes=json.loads(json.dumps(dict(entry.changes), default=str)),
        reason=entry.reason,
        previous_hash=chain.last_hash,
    )
    event.hash = seal(event)
    chain.last_sequence, chain.last_hash = event.sequence, event.hash
    return event
