"""The kinds of long work, which higher apps register in their `apps.py`, and where started work goes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from remit.accounts.permissions import Actor
from remit.core.registries import Registry, Text
from remit.jobs.models import Job


class Run(Protocol):
    """One attempt at a job, as the function of its kind gets it."""

    @property
    def parameters(self) -> Mapping[str, Any]:
        """Return what was stated when it was started."""

    @property
    def actor(self) -> Actor:
        """Return its owner with the rights that hold now, which may be fewer than when it was started."""

    def step(self, done: int, total: int, doing: str) -> None:
        """Say how far it is; raises `Cancelled`. As `remit.core.progress.Progress`."""

    def check(self) -> None:
        """Raise `Cancelled` if somebody asked for the work to stop."""

    def conclude(self, result: Mapping[str, Any]) -> None:
        """Mark the job done inside the transaction of its work: both are there, or neither."""


def no_address(_job: Job) -> str:
    """Return no address."""
    return ""


def nothing_left(_job: Job) -> None:
    """Leave nothing to be tidied."""


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of long work.

    `run` does it and returns its result; `stages` names what it can be doing. `repeats` says that it may be
    taken up again when its process has died: it must conclude inside its one transaction, or change nothing.
    `result_url` and `again_url` lead to what came of it and to where it can be started anew. `tidy` removes
    what was laid aside for it; it is called at its end, whichever that is, and may be called twice.
    """

    code: str
    label: Text
    run: Callable[[Run], Mapping[str, Any]]
    stages: Mapping[str, Text] = field(default_factory=dict)
    repeats: bool = False
    result_url: Callable[[Job], str] = no_address
    again_url: Callable[[Job], str] = no_address
    tidy: Callable[[Job], None] = nothing_left


class Kinds:
    """The kinds by their codes."""

    def __init__(self) -> None:
        self._kinds: dict[str, JobKind] = {}

    def register(self, kind: JobKind) -> None:
        """Add a kind; two of one code are a mistake."""
        if kind.code in self._kinds:
            msg = f"Two kinds of long work are named {kind.code}."
            raise ValueError(msg)
        self._kinds[kind.code] = kind

    def get(self, code: str) -> JobKind | None:
        """Return the kind with `code`; None for one that this version no longer knows."""
        return self._kinds.get(code)


kinds = Kinds()
# What hands a started job to whoever does it, in the transaction that started it.
queues: Registry[Callable[[Job], None]] = Registry()
