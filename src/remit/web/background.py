"""What runs beside a Remit that answers: the worker, and once for each version the compiler before it."""

import os
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

from remit.engine.warming import PARTS, is_warm
from remit.web.warming import GENTLY, MODULE, NOT_DONE

STOP_SECONDS = 10
LONGEST_PAUSE_SECONDS = 60.0
STEADY_SECONDS = 60.0
LOOK_EVERY_SECONDS = 1.0
UNTIL_IDLE = "--until-idle"
READY = """
SELECT 1 FROM django_tasks_database_dbtaskresult WHERE status = 'READY'
AND (run_after <= strftime('%Y-%m-%d %H:%M:%f', 'now') OR run_after >= '9999') LIMIT 1
"""


class Background:
    """Keeps one process beside the server: first the compiler, if something is not compiled, then the worker.

    Together they would take more memory than Remit promises to need. So the worker is not there while the compiler
    is, unless a task waits: then the compiler ends, for what it has compiled is kept, the worker does what there is
    to do, and the compiler goes on. `database` is the SQLite file that tasks are looked for in; None where it is
    another database, and then both run at once.
    """

    def __init__(self, database: Path | None) -> None:
        self._database = database
        self._answers = threading.Event()
        self._stopping = threading.Event()
        self._starting = threading.Lock()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._thread = threading.Thread(target=self._keep, daemon=True, name="remit-background")

    def start(self) -> None:
        """Start to keep the process."""
        self._thread.start()

    def answers(self) -> None:
        """Say that the server answers: there is time to compile now."""
        self._answers.set()

    def stop(self) -> None:
        """Let a worker finish the task in hand, but not for ever; end a compiler at once."""
        with self._starting:
            self._stopping.set()
        self._answers.set()
        for process in self._processes:
            _end(process, STOP_SECONDS)

    def _keep(self) -> None:
        if not _is_compiled():
            compiler = threading.Thread(target=self._compile, daemon=True, name="remit-compiler")
            compiler.start()
            if self._database is not None:
                compiler.join()
        self._keep_worker()

    def _compile(self) -> None:
        self._answers.wait()
        missing = [each for each in PARTS if not is_warm(each)]
        while missing and not self._stopping.is_set():
            ended = self._compile_some(missing[0])
            if ended is None:
                self._run_to_its_end("remit.web.worker", UNTIL_IDLE)
            elif ended != NOT_DONE:
                missing.pop(0)

    def _compile_some(self, part: str) -> int | None:
        """Return with what a compiler ended; None where it was ended because something else waits."""
        compiler = self._run(MODULE, part, GENTLY)
        while compiler is not None and compiler.poll() is None:
            if self._task_waits():
                _end(compiler, 0)
                return None
            self._stopping.wait(LOOK_EVERY_SECONDS)
        return compiler.returncode if compiler else None

    def _task_waits(self) -> bool:
        if self._stopping.is_set():
            return True
        if self._database is None:
            return False
        try:
            with closing(sqlite3.connect(f"{self._database.as_uri()}?mode=ro", uri=True)) as connection:
                return connection.execute(READY).fetchone() is not None
        except sqlite3.Error:  # busy, or being migrated: looked at again in a moment
            return False

    def _keep_worker(self) -> None:
        pause = 1.0
        while not self._stopping.is_set():
            began = time.monotonic()
            self._run_to_its_end("remit.web.worker")
            pause = (
                1.0 if time.monotonic() - began > STEADY_SECONDS else min(pause * 2, LONGEST_PAUSE_SECONDS)
            )
            self._stopping.wait(pause)

    def _run_to_its_end(self, *words: str) -> None:
        process = self._run(*words)
        if process is not None:
            process.wait()

    def _run(self, *words: str) -> "subprocess.Popen[bytes] | None":
        """Start a process of Remit, unless all is to stop."""
        with self._starting:
            if self._stopping.is_set():
                return None
            # a session of its own: Ctrl+C at the terminal reaches it through stop() alone, in good order
            process = subprocess.Popen([sys.executable, "-m", *words], start_new_session=True)  # noqa: S603 - our own words
            self._processes = [*(each for each in self._processes if each.poll() is None), process]
            return process


def _is_compiled() -> bool:
    """Return whether there is nothing to compile ahead: all is kept, or nobody wants it."""
    return os.environ.get("REMIT_COMPILE_AHEAD") == "off" or all(map(is_warm, PARTS))


def _end(process: "subprocess.Popen[bytes]", seconds: float) -> None:
    """End a process and what it started; kill what is not gone after `seconds`."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
