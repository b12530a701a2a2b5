"""What migrations make is what the models say: tests make their tables from the models, users by migrations."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import ConnectionHandler, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from remit.web.tests.installation import Installation

# what the database numbers by itself as it stands in a table
NUMBERED = re.compile(r"^fk_\d+$|^__unnamed_constraint_\d+__$|_[0-9a-f]{8}(?=_|$)")
NO_MODELS = {"django_migrations", "remit_cache"}


@pytest.fixture
def migrated(tmp_path: Path) -> Iterator[BaseDatabaseWrapper]:
    """A connection to a database that migrations alone have made, as a first start does."""
    installation = Installation(tmp_path)
    installation.migrate()
    stated = {**connections.settings["default"], "NAME": str(installation.database), "OPTIONS": {}}
    made = ConnectionHandler({"default": stated})["default"]
    yield made
    made.close()


def tables(here: BaseDatabaseWrapper) -> dict[str, tuple[dict[str, Any], set[Any]]]:
    """Return for each table its columns (type, null, default) and its keys, indexes and conditions."""
    with here.cursor() as cursor:
        names = set(here.introspection.table_names(cursor)) - NO_MODELS
        return {name: (_columns(here, cursor, name), _constraints(here, cursor, name)) for name in names}


def _columns(here: BaseDatabaseWrapper, cursor: Any, table: str) -> dict[str, Any]:
    found = here.introspection.get_table_description(cursor, table)
    return {
        each.name: (each.type_code, each.null_ok, each.default, each.pk, each.collation) for each in found
    }


def _constraints(here: BaseDatabaseWrapper, cursor: Any, table: str) -> set[Any]:
    found = here.introspection.get_constraints(cursor, table)
    kinds = ("primary_key", "unique", "check", "index", "foreign_key")
    return {
        (NUMBERED.sub("", name), tuple(each["columns"] or ()), *(each[kind] for kind in kinds))
        for name, each in found.items()
    }


@pytest.mark.long(10)
@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="an installation of its own is on SQLite")
def test_migrations_make_the_tables_that_the_models_say(migrated: BaseDatabaseWrapper) -> None:
    of_models, of_migrations = tables(connection), tables(migrated)
    assert set(of_migrations) == set(of_models)
    assert {name: of_migrations[name] for name in of_models} == of_models


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration() -> None:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
