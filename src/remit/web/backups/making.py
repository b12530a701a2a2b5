"""How a backup is made, while others go on writing."""

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

import remit
from remit.documents.checking import contents_spoken_of
from remit.documents.storage import DiskStore, store
from remit.web.backups.archive import BLOCK, DATABASE, DOCUMENTS, FILES, TABLES, Manifest, Writer
from remit.web.backups.snapshots import copy_live, opened
from remit.web.backups.tables import Tally, facts_of, lines_of, tables_of
from remit.web.files import whole_file
from remit.web.obstacles import Obstacle
from remit.web.upkeep import missing_migrations

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """What was written into a backup."""

    file: str
    bytes: int
    rows: int
    tables: int
    files: int
    made_at: str


def quiet(_what: str, _done: int, _total: int) -> None:
    """Tell nobody how far it has come."""


def make_backup(path: Path, *, progress: Progress = quiet) -> Made:
    """Write everything as it stands at one moment into `path`; Remit may serve meanwhile.

    The file appears only when it is whole. The secret of the installation is not in it.
    """
    if missing_migrations():
        raise Obstacle("The database is not up to date: run `remit migrate` first.")
    manifest = Manifest(
        remit=remit.__version__,
        made_at=dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds"),
        database=connections[DEFAULT_DB_ALIAS].vendor,
        migrations=[],
    )
    with whole_file(path) as file:
        writer = Writer(file, manifest)
        if manifest.database == "sqlite":
            _add_sqlite(writer, path.parent, progress)
        else:
            _add_tables(writer, progress)
        # after the database: a file that came later is one too many, never one too few
        _add_files(writer, progress)
        _add_documents(writer, progress)
        writer.close()
    return Made(
        str(path),
        path.stat().st_size,
        manifest.rows,
        len(manifest.tables),
        len(manifest.files),
        manifest.made_at,
    )


def applied_migrations(using: str) -> list[list[str]]:
    """Return the migrations that a database has seen, in order."""
    return sorted([app, name] for app, name in MigrationRecorder(connections[using]).applied_migrations())


def _add_sqlite(writer: Writer, folder: Path, progress: Progress) -> None:
    with tempfile.TemporaryDirectory(dir=folder, prefix=".remit-backup-") as beside:
        copy = Path(beside) / DATABASE
        progress("Copying the database", 0, 0)
        copy_live(copy)
        with opened(copy) as alias:
            writer.manifest.migrations = applied_migrations(alias)
            tables = tables_of(apps)
            for number, (name, model) in enumerate(tables.items()):
                progress("Reading the tables", number, len(tables))
                writer.manifest.tables[name] = facts_of(model, alias)
        with copy.open("rb") as file:
            writer.add(DATABASE, blocks_of(file))


def _add_tables(writer: Writer, progress: Progress) -> None:
    with _one_moment():
        writer.manifest.migrations = applied_migrations(DEFAULT_DB_ALIAS)
        tables = tables_of(apps)
        for number, (name, model) in enumerate(tables.items()):
            progress("Reading the tables", number, len(tables))
            tally = Tally()
            writer.add(f"{TABLES}{name}.jsonl", tally.watch(lines_of(model, DEFAULT_DB_ALIAS)))
            writer.manifest.tables[name] = tally.facts


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read everything below as it stands at one moment."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.in_atomic_block:  # a restore that keeps what it replaces: nobody else writes
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _add_files(writer: Writer, progress: Progress) -> None:
    folder = files_folder()
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    for number, path in enumerate(found):
        progress("Reading the files", number, len(found))
        try:
            file = path.open("rb")
        except FileNotFoundError:
            continue  # removed meanwhile, and by then out of the database
        with file:
            writer.add(FILES + path.relative_to(folder).as_posix(), blocks_of(file))


def _add_documents(writer: Writer, progress: Progress) -> None:
    """Add contents of documents that lie elsewhere than among the files, as if they lay there."""
    kept = store()
    if isinstance(kept, DiskStore):
        return
    wanted = sorted(contents_spoken_of())
    for number, sha256 in enumerate(wanted):
        progress("Reading the documents", number, len(wanted))
        with suppress(FileNotFoundError), kept.open(sha256) as content:
            writer.add(f"{DOCUMENTS}{sha256[:2]}/{sha256[2:]}", blocks_of(content))


def files_folder() -> Path:
    """Return the folder of uploaded files."""
    return Path(default_storage.path(""))


def blocks_of(file: IO[bytes]) -> Iterator[bytes]:
    """Return the content of an open file, block by block."""
    while block := file.read(BLOCK):
        yield block


def require_space(folder: Path, needed: int) -> None:
    """Raise `Obstacle` where the disk of `folder` holds less than `needed` bytes."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        message = f"The disk is too full: {needed // 1_000_000 + 1} MB are needed in {folder}."
        raise Obstacle(f"{message} {free // 1_000_000} MB are free.")
