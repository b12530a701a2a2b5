"""One attempt at a job: what the work says is kept in memory, and a thread beside it carries it outside."""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import Error, close_old_connections, connection

from remit.accounts.permissions import Actor
from remit.core.progress import Cancelled
from remit.jobs.lifelines import Lifeline, Told
from remit.jobs.models import Job

log = logging.getLogger(__name__)

LISTEN_EVERY_SECONDS = 0.2
# How often a job that says nothing new gives a sign of life.
QUIET_ROUNDS = 5


@dataclass(slots=True)
class Attempt:
    """What the function of a kind is handed. To call it costs nothing: no file and no database is touched."""

    job: Job
    actor: Actor
    concluded: Callable[["Attempt", Mapping[str, Any]], None]
    is_concluded: bool = False
    _told: Told = field(default_factory=lambda: Told(0, 0, ""))
    _stop: threading.Event = field(default_factory=threading.Event)

    @property
    def parameters(self) -> Mapping[str, Any]:
        """Return what was stated when the job was started."""
        stated: Mapping[str, Any] = self.job.parameters
        return stated

    @property
    def told(self) -> Told:
        """Return what the work said last."""
        return self._told

    def step(self, done: int, total: int, doing: str) -> None:
        """Say how far it is; what is less than was said before counts as the same. Raises `Cancelled`."""
        self.check()
        done = max(0, min(done, total))
        before = self._told
        if before.total and done * before.total < before.done * total:
            done, total = before.done, before.total
        self._told = Told(done, total, doing)

    def check(self) -> None:
        """Raise `Cancelled` if somebody asked for the work to stop."""
        if self._stop.is_set():
            raise Cancelled

    def conclude(self, result: Mapping[str, Any]) -> None:
        """Mark the job done inside the transaction of its work; the last moment at which it can be stopped."""
        self.check()
        self.concluded(self, result)
        self.is_concluded = True

    def stop(self) -> None:
        """Let the work end at its next step."""
        self._stop.set()


@contextlib.contextmanager
def carried(attempt: Attempt, line: Lifeline) -> Iterator[None]:
    """Carry what `attempt` says to the outside, and the wish to stop to it, as long as the block runs."""
    ended = threading.Event()
    words = (attempt, line, ended)
    thread = threading.Thread(target=_carry, args=words, daemon=True, name=f"remit-job-{attempt.job.key}")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _carry(attempt: Attempt, line: Lifeline, ended: threading.Event) -> None:
    said: Told | None = None
    quiet = 0
    try:
        while True:
            told, quiet = attempt.told, quiet + 1
            try:
                if told != said or quiet >= QUIET_ROUNDS:
                    line.tell(told, attempt.job.attempts)
                    said, quiet = told, 0
                if line.is_stop_wanted():
                    attempt.stop()
            except (OSError, Error) as error:  # the work matters more than what it says about itself
                log.warning("Job %s cannot say how far it is: %s", attempt.job.key, error)
                close_old_connections()
            if ended.wait(LISTEN_EVERY_SECONDS):
                return
    finally:
        if connection.vendor != "sqlite":  # a connection of this thread's own; on SQLite it has none
            connection.close()
