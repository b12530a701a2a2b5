"""Who does the work of a plan, and what that does to its dates."""

import pytest

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Invalid, NotAllowed
from remit.planning.models import Activity, ResourceAssignment
from remit.planning.operations.edits import edit_plan, undo_edit
from remit.planning.operations.resources import Staffing, add_resource, assign_resources

SYSTEM = system_actor()


@pytest.fixture
def dig(world: World) -> Activity:
    edit_plan(world.project, [{"op": "add", "name": "Dig", "duration_minutes": 900}], actor=SYSTEM)
    add_resource(world.project, name="Crew", max_units_percent=300, actor=SYSTEM)
    return Activity.objects.get(project=world.project)


def _finish(activity: Activity) -> int:
    activity.refresh_from_db()
    assert activity.finish_minute is not None
    return activity.finish_minute


def test_assigned_work_is_duration_times_units_and_moves_nothing(world: World, dig: Activity) -> None:
    before = _finish(dig)

    made = assign_resources(world.project, [Staffing("T-1", "R-1", 200)], actor=SYSTEM)

    assert [each.work_minutes for each in made] == [1800]
    assert _finish(dig) == before
    assert dig.work_minutes == 1800


def test_a_longer_duration_takes_its_assigned_work_along_and_undo_takes_it_back(
    world: World, dig: Activity
) -> None:
    assign_resources(world.project, [Staffing("T-1", "R-1", 50)], actor=SYSTEM)
    before = _finish(dig)

    change = {"op": "change", "key": "T-1", "version": 1, "fields": {"duration_minutes": 1350}}
    edited = edit_plan(world.project, [change], actor=SYSTEM)

    assert ResourceAssignment.objects.get().work_minutes == 675
    assert _finish(dig) == before + 1440
    assert edited.number is not None
    undo_edit(world.project, edited.number, actor=SYSTEM)
    assert ResourceAssignment.objects.get().work_minutes == 450
    assert _finish(dig) == before


@pytest.mark.usefixtures("dig")
def test_what_only_costs_has_no_work_and_gets_none_by_a_longer_duration(world: World) -> None:
    add_resource(world.project, name="Permit", kind="cost", actor=SYSTEM)
    assign_resources(world.project, [Staffing("T-1", "R-2")], actor=SYSTEM)

    change = {"op": "change", "key": "T-1", "version": 1, "fields": {"duration_minutes": 1350}}
    edit_plan(world.project, [change], actor=SYSTEM)

    assert ResourceAssignment.objects.get().work_minutes == 0


@pytest.mark.usefixtures("dig")
def test_nobody_is_put_on_an_activity_twice(world: World) -> None:
    with pytest.raises(Invalid, match="already"):
        assign_resources(world.project, [Staffing("T-1", "R-1"), Staffing("T-1", "R-1")], actor=SYSTEM)
    assert not ResourceAssignment.objects.exists()


@pytest.mark.usefixtures("dig")
def test_what_is_not_in_the_plan_is_refused(world: World) -> None:
    with pytest.raises(Invalid, match="no resource R-9"):
        assign_resources(world.project, [Staffing("T-1", "R-9")], actor=SYSTEM)


def test_a_person_is_a_resource_of_a_plan_once_and_of_the_own_organisation(
    world: World, stranger: World
) -> None:
    add_resource(world.project, name="Ada", person=world.person("Ada"), actor=SYSTEM)
    with pytest.raises(Invalid, match="already"):
        add_resource(world.project, name="Ada", person=world.person("Ada"), actor=SYSTEM)
    with pytest.raises(Invalid, match="another organisation"):
        add_resource(world.project, name="Mallory", person=stranger.person("Mallory"), actor=SYSTEM)


def test_a_team_member_adds_no_resource(world: World) -> None:
    with pytest.raises(NotAllowed):
        add_resource(world.project, name="Crew", actor=world.give("Bo", "team-member"))
