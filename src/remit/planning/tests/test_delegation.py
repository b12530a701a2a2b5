"""What is left to whoever works on an activity: exactly what the level of delegation says, and nothing else."""

from collections.abc import Callable

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from remit.accounts.permissions import Actor, system_actor
from remit.conftest import World
from remit.core.errors import Invalid, NotAllowed
from remit.people.operations.people import add_person
from remit.planning.models import Activity, Delegation, ResourceAssignment
from remit.planning.operations.edits import edit_plan, undo_edit
from remit.planning.policies import Moves, may_move, may_state
from remit.projects.models import Phase, Project

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
DAY = 450
LEVELS = ("tell", "sell", "consult", "agree", "advise", "inquire", "delegate")
# from which level on each is left to somebody
FROM = {
    "percent_complete": "tell",
    "notes": "sell",
    "contour": "consult",
    "pieces": "consult",
    "splits": "agree",
    "delay_minutes": "agree",
    "work_minutes": "agree",
    "units_percent": "agree",
    "duration_minutes": "advise",
}
NEVER = (
    "name",
    "start",
    "constraint",
    "deadline_minute",
    "accountable_key",
    "is_active",
    "delegation",
    "key",
)


def test_each_level_leaves_what_the_one_below_it_leaves_and_what_its_name_adds() -> None:
    assert list(Delegation.values) == list(LEVELS)
    for field, first in FROM.items():
        left = [level for level in LEVELS if may_state(level, {field})]
        assert left == list(LEVELS[LEVELS.index(first) :]), field
    for field in NEVER:
        assert not any(may_state(level, {field}) for level in LEVELS), field
    assert not may_state("", {"percent_complete"})


@pytest.mark.parametrize(
    ("moves", "left"),
    [
        (Moves(), LEVELS),
        (Moves(itself=True), ("advise", "inquire", "delegate")),
        (Moves(itself=True, beside=2), ("inquire", "delegate")),
        (Moves(itself=True, widens=True), ()),
        (Moves(elsewhere=1), ()),
    ],
)
def test_dates_move_as_far_as_the_level_reaches(moves: Moves, left: tuple[str, ...]) -> None:
    assert tuple(level for level in LEVELS if may_move(level, moves)) == left


@pytest.fixture
def bo(lasting_world: World) -> Actor:
    """Bo, a team member who works on 'Dig', which 'Pour' waits for; 'Wait' below the same summary leaves room."""
    world = lasting_world
    world.people.clear()  # those of the test before were taken back with it
    steps = [
        {"op": "add", "name": "Base"},
        {"op": "add", "name": "Dig", "parent": "T-1", "duration_minutes": 2 * DAY},
        {"op": "add", "name": "Pour", "parent": "T-1", "after": "T-2", "duration_minutes": DAY},
        {"op": "add", "name": "Wait", "parent": "T-1", "after": "T-3", "duration_minutes": 6 * DAY},
        {"op": "add", "name": "Roof", "after": "T-1", "duration_minutes": DAY},
        {"op": "link", "predecessor": "T-2", "successor": "T-3"},
        {"op": "link", "predecessor": "T-4", "successor": "T-5"},
        {"op": "add_resource", "name": "Bo", "person_key": world.person("Bo").key},
        {"op": "assign", "activity": "T-2", "resource": "R-1", "units_percent": 50},
    ]
    edit_plan(world.project, steps, actor=SYSTEM)
    return world.give("Bo", "team-member")


def _at(project: Project, level: str, key: str = "S-1") -> None:
    row = ResourceAssignment.objects.get(project=project, key=key)
    step = {"op": "change_assignment", "key": key, "version": row.version, "fields": {"delegation": level}}
    edit_plan(project, [step], actor=SYSTEM)


def _do(project: Project, actor: Actor, **fields: object) -> None:
    version = Activity.objects.get(project=project, key="T-2").version
    edit_plan(project, [{"op": "change", "key": "T-2", "version": version, "fields": fields}], actor=actor)


def _do_own(project: Project, actor: Actor, **fields: object) -> None:
    row = ResourceAssignment.objects.get(project=project, key="S-1")
    step = {"op": "change_assignment", "key": "S-1", "version": row.version, "fields": fields}
    edit_plan(project, [step], actor=actor)


