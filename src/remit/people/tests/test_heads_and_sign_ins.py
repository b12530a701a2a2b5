"""Who heads a unit, and who can sign in."""

import pytest

from remit.accounts.models import User
from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.people.actors import actor_for
from remit.people.operations.organisation import create_unit
from remit.people.operations.people import add_person
from remit.people.operations.sign_ins import give_sign_in
from remit.people.operations.units import name_head


def test_a_unit_gets_a_head_of_its_own_organisation_only(world: World, stranger: World) -> None:
    unit = create_unit(world.organisation, name="Roads", actor=system_actor())

    named = name_head(unit, world.person("Ada"), version=1, actor=system_actor())

    assert (named.head, named.version) == (world.person("Ada"), 2)
    with pytest.raises(Invalid):
        name_head(unit, stranger.person("Mallory"), version=2, actor=system_actor())
    with pytest.raises(Conflict):
        name_head(unit, None, version=1, actor=system_actor())


def test_a_team_member_names_no_head(world: World) -> None:
    unit = create_unit(world.organisation, name="Roads", actor=system_actor())
    with pytest.raises(NotAllowed):
        name_head(unit, None, version=1, actor=world.give("Bo", "team-member"))


def test_a_sign_in_belongs_to_the_person_and_gives_no_right(world: World) -> None:
    person = add_person(world.organisation, name="Cy", email="Cy@acme.example", actor=system_actor())

    signed = give_sign_in(person, password="a long enough one", actor=system_actor())

    user = User.objects.get(email="cy@acme.example")
    assert signed.user == user
    assert user.check_password("a long enough one")
    assert actor_for(user).grants == ()
    with pytest.raises(Conflict):
        give_sign_in(person, actor=system_actor())


def test_without_a_password_nobody_can_sign_in_yet(world: World) -> None:
    person = add_person(world.organisation, name="Cy", email="cy@acme.example", actor=system_actor())
    give_sign_in(person, actor=system_actor())
    assert not User.objects.get(email="cy@acme.example").has_usable_password()


def test_an_address_that_another_sign_in_uses_is_refused(world: World) -> None:
    person = add_person(world.organisation, name="Cy", email="cy@acme.example", actor=system_actor())
    User.objects.create_user("cy@acme.example")
    with pytest.raises(Invalid):
        give_sign_in(person, actor=system_actor())


def test_only_an_administrator_gives_sign_ins(world: World) -> None:
    person = add_person(world.organisation, name="Cy", email="cy@acme.example", actor=system_actor())
    with pytest.raises(NotAllowed):
        give_sign_in(person, actor=world.give("Ada", "project-manager"))
    give_sign_in(person, actor=world.give("Root", "administrator", world.root))
