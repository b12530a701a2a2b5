"""A second SQLite database beside the default one, for as long as it is needed."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections

ALIAS = "backup"


@contextmanager
def opened(path: Path) -> Iterator[str]:
    """Open the SQLite file `path` under an alias of its own, as one file without a log beside it."""
    stated = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"init_command": "PRAGMA journal_mode=DELETE;PRAGMA synchronous=FULL;"},
    }
    default = connections.settings[DEFAULT_DB_ALIAS]
    connections.settings[ALIAS] = connections.configure_settings({DEFAULT_DB_ALIAS: default, ALIAS: stated})[
        ALIAS
    ]
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
