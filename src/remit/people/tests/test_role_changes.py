"""Roles are added, changed and retired without code; what present holders lose or gain is told first."""

import datetime as dt
from typing import Any

import pytest

from remit.accounts.permissions import system_actor
from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.people.models import Assignment, Role
from remit.people.operations.assignments import assign_role, end_assignment
from remit.people.operations.roles import add_role, change_role, reinstate_role, retire_role
from remit.people.role_content import differences
from remit.people.role_queries import version_steps

pytestmark = pytest.mark.django_db

SYSTEM = system_actor()
JUNE = dt.date(2026, 6, 1)
CLERK: dict[str, Any] = {
    "name": "Site clerk",
    "family": "Site",
    "purpose": "Keeps the papers of the site.",
    "scope_kind": "project",
    "responsibilities": [{"area": "quality", "text": "Keep delivery notes"}],
    "exclusions": [{"text": "The sequence of work", "role": "construction-manager"}],
    "capabilities": ["project.view", "plan.view"],
}


@pytest.fixture
def adam(world: World) -> Any:
    return world.give("Adam", "administrator", world.root)


def role(code: str) -> Role:
    found: Role = Role.objects.get(code=code, organisation__name="Acme")
    return found


def test_a_role_is_added_without_code_and_gives_its_rights(world: World, adam: Any) -> None:
    clerk = add_role(world.organisation, actor=adam, **CLERK)
    assert (clerk.code, clerk.version, clerk.is_tailored) == ("site-clerk", 1, True)
    assert not world.actor("Cleo").can("plan.view", world.project.scope.path)

    assign_role(world.person("Cleo"), clerk, world.project.scope, actor=SYSTEM, from_date=JUNE)

    assert world.actor("Cleo").can("plan.view", world.project.scope.path)
    assert AuditEvent.objects.filter(operation="people.add_role", object_key="site-clerk").exists()


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", " ", "required"),
        ("name", "sponsor", "taken"),
        ("code", "Not a code", "invalid"),
        ("code", "compare", "taken"),
        ("family", "x" * 61, "long"),
        ("authority", 6, "range"),
        ("scope_kind", "galaxy", "unknown"),
        ("capabilities", ["plan.destroy"], "unknown"),
        ("exclusions", [{"text": "Anything", "role": "nobody"}], "unknown"),
        ("responsibilities", [{"area": "weather", "text": "Rain"}], "unknown"),
        ("decisions", ["The same", "the  SAME"], "twice"),
        ("decisions", [" "], "required"),
        ("decisions", ["x" * 301], "long"),
        ("decisions", [f"Line {number}" for number in range(61)], "many"),
    ],
)
def test_what_no_role_may_state_is_refused_by_its_field(
    world: World, adam: Any, field: str, value: object, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        add_role(world.organisation, actor=adam, **{**CLERK, field: value})
    assert (field, code) in {(each.field, each.code) for each in refused.value.errors}
    assert not Role.objects.filter(name="Site clerk").exists()


@pytest.mark.parametrize("code", ["project-manager", "portfolio-manager", "department-head"])
def test_nobody_without_the_right_changes_the_catalogue(world: World, code: str) -> None:
    actor = world.give("Ada", code, world.root)
    with pytest.raises(NotAllowed):
        add_role(world.organisation, actor=actor, **CLERK)
    with pytest.raises(NotAllowed):
        change_role(role("acceptor"), version=1, actor=actor, focus="Other")
    with pytest.raises(NotAllowed):
        retire_role(role("acceptor"), version=1, actor=actor)


def test_a_change_keeps_the_earlier_version_and_says_what_differs(world: World, adam: Any) -> None:
    before = role("acceptor").responsibilities
    added = {"area": "cost", "text": "Pay what was agreed"}

    change_role(role("acceptor"), version=1, actor=adam, note="As agreed", responsibilities=[added, *before])

    newest, first = version_steps(role("acceptor"))
    assert (newest.version.number, newest.version.note, newest.version.changed_by) == (2, "As agreed", "Adam")
    assert [(each.field, each.removed, each.added) for each in newest.differences] == [
        ("responsibilities", (), ("Money: Pay what was agreed",))
    ]
    assert first.is_first
    assert first.version.content["responsibilities"] == before
    event = AuditEvent.objects.get(operation="people.change_role")
    assert event.changes == {"responsibilities": ["", "Pay what was agreed"]}
    assert event.reason == "As agreed"


def test_a_stale_change_is_refused_with_both_values(world: World, adam: Any) -> None:
    change_role(role("acceptor"), version=1, actor=adam, focus="Needs")
    with pytest.raises(Conflict) as stale:
        change_role(role("acceptor"), version=1, actor=adam, focus="Acceptance")
    assert stale.value.code == "stale"
    assert stale.value.current["fields"]["focus"] == {"yours": "Acceptance", "theirs": "Needs"}


def test_a_change_that_changes_nothing_makes_no_version(world: World, adam: Any) -> None:
    with pytest.raises(Invalid, match="Nothing has changed"):
        change_role(role("acceptor"), version=1, actor=adam, focus=role("acceptor").focus)
    assert role("acceptor").version == 1


def test_who_gains_and_who_loses_a_right_is_told_before_it_happens(world: World, adam: Any) -> None:
    for name in ("Ann", "Bob"):
        world.give(name, "team-member")
    world.give("Bob", "project-leader")  # may change plans here already
    wanted = ["project.view", "plan.edit"]  # without plan.view

    with pytest.raises(Conflict) as asked:
        change_role(role("team-member"), version=1, actor=adam, capabilities=wanted)

    assert asked.value.code == "rights_change"
    told = {(each["capability"], each["gained"]): each["people"] for each in asked.value.current["effects"]}
    assert told == {("plan.edit", True): ["Ann"], ("plan.view", False): ["Ann"]}
    assert "1 person gains “Change plans”." in asked.value.message
    assert role("team-member").version == 1

    change_role(role("team-member"), version=1, actor=adam, capabilities=wanted, rights_seen=True)

    path = world.project.scope.path
    assert world.actor("Ann").can("plan.edit", path)
    assert not world.actor("Ann").can("plan.view", path)
    assert world.actor("Bob").can("plan.view", path)


def test_those_whose_assignment_has_ended_are_not_counted(world: World, adam: Any) -> None:
    world.give("Ann", "team-member")
    held = Assignment.objects.get(person__name="Ann")
    end_assignment(held, actor=SYSTEM, version=1)
    changed = change_role(role("team-member"), version=1, actor=adam, capabilities=["project.view"])
    assert changed.version == 2


def test_nobody_gives_more_rights_to_a_role_that_they_hold(world: World, adam: Any) -> None:
    more = [*role("administrator").capabilities, "plan.edit"]
    with pytest.raises(NotAllowed, match="You hold this role"):
        change_role(role("administrator"), version=1, actor=adam, capabilities=more, rights_seen=True)
    world.give("Adam", "team-member")
    with pytest.raises(NotAllowed, match="You hold this role"):
        change_role(
            role("team-member"),
            version=1,
            actor=world.actor("Adam"),
            capabilities=[*role("team-member").capabilities, "plan.edit"],
            rights_seen=True,
        )


def test_nobody_prepares_more_rights_for_a_role_that_will_be_theirs(world: World, adam: Any) -> None:
    tomorrow = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=9)
    assign_role(world.person("Adam"), role("acceptor"), world.project.scope, actor=SYSTEM, from_date=tomorrow)
    with pytest.raises(NotAllowed, match="You hold this role"):
        change_role(
            role("acceptor"),
            version=1,
            actor=world.actor("Adam"),
            capabilities=["project.view", "plan.view", "plan.edit"],
            rights_seen=True,
        )


