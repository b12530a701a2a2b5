"""Whole columns of plans, read and written at once: thousands of rows pass, and no model is made for any."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet


def read_columns(rows: "QuerySet[Any, Any]") -> list[Any]:
    """Return the rows of a `values_list` as the database gives them, which takes half the time.

    Nothing is converted: SQLite gives truth as 0 and 1, columns of JSON come as
    text, and those of dates or decimals do not belong here.
    """
    try:
        sql, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found: list[Any] = cursor.fetchall()
    return found


def write_columns(model: type[Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Update `columns` of rows that end in their primary key: ten times faster than one statement of many cases."""
    if not rows:
        return
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    sets = ", ".join(f"{quote(column)} = %s" for column in columns)
    statement = f"UPDATE {table} SET {sets} WHERE id = %s"  # noqa: S608 - names are our own constants
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
