"""Long work whose process is killed in the middle: found, taken up again, there once and not by halves."""

import json
import os
import signal
import socket
import sqlite3
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from remit.interchange.tests.plans import chain
from remit.web.presence import WORKER, holder
from remit.web.tests.installation import Installation
from tests.test_kill import kill_all, serve, token_of

pytestmark = pytest.mark.long(20)
TASKS = 9000
PATIENCE_SECONDS = 240
BOUNDARY = "remit-test"


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    made.begin()
    return made


class Program:
    """A program that imports a plan and asks how far it is."""

    def __init__(self, port: int, token: str) -> None:
        self.base = f"http://127.0.0.1:{port}/api/v1"
        self.headers = {"Authorization": f"Bearer {token}"}

    def ask(self, path: str, body: bytes | None = None, kind: str = "application/json") -> dict[str, Any]:
        headers = self.headers | ({"Content-Type": kind} if body is not None else {})
        request = urllib.request.Request(self.base + path, body, headers)  # noqa: S310 - our own server
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - as above
            found: dict[str, Any] = json.loads(answer.read())
        return found

    def start_import(self) -> str:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="plan.xml"\r\n\r\n'
        body = head.encode() + chain(TASKS) + f"\r\n--{BOUNDARY}--\r\n".encode()
        job = self.ask("/imports", body, f"multipart/form-data; boundary={BOUNDARY}")
        assert job["state"] == "waiting"
        return f"/jobs/{job['key']}"

    def wait(self, path: str, until: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            job = self.ask(path)
            if until(job):
                return job
            time.sleep(0.1)
        pytest.fail(f"it stayed so: {job}")


def writes(job: dict[str, Any]) -> bool:
    return job["state"] == "running" and job["doing"] == "writing" and job["done"] > 45


def ended(job: dict[str, Any]) -> bool:
    return job["ended_at"] is not None


def census(installation: Installation) -> tuple[int, ...]:
    """Return how many projects, activities and reports there are, in a sound database."""
    with sqlite3.connect(installation.database) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        counts = tuple(
            int(opened.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - our own names
            for table in ("projects_project", "planning_activity", "interchange_importreport")
        )
    opened.close()
    return counts


def left_over(installation: Installation) -> list[str]:
    """Return the files that wait or that say how far something is."""
    folders = (installation.folder / "jobs", installation.folder / "files" / "uploads")
    return [path.name for folder in folders if folder.exists() for path in folder.iterdir()]


@pytest.fixture
def program(installation: Installation) -> Iterator[Program]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server, _seconds = serve(installation, port)
    try:
        yield Program(port, token_of(installation))
    finally:
        if server.poll() is None:
            server.send_signal(signal.SIGINT)
            server.communicate()


def test_a_worker_that_is_killed_while_it_writes_leaves_one_whole_import(
    installation: Installation, program: Program
) -> None:
    path = program.start_import()
    program.wait(path, writes)
    worker = holder(installation.folder, WORKER)
    assert worker is not None
    os.kill(int(worker), signal.SIGKILL)
    job = program.wait(path, ended)
    assert (job["state"], job["attempts"], job["error"]) == ("done", 2, None)
    assert census(installation) == (1, TASKS + 1, 1)
    assert left_over(installation) == []
    assert installation.facts("audit", "verify")["faults"] == []


def test_cancelled_while_it_writes_it_leaves_nothing(installation: Installation, program: Program) -> None:
    path = program.start_import()
    program.wait(path, writes)
    program.ask(f"{path}/cancel", b"")
    job = program.wait(path, ended)
    assert (job["state"], job["cancel_wanted"]) == ("cancelled", True)
    assert census(installation) == (0, 0, 0)
    assert left_over(installation) == []
    assert installation.facts("audit", "verify")["faults"] == []


def test_all_of_remit_is_killed_and_the_next_start_takes_it_up_again(installation: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = Program(port, token_of(installation))
    server, _seconds = serve(installation, port)
    path = program.start_import()
    program.wait(path, writes)
    kill_all(server)
    assert census(installation) == (0, 0, 0)
    server, _seconds = serve(installation, port)
    try:
        job = program.wait(path, ended)
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate()
    assert (job["state"], job["attempts"]) == ("done", 2)
    assert census(installation) == (1, TASKS + 1, 1)