def test_what_the_rules_rely_on_stays(world: World, adam: Any) -> None:
    rights = [each for each in role("administrator").capabilities if each != "role.edit"]
    with pytest.raises(Invalid, match="keeps the right"):
        change_role(role("administrator"), version=1, actor=adam, capabilities=rights, rights_seen=True)
    with pytest.raises(Invalid, match="exactly one"):
        change_role(role("project-manager"), version=1, actor=adam, holders_per_scope=0)
    for code in ("administrator", "project-manager", "sponsor"):
        with pytest.raises(Conflict, match="it stays"):
            retire_role(role(code), version=1, actor=adam)


def test_a_retired_role_is_not_given_any_more_but_kept_by_those_who_hold_it(world: World, adam: Any) -> None:
    world.give("Ann", "acceptor")
    retire_role(role("acceptor"), version=1, actor=adam)
    assert world.actor("Ann").can("project.view", world.project.scope.path)
    with pytest.raises(Invalid, match="is retired"):
        world.give("Bob", "acceptor")
    with pytest.raises(Conflict, match="is retired"):
        change_role(role("acceptor"), version=1, actor=adam, focus="Other")
    with pytest.raises(Conflict, match="retired already"):
        retire_role(role("acceptor"), version=1, actor=adam)

    reinstate_role(role("acceptor"), version=1, actor=adam)

    assert world.give("Bob", "acceptor").can("project.view", world.project.scope.path)


def test_one_holder_can_be_demanded_only_where_there_is_one(world: World, adam: Any) -> None:
    for name in ("Ann", "Bob"):
        world.give(name, "project-leader")
    with pytest.raises(Conflict, match="2 people hold it at Bridge"):
        change_role(role("project-leader"), version=1, actor=adam, holders_per_scope=1)
    end_assignment(Assignment.objects.get(person__name="Bob"), actor=SYSTEM, version=1)

    change_role(role("project-leader"), version=1, actor=adam, holders_per_scope=1)

    with pytest.raises(Conflict, match="exactly one"):
        world.give("Cleo", "project-leader")
    assert Assignment.objects.get(person__name="Ann").only_one


def test_a_line_that_moves_is_no_difference() -> None:
    empty: dict[str, Any] = {
        name: [] for name in ("aliases", "responsibilities", "exclusions", "capabilities")
    }
    plain = {"scope_text": "", "horizon": "", "focus": "", "name": "X", "family": "F", "purpose": "P"}
    one = {**empty, **plain, "scope_kind": "project", "authority": 1, "holders_per_scope": 0}
    assert differences({**one, "decisions": ["A", "B"]}, {**one, "decisions": ["B", "A"]}) == []
