"""Edits of a plan: each schedules anew, each can be taken back, none is half-done."""

from typing import Any

import pytest

from remit.audit.models import AuditEvent
from remit.audit.queries import verify_chains
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.core.plan_time import from_minute
from remit.planning.models import Activity, Link, PlanEdit
from remit.planning.operations.edits import Edited, edit_plan, preview_edits, undo_edit

DAY = 450


@pytest.fixture
def manager(world: World) -> Any:
    return world.give("Ada", "project-manager")


def add(world: World, manager: Any, name: str, days: int, **more: Any) -> str:
    edited = edit_plan(
        world.project, [{"op": "add", "name": name, "duration_minutes": days * DAY, **more}], actor=manager
    )
    return max(edited.touched, key=lambda key: int(key.split("-")[1]))


def dates(world: World, key: str) -> tuple[str, str]:
    activity = Activity.objects.get(project=world.project, key=key)
    assert activity.start_minute is not None
    assert activity.finish_minute is not None
    return tuple(
        from_minute(each).strftime("%d.%m %H:%M") for each in (activity.start_minute, activity.finish_minute)
    )  # type: ignore[return-value]  # two of them


def state_of(world: World) -> Any:
    skip = {"version", "id"}
    rows = Activity.objects.filter(project=world.project).order_by("position").values()
    links = Link.objects.filter(project=world.project).order_by("key").values()
    return [
        [{k: v for k, v in row.items() if k not in skip} for row in rows],
        [{k: v for k, v in row.items() if k not in skip} for row in links],
    ]


@pytest.fixture
def plan(world: World, manager: Any) -> dict[str, str]:
    """Three activities in a row: A two days, B three days, C one day; A -> B -> C."""
    a = add(world, manager, "A", 2)
    b = add(world, manager, "B", 3, after=a)
    c = add(world, manager, "C", 1, after=b)
    steps = [
        {"op": "link", "predecessor": a, "successor": b},
        {"op": "link", "predecessor": b, "successor": c},
    ]
    edit_plan(world.project, steps, actor=manager)
    return {"A": a, "B": b, "C": c}


def test_linked_activities_follow_one_another_in_working_time(world: World, plan: dict[str, str]) -> None:
    # Monday 1 June 2026; the day has 7.5 hours: 9:00-12:30 and 13:30-17:30
    assert dates(world, plan["A"]) == ("01.06 09:00", "02.06 17:30")
    assert dates(world, plan["B"]) == ("03.06 09:00", "05.06 17:30")
    assert dates(world, plan["C"]) == ("08.06 09:00", "08.06 17:30")


def test_a_longer_duration_moves_what_follows_and_undo_takes_it_back(
    world: World, plan: dict[str, str], manager: Any
) -> None:
    before = state_of(world)
    version = Activity.objects.get(project=world.project, key=plan["A"]).version
    step = {"op": "change", "key": plan["A"], "version": version, "fields": {"duration_minutes": 4 * DAY}}
    edited = edit_plan(world.project, [step], actor=manager)
    assert set(edited.touched) == set(plan.values())
    assert dates(world, plan["C"]) == ("10.06 09:00", "10.06 17:30")
    assert edited.number is not None
    undo_edit(world.project, edited.number, actor=manager)
    assert state_of(world) == before


STEPS = [
    lambda p: {
        "op": "change",
        "key": p["A"],
        "version": 1,
        "fields": {"name": "Better", "percent_complete": 50},
    },
    lambda p: {"op": "change", "key": p["B"], "version": 1, "fields": {"start": "2026-06-15T09:00"}},
    lambda p: {"op": "change", "key": p["B"], "version": 1, "fields": {"is_manual": True}},
    lambda p: {"op": "link", "predecessor": p["A"], "successor": p["C"], "kind": "SS", "lag_amount": 900},
    lambda p: {"op": "unlink", "key": "L-1"},
    lambda p: {"op": "change_link", "key": "L-1", "kind": "SS", "lag_amount": 60, "lag_unit": "elapsed"},
    lambda p: {"op": "add", "name": "D", "after": p["B"]},
    lambda p: {"op": "remove", "key": p["B"]},
    lambda p: {"op": "indent", "key": p["B"]},
    lambda p: {"op": "move", "key": p["C"], "after": None, "parent": None},
]


@pytest.mark.parametrize("step", STEPS)
def test_every_edit_can_be_undone_and_done_again(
    world: World, plan: dict[str, str], manager: Any, step: Any
) -> None:
    before = state_of(world)
    edited = edit_plan(world.project, [step(plan)], actor=manager)
    after = state_of(world)
    assert after != before
    undone = undo_edit(world.project, edited.number or 0, actor=manager)
    assert state_of(world) == before
    undo_edit(world.project, undone.number or 0, actor=manager)
    assert state_of(world) == after
    assert verify_chains().holds


def test_an_edit_is_undone_only_once(world: World, plan: dict[str, str], manager: Any) -> None:
    number = PlanEdit.objects.latest("number").number
    undo_edit(world.project, number, actor=manager)
    with pytest.raises(Conflict, match="undone already"):
        undo_edit(world.project, number, actor=manager)


