"""Goals K and M: eight who write and eight who read at once; backups that are taken meanwhile and come back."""

import hashlib
import random
import sqlite3
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Self

import pytest

from remit.web.tests.installation import Installation
from tests.reliability.live import ON_POSTGRESQL, Live, Sender, together

pytestmark = pytest.mark.long(90)

WRITERS, READERS = 8, 8
# Everybody is signed out by a restore; what is noted about the use of a token is not part of the data.
FORGOTTEN = {"django_session", "usersessions_usersession"}


@dataclass
class Traffic:
    """What those who wrote and read came to; `acknowledged` are marks that the server said it kept."""

    statuses: Counter[int] = field(default_factory=Counter)
    writes: list[float] = field(default_factory=list)
    reads: list[float] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)

    def p95(self, seconds: list[float]) -> float:
        """Return the 95th percentile in milliseconds."""
        return sorted(seconds)[int(len(seconds) * 0.95)] * 1000 if seconds else 0.0


def write(sender: Sender, traffic: Traffic, path: str, stop: threading.Event) -> None:
    """Add mark after mark to the notes of one activity until told to stop."""
    stands = sender.get(path)
    number = 0
    while not stop.is_set():
        mark = f"<{path}:{number}>"
        body = {"version": stands["version"], "notes": (stands["notes"] + mark)[-15_000:]}
        answer = sender.send("PATCH", path, body)
        traffic.statuses[answer.status] += 1
        traffic.writes.append(answer.seconds)
        if answer.status == 200:
            traffic.acknowledged.append(mark)
            stands, number = answer.body, number + 1


def read(sender: Sender, traffic: Traffic, paths: list[str], stop: threading.Event) -> None:
    """Read one list after the other until told to stop."""
    source = random.Random(sender.token)
    while not stop.is_set():
        answer = sender.send("GET", source.choice(paths))
        traffic.statuses[answer.status] += 1
        traffic.reads.append(answer.seconds)


class Running:
    """Writers and readers at work, each on a thread, until the block ends."""

    def __init__(self, live: Live, *, writers: int, readers: int) -> None:
        self.traffic, self._stop = Traffic(), threading.Event()
        self.key, activities = live.project(writers)
        base = f"/projects/{self.key}"
        paths = ["/projects", f"{base}/activities", f"{base}/plan", f"{base}/plan/edits", "/audit", "/people"]
        work: list[Callable[[], None]] = [
            partial(write, live.sender(number + 1), self.traffic, f"{base}/activities/{activity}", self._stop)
            for number, activity in enumerate(activities)
        ]
        work += [partial(read, live.sender(0), self.traffic, paths, self._stop) for _ in range(readers)]
        self._thread = threading.Thread(target=together, args=(work,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


def check_locks(live: Live, seconds: float) -> None:
    with Running(live, writers=WRITERS, readers=READERS) as work:
        time.sleep(seconds)
    traffic = work.traffic
    bad = sum(number for status, number in traffic.statuses.items() if status != 200)
    print(
        f"K: {WRITERS} writers, {READERS} readers, {seconds:.0f} s: {len(traffic.writes)} writes, "
        f"{len(traffic.reads)} reads, {bad} refused; p95 of a write {traffic.p95(traffic.writes):.0f} ms, "
        f"of a read {traffic.p95(traffic.reads):.0f} ms; the slowest write {max(traffic.writes):.1f} s"
    )
    assert set(traffic.statuses) == {200}
    assert live.faults() == []
    assert len(traffic.writes) > WRITERS
    assert len(traffic.acknowledged) == len(traffic.writes)
    for path in {
        mark[1:].rpartition(":")[0] for mark in traffic.acknowledged
    }:  # nobody starved, nothing was lost
        mine = [mark for mark in traffic.acknowledged if mark.startswith(f"<{path}:")]
        assert live.sender().get(path)["version"] == 1 + len(mine)


@pytest.mark.skipif(ON_POSTGRESQL, reason="PostgreSQL has no lock on the whole database")
def test_nobody_meets_a_locked_database(live: Live) -> None:
    check_locks(live, 3)


@pytest.mark.soak
@pytest.mark.skipif(ON_POSTGRESQL, reason="as above")
def test_nobody_meets_a_locked_database_for_a_minute(live: Live) -> None:
    check_locks(live, 60)


def rows_by_table(database: Path) -> dict[str, tuple[int, str]]:
    """Return number and hash of the rows of each table, read by SQLite itself and not by Remit."""
    found = {}
    with sqlite3.connect(database) as opened:
        names = [name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in sorted(set(names) - FORGOTTEN):
            if name.startswith("sqlite_"):
                continue
            rows = sorted(repr(row) for row in opened.execute(f'SELECT * FROM "{name}"'))  # noqa: S608 - our own names
            found[name] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    opened.close()
    return found


def notes_in(database: Path) -> str:
    with sqlite3.connect(database) as opened:
        text = "".join(notes for (notes,) in opened.execute("SELECT notes FROM planning_activity"))
        edits = opened.execute(
            "SELECT project_id, max(number), count(*) FROM planning_planedit GROUP BY 1"
        ).fetchall()
    opened.close()
    assert all(last == count for _project, last, count in edits), "edits without gaps"
    return text


def check_backups(live: Live, tmp_path: Path, count: int) -> None:
    with Running(live, writers=4, readers=2) as work:
        for number in range(count):
            file = tmp_path / f"backup-{number}.zip"
            time.sleep(0.5)
            before = list(work.traffic.acknowledged)
            live.installation.facts("backup", str(file))
            after = len(work.traffic.acknowledged)
            assert after > len(before), "the writers were held up until the backup ended"
            _compare(file, tmp_path / f"restored-{number}", work.key, before)
    print(f"M: {count} backups under load ({len(work.traffic.acknowledged)} writes), all restored and equal")
    assert set(work.traffic.statuses) == {200}
    assert live.faults() == []


def _compare(file: Path, folder: Path, key: str, acknowledged: list[str]) -> None:
    folder.mkdir()
    restored = Installation(folder)
    done = restored.facts("restore", str(file))
    assert done["events"] > len(acknowledged)
    text = notes_in(restored.database)
    # the notes keep the latest marks; all of them are kept in a run as short as this one
    assert [mark for mark in acknowledged[-40:] if mark not in text] == []
    assert restored.facts("schedule", key)["stored_differs"] == []
    if not ON_POSTGRESQL:
        with zipfile.ZipFile(file) as archive:
            (name,) = (each for each in archive.namelist() if each.endswith(".sqlite3"))
            (folder / "from-archive.sqlite3").write_bytes(archive.read(name))
        assert rows_by_table(folder / "from-archive.sqlite3") == rows_by_table(restored.database)


def test_a_backup_under_load_comes_back_equal(live: Live, tmp_path: Path) -> None:
    check_backups(live, tmp_path, 1)


@pytest.mark.soak
def test_ten_backups_under_load_come_back_equal(live: Live, tmp_path: Path) -> None:
    check_backups(live, tmp_path, 10)
