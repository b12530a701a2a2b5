"""The outline as it is stored: whatever is put where, the lines are numbered from 0 without gaps."""

import random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Invalid
from remit.planning.models import Activity
from remit.planning.operations.edits import edit_plan, undo_edit
from remit.planning.operations.outline import Outline


def stored(world: World) -> list[tuple[str, int, int, str | None]]:
    rows = Activity.objects.filter(project=world.project).order_by("position")
    return list(rows.values_list("key", "position", "level", "parent__key"))


def assert_whole(world: World) -> None:
    """Positions count from 0, and every line stands below the nearest line above it of one level less."""
    above: list[str] = []
    for number, (key, position, level, parent) in enumerate(stored(world)):
        assert position == number, stored(world)
        assert level <= len(above)
        del above[level:]
        assert parent == (above[-1] if above else None)
        above.append(key)


def done(world: World, **step: Any) -> int | None:
    return edit_plan(world.project, [step], actor=system_actor()).number


def add(world: World, count: int) -> list[str]:
    for number in range(count):
        done(world, op="add", name=f"Work {number}", after=None)
    return [key for key, *_rest in stored(world)]


def test_what_is_put_first_moves_all_others_down(world: World) -> None:
    assert add(world, 4) == ["T-4", "T-3", "T-2", "T-1"]
    assert_whole(world)


@pytest.mark.parametrize("seed", range(6))
def test_after_any_edits_and_their_undoing_the_outline_is_whole(world: World, seed: int) -> None:
    random_ = random.Random(seed)
    add(world, 9)
    for _each in range(40):
        before = stored(world)
        keys = [key for key, *_rest in before]
        op = random_.choice(["add", "move", "move", "indent", "outdent", "remove"])
        step: dict[str, Any] = {"op": op, "key": random_.choice(keys)} if keys else {"op": "add"}
        if op == "add":
            step = {"op": "add", "name": "Late work", "after": random_.choice([None, *keys])}
        if op == "move":
            step["after"], step["parent"] = random_.choice(
                [(random_.choice(keys), None), (None, random_.choice(keys))]
            )
        try:
            number = edit_plan(world.project, [step], actor=system_actor()).number
        except Invalid:
            assert stored(world) == before
            continue
        assert_whole(world)
        if random_.random() < 0.4 and number is not None:
            undo_edit(world.project, number, actor=system_actor())
            assert_whole(world)
            assert stored(world) == before


def test_a_line_put_first_costs_as_many_queries_below_many_lines_as_below_few(world: World) -> None:
    costs = []
    for count in (3, 60):
        add(world, count)
        with CaptureQueriesContext(connection) as queries:
            done(world, op="add", name="First")
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_many_additions_in_one_edit_are_written_once(world: World) -> None:
    costs = []
    for count in (10, 20):
        steps = [{"op": "add", "name": f"Work {number}", "after": None} for number in range(count)]
        with CaptureQueriesContext(connection) as queries:
            edit_plan(world.project, steps, actor=system_actor())
        assert_whole(world)
        costs.append(len([each for each in queries if "position" in each["sql"] and "UPDATE" in each["sql"]]))
    assert costs[0] == 1
    assert costs[1] == 2  # those that were there move down


def test_an_addition_comes_last_where_its_place_is_not_stated_and_first_where_it_is_null(
    world: World,
) -> None:
    add(world, 2)
    steps: list[dict[str, Any]] = [
        {"op": "add", "name": "Last below", "parent": "T-1"},
        {"op": "add", "name": "Later below", "parent": "T-1"},
        {"op": "add", "name": "First below", "parent": "T-1", "after": None},
        {"op": "add", "name": "Last"},
        {"op": "add", "name": "First", "after": None},
    ]
    edit_plan(world.project, steps, actor=system_actor())
    assert_whole(world)
    names = list(Activity.objects.order_by("position").values_list("name", flat=True))
    assert names.index("First") == 0
    assert names.index("Last") == len(names) - 1
    below = [name for name in names if name.endswith("below")]
    assert below == ["First below", "Last below", "Later below"]


def test_additions_between_other_steps_stand_where_they_were_put(world: World) -> None:
    add(world, 2)
    steps: list[dict[str, Any]] = [
        {"op": "add", "name": "Below", "parent": "T-1"},
        {"op": "add", "name": "Behind", "after": "T-3"},
        {"op": "outdent", "key": "T-4"},
        {"op": "add", "name": "Last", "after": "T-4"},
        {"op": "link", "predecessor": "T-3", "successor": "T-5"},
        {"op": "add", "name": "First", "after": None},
        {"op": "remove", "key": "T-2"},
    ]
    number = edit_plan(world.project, steps, actor=system_actor()).number
    assert_whole(world)
    found = [(key, level, parent) for key, _position, level, parent in stored(world)]
    assert found == [
        ("T-6", 0, None),
        ("T-1", 0, None),
        ("T-3", 1, "T-1"),
        ("T-4", 0, None),
        ("T-5", 0, None),
    ]
    assert number is not None
    undo_edit(world.project, number, actor=system_actor())
    assert_whole(world)
    assert [key for key, *_rest in stored(world)] == ["T-2", "T-1"]


def test_the_outline_that_is_saved_unchanged_writes_nothing(world: World) -> None:
    add(world, 3)
    outline = Outline(world.project.pk)
    with CaptureQueriesContext(connection) as queries:
        assert outline.save() == []
    assert not len(queries)
