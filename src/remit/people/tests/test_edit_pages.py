"""Adding people and changing what is stated about them, by the pages."""

import pytest
from django.test import Client

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Invalid
from remit.people.models import Person, Unit
from remit.people.operations.people import add_person, change_person

STATED = {"name": "Zoe Lund", "email": "Zoe@Acme.example", "title": "Engineer", "hours_per_week": "37.5"}


@pytest.fixture
def administrator(world: World) -> Client:
    world.give("Ada", "administrator", world.root)
    return world.client("Ada")


def test_a_person_is_added_without_any_right(administrator: Client) -> None:
    answer = administrator.post("/people/new/", STATED)
    zoe = Person.objects.get(name="Zoe Lund")
    assert answer["Location"] == f"/people/{zoe.key}/"
    assert (zoe.email, zoe.capacity_minutes_per_week, zoe.user_id) == ("zoe@acme.example", 2250, None)
    assert not zoe.assignments.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"email": "nobody"}, "email"),
        ({"email": "ada@1.example"}, "email"),
        ({"hours_per_week": "169"}, "hours_per_week"),
        ({"hours_per_week": "NaN"}, "hours_per_week"),
        ({"joined_on": "soon"}, "joined_on"),
        ({"unit": "999999"}, "unit"),
        ({"line_manager": "x"}, "line_manager"),
    ],
)
def test_a_wrong_field_is_named(
    world: World, administrator: Client, change: dict[str, str], field: str
) -> None:
    if change.get("email", "").startswith("ada"):
        change = {"email": world.person("Ada").email.upper()}
    count = Person.objects.count()
    answer = administrator.post("/people/new/", STATED | change)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert Person.objects.count() == count


def test_a_stale_change_is_shown_with_both_values(world: World, administrator: Client) -> None:
    paul = world.person("Paul")
    path = f"/people/{paul.key}/edit/"
    seen = STATED | {"name": "Paul", "email": paul.email, "version": str(paul.version)}
    assert administrator.post(path, seen | {"title": "Builder"}).status_code == 302
    answer = administrator.post(path, seen | {"title": "Painter"})
    assert answer.status_code == 409
    shown = {both.label: (both.yours, both.theirs) for both in answer.context["form"].both}
    assert shown == {"Title": ("Painter", "Builder")}


def test_whoever_left_can_do_nothing_from_the_day_after(world: World, administrator: Client) -> None:
    world.give("Tim", "team-member")
    tim = world.person("Tim")
    member = world.client("Tim")
    seen = STATED | {"name": "Tim", "email": tim.email, "version": str(Person.objects.get(pk=tim.pk).version)}
    administrator.post(
        f"/people/{tim.key}/edit/", seen | {"joined_on": "2020-01-01", "left_on": "2021-01-01"}
    )
    assert member.get("/projects/P-1/").status_code == 404


def test_nobody_is_put_into_a_unit_of_another_organisation(world: World, stranger: World) -> None:
    theirs = Unit.objects.create(organisation=stranger.organisation, key="N-9", name="Theirs")
    with pytest.raises(Invalid, match="another organisation"):
        add_person(world.organisation, name="Zoe", email="z@a.example", actor=system_actor(), unit=theirs)
    paul = world.person("Paul")
    with pytest.raises(Invalid, match="another organisation"):
        change_person(paul, version=paul.version, actor=system_actor(), line_manager=stranger.person("Stan"))