def test_a_stale_edit_is_refused_with_both_values_and_who_changed_it(
    world: World, plan: dict[str, str], manager: Any
) -> None:
    step = {"op": "change", "key": plan["A"], "version": 1, "fields": {"name": "First"}}
    edit_plan(world.project, [step], actor=manager)
    with pytest.raises(Conflict) as caught:
        edit_plan(world.project, [{**step, "fields": {"name": "Second"}}], actor=manager)
    assert caught.value.code == "stale"
    assert caught.value.current["fields"] == {"name": {"yours": "Second", "theirs": "First"}}
    assert caught.value.current["changed_by"] == "Ada"
    assert Activity.objects.get(project=world.project, key=plan["A"]).name == "First"


def test_a_circle_is_refused_by_name_and_nothing_is_written(
    world: World, plan: dict[str, str], manager: Any
) -> None:
    before, events = state_of(world), AuditEvent.objects.count()
    with pytest.raises(Invalid, match="circle") as caught:
        edit_plan(
            world.project, [{"op": "link", "predecessor": plan["C"], "successor": plan["A"]}], actor=manager
        )
    assert plan["A"] in str(caught.value)
    assert state_of(world) == before
    assert AuditEvent.objects.count() == events


BAD = [
    {},
    {"op": "explode"},
    {"op": "change", "key": "T-999", "version": 1, "fields": {"name": "x"}},
    {"op": "change", "key": "T-1", "version": 1, "fields": {"name": ""}},
    {"op": "change", "key": "T-1", "version": 1, "fields": {"duration_minutes": -5}},
    {"op": "change", "key": "T-1", "version": 1, "fields": {"duration_minutes": 10**15}},
    {"op": "change", "key": "T-1", "version": 1, "fields": {"duration_minutes": True}},
    {"op": "change", "key": "T-1", "version": 1, "fields": {"colour": "red"}},
    {"op": "change", "key": "T-1", "version": 1, "fields": {"constraint": "mso"}},
    {"op": "change", "key": "T-1", "version": 1, "fields": {"start": "yesterday"}},
    {"op": "change", "key": "T-1", "version": 1, "fields": {"start": "9999-12-31"}},
    {"op": "change", "key": "T-1", "version": 1, "fields": {"percent_complete": 101}},
    {"op": "change", "key": "T-1", "version": 1, "fields": {"accountable_key": "U-77"}},
    {"op": "link", "predecessor": "T-1", "successor": "T-1"},
    {"op": "link", "predecessor": "T-1", "successor": "T-2"},
    {"op": "link", "predecessor": "T-1", "successor": "T-3", "lag_amount": 10**9},
    {"op": "add", "name": "x", "parent": "T-999"},
    {"op": "remove", "key": None},
    {"op": "outdent", "key": "T-1"},
    {"op": "move", "key": "T-1", "after": "T-1"},
    "nonsense",
]


@pytest.mark.parametrize("step", BAD)
def test_bad_edits_are_refused_with_a_message_and_write_nothing(
    world: World, plan: dict[str, str], manager: Any, step: Any
) -> None:
    before = state_of(world)
    with pytest.raises(Invalid) as caught:
        edit_plan(world.project, [step], actor=manager)
    assert str(caught.value)
    assert state_of(world) == before


def test_only_what_starts_or_ends_elsewhere_counts_as_moved(
    world: World, plan: dict[str, str], manager: Any
) -> None:
    beside = add(world, manager, "Beside", 1)
    step = {"op": "change", "key": plan["C"], "version": 1, "fields": {"duration_minutes": 4 * DAY}}
    edited = edit_plan(world.project, [step], actor=manager)
    assert edited.rescheduled.moved_keys == (plan["C"],)
    assert set(edited.touched) == {plan["C"], beside}  # what may now be later is shown anew


def test_a_preview_tells_the_consequence_and_saves_nothing(
    world: World, plan: dict[str, str], manager: Any
) -> None:
    before, edits = state_of(world), PlanEdit.objects.count()
    step = {"op": "change", "key": plan["A"], "version": 1, "fields": {"duration_minutes": 4 * DAY}}

    def read(edited: Edited) -> tuple[int, Any]:
        return len(edited.rescheduled.moved_keys), dates(world, plan["C"])

    moved, finish = preview_edits(world.project, [step], actor=manager, read=read)
    assert (moved, finish) == (3, ("10.06 09:00", "10.06 17:30"))
    assert state_of(world) == before
    assert PlanEdit.objects.count() == edits


def test_who_may_not_edit_is_told_who_may(world: World, plan: dict[str, str]) -> None:
    member = world.give("Tim", "team-member")
    with pytest.raises(NotAllowed) as caught:
        edit_plan(world.project, [{"op": "remove", "key": plan["A"]}], actor=member)
    assert "project manager" in caught.value.who_may


def test_a_removed_summary_comes_back_with_everything_below_it(
    world: World, plan: dict[str, str], manager: Any
) -> None:
    edit_plan(world.project, [{"op": "indent", "key": plan["B"]}], actor=manager)
    before = state_of(world)
    removed = edit_plan(world.project, [{"op": "remove", "key": plan["A"]}], actor=manager)
    assert set(removed.removed) == {plan["A"], plan["B"]}
    undo_edit(world.project, removed.number or 0, actor=manager)
    assert state_of(world) == before
