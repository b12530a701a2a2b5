"""How a project goes through its life."""

import pytest

from remit.accounts.permissions import system_actor
from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.projects.models import Phase
from remit.projects.operations.phases import FOLLOWS, change_phase


def test_the_project_manager_leads_a_planned_project_into_execution(world: World) -> None:
    manager = world.give("Ada", "project-manager")

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
    manager = world.give("Ada", "project-manager")
    project = world.project
    for phase in (Phase.EXECUTION, Phase.CLOSING, Phase.CLOSED, Phase.ARCHIVED):
        project = change_phase(project, phase, version=project.version, actor=manager)
    assert project.phase == Phase.ARCHIVED


def test_every_phase_says_what_may_follow_it() -> None:
    assert set(FOLLOWS) == set(Phase.values)
