"""What migrations make is what the models say: new databases get their tables from these, older ones by migrations."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from remit.web.tests.installation import Installation

# what the database numbers by itself as it stands in a table
NUMBERED = re.compile(r"^fk_\d+$|^__unnamed_constraint_\d+__$|_[0-9a-f]{8}(?=_|$)")
NO_MODELS = {"django_migrations", "remit_cache"}


@pytest.fixture(scope="module")
def migrated_installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation whose database migrations alone have made, as one that came with Remit from its start."""
    installation = Installation(tmp_path_factory.mktemp("migrated"))
    words = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(words, env=installation.environment, check=True, timeout=120)
    return installation


@pytest.fixture
def migrated(migrated_installation: Installation) -> Iterator[BaseDatabaseWrapper]:
    yield from _connected(migrated_installation)


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[BaseDatabaseWrapper]:
    """A connection to a database that a first start has made."""
    installation = Installation(tmp_path)
    installation.migrate()
    yield from _connected(installation)


def _connected(installation: Installation) -> Iterator[BaseDatabaseWrapper]:
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


@pytest.mark.long(10)
@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="an installation of its own is on SQLite")
def test_a_first_start_makes_the_database_that_all_migrations_make(
    begun: BaseDatabaseWrapper, migrated: BaseDatabaseWrapper
) -> None:
    assert tables(begun) == tables(migrated)
    of_first_start = rows(begun)
    del of_first_start["remit_cache"]  # made beside the migrations
    assert of_first_start == rows(migrated)


def rows(here: BaseDatabaseWrapper) -> dict[str, set[tuple[Any, ...]]]:
    """Return what stands in each table, but for the numbers and moments that the database gives."""
    with here.cursor() as cursor:
        found = {
            "django_migrations": "SELECT app, name FROM django_migrations",
            "django_content_type": "SELECT app_label, model FROM django_content_type",
            "auth_permission": (
                "SELECT name, codename, model, app_label FROM auth_permission AS held "
                "JOIN django_content_type AS kind ON kind.id = held.content_type_id"
            ),
        }
        stated = {name: set(cursor.execute(words).fetchall()) for name, words in found.items()}
        for name in set(here.introspection.table_names(cursor)) - set(found):
            stated[name] = set(cursor.execute(f'SELECT * FROM "{name}"').fetchall())  # noqa: S608 - names of tables
        return stated


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration() -> None:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
