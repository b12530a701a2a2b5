"""A census of all tables: what a refused import must leave as it was."""

from collections.abc import Callable
from functools import cache

import pytest
from django.apps import apps
from django.db import connection

Census = dict[str, int]


def count_all() -> Census:
    with connection.cursor() as cursor:
        cursor.execute(_counting())
        return dict(cursor.fetchall())


@cache
def _counting() -> str:
    """Return one statement for all tables: there are more than a hundred, and many tests ask before and after."""
    names = [
        (model._meta.label, connection.ops.quote_name(model._meta.db_table)) for model in apps.get_models()
    ]
    return " UNION ALL ".join(f"SELECT '{label}', COUNT(*) FROM {table}" for label, table in names)  # noqa: S608 - names of models


@pytest.fixture
def census() -> Callable[[], Census]:
    """Return what counts the rows of every table."""
    return count_all
