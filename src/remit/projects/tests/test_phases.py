"""How a project goes through its life."""

import pytest

from remit.accounts.permissions import system_actor
from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.projects.life_rules import FOLLOWS
from remit.projects.models import LifeStep, Phase
from remit.projects.operations.phases import change_phase


def test_the_project_manager_leads_a_planned_project_into_execution(world: World) -> None:
    manager = world.give("Ada", "project-manager")
    world.baseline()

    changed = change_phase(world.project, Phase.EXECUTION, version=1, actor=manager, reason="Gate 2 passed")

    assert (changed.phase, changed.version) == (Phase.EXECUTION, 2)
    event = AuditEvent.objects.filter(operation="projects.change_phase").get()
    assert event.changes == {"phase": ["planning", "execution"]}
    assert event.reason == "Gate 2 passed"


def test_a_phase_that_does_not_follow_is_refused(world: World) -> None:
    with pytest.raises(Conflict, match="does not go to"):
        change_phase(world.project, Phase.ARCHIVED, version=1, actor=system_actor())


def test_an_unknown_phase_is_refused(world: World) -> None:
    with pytest.raises(Invalid):
        change_phase(world.project, "somewhere", version=1, actor=system_actor())


def test_a_stale_version_is_refused_with_both_values(world: World) -> None:
    with pytest.raises(Conflict) as refused:
        change_phase(world.project, Phase.EXECUTION, version=7, actor=system_actor())
    assert refused.value.current["fields"]["phase"] == {"yours": "execution", "theirs": "planning"}


def test_a_team_member_may_not_change_the_phase(world: World) -> None:
    member = world.give("Bo", "team-member")
    with pytest.raises(NotAllowed):
        change_phase(world.project, Phase.EXECUTION, version=1, actor=member)


def test_a_closed_project_can_still_be_archived_by_its_manager(world: World) -> None:
    manager, sponsor = world.give("Ada", "project-manager"), world.give("Simon", "sponsor")
    world.baseline()
    project = world.project
    for phase in (Phase.EXECUTION, Phase.CLOSING):
        project = change_phase(project, phase, version=project.version, actor=manager)
    with pytest.raises(NotAllowed) as refused:
        change_phase(project, Phase.CLOSED, version=project.version, actor=manager)
    assert refused.value.who_may == "Simon"
    world.finish()
    world.settle(manager)
    world.sign_closing(manager, sponsor)
    project = change_phase(project, Phase.CLOSED, version=project.version, actor=sponsor)
    with pytest.raises(Conflict, match="No archive of the project is kept"):
        change_phase(project, Phase.ARCHIVED, version=project.version, actor=manager)
    world.archive(manager)
    project = change_phase(project, Phase.ARCHIVED, version=project.version, actor=manager)
    assert project.phase == Phase.ARCHIVED


def test_execution_begins_only_with_a_baseline(world: World) -> None:
    with pytest.raises(Conflict, match="no baseline"):
        change_phase(world.project, Phase.EXECUTION, version=1, actor=system_actor())


def test_a_project_on_hold_goes_back_to_where_it_was_and_nowhere_else(world: World) -> None:
    manager = world.give("Ada", "project-manager")
    with pytest.raises(Invalid, match="Say why"):
        change_phase(world.project, Phase.ON_HOLD, version=1, actor=manager)
    held = change_phase(world.project, Phase.ON_HOLD, version=1, actor=manager, reason="Frost")
    world.baseline()
    with pytest.raises(Conflict, match="may go to: Planning, Terminated"):
        change_phase(held, Phase.EXECUTION, version=held.version, actor=manager)
    assert change_phase(held, Phase.PLANNING, version=held.version, actor=manager).phase == Phase.PLANNING
    (last, first) = LifeStep.objects.all()
    assert (first.reason, first.to_phase, last.to_phase) == ("Frost", "on-hold", "planning")


def test_the_sponsor_alone_stops_a_project_which_is_then_led_into_closing(world: World) -> None:
    manager, sponsor = world.give("Ada", "project-manager"), world.give("Simon", "sponsor")
    with pytest.raises(NotAllowed):
        change_phase(world.project, Phase.TERMINATED, version=1, actor=manager, reason="Too dear")
    stopped = change_phase(world.project, Phase.TERMINATED, version=1, actor=sponsor, reason="Too dear")
    with pytest.raises(Conflict, match="may go to: Closing"):
        change_phase(stopped, Phase.EXECUTION, version=stopped.version, actor=manager)
    assert change_phase(stopped, Phase.CLOSING, version=stopped.version, actor=manager).phase == Phase.CLOSING


def test_every_phase_says_what_may_follow_it() -> None:
    assert set(FOLLOWS) == set(Phase.values)
