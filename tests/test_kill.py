"""Reliability goal H: a process that is killed while it writes loses no write that it has acknowledged.

A killed process is not a power cut: what the operating system holds lives on. What is proved here is that an
operation is whole or not there, whenever its process ends, and that Remit is back within five seconds.
"""

import http.cookiejar
import random
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from remit.web.tests.installation import PASSWORD, Installation, kill_after

SHORTEST_SECONDS, LONGEST_SECONDS = 0.005, 0.5
RESTART_SECONDS = 5.0


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    made.facts("migrate")
    words = ("create-admin", "jo@example.org", "--organisation", "Acme", "--password-stdin")
    made.facts(*words, given=PASSWORD)
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


class Browser:
    """Signs in as the administrator and invites people, one request after another."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def post(self, path: str, **fields: str) -> str:
        page = self.opener.open(self.base + path, timeout=30).read().decode()
        token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        request = urllib.request.Request(self.base + path, body, {"Referer": self.base + path})
        answer: str = self.opener.open(request, timeout=30).geturl()
        return answer


def serve(installation: Installation, port: int) -> tuple["subprocess.Popen[str]", float]:
    """Start Remit and return it with the seconds until it answered."""
    began = time.monotonic()
    server = installation.start_server(port)
    assert server.stdout is not None
    assert server.stdout.readline().startswith("Remit runs on")
    return server, time.monotonic() - began


def kill_servers(installation: Installation, rounds: int, seed: int) -> tuple[int, float]:
    """Kill the whole of Remit while somebody adds units over HTTP; return the writes and the slowest restart."""
    chance = random.Random(seed)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    acknowledged, slowest = 0, 0.0
    for number in range(rounds):
        server, seconds = serve(installation, port)
        slowest = max(slowest, seconds)
        browser = Browser(f"http://127.0.0.1:{port}")
        browser.post("/accounts/login/", login="jo@example.org", password=PASSWORD)
        until = time.monotonic() + chance.uniform(SHORTEST_SECONDS, LONGEST_SECONDS)
        written = 0
        while written == 0 or time.monotonic() < until:
            browser.post(
                "/people/add/", name=f"P {number}-{written}", email=f"p{number}.{written}@example.org"
            )
            written += 1
        server.send_signal(signal.SIGKILL)
        server.communicate()
        acknowledged += written
        found = {f"{number}.{each}" for each in range(written)}
        with sqlite3.connect(installation.database) as opened:
            rows = opened.execute("SELECT email FROM people_person WHERE email LIKE ?", (f"p{number}.%",))
            kept = {email.split("@")[0][1:] for (email,) in rows}
        opened.close()
        assert found <= kept, f"{found - kept} are lost"
        keys_in(installation)
    return acknowledged, slowest
