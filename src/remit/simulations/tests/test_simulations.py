"""Plans drawn many times over: what is certain stays, what a risk acts on moves, and money adds up."""

from decimal import Decimal
from typing import Any

import pytest

from remit.accounts.permissions import Actor, system_actor
from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.core.progress import Unwatched
from remit.engine.network import schedule
from remit.engine.risk import Simulation as Simulated
from remit.jobs.models import Job
from remit.jobs.tasks import do_job
from remit.planning.compute import problem_for
from remit.planning.models import Activity, Plan
from remit.planning.operations.edits import edit_plan
from remit.projects.models import Project
from remit.registers.models import Risk
from remit.registers.operations.assessing import plan_response
from remit.registers.operations.reviews import close_risk
from remit.registers.scoring import Size
from remit.registers.tests.making import a_risk, an_assessed_risk
from remit.scenarios.operations.estimates import estimate_activity
from remit.simulations.compute import Spread, Wish, without_crews_of_begun_work
from remit.simulations.models import Driver, Simulation
from remit.simulations.operations.drivers import state_driver
from remit.simulations.operations.simulations import KEPT, begin_simulation, simulate_plan
from remit.simulations.queries import money_in
from remit.simulations.tests.making import a_simulation

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
FEW = Wish(runs=2_000, seed=7)


@pytest.fixture
def petra(world: World) -> Actor:
    return world.give("Petra", "project-manager")


@pytest.fixture
def digging(world: World) -> World:
    """Dig for two days, then pour for three."""
    day = world.plan.minutes_per_day
    steps: list[dict[str, Any]] = [
        {"op": "add", "name": "Dig", "duration_minutes": 2 * day},
        {"op": "add", "name": "Pour", "duration_minutes": 3 * day},
        {"op": "link", "predecessor": "T-1", "successor": "T-2"},
    ]
    edit_plan(world.project, steps, actor=SYSTEM)
    world.give("Tom", "team-member")
    return world


def drawn(world: World, wish: Wish = FEW, **more: Any) -> Simulation:
    return simulate_plan(world.project, wish, None, actor=SYSTEM, **more)


def risk_of(world: World, chance: str, days: int, cost: int | None = None) -> Risk:
    size = Size(Decimal(chance), cost_minor=cost, days=days, cost_band=1, days_band=1)
    return an_assessed_risk(world.project, world.person("Tom"), size)


def finish_with(world: World, days: int) -> int:
    """Return when the plan would end if its second activity took so many days longer, which it then does not."""
    activity = Activity.objects.get(project=world.project, key="T-2")
    was = activity.duration_minutes
    minutes = was + days * world.plan.minutes_per_day
    for duration in (minutes, was):
        activity.refresh_from_db()
        fields = {"duration_minutes": duration}
        step = {"op": "change", "key": "T-2", "version": activity.version, "fields": fields}
        edit_plan(world.project, [step], actor=SYSTEM)
        if duration == minutes:
            found = Plan.objects.get(pk=world.plan.pk).finish_minute
    assert found is not None
    return found


def test_where_nothing_is_uncertain_every_run_is_the_plan_itself(digging: World) -> None:
    made = drawn(digging)
    planned = Plan.objects.get(pk=digging.plan.pk).finish_minute
    assert set(made.figures["finish"]["curve"]) == {planned}
    assert (made.figures["promise"], made.figures["plan"], made.figures["promised"]) == (1.0, 1.0, planned)
    assert made.figures["inputs"] == {
        "ranged": 0, "spread": 0, "events": 0, "without_driver": [], "unassessed": [],
    }  # fmt: skip


def test_a_risk_that_is_sure_to_occur_lengthens_what_it_acts_on_and_the_plan_by_that(digging: World) -> None:
    longer = finish_with(digging, 5)
    risk = risk_of(digging, "1", 5)
    state_driver(risk, ["T-2"], version=0, actor=SYSTEM)
    made = drawn(digging)
    assert set(made.figures["finish"]["curve"]) == {longer}
    assert (made.figures["promise"], made.figures["risks"][0]["key"]) == (0.0, risk.key)


