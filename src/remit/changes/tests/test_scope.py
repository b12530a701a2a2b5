"""A change and the plan: computed on a copy, carried out with money and baseline; and what came in without one."""

from decimal import Decimal
from typing import Any

import pytest

from remit.accounts.permissions import Actor
from remit.changes.models import ChangeRequest, ChangeState
from remit.changes.operations.covering import accept_corrections
from remit.changes.operations.decisions import decide_change
from remit.changes.operations.plans import Carried, implement_change, try_change
from remit.changes.operations.requests import Impact, advance_change, assess_change
from remit.changes.scope import band_of, scope_of
from remit.changes.tests.making import IMPACT, a_change, an_assessed_change
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.costs.models import CostAccount
from remit.costs.tests.making import an_account, with_budget
from remit.people.models import Assignment
from remit.planning.models import Activity, Baseline, PlanEdit
from remit.planning.operations.baselines import set_baseline
from remit.planning.operations.edits import edit_plan, undo_edit
from remit.scenarios.operations.scenarios import create_scenario

pytestmark = pytest.mark.django_db
DAY = 450


@pytest.fixture
def petra(world: World) -> Actor:
    """Return the project manager, who decides on up to 25,000 and ten days; the plan is promised: 20 days of work."""
    made = world.give("Petra", "project-manager")
    Assignment.objects.filter(person=world.person("Petra")).update(money_limit_minor=2_500_000, days_limit=10)
    steps: list[dict[str, Any]] = [
        {"op": "add", "name": "Dig", "duration_minutes": 20 * DAY},
        {"op": "add_resource", "name": "Crew"},
    ]
    edit_plan(world.project, steps, actor=made)
    staff(world, made, "T-1")
    set_baseline(world.project, "Agreed", actor=made)
    return made


@pytest.fixture
def tom(world: World) -> Actor:
    return world.give("Tom", "team-member")


def staff(world: World, actor: Actor, key: str) -> None:
    step = {"op": "assign", "activity": key, "resource": "R-1", "units_percent": 100}
    edit_plan(world.project, [step], actor=actor)


def added(world: World, actor: Actor, days: int, name: str = "Fence") -> str:
    edit_plan(world.project, [{"op": "add", "name": name, "duration_minutes": days * DAY}], actor=actor)
    key: str = Activity.objects.filter(project=world.project).order_by("-pk").values_list("key", flat=True)[0]
    staff(world, actor, key)
    return key


def longer(world: World, actor: Actor, days: int) -> None:
    row = Activity.objects.get(project=world.project, key="T-1")
    fields = {"duration_minutes": days * DAY}
    edit_plan(
        world.project, [{"op": "change", "key": "T-1", "version": row.version, "fields": fields}], actor=actor
    )


def granted(world: World, tom: Actor, petra: Actor, impact: Impact = IMPACT, **more: Any) -> ChangeRequest:
    made = an_assessed_change(world.project, world.person("Petra"), impact, actor=tom, **more)
    return decide_change(made, "approve", words="Good", version=made.version, actor=petra)


def carried(change: ChangeRequest, actor: Actor, **more: Any) -> ChangeRequest:
    return implement_change(change, Carried(**more), words="Done", version=change.version, actor=actor)


def index_of(world: World) -> Decimal:
    scope = scope_of(world.project)
    assert scope is not None
    return scope.index


def test_the_engine_says_on_a_copy_what_a_scenario_does_and_the_larger_delay_decides(
    world: World, petra: Actor, tom: Actor
) -> None:
    world.give("Sam", "sponsor")
    step = {"op": "add", "name": "Fence", "duration_minutes": 32 * DAY}
    scenario = create_scenario(world.project, name="A fence", steps=[step], actor=petra)
    made = an_assessed_change(world.project, world.person("Petra"), Impact(1, 0), actor=tom)
    seen = try_change(made, scenario, version=made.version, actor=petra)
    assert (seen.computed["days"], seen.computed["moved"]) == (12, 2)  # what was critical has float
    assert seen.computed["baseline_finish"] == seen.computed["finish"][0]
    assert Activity.objects.filter(project=world.project).count() == 1
    with pytest.raises(NotAllowed):
        decide_change(seen, "approve", words="Good", version=seen.version, actor=petra)


def test_what_was_approved_comes_into_plan_budget_and_baseline_at_once(
    world: World, petra: Actor, tom: Actor
) -> None:
    with_budget(world.project, 2000)
    account = an_account(world.project, world.person("Petra"), minor=1000)
    row = Activity.objects.get(project=world.project)
    step = {"op": "change", "key": "T-1", "version": row.version, "fields": {"duration_minutes": 22 * DAY}}
    scenario = create_scenario(world.project, name="Longer", steps=[step], actor=petra)
    made = an_assessed_change(world.project, world.person("Petra"), Impact(2, 500), actor=tom)
    seen = try_change(made, scenario, version=made.version, actor=petra)
    good = decide_change(seen, "approve", words="Good", version=seen.version, actor=petra)
    done = carried(good, petra, takes_scenario=True, into=account, sets_baseline=True)
    assert done.state == ChangeState.IMPLEMENTED
    assert [(each.activity_key, each.minutes) for each in done.items.all()] == [("T-1", 2 * DAY)]
    assert CostAccount.objects.get(pk=account.pk).budget_minor == 1500
    assert done.baseline == Baseline.objects.get(project=world.project, is_current=True)
    assert done.baseline is not None
    assert done.baseline.number == 2
    scope = scope_of(world.project)
    assert scope is not None
    assert (scope.effort, scope.lines) == (22 * DAY, ())
    # what is taken back in the plan differs from the promise, which stays
    undo_edit(
        world.project, PlanEdit.objects.filter(project=world.project).latest("number").number, actor=petra
    )
    scope = scope_of(world.project)
    assert scope is not None
    assert [(each.what, each.minutes) for each in scope.open] == [("shrunk", -2 * DAY)]


