"""What joins a job that runs with everybody who looks at it: how far it is, a sign of life, the wish to stop.

It lies outside the transaction of the work, so that it can be read while that is open. On SQLite that
transaction keeps every other writer out: there it is two small files beside the database, which is on the same
machine by necessity. On other databases it is the job's own row, written over a connection of its own.
"""

import contextlib
import datetime as dt
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import connection
from django.utils import timezone

from remit.jobs.models import Job, JobState

# Longer than any pause of a process that is alive: it says something every second.
SILENT_FOR = dt.timedelta(seconds=60)
_MOST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Told:
    """What a running job said last."""

    done: int
    total: int
    doing: str


class Lifeline(Protocol):
    """The way between one job and those outside; all of it is quick and waits for nobody's transaction."""

    def held(self) -> contextlib.AbstractContextManager[bool]:
        """Hold the line while the job runs; yields whether it was free. It falls when the process ends."""

    def tell(self, told: Told, attempt: int) -> None:
        """Say how far `attempt` is, which is a sign of life as well."""

    def is_stop_wanted(self) -> bool:
        """Return whether somebody asked for the work to stop."""

    def ask_to_stop(self) -> None:
        """Ask for the work to stop."""

    def latest(self) -> Told | None:
        """Return what was said last, if it does not stand in the job's row."""

    def is_alive(self) -> bool:
        """Return whether a process is at work on the other end."""

    def remove(self) -> None:
        """Remove what is left of it when the job has ended."""


class FileLifeline:
    """Two files beside the database: one held by a lock while the job runs, one that wishes it to stop."""

    def __init__(self, job: Job) -> None:
        folder = jobs_folder()
        self._said = folder / f"{job.token}.said"
        self._stop = folder / f"{job.token}.stop"
        self._handle: int | None = None

    @contextlib.contextmanager
    def held(self) -> Iterator[bool]:
        """Hold the line by a lock, which the operating system ends with the process."""
        self._said.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._said, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            self._handle = handle
            yield True
        finally:
            self._handle = None
            os.close(handle)

    def tell(self, told: Told, attempt: int) -> None:
        """Write it over what was said before, in one go."""
        del attempt  # the lock lets only one at a time
        if self._handle is not None:
            line = json.dumps(asdict(told)).encode()
            os.pwrite(self._handle, line, 0)
            os.ftruncate(self._handle, len(line))

    def is_stop_wanted(self) -> bool:
        """Look for the file."""
        return self._stop.exists()

    def ask_to_stop(self) -> None:
        """Make the file."""
        self._stop.parent.mkdir(parents=True, exist_ok=True)
        self._stop.touch(mode=0o600)

    def latest(self) -> Told | None:
        """Read it; one that is being written at this moment counts as nothing said."""
        try:
            with self._said.open("rb") as file:
                return Told(**json.loads(file.read(_MOST_BYTES)))
        except (OSError, ValueError, TypeError):
            return None

    def is_alive(self) -> bool:
        """Try the lock."""
        try:
            handle = os.open(self._said, os.O_RDWR)
        except OSError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(handle)
        return False

    def remove(self) -> None:
        """Remove both files."""
        self._said.unlink(missing_ok=True)
        self._stop.unlink(missing_ok=True)


class RowLifeline:
    """The job's own row, by updates of one statement each."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._running = Job.objects.filter(pk=job.pk, state=JobState.RUNNING)

    @contextlib.contextmanager
    def held(self) -> Iterator[bool]:
        """Hold nothing: whoever is silent for long is taken for dead."""
        yield True

    def tell(self, told: Told, attempt: int) -> None:
        """Update the row, if the attempt is still the one that counts."""
        mine = self._running.filter(attempts=attempt)
        mine.update(done_steps=told.done, total_steps=told.total, doing=told.doing, seen_at=timezone.now())

    def is_stop_wanted(self) -> bool:
        """Read the row."""
        return self._running.filter(cancel_wanted=True).exists()

    def ask_to_stop(self) -> None:
        """Leave it to the operation, which writes into the same row."""

    def latest(self) -> Told | None:
        """Return nothing: the row says it."""
        return None

    def is_alive(self) -> bool:
        """Return whether it runs and said something lately."""
        seen = self._job.seen_at if self._job.state == JobState.RUNNING else None
        return seen is not None and timezone.now() - seen < SILENT_FOR

    def remove(self) -> None:
        """Leave the row."""


def jobs_folder() -> Path:
    """Return the folder in which jobs that run say how far they are."""
    return Path(settings.DATA_DIR) / "jobs"


def lifeline_of(job: Job) -> Lifeline:
    """Return the lifeline of a job, as the database demands."""
    return FileLifeline(job) if connection.vendor == "sqlite" else RowLifeline(job)
