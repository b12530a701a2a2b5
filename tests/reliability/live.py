"""A Remit that serves for real, on a data folder of its own, and people who send to it at the same time."""

import http.client
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import psycopg

from remit.web.tests.installation import Installation

T = TypeVar("T")
URL = os.environ.get("REMIT_TEST_DATABASE_URL", "")
ON_POSTGRESQL = URL.startswith("postgres")
START_SECONDS = 60
EDITORS = 16

# Makes an organisation, somebody who may do everything in it, and people who may edit every plan.
PREPARE = f"""
import datetime as dt, json
import django
django.setup()
from remit.accounts.models import User
from remit.accounts.operations.tokens import create_token
from remit.accounts.permissions import system_actor
from remit.people.actors import actor_for
from remit.people.models import Role
from remit.people.operations.assignments import assign_role
from remit.people.operations.organisation import create_organisation, root_scope
from remit.people.operations.people import add_person
system = system_actor()
organisation = create_organisation("Acme", actor=system)
root, tokens = root_scope(organisation), []
for number in range({EDITORS} + 1):
    address = f"editor{{number}}@acme.example"
    person = add_person(organisation, name=f"Editor {{number}}", email=address, actor=system)
    person.user = User.objects.create_user(address)
    person.save()
    for code in ["project-leader"] if number else ["portfolio-manager", "project-manager", "administrator"]:
        role = Role.objects.get(organisation=organisation, code=code)
        assign_role(person, role, root, actor=system, from_date=dt.date(2026, 1, 1))
    actor = actor_for(person.user)
    tokens.append(create_token(person.user, name="Test", may_write=True, days=30, actor=actor)[1])
print(json.dumps(tokens))
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one request, and how long it took."""

    status: int
    body: Any
    headers: dict[str, str]
    seconds: float


@dataclass
class Sender:
    """Somebody with a token and a connection of their own."""

    port: int
    token: str
    _connection: http.client.HTTPConnection | None = None

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send one request below /api/v1."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        began = time.monotonic()
        payload = None if body is None else json.dumps(body)
        self._connection.request(method, f"/api/v1{path}", payload, sent)
        response = self._connection.getresponse()
        read = response.read()
        seconds = time.monotonic() - began
        is_json = "json" in (response.getheader("Content-Type") or "")
        return Answer(
            response.status, json.loads(read) if is_json else read, dict(response.getheaders()), seconds
        )

    def get(self, path: str) -> Any:
        """Return the body of what must be readable."""
        answer = self.send("GET", path)
        assert answer.status == 200, answer
        return answer.body

    def made(self, path: str, body: Any) -> Any:
        """Return the body of what must be made."""
        answer = self.send("POST", path, body)
        assert answer.status in {200, 201}, answer
        return answer.body


@dataclass
class Live:
    """A server that runs, and the tokens of those who may send to it; the first may do everything."""

    installation: Installation
    port: int
    tokens: list[str]
    log: Path
    _senders: list[Sender] = field(default_factory=list)

    def sender(self, number: int = 0) -> Sender:
        made = Sender(self.port, self.tokens[number])
        self._senders.append(made)
        return made

    def close(self) -> None:
        """Close every connection."""
        for each in self._senders:
            each.close()

    def project(self, activities: int = 1) -> tuple[str, list[str]]:
        """Make a project with a plan of some activities; return its key and theirs."""
        root = self.sender()
        key = root.made("/projects", {"name": "Bridge", "starts_on": "2026-06-01"})["key"]
        root.made(f"/projects/{key}/plan", {})
        names = [f"Step {number}" for number in range(activities)]
        made = [root.made(f"/projects/{key}/activities", {"name": name})["key"] for name in names]
        return key, made

    def faults(self) -> list[str]:
        """Return what the server wrote about faults of its own."""
        text = self.log.read_text(encoding="utf-8", errors="replace")
        words = ("Traceback", "Error", "database is locked", "deadlock detected")
        return [line for line in text.splitlines() if any(word in line for word in words)]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def together(work: Sequence[Callable[[], T]]) -> list[T]:
    """Do everything at the same moment, each in a thread of its own; return what came of each."""
    start = threading.Barrier(len(work))

    def run(each: Callable[[], T]) -> T:
        start.wait()
        return each()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(run, work))


@contextmanager
def database() -> Iterator[str]:
    """Make a database of its own on the PostgreSQL under test; nothing for SQLite."""
    if not ON_POSTGRESQL:
        yield ""
        return
    name = f"remit_live_{secrets.token_hex(4)}"
    with psycopg.connect(URL, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield urlunsplit(urlsplit(URL)._replace(path=f"/{name}"))
    with psycopg.connect(URL, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def running() -> Iterator[Live]:
    """Set Remit up in a folder of its own, start it, and stop it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="remit-live-"))
    with database() as url:
        installation = Installation(folder / "data", url)
        installation.folder.mkdir()
        installation.migrate()
        environment = installation.environment | {"REMIT_LOG_LEVEL": "WARNING"}
        command = [sys.executable, "-c", PREPARE]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stderr
        port, log = free_port(), folder / "log"
        serve = [sys.executable, "-m", "remit.web.cli", "serve", "--port", str(port)]
        with log.open("w") as out:
            process = subprocess.Popen(serve, env=environment, stdout=out, stderr=out)
        live = Live(installation, port, json.loads(done.stdout), log)
        try:
            _wait(live, process)
            yield live
        finally:
            live.close()
            ended = process.poll()
            if ended is not None:
                print(f"The server ended by itself with {ended}: {log.read_text(errors='replace')[-4000:]}")
            process.terminate()
            process.wait(30)
    shutil.rmtree(folder)


def _wait(live: Live, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            live.sender().get("/me")
        except OSError:
            assert process.poll() is None, live.log.read_text()
            assert time.monotonic() < until, live.log.read_text()
            time.sleep(0.1)
        else:
            return
