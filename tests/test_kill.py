"""Reliability goal H: a process that is killed while it writes loses no write that it has acknowledged.

A killed process is not a power cut: what the operating system holds lives on. What is proved here is that an
operation is whole or not there, whenever its process ends, and that Remit is back within five seconds.
"""

import http.client
import itertools
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from remit.web.tests.installation import Installation, kill_after

pytestmark = pytest.mark.long(20)

SHORTEST_SECONDS, LONGEST_SECONDS = 0.005, 0.5
RESTART_SECONDS = 5.0


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    made.begin()
    return made


def keys_in(installation: Installation) -> set[str]:
    """Return the keys of all people, after proving that the database is sound and every event has its person."""
    with sqlite3.connect(installation.database) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
        keys = {key for (key,) in opened.execute("SELECT key FROM people_person")}
        recorded = {
            key
            for (key,) in opened.execute(
                "SELECT object_key FROM audit_auditevent WHERE operation = 'people.add_person'"
            )
        }
        last = opened.execute(
            "SELECT last_number FROM core_keysequence WHERE prefix = 'U' AND space LIKE 'organisation:%'"
        )
        assert last.fetchone()[0] == len(keys), "a number was taken by an operation that did not happen"
    opened.close()
    assert recorded == keys, "an operation is there by halves"
    return keys


def kill_writers(installation: Installation, rounds: int, seed: int) -> int:
    """Kill a writing process `rounds` times at random moments; return how many writes it had acknowledged."""
    chance = random.Random(seed)
    acknowledged: set[str] = set()
    for _round in range(rounds):
        said = kill_after(installation.start_writer(), chance.uniform(SHORTEST_SECONDS, LONGEST_SECONDS))
        acknowledged.update(said)
        lost = acknowledged - keys_in(installation)
        assert lost == set(), f"{len(lost)} of {len(acknowledged)} acknowledged writes are lost"
    assert installation.facts("audit", "verify")["faults"] == []
    return len(acknowledged)


def test_five_kills_of_a_writing_process_lose_nothing(installation: Installation) -> None:
    assert kill_writers(installation, 5, seed=1) > 5


@pytest.mark.soak
def test_two_hundred_kills_of_a_writing_process_lose_nothing(installation: Installation) -> None:
    count = kill_writers(installation, 200, seed=2)
    print(f"200 kills, {count} acknowledged writes, none lost")


TOKEN = """
import django
django.setup()
from remit.accounts.models import User
from remit.accounts.operations.tokens import create_token
from remit.people.actors import actor_for
user = User.objects.get()
print(create_token(user, name="kills", may_write=True, days=None, actor=actor_for(user))[1])
"""


def token_of(installation: Installation) -> str:
    words = [sys.executable, "-c", TOKEN]
    return subprocess.run(
        words, env=installation.environment, check=True, capture_output=True, text=True, timeout=60
    ).stdout.strip()


def start_project(port: int, token: str, name: str) -> str:
    """Start a project over the API and return its key; raises where no answer came."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        "Idempotency-Key": name.replace(" ", "-"),
    }
    body = json.dumps({"name": name, "starts_on": "2026-06-01"})
    try:
        connection.request("POST", "/api/v1/projects", body, headers)
        answer = connection.getresponse()
        content = json.loads(answer.read())
    finally:
        connection.close()
    assert answer.status == 201, content
    return str(content["key"])


def serve(installation: Installation, port: int) -> tuple["subprocess.Popen[str]", float]:
    """Start Remit and return it with the seconds until it answered."""
    began = time.monotonic()
    server = installation.start_server(port)
    assert server.stdout is not None
    line = server.stdout.readline()
    assert line.startswith("Remit runs on"), (line, server.communicate())
    return server, time.monotonic() - began


def kill_all(server: "subprocess.Popen[str]") -> None:
    """Kill every process of Remit at once, as the end of the machine's memory would."""
    for pid in family(server.pid):
        os.kill(pid, signal.SIGKILL)
    server.communicate()


def family(pid: int) -> list[int]:
    """Return a process and all that it started, whichever of its threads did."""
    started = [each.read_text().split() for each in Path(f"/proc/{pid}/task").glob("*/children")]
    return [pid, *(found for each in itertools.chain(*started) for found in family(int(each)))]


def write_until_killed(port: int, token: str, number: int, acknowledged: dict[str, str]) -> None:
    """Start projects one after another until nobody answers any more."""
    for each in itertools.count():
        name = f"Project {number}-{each}"
        try:
            acknowledged[name] = start_project(port, token, name)
        except (OSError, http.client.HTTPException):
            return


def kill_servers(installation: Installation, rounds: int, seed: int) -> tuple[int, float]:
    """Kill the whole of Remit while it takes writes; return how many it acknowledged and the slowest restart."""
    chance = random.Random(seed)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    token = token_of(installation)
    acknowledged: dict[str, str] = {}
    slowest = 0.0
    for number in range(rounds):
        server, seconds = serve(installation, port)
        slowest = max(slowest, seconds)
        try:
            start_project(port, token, f"Warm {number}")
            writer = threading.Thread(target=write_until_killed, args=(port, token, number, acknowledged))
            writer.start()
            time.sleep(chance.uniform(SHORTEST_SECONDS, LONGEST_SECONDS))
        finally:
            kill_all(server)
        writer.join()
        keys_in(installation)
        with sqlite3.connect(installation.database) as opened:
            kept = dict(opened.execute("SELECT name, key FROM projects_project").fetchall())
            whole = opened.execute(
                "SELECT count(*) FROM projects_project p JOIN people_scope s ON s.id = p.scope_id AND s.name = p.name"
            ).fetchone()[0]
            events = opened.execute(
                "SELECT count(DISTINCT object_key) FROM audit_auditevent WHERE operation = 'projects.create_project'"
            ).fetchone()[0]
        opened.close()
        assert acknowledged.items() <= kept.items(), "acknowledged projects are lost"
        assert len(kept) == whole == events, "a project is there by halves"
    assert installation.facts("audit", "verify")["faults"] == []
    return len(acknowledged), slowest


def test_two_kills_of_the_server_lose_nothing(installation: Installation) -> None:
    count, _slowest = kill_servers(installation, 2, seed=3)
    assert count > 0


@pytest.mark.soak
def test_two_hundred_kills_of_the_server_lose_nothing_and_it_is_back_in_time(
    installation: Installation,
) -> None:
    count, slowest = kill_servers(installation, 200, seed=4)
    print(f"200 kills of the server, {count} acknowledged writes, none lost, slowest restart {slowest:.1f} s")
    assert slowest < RESTART_SECONDS
