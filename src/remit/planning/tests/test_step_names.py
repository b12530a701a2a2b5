"""Steps of one edit name what an earlier step adds: it has no key yet for whoever writes them."""

from typing import Any

import pytest

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Invalid
from remit.planning.models import Link
from remit.planning.operations.edits import edit_plan, undo_edit

ADD: dict[str, Any] = {"op": "add", "name": "Dig", "ref": "a"}


def test_what_is_added_is_named_by_later_steps_and_taken_back_in_one(world: World) -> None:
    steps = [
        {"op": "add", "name": "Bridge", "ref": "top"},
        {"op": "add", "name": "Dig", "parent": "@top", "ref": "dig"},
        {"op": "add", "name": "Pour", "parent": "@top", "ref": "pour"},
        {"op": "change", "key": "@dig", "version": 1, "fields": {"percent_complete": 40}},
        {"op": "link", "predecessor": "@dig", "successor": "@pour", "lag_amount": 450},
    ]
    edited = edit_plan(world.project, steps, actor=system_actor())
    rows = {row.name: row for row in world.project.activities.select_related("parent")}
    assert rows["Dig"].percent_complete == 40
    assert [str(rows[name].parent) for name in ("Dig", "Pour")] == [str(rows["Bridge"])] * 2
    link = Link.objects.get(project=world.project)
    assert (link.predecessor, link.successor) == (rows["Dig"], rows["Pour"])
    assert edited.number is not None
    undo_edit(world.project, edited.number, actor=system_actor())
    assert not world.project.activities.exists()


@pytest.mark.parametrize(
    ("steps", "field", "code"),
    [
        ([{"op": "link", "predecessor": "@a", "successor": "@b"}], "predecessor", "unknown"),
        ([{**ADD, "after": "@a"}], "after", "unknown"),
        ([ADD, {"op": "change", "key": "@b", "version": 1, "fields": {"name": "x"}}], "key", "unknown"),
        ([ADD, ADD], "ref", "twice"),
        ([{**ADD, "ref": "a b"}], "ref", "ref"),
        ([{**ADD, "ref": ""}], "ref", "ref"),
        ([{**ADD, "ref": 7}], "ref", "ref"),
        ([{**ADD, "ref": "a" * 16}], "ref", "ref"),
        ([{"op": "remove", "key": "@"}], "key", "unknown"),
    ],
)
def test_a_name_that_nothing_has_or_two_have_is_refused_and_nothing_is_added(
    world: World, steps: list[dict[str, Any]], field: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        edit_plan(world.project, steps, actor=system_actor())
    assert [(each.field, each.code) for each in refused.value.errors] == [(field, code)]
    assert not world.project.activities.exists()
