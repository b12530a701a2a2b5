"""What is done to a database to bring a backup into it, and to prove that all of it came."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from allauth.usersessions.models import UserSession
from django.apps.registry import Apps
from django.contrib.sessions.models import Session
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from remit.audit.queries import verify_chains
from remit.core.errors import Conflict, Invalid
from remit.web.backups.archive import TABLES, Manifest, Reader, damaged
from remit.web.backups.making import Progress, applied_migrations
from remit.web.backups.tables import facts_of, load, tables_of
from remit.web.files import sync_folder
from remit.web.new_database import make_tables
from remit.web.upkeep import migrate

Lines = Callable[[str], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proved of the audit record."""

    events: int


def _last_of_each_app(manifest: Manifest, executor: MigrationExecutor) -> list[tuple[str, str]]:
    graph = executor.loader.graph
    seen = {(app, name) for app, name in manifest.migrations} & set(graph.nodes)
    parents = {
        parent.key for node in seen for parent in graph.node_map[node].parents if parent.key[0] == node[0]
    }
    return sorted(seen - parents)


def historical_apps(manifest: Manifest, using: str) -> Apps:
    """Return the models as they were when the backup was made."""
    executor = MigrationExecutor(connections[using])
    state = executor.loader.project_state(_last_of_each_app(manifest, executor))
    apps: Apps = state.apps
    return apps


def _make_tables(manifest: Manifest) -> None:
    """Make the tables as they were when the backup was made, in an empty database."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    if {(app, name) for app, name in manifest.migrations} == set(executor.loader.graph.nodes):
        make_tables()
    else:
        executor.migrate(_last_of_each_app(manifest, executor))


def _load_all(manifest: Manifest, lines: Lines, progress: Progress) -> None:
    models = tables_of(historical_apps(manifest, DEFAULT_DB_ALIAS))
    if set(models) != set(manifest.tables):
        raise damaged("its tables are not those of its version")
    for model in models.values():
        model._base_manager.all()._raw_delete(DEFAULT_DB_ALIAS)  # no cascade is wanted
    for number, (name, model) in enumerate(models.items()):
        progress("Loading the tables", number, len(models))
        load(model, lines(name), DEFAULT_DB_ALIAS)


def build_from_lines(archive: Reader, progress: Progress) -> None:
    """Fill an empty SQLite database from the lines of each table."""
    connection = connections[DEFAULT_DB_ALIAS]
    _make_tables(archive.manifest)
    connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            _load_all(archive.manifest, lambda name: archive.lines(f"{TABLES}{name}.jsonl"), progress)
    finally:
        connection.enable_constraint_checking()


def rebuild_postgresql(manifest: Manifest, lines: Lines, progress: Progress) -> Proof:
    """Replace every table by those of the backup, prove them, bring them up to date: all of it or nothing."""
    connection = connections[DEFAULT_DB_ALIAS]
    with transaction.atomic():
        with connection.cursor() as cursor:
            for name in connection.introspection.table_names(cursor):
                cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)} CASCADE")
        _make_tables(manifest)
        # migrations may leave the transaction checking each row at once; rows come table by table
        connection.check_constraints()
        _load_all(manifest, lines, progress)
        connection.check_constraints()
        prove(manifest, progress)
        models = list(tables_of(historical_apps(manifest, DEFAULT_DB_ALIAS)).values())
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
        return finish()


def prove(manifest: Manifest, progress: Progress) -> None:
    """Raise `Invalid` unless the migrations and every table are, row by row, what the manifest states."""
    if applied_migrations(DEFAULT_DB_ALIAS) != manifest.migrations:
        raise damaged("its migrations are not those that its manifest names")
    models = tables_of(historical_apps(manifest, DEFAULT_DB_ALIAS))
    if set(models) != set(manifest.tables):
        raise damaged("its tables are not those that its manifest names")
    for number, (name, model) in enumerate(models.items()):
        progress("Proving the tables", number, len(models))
        found, stated = facts_of(model, DEFAULT_DB_ALIAS), manifest.tables[name]
        if found.rows != stated.rows:
            raise damaged(f"{name} has {found.rows} rows instead of {stated.rows}")
        if found != stated:
            raise damaged(f"the rows of {name} are not those that were written")
    connections[DEFAULT_DB_ALIAS].check_constraints()


def finish() -> Proof:
    """Bring a proved database up to date, sign everybody out, and prove the audit record."""
    migrate()
    Session.objects.all().delete()
    UserSession.objects.all().delete()
    found = verify_chains()
    if not found.holds:
        fault = found.faults[0]
        message = f"The audit record in this backup does not hold: event {fault.sequence}, {fault.fault}."
        raise Invalid(message, field="file", code="audit_chain")
    return Proof(found.events)


def put_sqlite_in_place(incoming: Path, mark: str) -> str:
    """Put a finished database where the default one is; with a `mark` that one is kept: returns where."""
    connection = connections[DEFAULT_DB_ALIAS]
    connection.close()
    place = Path(str(connection.settings_dict["NAME"]))
    kept = ""
    if place.exists():
        _settle(place)
    if place.exists() and mark:
        aside = place.with_name(f"{place.stem}.{mark}{place.suffix}")
        try:
            os.link(place, aside)
        except OSError:  # a file system without links
            shutil.copyfile(place, aside)
        kept = str(aside)
    with incoming.open("rb") as file:
        os.fsync(file.fileno())
    incoming.replace(place)
    sync_folder(place.parent)
    return kept


def _settle(place: Path) -> None:
    """Make a live database one file without a log; raises `Conflict` where another program uses it."""
    alone = sqlite3.connect(place, timeout=2)
    try:
        mode = alone.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.OperationalError as error:
        raise Conflict("in_use", f"Another program uses {place}: stop it first.") from error
    except sqlite3.DatabaseError:  # damaged: SQLite drops a log that fits nothing when it closes
        return
    finally:
        alone.close()
    if mode != "delete":
        raise Conflict("in_use", f"Another program uses {place}: stop it first.")
