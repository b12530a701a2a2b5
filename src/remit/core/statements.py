"""Reads and updates whose SQL is put together once: each request asks for its sender and the project in the same words.

Django builds the SQL of a queryset anew each time, which takes some ten times as long as SQLite needs to answer.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models import query as django_query
from django.db.models.sql.subqueries import UpdateQuery

Value = int | str | dt.date
Row = tuple[Any, ...]


def _stand_ins(kinds: tuple[type[Value], ...]) -> list[Value]:
    """Return a value of each kind that no statement names by itself; numbers fit every column."""
    made: dict[type[Value], Callable[[int], Value]] = {
        int: lambda place: 2_000_000_011 + place,
        str: lambda place: f"stand-in {place}",
        dt.date: lambda place: dt.date(1111, 11, 1 + place),
    }
    return [made[kind](place) for place, kind in enumerate(kinds)]


@dataclass(frozen=True, slots=True)
class _Worded:
    """SQL whose parameters are values of its own or, in `places`, those given, each of one of `kinds`."""

    sql: str
    parameters: tuple[Any, ...]
    places: dict[int, int]
    kinds: tuple[type[Value], ...]

    @classmethod
    def of(cls, compiler: Any, stand_ins: list[Value]) -> "_Worded":
        sql, parameters = compiler.as_sql()
        adapted = [_adapted(each) for each in stand_ins]
        places = {at: adapted.index(each) for at, each in enumerate(parameters) if each in adapted}
        if set(places.values()) != set(range(len(stand_ins))):
            msg = f"Not all values of the statement stand in its SQL: {sql}"
            raise ValueError(msg)
        return cls(sql, tuple(parameters), places, tuple(type(each) for each in stand_ins))

    def run(self, values: tuple[Value, ...], take: Callable[[Any], Any]) -> Any:
        """Run it with `values`, and return what is taken from the cursor."""
        if len(values) != len(self.kinds) or not all(map(isinstance, values, self.kinds)):
            msg = f"This statement takes {self.kinds}, not {values}."
            raise TypeError(msg)
        parameters = [*self.parameters]
        for place, number in self.places.items():
            parameters[place] = _adapted(values[number])
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            return take(cursor)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A read: its SQL, and what makes of a row that it returns what it is of."""

    worded: _Worded
    converters: tuple[tuple[int, list[Callable[..., Any]], Any], ...]
    instance: Callable[[Row], Any]


class Statement:
    """A queryset as a statement that is run with other values each time.

    `make` is called once, with a stand-in for each of `kinds`, and returns a queryset of models or a `values_list`;
    whatever else it names holds for ever. Values are whole numbers, texts and days, never None. The query runs on
    the default database; related objects that the queryset selects come along.
    """

    def __init__(self, make: Callable[..., "QuerySet[Any, Any]"], *kinds: type[Value]) -> None:
        self._make = make
        self._kinds = kinds
        self._prepared: _Prepared | None = None

    def all(self, *values: Value) -> list[Any]:
        """Return the rows, or what they are rows of."""
        prepared = self._prepared
        if prepared is None:
            prepared = self._prepared = self._prepare()
        rows = prepared.worded.run(values, lambda cursor: cursor.fetchall())
        return [prepared.instance(_converted(row, prepared)) for row in rows]

    def first(self, *values: Value) -> Any:
        """Return the first row, or what it is a row of; None where there is none."""
        return next(iter(self.all(*values)), None)

    def _prepare(self) -> _Prepared:
        stand_ins = _stand_ins(self._kinds)
        queryset = self._make(*stand_ins)
        compiler = queryset.query.get_compiler("default")
        worded = _Worded.of(compiler, stand_ins)
        # what a compiler knows after it has compiled is not public; ModelIterable does the same with it
        converters = compiler.get_converters([each[0] for each in compiler.select])
        found = tuple((at, convert, expression) for at, (convert, expression) in converters.items())
        # rows of a `values_list` stay what they are
        instance = tuple if queryset.query.values_select else _instances(compiler)
        return _Prepared(worded, found, instance)


class Update:
    """An update as a statement that is run with other values each time.

    `make` is called once, as that of a `Statement` is, and returns a queryset and the values of its columns.
    """

    def __init__(
        self, make: Callable[..., tuple["QuerySet[Any, Any]", dict[str, Any]]], *kinds: type[Value]
    ) -> None:
        self._make = make
        self._kinds = kinds
        self._worded: _Worded | None = None

    def run(self, *values: Value) -> int:
        """Update, and return how many rows were."""
        worded = self._worded
        if worded is None:
            stand_ins = _stand_ins(self._kinds)
            queryset, columns = self._make(*stand_ins)
            query: Any = queryset.query.chain(UpdateQuery)
            query.add_update_values(columns)
            worded = self._worded = _Worded.of(query.get_compiler("default"), stand_ins)
        return int(worded.run(values, lambda cursor: cursor.rowcount))


def _adapted(value: Value) -> Any:
    """Return a value as the database takes it."""
    return connection.ops.adapt_datefield_value(value) if isinstance(value, dt.date) else value


def _converted(row: Row, prepared: _Prepared) -> Row:
    if not prepared.converters:
        return row
    values = list(row)
    for at, converters, expression in prepared.converters:
        for convert in converters:
            values[at] = convert(values[at], expression, connection)
    return tuple(values)


def _instances(compiler: Any) -> Callable[[Row], Any]:
    """Return what makes of a row the model that it is of."""
    fields = compiler.klass_info["select_fields"]
    first, last = fields[0], fields[-1] + 1
    names = [each[0].target.attname for each in compiler.select[first:last]]
    model = cast("type[Model]", compiler.klass_info["model"])
    populators: Any = django_query.get_related_populators  # the published types are those of Django 6
    related = populators(compiler.klass_info, compiler.select, "default")

    def made(row: Row) -> Model:
        instance = model.from_db("default", names, row[first:last])
        for each in related:
            each.populate(row, instance)
        return instance

    return made
