"""Statements that are put together once: what they return is what the queryset returns, whatever the values."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from remit.conftest import World
from remit.core.statements import Statement, Update
from remit.people.models import Assignment, Person
from remit.projects.models import Project

pytestmark = pytest.mark.django_db

START = dt.date(2026, 1, 1)  # when roles begin


def test_rows_are_those_of_the_values_that_are_given_each_time(world: World) -> None:
    statement = Statement(lambda name: Person.objects.filter(name=name).values_list("pk", "left_on"), str)
    ada, bo = world.person("Ada"), world.person("Bo")
    assert statement.all("Ada") == [(ada.pk, None)]
    assert statement.all("Bo") == [(bo.pk, None)]
    assert statement.all("x' OR 'x' = 'x") == []
    assert statement.first("nobody") is None


def test_models_come_with_what_the_queryset_selects_and_ask_for_nothing_more(world: World) -> None:
    statement = Statement(
        lambda key: Project.objects.select_related("scope", "organisation").filter(key=key), str
    )
    with CaptureQueriesContext(connection) as queries:
        found = statement.first(world.project.key)
        assert (found.scope.path, found.organisation.name) == (world.project.scope.path, "Acme")
    assert len(queries) == 1
    assert found == world.project
    assert found.starts_on == world.project.starts_on
    assert found.created_at == Project.objects.get(pk=found.pk).created_at
    assert not found._state.adding


def test_columns_that_were_left_out_are_read_when_they_are_asked_for(world: World) -> None:
    statement = Statement(lambda name: Person.objects.only("id", "name").filter(name=name), str)
    world.person("Ada")
    found = statement.first("Ada")
    assert found.get_deferred_fields()
    assert found.organisation_id == world.organisation.pk


def test_days_are_compared_as_days_and_converted_columns_come_converted(world: World) -> None:
    world.give("Ada", "team-member")
    person = world.person("Ada")
    statement = Statement(
        lambda person_id, day: (
            Assignment.objects.filter(person_id=person_id)
            .in_force(day)
            .values_list("from_date", "role__capabilities")
        ),
        int,
        dt.date,
    )
    assert statement.all(person.pk, START - dt.timedelta(days=1)) == []
    (row,) = statement.all(person.pk, START)
    assert row[0] == START
    assert isinstance(row[1], list)


@pytest.mark.parametrize("values", [(), (None,), ("1",), (1, 2)])
def test_values_of_another_kind_or_number_are_refused(world: World, values: tuple[object, ...]) -> None:
    statement = Statement(lambda pk: Person.objects.filter(pk=pk), int)
    with pytest.raises(TypeError, match="takes"):
        statement.all(*values)  # type: ignore[arg-type]  # what is refused


def test_a_value_that_the_statement_would_ignore_is_a_fault(world: World) -> None:
    statement = Statement(lambda pk, name: Person.objects.filter(pk=pk), int, str)
    with pytest.raises(ValueError, match="Not all values"):
        statement.all(1, "Ada")


def test_an_update_writes_the_values_that_are_given_each_time_and_tells_how_many_rows(world: World) -> None:
    rename = Update(
        lambda name, title: (Person.objects.filter(name=name), {"title": title, "version": F("version") + 1}),
        str,
        str,
    )
    ada, bo = world.person("Ada"), world.person("Bo")
    assert rename.run("Ada", "Engineer") == 1
    assert rename.run("Bo", "x' || name || '") == 1
    assert rename.run("nobody", "Engineer") == 0
    found = dict(Person.objects.values_list("pk", "title"))
    assert (found[ada.pk], found[bo.pk]) == ("Engineer", "x' || name || '")
    assert Person.objects.get(pk=ada.pk).version == ada.version + 1
    with pytest.raises(TypeError):
        rename.run("Ada", 1)
