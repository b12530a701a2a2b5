"""How a backup comes back: proved part by part beside what is there, and only then put in its place."""

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from remit.core.errors import Conflict
from remit.documents.storage import DiskStore, disk_store, store
from remit.people.models import Organisation
from remit.web.backups.archive import DATABASE, DOCUMENTS, FILES, TABLES, Reader, damaged, open_archive
from remit.web.backups.databases import (
    Proof,
    build_from_lines,
    finish,
    historical_apps,
    prove,
    put_sqlite_in_place,
    rebuild_postgresql,
)
from remit.web.backups.making import Progress, files_folder, make_backup, quiet, require_space
from remit.web.backups.snapshots import opened, standing_in
from remit.web.backups.tables import lines_of, tables_of
from remit.web.obstacles import says_damaged
from remit.web.presence import SERVING, held
from remit.web.upkeep import known_migrations


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and where that is kept which was there before."""

    made_at: str
    rows: int
    tables: int
    files: int
    events: int
    kept_aside: str


def restore_backup(path: Path, *, replace: bool = False, progress: Progress = quiet) -> Restored:
    """Bring back the backup in `path`, all of it or nothing; everybody is signed out.

    Refuses a backup that is damaged, changed, or of a newer Remit; a data folder that Remit serves; and,
    unless `replace` is given, a database that is not empty.
    """
    folder = Path(settings.DATA_DIR)
    with held(folder, SERVING, "restoring") as free, open_archive(path) as archive:
        if not free:
            raise Conflict("serving", f"Remit runs on the data in {folder}: stop it first.")
        _check_versions(archive)
        occupied = not is_empty()
        if occupied and not replace:
            message = "There is data here already: --replace keeps it aside and puts the backup in its place."
            raise Conflict("not_empty", message)
        require_space(folder, 2 * sum(part.bytes for part in archive.manifest.parts.values()))
        with tempfile.TemporaryDirectory(dir=folder, prefix="restoring-") as beside:
            return _restore(archive, Path(beside), occupied=occupied, progress=progress)


def is_empty() -> bool:
    """Return whether nobody and no organisation is in the database; a damaged one counts as not empty."""
    connection = connections[DEFAULT_DB_ALIAS]
    models = (Organisation, get_user_model())
    try:
        with connection.cursor() as cursor:
            present = set(connection.introspection.table_names(cursor))
        return not any(model._meta.db_table in present and model._base_manager.exists() for model in models)
    except DatabaseError as error:
        if says_damaged(error):
            return False
        raise


def _check_versions(archive: Reader) -> None:
    unknown = {(app, name) for app, name in archive.manifest.migrations} - known_migrations()
    ours = {app for app, _name in known_migrations()}
    newer = sorted(f"{app}.{name}" for app, name in unknown if app in ours)
    if newer:
        message = f"This backup is of a newer Remit ({archive.manifest.remit}; it knows {newer[-1]})."
        raise Conflict("newer_backup", f"{message} Install that version first.")


def _restore(archive: Reader, beside: Path, *, occupied: bool, progress: Progress) -> Restored:
    stamp = dt.datetime.now(tz=dt.UTC).strftime("%Y%m%d-%H%M%S")
    progress("Checking the files", 0, 0)
    for name in archive.manifest.files:
        _check_content(archive, name)
        archive.extract(name, beside / name)
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        proof, kept = _into_sqlite(archive, beside, stamp, occupied=occupied, progress=progress)
    else:
        proof, kept = _into_postgresql(archive, beside, stamp, occupied=occupied, progress=progress)
    kept_files = _put_files_in_place(beside / FILES, stamp)
    _put_documents_in_place()
    manifest = archive.manifest
    aside = " and ".join(each for each in (kept, kept_files) if each)
    return Restored(
        manifest.made_at, manifest.rows, len(manifest.tables), len(manifest.files), proof.events, aside
    )


def _check_content(archive: Reader, name: str) -> None:
    """Raise `Invalid` where a content of a document does not lie under its own hash."""
    if name.startswith(DOCUMENTS):
        stated = name.removeprefix(DOCUMENTS).replace("/", "")
        if archive.manifest.parts[name].sha256 != stated:
            raise damaged(f"{name} is not the document that it is named after")


def _into_sqlite(
    archive: Reader, beside: Path, stamp: str, *, occupied: bool, progress: Progress
) -> tuple[Proof, str]:
    incoming = beside / DATABASE
    if archive.manifest.database == "sqlite":
        progress("Checking the database", 0, 0)
        archive.extract(DATABASE, incoming)
    with standing_in(incoming):
        if archive.manifest.database != "sqlite":
            build_from_lines(archive, progress)
        _check_integrity()
        prove(archive.manifest, progress)
        proof = finish()
    return proof, put_sqlite_in_place(incoming, f"before-{stamp}" if occupied else "")


def _check_integrity() -> None:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        found = cursor.fetchone()
    if found is None or found[0] != "ok":
        raise damaged("its database is not sound")


def _into_postgresql(
    archive: Reader, beside: Path, stamp: str, *, occupied: bool, progress: Progress
) -> tuple[Proof, str]:
    kept = ""
    if occupied:
        aside = Path(settings.DATA_DIR) / f"before-restore-{stamp}.zip"
        kept = make_backup(aside, progress=progress).file
    if archive.manifest.database != "sqlite":
        return rebuild_postgresql(
            archive.manifest, lambda table: archive.lines(f"{TABLES}{table}.jsonl"), progress
        ), kept
    archive.extract(DATABASE, beside / DATABASE)
    with opened(beside / DATABASE) as alias:
        models = tables_of(historical_apps(archive.manifest, alias))
        return rebuild_postgresql(
            archive.manifest, lambda table: lines_of(models[table], alias), progress
        ), kept


def _put_documents_in_place() -> None:
    """Bring contents of documents where the settings say that they lie, if that is not among the files."""
    kept = store()
    if isinstance(kept, DiskStore):
        return
    for sha256, _at in disk_store().kept():
        with disk_store().open(sha256) as content:
            kept.put(content, sha256)


def _put_files_in_place(incoming: Path, stamp: str) -> str:
    folder = files_folder()
    kept = ""
    if folder.exists() and any(folder.iterdir()):
        aside = folder.with_name(f"{folder.name}.before-{stamp}")
        folder.rename(aside)
        kept = str(aside)
    if incoming.exists():
        if folder.exists():
            folder.rmdir()
        incoming.rename(folder)
    return kept
