import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from remit.web.presence import SERVING, held
from remit.web.tests.installation import Installation, kill_after

pytestmark = pytest.mark.long(60)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an installation with an organisation in it, to copy from."""
    first = Installation(tmp_path_factory.mktemp("prepared"))
    first.begin()
    files = first.folder / "files"
    files.mkdir()
    (files / "charter.pdf").write_bytes(b"%PDF-1.7 charter")
    return first.folder


@pytest.fixture
def here(prepared: Path, tmp_path: Path) -> Installation:
    shutil.copytree(prepared, tmp_path / "here")
    return Installation(tmp_path / "here")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Installation:
    """A machine that has nothing yet."""
    return Installation(tmp_path / "elsewhere")


def rows_in(database: Path, table: str) -> int:
    with sqlite3.connect(database) as opened:
        count = opened.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - our own names
    opened.close()
    return int(count)


def rewritten(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    """Write an archive anew with each part changed by `change`."""
    with zipfile.ZipFile(path) as old:
        parts = [(name, change(name, old.read(name))) for name in old.namelist()]
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts:
            new.writestr(name, content)


def test_everything_comes_back_on_a_machine_that_has_nothing(
    here: Installation, elsewhere: Installation, tmp_path: Path
) -> None:
    made = here.facts("backup", str(tmp_path / "b"))
    done = elsewhere.facts("restore", str(tmp_path / "b"))
    assert (done["rows"], done["tables"], done["files"]) == (made["rows"], made["tables"], 1)
    assert (elsewhere.folder / "files" / "charter.pdf").read_bytes() == b"%PDF-1.7 charter"
    for table in ("people_person", "people_role", "audit_auditevent", "accounts_user", "django_migrations"):
        assert rows_in(elsewhere.database, table) == rows_in(here.database, table) > 0
    assert elsewhere.facts("audit", "verify")["events"] == done["events"]


def _kept(here: Installation, content: bytes, named_after: bytes) -> Path:
    """Lay a content where documents lie, under the hash of `named_after`; return its path below the folder."""
    name = hashlib.sha256(named_after).hexdigest()
    place = Path("files") / "documents" / name[:2] / name[2:]
    (here.folder / place).parent.mkdir(parents=True)
    (here.folder / place).write_bytes(content)
    return place


def test_contents_of_documents_come_back_under_their_hash(
    here: Installation, elsewhere: Installation, tmp_path: Path
) -> None:
    place = _kept(here, b"what holds", b"what holds")
    here.facts("backup", str(tmp_path / "b"))
    assert elsewhere.facts("restore", str(tmp_path / "b"))["files"] == 2
    assert (elsewhere.folder / place).read_bytes() == b"what holds"


def test_a_content_that_is_not_what_its_hash_says_is_not_brought_back(
    here: Installation, elsewhere: Installation, tmp_path: Path
) -> None:
    _kept(here, b"what was altered", b"what holds")
    here.facts("backup", str(tmp_path / "b"))
    done = elsewhere.run("restore", str(tmp_path / "b"))
    assert done.returncode == 1
    assert "is not the document that it is named after" in done.stderr
    assert not (elsewhere.folder / "files").exists()


def test_a_backup_is_taken_while_others_write_and_is_of_one_moment(
    here: Installation, elsewhere: Installation, tmp_path: Path
) -> None:
    writer = here.start_writer()
    assert writer.stdout is not None
    before = writer.stdout.readline().strip()
    here.facts("backup", str(tmp_path / "b"))
    said = kill_after(writer, 0)
    elsewhere.facts("restore", str(tmp_path / "b"))
    with sqlite3.connect(elsewhere.database) as opened:
        people = {key for (key,) in opened.execute("SELECT key FROM people_person")}
        events = opened.execute("SELECT count(*) FROM audit_auditevent WHERE operation = 'people.add_person'")
        assert events.fetchone()[0] == len(people)
    opened.close()
    assert before in people
    assert said[-1] not in people, "the writer was held up until the backup ended"


def test_a_changed_part_is_refused_and_nothing_is_put_in_place(
    here: Installation, elsewhere: Installation, tmp_path: Path
) -> None:
    here.facts("backup", str(tmp_path / "b"))
    rewritten(
        tmp_path / "b",
        lambda name, content: content.replace(b"Acme", b"Acne") if "sqlite" in name else content,
    )
    done = elsewhere.run("restore", str(tmp_path / "b"))
    assert done.returncode == 1
    assert "damaged" in done.stderr
    assert "database.sqlite3 is not what was written" in done.stderr
    assert rows_in(elsewhere.database, "sqlite_master") == 0


def test_a_manifest_that_states_other_rows_is_refused(
    here: Installation, elsewhere: Installation, tmp_path: Path
) -> None:
    here.facts("backup", str(tmp_path / "b"))

    def one_row_more(name: str, content: bytes) -> bytes:
        if name != "manifest.json":
            return content
        manifest = json.loads(content)
        manifest["tables"]["people_person"]["rows"] += 1
        return json.dumps(manifest).encode()

    rewritten(tmp_path / "b", one_row_more)
    done = elsewhere.run("restore", str(tmp_path / "b"))
    assert done.returncode == 1
    assert "people_person has 1 rows instead of 2" in done.stderr


def test_a_record_that_was_altered_before_the_backup_is_refused(
    here: Installation, elsewhere: Installation, tmp_path: Path
) -> None:
    with sqlite3.connect(here.database) as opened:
        opened.execute("UPDATE audit_auditevent SET actor_name = 'Mallory' WHERE sequence = 2")
    opened.close()
    here.facts("backup", str(tmp_path / "b"))
    done = elsewhere.run("restore", str(tmp_path / "b"))
    assert done.returncode == 1
    assert "event 2, its content was altered" in done.stderr


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut short"])
def test_a_file_that_is_no_backup_is_refused(elsewhere: Installation, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "b").write_bytes(content)
    done = elsewhere.run("restore", str(tmp_path / "b"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("remit: This backup is damaged")
    assert done.stderr.count("\n") == 1


def test_a_part_that_would_leave_the_folder_is_refused(
    here: Installation, elsewhere: Installation, tmp_path: Path
) -> None:
    here.facts("backup", str(tmp_path / "b"))
    rewritten(
        tmp_path / "b", lambda _name, content: content.replace(b"files/charter.pdf", b"files/../outside")
    )
    with zipfile.ZipFile(tmp_path / "b") as old:
        parts = [
            (name.replace("files/charter.pdf", "files/../outside"), old.read(name)) for name in old.namelist()
        ]
    with zipfile.ZipFile(tmp_path / "b", "w") as new:
        for name, content in parts:
            new.writestr(name, content)
    done = elsewhere.run("restore", str(tmp_path / "b"))
    assert done.returncode == 1
    assert "forbidden name" in done.stderr
    assert not (elsewhere.folder / "outside").exists()


def test_data_that_is_there_is_replaced_only_when_asked_and_then_kept(
    here: Installation, tmp_path: Path
) -> None:
    here.facts("backup", str(tmp_path / "b"))
    refused = here.run("restore", str(tmp_path / "b"))
    assert refused.returncode == 4
    assert "--replace" in refused.stderr
    kill_after(here.start_writer(), 0.1)
    people = rows_in(here.database, "people_person")
    kept = here.facts("restore", str(tmp_path / "b"), "--replace")["kept_aside"].split(" and ")
    assert rows_in(here.database, "people_person") == 1
    assert rows_in(Path(kept[0]), "people_person") == people > 1
    assert (Path(kept[1]) / "charter.pdf").exists()


def test_a_damaged_database_is_kept_and_gives_way_to_the_backup(here: Installation, tmp_path: Path) -> None:
    here.facts("backup", str(tmp_path / "b"))
    damage = b"no database" * 1000
    here.database.write_bytes(damage)
    here.database.with_name("remit.sqlite3-wal").write_bytes(b"its log")
    refused = here.run("restore", str(tmp_path / "b"))
    assert refused.returncode == 4
    assert "--replace" in refused.stderr
    kept = Path(here.facts("restore", str(tmp_path / "b"), "--replace")["kept_aside"].split(" and ")[0])
    assert kept.read_bytes() == damage
    assert rows_in(here.database, "people_person") == 1
    assert here.facts("audit", "verify")["faults"] == []


def test_nothing_is_restored_below_a_running_server(here: Installation, tmp_path: Path) -> None:
    here.facts("backup", str(tmp_path / "b"))
    with held(here.folder, SERVING, "http://127.0.0.1:1"):
        done = here.run("restore", str(tmp_path / "b"), "--replace")
    assert done.returncode == 4
    assert "stop it first" in done.stderr


# What a Remit from before the imports would have written.
OLDER = """
import sys, django
django.setup()
from pathlib import Path
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from remit.web.backups import making
call_command("migrate", "interchange", "zero", verbosity=0)
loader = MigrationExecutor(connection).loader
nodes = [node for node in loader.graph.leaf_nodes() if node[0] != "interchange"]
making.apps = loader.project_state(nodes).apps
making.missing_migrations = list
making.make_backup(Path(sys.argv[1]))
"""


def test_a_backup_of_an_older_remit_is_brought_up_to_date(
    here: Installation, elsewhere: Installation, tmp_path: Path
) -> None:
    words = [sys.executable, "-c", OLDER, str(tmp_path / "b")]
    subprocess.run(words, env=here.environment, check=True, timeout=120)
    with zipfile.ZipFile(tmp_path / "b") as archive:
        assert "interchange_importreport" not in json.loads(archive.read("manifest.json"))["tables"]
    elsewhere.facts("restore", str(tmp_path / "b"))
    assert rows_in(elsewhere.database, "interchange_importreport") == 0
    assert elsewhere.facts("migrate")["migrations"] == []


def test_a_backup_of_a_newer_remit_is_refused(
    here: Installation, elsewhere: Installation, tmp_path: Path
) -> None:
    later = (
        "INSERT INTO django_migrations (app, name, applied) VALUES ('planning', '9999_later', '2030-01-01')"
    )
    with sqlite3.connect(here.database) as opened:
        opened.execute(later)
    opened.close()
    assert here.run("migrate").returncode == 4
    here.facts("backup", str(tmp_path / "b"))
    done = elsewhere.run("restore", str(tmp_path / "b"))
    assert done.returncode == 4
    assert "newer Remit" in done.stderr


@pytest.fixture
def on_postgresql(tmp_path: Path) -> Iterator[Installation]:
    """An installation whose database is a new one on the PostgreSQL that the tests were given."""
    url = os.environ.get("REMIT_TEST_DATABASE_URL", "")
    if not url:
        pytest.skip("needs REMIT_TEST_DATABASE_URL")
    name = f"remit_backup_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield Installation(tmp_path / "on-postgresql", urlsplit(url)._replace(path=f"/{name}").geturl())
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def people_in(installation: Installation) -> list[str]:
    with psycopg.connect(installation.database_url) as opened:
        return [key for (key,) in opened.execute("SELECT key FROM people_person ORDER BY id")]


def test_a_backup_moves_from_one_database_to_the_other_and_back(
    here: Installation, on_postgresql: Installation, elsewhere: Installation, tmp_path: Path
) -> None:
    made = here.facts("backup", str(tmp_path / "from-sqlite"))
    there = on_postgresql.facts("restore", str(tmp_path / "from-sqlite"))
    assert (there["rows"], there["kept_aside"]) == (made["rows"], "")
    again = on_postgresql.facts("backup", str(tmp_path / "from-postgresql"))
    back = elsewhere.facts("restore", str(tmp_path / "from-postgresql"))
    assert back["rows"] == again["rows"]
    assert rows_in(elsewhere.database, "people_person") == rows_in(here.database, "people_person")
    kill_after(elsewhere.start_writer(), 0.1)
    assert elsewhere.facts("audit", "verify")["events"] > back["events"]


def test_on_postgresql_what_is_replaced_is_kept_and_keys_go_on_where_they_were(
    here: Installation, on_postgresql: Installation, tmp_path: Path
) -> None:
    here.facts("backup", str(tmp_path / "b"))
    on_postgresql.facts("restore", str(tmp_path / "b"))
    writer = on_postgresql.start_writer()
    assert writer.stdout is not None
    first = writer.stdout.readline().strip()
    on_postgresql.facts("backup", str(tmp_path / "while-writing"))
    said = kill_after(writer, 0)
    written = people_in(on_postgresql)
    assert {first, *said} <= set(written)
    assert on_postgresql.run("restore", str(tmp_path / "while-writing")).returncode == 4
    kept = on_postgresql.facts("restore", str(tmp_path / "while-writing"), "--replace")["kept_aside"]
    restored = people_in(on_postgresql)
    assert restored == written[: len(restored)]
    assert len(restored) < len(written)
    on_postgresql.facts("restore", kept.split(" and ")[0], "--replace")
    assert people_in(on_postgresql) == written
    assert kill_after(on_postgresql.start_writer(), 0)[0] not in written
