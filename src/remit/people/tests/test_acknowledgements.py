"""Whoever holds a role reads it and says so; a changed role waits to be read again."""

import datetime as dt
from typing import Any

import pytest

from remit.accounts.permissions import system_actor
from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.core.errors import Conflict, NotAllowed
from remit.people.models import Assignment, Role
from remit.people.operations.assignments import acknowledge_role, assign_role, end_assignment
from remit.people.operations.roles import change_role

pytestmark = pytest.mark.django_db

WAITS = "role of yours waits to be read"


def held(name: str) -> Assignment:
    found: Assignment = Assignment.objects.get(person__name=name)
    return found


def test_a_role_waits_on_the_start_page_until_its_holder_acknowledges_it(world: World) -> None:
    world.give("Ann", "project-leader")
    client = world.client("Ann")
    assert WAITS in client.get("/").content.decode()
    address = f"/assignments/{held('Ann').key}/acknowledge/"
    assert "Set direction for the work" in client.get(address).content.decode()

    assert client.post(address, {"version": "1"}).status_code == 302

    assert WAITS not in client.get("/").content.decode()
    assert (held("Ann").acknowledged_version, held("Ann").version) == (1, 1)
    event = AuditEvent.objects.get(operation="people.acknowledge_role")
    assert (event.actor_name, event.changes) == ("Ann", {"acknowledged_version": ["", "1"]})


def test_a_changed_role_waits_again_and_shows_what_differs(world: World) -> None:
    world.give("Ann", "project-leader")
    acknowledge_role(held("Ann"), version=1, actor=world.actor("Ann"))
    leader = Role.objects.get(code="project-leader")
    adam = world.give("Adam", "administrator", world.root)
    change_role(leader, version=1, actor=adam, decisions=[*leader.decisions, "The tools"])

    page = world.client("Ann").get("/").content.decode()
    assert "changed: you read version 1, it is 2 now" in page
    page = world.client("Ann").get(f"/assignments/{held('Ann').key}/acknowledge/").content.decode()
    assert "<ins>The tools</ins>" in page
    with pytest.raises(Conflict, match="changed meanwhile"):
        acknowledge_role(held("Ann"), version=1, actor=world.actor("Ann"))


def test_nobody_acknowledges_for_somebody_else(world: World) -> None:
    world.give("Ann", "team-member")
    manager = world.give("Mia", "project-manager")
    with pytest.raises(NotAllowed, match="Only whoever holds"):
        acknowledge_role(held("Ann"), version=1, actor=manager)
    address = f"/assignments/{held('Ann').key}/acknowledge/"
    assert world.client("Mia").post(address, {"version": "1"}).status_code == 403
    assert world.client("Otto").post(address, {"version": "1"}).status_code == 404
    assert held("Ann").acknowledged_version is None


@pytest.mark.parametrize(("sent", "status"), [("", 422), ("x", 422), ("2", 409)])
def test_only_the_version_that_stands_is_acknowledged(world: World, sent: str, status: int) -> None:
    world.give("Ann", "team-member")
    address = f"/assignments/{held('Ann').key}/acknowledge/"
    assert world.client("Ann").post(address, {"version": sent}).status_code == status


def test_what_has_ended_waits_for_nobody_and_what_begins_later_does(world: World) -> None:
    member = Role.objects.get(code="team-member")
    soon = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=30)
    assign_role(world.person("Ann"), member, world.project.scope, actor=system_actor(), from_date=soon)
    assert WAITS in world.client("Ann").get("/").content.decode()
    end_assignment(held("Ann"), actor=system_actor(), version=1)
    assert WAITS not in world.client("Ann").get("/").content.decode()
    with pytest.raises(Conflict, match="ended already"):
        acknowledge_role(held("Ann"), version=1, actor=world.actor("Ann"))


def test_twice_is_once(world: World) -> None:
    world.give("Ann", "team-member")
    acknowledge_role(held("Ann"), version=1, actor=world.actor("Ann"))
    with pytest.raises(Conflict, match="already"):
        acknowledge_role(held("Ann"), version=1, actor=world.actor("Ann"))


def test_the_role_page_says_who_has_not_acknowledged(world: World) -> None:
    world.give("Ann", "team-member")
    world.give("Mia", "project-manager")
    page: Any = world.client("Mia").get("/roles/team-member/").content.decode()
    assert "not acknowledged" in page
    acknowledge_role(held("Ann"), version=1, actor=world.actor("Ann"))
    page = world.client("Mia").get("/roles/team-member/").content.decode()
    assert "not acknowledged" not in page
