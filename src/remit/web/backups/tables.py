"""Rows of tables as lines of JSON, alike on every database: counted, hashed, kept and loaded again."""

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.apps.registry import Apps
from django.db import connections, models
from django.utils.duration import duration_iso_string

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class TableFacts:
    """How many rows a table has, and the SHA-256 over all of them in order of their keys."""

    rows: int
    sha256: str


def tables_of(apps: Apps) -> dict[str, type[models.Model]]:
    """Return the tables of all models by name, those between two models included."""
    found = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    return dict(sorted(found.items()))


def columns_of(model: type[models.Model]) -> list["models.Field[Any, Any]"]:
    """Return the columns of a table in order of their names: the order of declaration may change."""
    return sorted(model._meta.local_concrete_fields, key=lambda field: str(field.column))


def lines_of(model: type[models.Model], using: str) -> Iterator[bytes]:
    """Return each row as one line: a JSON list in order of the columns."""
    columns = columns_of(model)
    rows = model._base_manager.using(using).order_by("pk").values_list(*(field.attname for field in columns))
    for row in rows.iterator(chunk_size=CHUNK):
        values = [_plain(value, field) for value, field in zip(row, columns, strict=True)]
        # sorted keys: one database keeps the order of a JSON object, the other does not
        yield json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _plain(value: Any, field: "models.Field[Any, Any]") -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.timedelta):
        return duration_iso_string(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if value is not None and isinstance(field, models.DecimalField):
        return f"{value:.{field.decimal_places}f}"
    if value is None or isinstance(value, str | int | float | list | dict):
        return value
    return str(value)


class Tally:
    """Counts and hashes lines as they pass."""

    def __init__(self) -> None:
        self._rows = 0
        self._sha256 = hashlib.sha256()

    def watch(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Pass the lines on, counted and hashed."""
        for line in lines:
            self._rows += 1
            self._sha256.update(line)
            yield line

    @property
    def facts(self) -> TableFacts:
        """Return what has passed so far."""
        return TableFacts(self._rows, self._sha256.hexdigest())


def facts_of(model: type[models.Model], using: str) -> TableFacts:
    """Read a table and return its facts."""
    tally = Tally()
    for _line in tally.watch(lines_of(model, using)):
        pass
    return tally.facts


def load(model: type[models.Model], lines: Iterable[bytes], using: str) -> None:
    """Put rows into an empty table as they are, without touching times that are set on saving."""
    columns = columns_of(model)
    batch = connections[using].ops.bulk_batch_size(columns, range(CHUNK)) or 1
    numbers = iter(lines)
    while chunk := list(islice(numbers, batch)):
        made = [_object(model, columns, json.loads(line)) for line in chunk]
        model._base_manager.using(using)._insert(made, fields=columns, using=using, raw=True)  # type: ignore[attr-defined]  # no public way leaves auto_now alone


def _object(
    model: type[models.Model], columns: "list[models.Field[Any, Any]]", values: list[Any]
) -> models.Model:
    made = model()
    for field, value in zip(columns, values, strict=True):
        setattr(made, field.attname, None if value is None else field.to_python(value))
    return made