TRIED: dict[str, tuple[str, Callable[[Project, Actor], object]]] = {
    "report progress": ("tell", lambda p, a: _do(p, a, percent_complete=10)),
    "write notes": ("sell", lambda p, a: _do(p, a, notes="Wet ground.")),
    "spread the own work so that it takes longer": (
        "inquire",
        lambda p, a: _do_own(p, a, contour="bell"),
    ),
    "change the units without moving a date": ("agree", lambda p, a: _do_own(p, a, units_percent="60")),
    "change the work so that what follows moves": (
        "inquire",
        lambda p, a: _do_own(p, a, work_minutes=3 * DAY // 2),
    ),
    "take longer, within the summary": ("inquire", lambda p, a: _do(p, a, duration_minutes=4 * DAY)),
    "take longer than the summary": ("", lambda p, a: _do(p, a, duration_minutes=9 * DAY)),
    "rename it": ("", lambda p, a: _do(p, a, name="Dug")),
    "decide the own level": ("", lambda p, a: _do_own(p, a, delegation="delegate")),
    "touch what others do": (
        "",
        lambda p, a: edit_plan(
            p, [{"op": "change", "key": "T-3", "version": 1, "fields": {"percent_complete": 5}}], actor=a
        ),
    ),
    "add an activity": ("", lambda p, a: edit_plan(p, [{"op": "add", "name": "New"}], actor=a)),
    "take themselves off": ("", lambda p, a: edit_plan(p, [{"op": "unassign", "key": "S-1"}], actor=a)),
}


@pytest.mark.parametrize("level", ["", *LEVELS])
def test_somebody_does_exactly_what_their_level_allows(lasting_world: World, bo: Actor, level: str) -> None:
    from django.db import transaction  # noqa: PLC0415 - a savepoint for each attempt

    project = lasting_world.project
    if level:
        _at(project, level)
    done = set()
    for name, (_first, attempt) in TRIED.items():
        try:
            with transaction.atomic():
                attempt(project, bo)
                done.add(name)
                transaction.set_rollback(True)
        except NotAllowed:
            continue
    reached = LEVELS.index(level) if level else -1
    assert done == {
        name for name, (first, _do_it) in TRIED.items() if first and LEVELS.index(first) <= reached
    }


def test_what_a_level_allows_is_taken_back_by_whoever_did_it_alone(lasting_world: World, bo: Actor) -> None:
    project = lasting_world.project
    _at(project, "delegate")
    _do(project, bo, duration_minutes=4 * DAY)
    number = project.plan_edits.first().number  # type: ignore[union-attr]  # there is one
    other = lasting_world.give("Cy", "team-member")

    with pytest.raises(NotAllowed):
        undo_edit(project, number, actor=other)
    undo_edit(project, number, actor=bo)

    dig = Activity.objects.get(project=project, key="T-2")
    assert dig.duration_minutes == 2 * DAY
    assert ResourceAssignment.objects.get(project=project).work_minutes == DAY
    with pytest.raises(NotAllowed):
        undo_edit(project, 1, actor=bo)


def test_an_edit_whose_level_was_taken_away_since_is_not_taken_back(lasting_world: World, bo: Actor) -> None:
    project = lasting_world.project
    _at(project, "delegate")
    _do(project, bo, duration_minutes=4 * DAY)
    number = project.plan_edits.first().number  # type: ignore[union-attr]  # there is one
    _at(project, "tell")

    with pytest.raises(NotAllowed):
        undo_edit(project, number, actor=bo)


def test_what_concerns_all_who_work_on_it_goes_by_the_lowest_level(lasting_world: World, bo: Actor) -> None:
    project = lasting_world.project
    _at(project, "delegate")
    steps = [
        {"op": "add_resource", "name": "Cy", "person_key": lasting_world.person("Cy").key},
        {"op": "assign", "activity": "T-2", "resource": "R-2", "delegation": "sell"},
    ]
    edit_plan(project, steps, actor=SYSTEM)

    with pytest.raises(NotAllowed, match="Sell"):
        _do(project, bo, duration_minutes=3 * DAY)
    _do(project, bo, percent_complete=20)


def test_nothing_is_left_to_anybody_once_the_project_is_closed(lasting_world: World, bo: Actor) -> None:
    project = lasting_world.project
    _at(project, "delegate")
    project.phase = Phase.CLOSED
    with pytest.raises(NotAllowed):
        _do(project, bo, percent_complete=10)
    project.phase = Phase.EXECUTION


@pytest.mark.usefixtures("bo")
def test_only_a_person_is_given_a_level(lasting_world: World) -> None:
    steps = [
        {"op": "add_resource", "name": "Crane"},
        {"op": "assign", "activity": "T-2", "resource": "R-2", "delegation": "tell"},
    ]
    with pytest.raises(Invalid, match="Only a person"):
        edit_plan(lasting_world.project, steps, actor=SYSTEM)


@pytest.mark.parametrize(("level", "told"), [("inquire", 1), ("delegate", 0)])
def test_the_project_manager_is_told_at_the_level_inquire_alone(
    lasting_world: World,
    bo: Actor,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    level: str,
    told: int,
) -> None:
    lasting_world.give("Mia", "project-manager")
    _at(lasting_world.project, level)

    with django_capture_on_commit_callbacks(execute=True):
        _do(lasting_world.project, bo, duration_minutes=4 * DAY)
        _do(lasting_world.project, bo, percent_complete=10)

    assert [each.to for each in mail.outbox] == [[lasting_world.person("Mia").email]] * told


def test_the_page_offers_what_is_left_and_takes_it(lasting_world: World, bo: Actor) -> None:
    _at(lasting_world.project, "sell")
    client, address = lasting_world.client("Bo"), "/projects/P-1/plan/activities/T-2/"

    page = client.get(address).content.decode()
    version = Activity.objects.get(project=lasting_world.project, key="T-2").version
    answer = client.post(
        address, {"version": version, "percent_complete": "30", "notes": "Wet.", "duration": "9d"}
    )

    assert 'name="notes"' in page
    assert 'name="duration"' not in page
    assert answer.status_code == 302
    dig = Activity.objects.get(project=lasting_world.project, key="T-2")
    assert (dig.percent_complete, dig.notes, dig.duration_minutes) == (30, "Wet.", 2 * DAY)
    assert bo.person_id


@pytest.mark.usefixtures("bo")
def test_the_remit_page_says_what_is_left_to_somebody(lasting_world: World) -> None:
    _at(lasting_world.project, "consult")

    page = lasting_world.client("Bo").get(f"/people/{lasting_world.person('Bo').key}/remit/").content.decode()
    found = lasting_world.client("Bo").get(f"/api/v1/people/{lasting_world.person('Bo').key}/remit").json()

    assert "Decides by delegation" in page
    assert found["delegated"] == [{"project": "P-1", "activity": "T-2", "level": "consult"}]


def test_a_stranger_has_no_say(lasting_world: World, bo: Actor) -> None:
    _at(lasting_world.project, "delegate")
    add_person(lasting_world.organisation, name="Dee", email="dee@acme.example", actor=SYSTEM)
    with pytest.raises(NotAllowed):
        _do(lasting_world.project, lasting_world.give("Dora", "team-member"), percent_complete=10)
    assert bo.person_id
