"""Scenarios: edited apart from the plan, compared with it, taken over as one edit or thrown away."""

from typing import Any

import pytest

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.planning.models import Activity, Link, Plan, PlanEdit
from remit.planning.operations.edits import edit_plan, undo_edit
from remit.scenarios.models import Scenario
from remit.scenarios.operations.scenarios import (
    chart_of_scenario,
    create_scenario,
    edit_scenario,
    refresh_scenario,
    remove_scenario,
    take_over_scenario,
    undo_in_scenario,
)

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()


@pytest.fixture
def chain(lasting_world: World) -> World:
    """Three activities of a day, one after the other."""
    world = lasting_world
    world.people.clear()  # those of the test before are gone
    day = Plan.objects.get(pk=world.plan.pk).minutes_per_day
    steps: list[dict[str, Any]] = [
        {"op": "add", "name": name, "duration_minutes": day} for name in ("Dig", "Pour", "Build")
    ]
    steps += [{"op": "link", "predecessor": f"T-{n}", "successor": f"T-{n + 1}"} for n in (1, 2)]
    edit_plan(world.project, steps, actor=SYSTEM)
    return world


def _stated(world: World) -> list[tuple[Any, ...]]:
    rows = Activity.objects.filter(project=world.project).order_by("position")
    links = Link.objects.filter(project=world.project).order_by("key")
    fields = ("key", "name", "duration_minutes", "start_minute", "finish_minute", "version")
    return [*rows.values_list(*fields), *links.values_list("key", "kind")]


def _longer(days: int, key: str = "T-1", version: int = 1) -> dict[str, Any]:
    return {"op": "change", "key": key, "version": version, "fields": {"duration_minutes": days * 450}}


def _begun(world: World, *steps: dict[str, Any]) -> Scenario:
    return create_scenario(world.project, name="Wet summer", steps=list(steps) or None, actor=SYSTEM)


def test_a_scenario_says_what_would_differ_and_leaves_the_plan_alone(chain: World) -> None:
    before, version = _stated(chain), Plan.objects.get(pk=chain.plan.pk).version
    scenario = _begun(chain, _longer(3))
    assert _stated(chain) == before
    assert Plan.objects.get(pk=chain.plan.pk).version == version
    assert [row["key"] for row in scenario.result["rows"]] == ["T-1", "T-2", "T-3"]
    assert scenario.result["then"]["finish"] - scenario.result["plan"]["finish"] == 2 * 1440
    assert scenario.edits[0]["label"] == "Changed duration of T-1"


def test_edits_build_on_one_another_and_each_can_be_taken_back_and_done_again(chain: World) -> None:
    scenario = _begun(chain)
    assert scenario.result["count"] == 0
    edit_scenario(scenario, [_longer(2)], actor=SYSTEM)
    edit_scenario(scenario, [_longer(3, version=2)], actor=SYSTEM)  # the version that the scenario shows
    longest = Scenario.objects.get(pk=scenario.pk).result["then"]["finish"]
    shorter = undo_in_scenario(scenario, actor=SYSTEM).result["then"]["finish"]
    assert longest - shorter == 1440
    assert undo_in_scenario(scenario, again=True, actor=SYSTEM).result["then"]["finish"] == longest


def test_what_a_scenario_adds_keeps_its_key_whatever_the_plan_adds(chain: World) -> None:
    scenario = _begun(chain, {"op": "add", "name": "Inspect"})
    (added,) = [row["key"] for row in scenario.result["rows"] if row["was"] is None]
    edit_scenario(scenario, [{"op": "link", "predecessor": "T-3", "successor": added}], actor=SYSTEM)
    edit_plan(chain.project, [{"op": "add", "name": "Sweep"}], actor=SYSTEM)
    take_over_scenario(scenario, actor=SYSTEM)
    assert Activity.objects.get(project=chain.project, key=added).name == "Inspect"
    assert Link.objects.filter(project=chain.project, successor__key=added).count() == 1


