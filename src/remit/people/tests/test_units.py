"""Units of the organisation: added, renamed, moved, headed, closed; and who answers for each."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from remit.accounts.permissions import system_actor
from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.people.models import Unit
from remit.people.operations.assignments import assign_role
from remit.people.operations.organisation import create_unit
from remit.people.operations.people import change_person
from remit.people.operations.units import change_unit, close_unit, reopen_unit
from remit.people.queries import unit_tree

SYSTEM = system_actor()
TODAY = dt.date(2026, 6, 1)


@pytest.fixture
def firm(world: World) -> dict[str, Unit]:
    """Works with Engineering below it, and Sales beside."""
    works = create_unit(world.organisation, name="Works", actor=SYSTEM, head=world.person("Wilma"))
    below = create_unit(world.organisation, name="Engineering", actor=SYSTEM, parent=works)
    sales = create_unit(world.organisation, name="Sales", actor=SYSTEM)
    return {"works": works, "engineering": below, "sales": sales}


@pytest.fixture
def client(world: World, firm: dict[str, Unit]) -> Client:
    world.give("Adam", "administrator", world.root)
    return world.client("Adam")


def test_a_unit_without_a_head_is_answered_for_by_the_nearest_head_above(
    world: World, firm: dict[str, Unit]
) -> None:
    lines = {line.unit.name: line for line in unit_tree(world.organisation)}
    assert lines["Engineering"].accountable == world.person("Wilma")
    assert lines["Engineering"].accountable_by == firm["works"]
    assert lines["Sales"].accountable is None


def test_a_unit_is_renamed_moved_and_headed_and_the_record_says_so(
    world: World, firm: dict[str, Unit]
) -> None:
    changes = {"name": "Trade", "parent": firm["works"], "head": world.person("Tom")}
    changed = change_unit(firm["sales"], version=1, actor=SYSTEM, **changes)
    assert (changed.name, changed.parent, changed.head, changed.version) == (
        "Trade",
        firm["works"],
        world.person("Tom"),
        2,
    )
    event = AuditEvent.objects.filter(operation="people.change_unit").get()
    assert event.changes == {"name": ["Sales", "Trade"], "parent": ["", "Works"], "head": ["", "Tom"]}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (lambda f: {"name": "  "}, "name"),
        (lambda f: {"name": "works"}, "name"),
        (lambda f: {"name": "x" * 121}, "name"),
        (lambda f: {"parent": f["engineering"]}, "parent"),
    ],
)
def test_what_is_wrong_is_named_and_changes_nothing(firm: dict[str, Unit], changes: Any, field: str) -> None:
    unit = firm["engineering"] if field == "name" else firm["works"]
    with pytest.raises(Invalid) as refused:
        change_unit(unit, version=1, actor=SYSTEM, **changes(firm))
    assert refused.value.errors[0].field == field
    unit.refresh_from_db()
    assert unit.version == 1


def test_nothing_comes_from_another_organisation(
    world: World, firm: dict[str, Unit], stranger: World
) -> None:
    theirs = create_unit(stranger.organisation, name="Theirs", actor=SYSTEM)
    with pytest.raises(Invalid, match="another organisation"):
        change_unit(firm["sales"], version=1, actor=SYSTEM, parent=theirs)
    with pytest.raises(Invalid, match="same organisation"):
        change_unit(firm["sales"], version=1, actor=SYSTEM, head=stranger.person("Mallory"))


def test_a_unit_is_closed_only_when_nobody_is_in_it_or_below_it(world: World, firm: dict[str, Unit]) -> None:
    eve = world.person("Eve")
    change_person(eve, version=eve.version, actor=SYSTEM, unit=firm["sales"])
    for unit in (firm["works"], firm["sales"]):
        with pytest.raises(Conflict, match="move them first"):
            close_unit(unit, version=1, on=TODAY, actor=SYSTEM)
    change_person(eve, version=eve.version + 1, actor=SYSTEM, unit=firm["works"])
    closed = close_unit(firm["sales"], version=1, on=TODAY, actor=SYSTEM)
    assert closed.closed_on == TODAY
    assert "Sales" not in {line.unit.name for line in unit_tree(world.organisation)}
    with pytest.raises(Invalid, match="closed"):
        change_person(eve, version=eve.version + 2, actor=SYSTEM, unit=closed)
    assert reopen_unit(closed, version=2, actor=SYSTEM).closed_on is None


def test_only_who_may_edit_the_organisation_changes_units(world: World, firm: dict[str, Unit]) -> None:
    manager = world.give("Mona", "portfolio-manager", world.root)
    with pytest.raises(NotAllowed):
        create_unit(world.organisation, name="New", actor=manager)
    with pytest.raises(NotAllowed):
        change_unit(firm["sales"], version=1, actor=manager, name="New")
    with pytest.raises(NotAllowed):
        close_unit(firm["sales"], version=1, on=TODAY, actor=manager)


HERE = "/organisation/units/"


def test_units_are_added_changed_closed_and_opened_by_the_pages(world: World, client: Client) -> None:
    assert client.post(f"{HERE}new/", {"name": "Legal", "parent": "", "head": ""}).status_code == 302
    unit = Unit.objects.get(name="Legal")
    seen = {"version": "1", "name": "Law", "parent": "", "head": ""}
    assert client.post(f"{HERE}{unit.key}/", seen).status_code == 302
    stale = client.post(f"{HERE}{unit.key}/", {**seen, "name": "Rights"})
    assert (stale.status_code, stale.context["form"].both[0].theirs) == (409, "Law")
    assert client.post(f"{HERE}{unit.key}/close", {"version": "2"}).status_code == 302
    assert "1 closed unit" in client.get("/organisation/").content.decode()
    assert client.post(f"{HERE}{unit.key}/reopen", {"version": "3"}).status_code == 302
    assert client.post(f"{HERE}new/", {"name": "law", "parent": "", "head": ""}).status_code == 422


def test_the_organisation_says_who_answers(client: Client) -> None:
    page = client.get("/organisation/").content.decode()
    assert "Until then Wilma answers, head of Works." in page
    assert "nobody answers for it" in page


def test_limits_and_the_deputy_of_an_assignment_are_shown(world: World, client: Client) -> None:
    role = world.organisation.roles.get(code="project-manager")
    assign_role(
        world.person("Mona"), role, world.project.scope, actor=SYSTEM, from_date=TODAY,
        money_limit_minor=500_000, days_limit=10, deputy=world.person("Tom"),
    )  # fmt: skip
    shown = world.client("Mona").get("/projects/P-1/people/").content.decode()
    person = world.client("Mona").get(f"/people/{world.person('Mona').key}/").content.decode()
    for page in (shown, person):
        assert "up to GBP 5,000" in page
        assert "up to 10 days" in page
        assert "Tom" in page


def test_the_two_addresses_are_said_to_be_two(world: World, client: Client) -> None:
    assert "neither changes with the other" in client.get("/accounts/email/").content.decode()
    page = client.get(f"/people/{world.person('Wilma').key}/edit/").content.decode()
    assert "The address to sign in with is another one" in page