def test_a_risk_of_three_in_ten_leaves_the_middle_and_moves_p80_and_the_ranking_says_by_how_much(
    digging: World,
) -> None:
    planned, longer = digging.plan, finish_with(digging, 5)
    Project.objects.filter(pk=digging.project.pk).update(budget_minor=1_000_000)
    digging.project.refresh_from_db()
    risk = risk_of(digging, "0.3", 5, cost=40_000)
    state_driver(risk, ["T-2"], version=0, actor=SYSTEM)
    made = drawn(digging)
    planned.refresh_from_db()
    figures, money = made.figures, made.money
    assert figures["plan"] == pytest.approx(0.7, abs=0.03)
    assert (figures["finish"]["p50"], figures["finish"]["p80"]) == (planned.finish_minute, longer)
    assert figures["risks"][0]["minutes"] == longer - (planned.finish_minute or 0)
    assert (money["budget"], money["p50"], money["p80"]) == (1_000_000, 1_000_000, 1_040_000)
    assert money["risks"] == {risk.key: 40_000}
    assert money["joint"] <= min(figures["promise"], money["within"])


def test_the_same_seed_draws_the_same_and_another_one_does_not(digging: World) -> None:
    spread = Spread(0.5, 1, 3)
    one, again, other = (drawn(digging, Wish(2_000, seed, spread)).figures["finish"] for seed in (7, 7, 8))
    assert one == again
    assert one["curve"] != other["curve"]


def test_a_risk_that_nobody_said_acts_on_anything_moves_no_date_and_is_named(digging: World) -> None:
    risk = risk_of(digging, "1", 5, cost=40_000)
    open_one = a_risk(digging.project, digging.person("Tom"))
    made = drawn(digging)
    assert made.figures["plan"] == 1.0
    assert made.figures["inputs"]["without_driver"] == [risk.key]
    assert made.figures["inputs"]["unassessed"] == [open_one.key]
    assert made.money["p10"] == made.money["budget"] + 40_000


def test_responses_are_drawn_beside_and_their_price_is_paid_in_every_run(digging: World) -> None:
    risk = risk_of(digging, "1", 5, cost=40_000)
    state_driver(risk, ["T-2"], version=0, actor=SYSTEM)
    left = Size(Decimal(0), cost_minor=0, days=0, cost_band=1, days_band=1)
    plan_response(
        risk, strategy="avoid", response="Another way", residual=left,
        cost_minor=3_000, version=risk.version, actor=SYSTEM,
    )  # fmt: skip
    made = drawn(digging)
    planned = Plan.objects.get(pk=digging.plan.pk).finish_minute
    assert (made.figures["after"]["p90"], made.figures["after"]["promise"]) == (planned, 1.0)
    assert made.money["after"]["p90"] == made.money["budget"] + 3_000


def test_three_points_are_drawn_between_their_ends_and_what_is_done_no_more(digging: World) -> None:
    day = digging.plan.minutes_per_day
    pour = Activity.objects.get(project=digging.project, key="T-2")
    estimate_activity(
        digging.project, pour, method="pert", low=2 * day, likely=3 * day, high=8 * day, actor=SYSTEM
    )
    made = drawn(digging)
    assert made.figures["inputs"]["ranged"] == 1
    ends = made.figures["finish"]["curve"]
    assert finish_with(digging, -1) <= ends[0] < ends[-1] <= finish_with(digging, 5)
    assert made.figures["activities"][0]["key"] == "T-2"