def test_a_promised_plan_is_promised_anew_only_after_a_change_was_carried_out(
    world: World, petra: Actor, tom: Actor
) -> None:
    page = "/projects/P-1/plan/baselines/"
    client = world.client("Petra")
    with pytest.raises(Conflict, match="Control, Changes"):
        set_baseline(world.project, "Anew", actor=petra)
    assert "Control, Changes" in client.get(page).content.decode()
    assert client.post(page, {"name": "Anew"}).status_code == 409
    good = granted(world, tom, petra)
    with pytest.raises(Conflict):
        set_baseline(world.project, "Anew", actor=petra)
    done = carried(good, petra)
    key = added(world, petra, 1)
    with pytest.raises(Conflict, match=key):
        set_baseline(world.project, "Anew", actor=petra)
    accept_corrections(world.project, [key], reason="Forgotten in the plan", actor=petra)
    made = set_baseline(world.project, "Anew", actor=petra)
    done.refresh_from_db()
    assert done.baseline == made
    with pytest.raises(Conflict):
        set_baseline(world.project, "Once more", actor=petra)


def test_the_index_is_what_nobody_let_in_and_approved_growth_stands_apart(
    world: World, petra: Actor, tom: Actor
) -> None:
    assert index_of(world) == 0
    first, second = added(world, petra, 1, "Fence"), added(world, petra, 2, "Gate")
    longer(world, petra, 21)
    assert index_of(world) == Decimal(20)  # 4 days of 20
    made = a_change(world.project, world.person("Petra"), actor=tom, covers=[second])
    assert index_of(world) == Decimal(20)
    sent = advance_change(made, "submit", words="", version=1, actor=tom)
    seen = assess_change(sent, IMPACT, version=2, actor=petra)
    decide_change(seen, "approve", words="Good", version=3, actor=petra)
    scope = scope_of(world.project)
    assert scope is not None
    assert (scope.index, scope.growth, scope.band) == (Decimal(10), Decimal(10), "act")
    accept_corrections(world.project, ["T-1"], reason="A slip of the pen", actor=petra)
    assert index_of(world) == Decimal(5)
    longer(world, petra, 22)
    assert index_of(world) == Decimal(10)
    edit_plan(
        world.project,
        [{"op": "remove", "key": first, "version": Activity.objects.get(key=first).version}],
        actor=petra,
    )
    assert index_of(world) == Decimal(5)
    scope = scope_of(world.project)
    assert scope is not None
    (month,) = scope.months
    assert (month.items, month.index) == (3, Decimal(5))


@pytest.mark.parametrize(
    ("index", "band"),
    [("0", "none"), ("5", "watch"), ("5.1", "act"), ("10", "act"), ("10.1", "exception")],
)
def test_bands_end_at_5_and_10_per_cent(index: str, band: str) -> None:
    assert band_of(Decimal(index)) == band


def test_corrections_need_a_reason_the_right_and_something_open(
    world: World, petra: Actor, tom: Actor
) -> None:
    key = added(world, petra, 1)
    with pytest.raises(NotAllowed):
        accept_corrections(world.project, [key], reason="So", actor=tom)
    for keys, reason in (([key], " "), ([], "So"), (["T-1"], "So"), (["T-99"], "So")):
        with pytest.raises(Invalid):
            accept_corrections(world.project, keys, reason=reason, actor=petra)
    with pytest.raises(Invalid):
        a_change(world.project, world.person("Petra"), actor=tom, covers=["T-1"])


def test_the_page_leads_from_a_difference_to_a_change(world: World, petra: Actor, tom: Actor) -> None:
    key = added(world, petra, 1)
    asks, page = world.client("Tom"), "/projects/P-1/changes/scope/"
    assert "5.0 %" in asks.get(page).content.decode()
    led = asks.post(page, {"act": "raise", "keys": key})
    assert (led.status_code, led.url) == (302, f"/projects/P-1/changes/new/?covers={key}")  # type: ignore[attr-defined]  # a redirect
    assert "checked" in asks.get(led.url).content.decode()  # type: ignore[attr-defined]  # as above
    assert asks.post(page, {"act": "accept", "keys": key, "reason": "So"}).status_code == 403
    manages = world.client("Petra")
    assert manages.post(page, {"act": "accept", "keys": key}).status_code == 422
    assert manages.post(page, {"act": "accept", "keys": key, "reason": "So"}).status_code == 302
    assert "0.0 %" in manages.get(page).content.decode()