def test_taken_over_it_is_one_edit_that_is_taken_back_at_once(chain: World) -> None:
    before = [row[:5] for row in _stated(chain)]
    scenario = _begun(chain, _longer(3), {"op": "remove", "key": "T-3"})
    edited = take_over_scenario(scenario, actor=SYSTEM)
    assert PlanEdit.objects.filter(project=chain.project).count() == 2
    assert edited.label == "Took over the scenario Wet summer"
    assert Plan.objects.get(pk=chain.plan.pk).finish_minute == scenario.result["then"]["finish"]
    with pytest.raises(Conflict):
        take_over_scenario(scenario, actor=SYSTEM)
    assert edited.number is not None
    undo_edit(chain.project, edited.number, actor=SYSTEM)
    assert [row[:5] for row in _stated(chain)] == before


def test_a_scenario_goes_along_with_changes_elsewhere_and_stops_at_those_of_the_same(chain: World) -> None:
    scenario = _begun(chain, _longer(3))
    edit_plan(chain.project, [_longer(2, "T-3")], actor=SYSTEM)
    fresh = refresh_scenario(scenario, actor=SYSTEM)
    assert fresh.plan_version == Plan.objects.get(pk=chain.plan.pk).version
    edit_plan(chain.project, [_longer(4)], actor=SYSTEM)
    for act in (refresh_scenario, take_over_scenario):
        with pytest.raises(Conflict) as refused:
            act(scenario, actor=SYSTEM)
        assert refused.value.code == "stale"
        assert refused.value.current["key"] == "T-1"


def test_settings_of_the_plan_can_be_tried_whatever_was_edited_since(chain: World) -> None:
    plan = Plan.objects.get(pk=chain.plan.pk)
    fields = {"start_minute": plan.start_minute + 7 * 1440}
    scenario = _begun(chain, {"op": "change_plan", "version": plan.version, "fields": fields})
    edit_plan(chain.project, [{"op": "add", "name": "Sweep"}], actor=SYSTEM)
    take_over_scenario(scenario, actor=SYSTEM)
    assert Plan.objects.get(pk=plan.pk).start_minute == fields["start_minute"]


def test_the_chart_of_a_scenario_shows_the_plan_as_it_would_be(chain: World) -> None:
    scenario = _begun(chain, _longer(3))
    data = chart_of_scenario(scenario, actor=SYSTEM)
    place = data["columns"].index("duration_minutes")
    assert next(row for row in data["rows"] if row[0] == "T-1")[place] == 3 * 450
    assert Activity.objects.get(project=chain.project, key="T-1").duration_minutes == 450


@pytest.mark.parametrize(
    "steps",
    ["x", [], [3], [{"op": "x"}], [_longer(3, "T-99")], [_longer(3, version=9)], [{"op": "add", "name": ""}]],
)
def test_an_edit_that_does_not_hold_changes_nothing(chain: World, steps: Any) -> None:
    scenario = _begun(chain)
    with pytest.raises((Invalid, Conflict)):
        edit_scenario(scenario, steps, actor=SYSTEM)
    assert Scenario.objects.get(pk=scenario.pk).edits == []


def test_nobody_states_keys_of_their_own(chain: World) -> None:
    scenario = _begun(chain, {"op": "add", "name": "Inspect", "_key": "T-1"})
    assert scenario.edits[0]["steps"][0]["_key"] != "T-1"


def test_whoever_may_not_change_the_plan_has_no_scenarios(chain: World) -> None:
    reader = chain.give("Rob", "team-member")
    scenario = _begun(chain)
    with pytest.raises(NotAllowed):
        create_scenario(chain.project, name="Mine", actor=reader)
    with pytest.raises(NotAllowed):
        edit_scenario(scenario, [_longer(3)], actor=reader)
    for act in (undo_in_scenario, refresh_scenario, take_over_scenario, remove_scenario):
        with pytest.raises(NotAllowed):
            act(scenario, actor=reader)


def test_thrown_away_it_leaves_the_plan_as_it_is(chain: World) -> None:
    before = _stated(chain)
    remove_scenario(_begun(chain, _longer(3)), actor=SYSTEM)
    assert not Scenario.objects.exists()
    assert _stated(chain) == before


def test_of_copies_that_add_the_same_only_one_is_taken_over(chain: World) -> None:
    scenario = _begun(chain, {"op": "add", "name": "Inspect"})
    copy = create_scenario(chain.project, name="Copy", copy_of=scenario, actor=SYSTEM)
    take_over_scenario(scenario, actor=SYSTEM)
    with pytest.raises(Conflict) as refused:
        take_over_scenario(copy, actor=SYSTEM)
    assert refused.value.code == "added"