def test_a_plan_that_was_changed_while_it_was_drawn_is_drawn_again(digging: World) -> None:
    class Meddling(Unwatched):
        def step(self, done: int, total: int, doing: str) -> None:  # noqa: ARG002 - as it is called
            if doing == "writing":
                edit_plan(digging.project, [{"op": "add", "name": "Paint"}], actor=SYSTEM)

    with pytest.raises(Conflict, match="changed"):
        drawn(digging, progress=Meddling())
    assert not Simulation.objects.exists()


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (Wish(runs=10), "runs"),
        (Wish(runs=10**6), "runs"),
        (Wish(seed=-1), "seed"),
        (Wish(spread=Spread(1.2, 1, 1.5)), "spread"),
        (Wish(spread=Spread(0, 1, 1.5)), "spread"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_its_field(digging: World, wish: Wish, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        begin_simulation(digging.project, wish, None, actor=SYSTEM)
    assert refused.value.errors[0].field == field


def test_whoever_keeps_the_registers_lets_it_be_drawn_as_long_work_and_nobody_else(
    digging: World, petra: Actor
) -> None:
    tom = digging.actor("Tom")
    with pytest.raises(NotAllowed, match="registers"):
        begin_simulation(digging.project, FEW, None, actor=tom)
    job = begin_simulation(digging.project, FEW, None, actor=petra)
    do_job(job.pk)
    job = Job.objects.get(pk=job.pk)
    made = Simulation.objects.get()
    assert job.result == {"project": digging.project.key, "simulation": made.key}
    assert made.by_name == "Petra"
    assert AuditEvent.objects.filter(operation="simulations.simulate_plan").count() == 1


def test_sums_are_for_those_who_see_money(digging: World, petra: Actor) -> None:
    made = a_simulation(digging.project)
    assert money_in(petra, made) == made.money
    assert money_in(digging.actor("Tom"), made) is None


def test_the_last_ones_are_kept(digging: World) -> None:
    for _each in range(KEPT):
        a_simulation(digging.project)
    made = drawn(digging)
    assert Simulation.objects.count() == KEPT
    assert Simulation.objects.filter(pk=made.pk).exists()


@pytest.mark.parametrize(
    ("keys", "words"), [(["T-9"], "no activity T-9"), (["T-1", "S-1"], "no activity S-1")]
)
def test_a_risk_acts_on_activities_of_the_plan_alone(digging: World, keys: list[str], words: str) -> None:
    with pytest.raises(Invalid, match=words):
        state_driver(risk_of(digging, "0.5", 5), keys, version=0, actor=SYSTEM)
    assert not Driver.objects.exists()


def test_what_a_risk_acts_on_is_said_by_its_owner_on_what_was_seen(digging: World, petra: Actor) -> None:
    tom = digging.actor("Tom")
    risk = risk_of(digging, "0.5", 5)
    first = state_driver(risk, [" t-1", "T-2", "T-1"], version=0, actor=tom)
    assert (first.activities, first.version) == (["T-1", "T-2"], 1)
    with pytest.raises(Conflict, match="meanwhile"):
        state_driver(risk, [], version=0, actor=petra)
    assert state_driver(risk, [], version=1, actor=petra).activities == []
    assert state_driver(risk, [], version=2, actor=petra).version == 3  # said again, and recorded again
    with pytest.raises(NotAllowed):
        state_driver(risk, ["T-1"], version=3, actor=digging.give("Otto", "team-member"))


def test_of_a_closed_risk_nothing_more_is_said(digging: World) -> None:
    risk = risk_of(digging, "0.5", 5)
    closed = close_risk(risk, outcome="expired", words="Past.", version=risk.version, actor=SYSTEM)
    with pytest.raises(Conflict, match="closed"):
        state_driver(closed, ["T-1"], version=0, actor=SYSTEM)


def test_begun_work_with_people_on_it_is_drawn_as_fast_as_any_and_no_date_changes_by_that(
    digging: World,
) -> None:
    steps: list[dict[str, Any]] = [
        {"op": "add_resource", "name": "Ann", "kind": "work", "max_units_percent": 100},
    ]
    edit_plan(digging.project, steps, actor=SYSTEM)
    version = Activity.objects.get(project=digging.project, key="T-1").version
    assign = [
        {"op": "assign", "activity": each, "resource": "R-1", "units_percent": 100} for each in ("T-1", "T-2")
    ]
    begun = {"op": "change", "key": "T-1", "version": version, "fields": {"percent_complete": 50}}
    edit_plan(digging.project, [begun, *assign], actor=SYSTEM)
    problem = problem_for(Plan.objects.get(pk=digging.plan.pk))
    drawn_plan = without_crews_of_begun_work(problem)
    assert [each.activity_id for each in drawn_plan.assignments] == ["T-2"]
    assert Simulated(drawn_plan).by_kernels
    assert schedule(drawn_plan).finish == schedule(problem).finish
