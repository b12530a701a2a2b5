"""SQLite databases beside the default one, for as long as they are needed."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections

ALIAS = "backup"
# one file without a log beside it, so that it can be packed or put in its place as it is
ONE_FILE = {"init_command": "PRAGMA journal_mode=DELETE;PRAGMA synchronous=FULL;"}


@contextmanager
def opened(path: Path) -> Iterator[str]:
    """Open the SQLite file `path` under an alias of its own, to read from it."""
    stated = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": ONE_FILE}
    both = {DEFAULT_DB_ALIAS: connections.settings[DEFAULT_DB_ALIAS], ALIAS: stated}
    connections.settings[ALIAS] = connections.configure_settings(both)[ALIAS]
    try:
        yield ALIAS
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]


def copy_live(path: Path) -> None:
    """Copy the default SQLite database to `path` as it stands at one moment; writers go on meanwhile."""
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    target = sqlite3.connect(path)
    try:
        # all pages in one step: in WAL mode that holds nobody up, and no writer can make it begin again
        connection.connection.backup(target, pages=-1)
    finally:
        target.close()


@contextmanager
def standing_in(path: Path) -> Iterator[None]:
    """Let the SQLite file `path` be the default database: migrations of others know no other alias."""
    connection = connections[DEFAULT_DB_ALIAS]
    kept = {name: connection.settings_dict[name] for name in ("NAME", "OPTIONS")}
    connection.close()
    connection.settings_dict.update(NAME=str(path), OPTIONS=ONE_FILE)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(kept)
