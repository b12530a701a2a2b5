"""Simulated plans: each run is the schedule of its own durations, whoever computes it and in whatever pieces."""

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.engine.model import (
    Activity,
    Branch,
    ConstraintKind,
    Discrete,
    DuplicateIdError,
    EventKind,
    Fixed,
    Impact,
    Measure,
    Mitigation,
    PlanError,
    Problem,
    RiskEvent,
    RiskModel,
    Triangular,
    Uncertainty,
    Uniform,
    Weather,
    from_minute,
)
from remit.engine.network import schedule
from remit.engine.risk import Block, Simulation, merge, simulate, simulate_block
from remit.engine.risk.blocks import BLOCK_RUNS, SKIPPED, Asked
from remit.engine.tests.building import CLOCK, DAY, at, link, problem, task
from remit.engine.tests.risky_plans import risky_plan

SHAPE = Triangular(0.5, 1, 2)


def everything(simulation: Simulation) -> Asked:
    return Asked(places=tuple(range(len(simulation.activity_ids))))


def one_by_one(plan: Problem) -> Simulation:
    """Return the simulation that schedules each run as a plan of its own."""
    simulation = Simulation(plan)
    simulation.__dict__["by_kernels"] = False
    return simulation


def assert_equal(one: Block, other: Block, *, but: frozenset[int] = frozenset()) -> None:
    assert (one.first, one.runs) == (other.first, other.runs)
    assert one.finishes.tolist() == other.finishes.tolist()
    assert one.costs == pytest.approx(other.costs, rel=1e-12)
    kept = [row for row in range(len(one.moments)) if row not in but]
    assert one.moments[kept].tolist() == other.moments[kept].tolist()
    assert one.starts_of.tolist() == other.starts_of.tolist()
    assert one.finishes_of.tolist() == other.finishes_of.tolist()


@settings(max_examples=60)
@given(st.integers(0, 1_000_000), st.booleans())
def test_kernels_name_the_dates_and_the_critical_activities_that_the_schedule_of_each_run_has(
    seed: int,
    plain: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    plan = risky_plan(seed, plain=plain)
    try:
        fast, slow = Simulation(plan), one_by_one(plan)
    except (PlanError, DuplicateIdError):  # a circle, or an uncertain summary
        return
    if not fast.by_kernels:
        return
    asked = everything(fast)
    summaries = frozenset(row for row in asked.places if fast.is_summary(row))
    assert_equal(fast.block(32, 40, seed, asked), slow.block(32, 40, seed, asked), but=summaries)


@pytest.mark.parametrize("seed", [30446, 40878])
@pytest.mark.parametrize("plain", [False, True])
def test_plans_that_once_left_the_days_laid_out_are_simulated_like_every_other(
    seed: int,
    plain: bool,  # noqa: FBT001 - of pytest
) -> None:
    plan = risky_plan(seed, plain=plain)
    schedule(plan)
    found = Simulation(plan).block(32, 40, seed, Asked())
    assert (found.finishes > plan.start_minute).all()


def test_most_of_the_plans_tried_go_through_the_kernels() -> None:
    by_kernels = tried = 0
    for seed in range(60):
        try:
            by_kernels += Simulation(risky_plan(seed)).by_kernels
            tried += 1
        except PlanError:
            continue
    assert by_kernels > 0.5 * tried


@pytest.mark.parametrize("seed", range(0, 40, 4))
def test_without_uncertainty_every_run_is_the_schedule(seed: int) -> None:
    plan = replace(risky_plan(seed), risk=None)
    planned = schedule(plan)
    simulation = Simulation(plan)
    block = simulation.block(0, 40, 1, everything(simulation))
    assert set(block.finishes.tolist()) == {planned.finish}
    for row, name in enumerate(simulation.activity_ids):
        found = planned.activities[name]
        assert set(block.starts_of[row].tolist()) == {found.start}
        assert set(block.finishes_of[row].tolist()) == {found.finish}
    result = simulation.result(block)
    for name, each in result.activities.items():
        assert each.criticality == planned.activities[name].critical
    assert result.contingency(0.8)[0] == 0
    assert result.sd_finish_minutes == 0


def chain() -> Problem:
    risk = RiskModel(
        tuple(Uncertainty(each, SHAPE) for each in "ABCD"),
        (RiskEvent("R", "Flood", 0.3, (Impact("B", Uniform(1.5, 2)),), Uniform(100, 200)),),
        weathers=(Weather("rain", ("standard",), (0.1,) * 12),),
    )
    return problem(
        task("A", 3), task("B", 4), task("C", 2), task("D", 5), link("A FS B"), link("B FS C"), risk=risk
    )


def test_threads_and_blocks_change_nothing() -> None:
    plan, runs = chain(), 3 * BLOCK_RUNS + 77
    one, four = simulate(plan, runs, 5, workers=1), simulate(plan, runs, 5, workers=4)
    assert one.finishes.tolist() == four.finishes.tolist()
    assert one.costs.tolist() == four.costs.tolist()
    assert one.moments.tolist() == four.moments.tolist()
    pieces = [
        simulate_block(plan, first, count, 5) for first, count in ((640, runs - 640), (0, 32), (32, 608))
    ]
    merged = merge(pieces)
    assert merged.finishes.tolist() == one.finishes.tolist()
    assert merged.costs.tolist() == one.costs.tolist()
    assert merged.moments.tolist() == one.moments.tolist()


def test_more_runs_begin_with_the_same_runs_and_another_seed_with_others() -> None:
    few, many = simulate(chain(), 100, 5), simulate(chain(), 1000, 5)
    assert many.finishes[:100].tolist() == few.finishes.tolist()
    assert simulate(chain(), 100, 6).finishes.tolist() != few.finishes.tolist()


def test_the_order_in_which_a_plan_states_things_changes_nothing() -> None:
    plan = chain()
    assert plan.risk is not None
    turned = replace(
        plan,
        activities=plan.activities[::-1],
        links=plan.links[::-1],
        risk=replace(plan.risk, uncertainties=plan.risk.uncertainties[::-1]),
    )
    assert simulate(turned, 200, 5).finishes.tolist() == simulate(plan, 200, 5).finishes.tolist()


def test_another_activity_changes_nothing_about_what_is_drawn_for_the_others() -> None:
    plan = chain()
    more = replace(plan, activities=(task("Z", 1), *plan.activities))
    asked, fuller = simulate(plan, 200, 5, spread=["B"]), simulate(more, 200, 5, spread=["B"])
    assert asked.finishes_of.tolist() == fuller.finishes_of.tolist()


@pytest.mark.parametrize("pieces", [[(0, 32), (64, 32)], [(0, 64), (32, 32)], []])
def test_pieces_that_do_not_fit_are_refused(pieces: list[tuple[int, int]]) -> None:
    blocks = [simulate_block(chain(), first, count) for first, count in pieces]
    with pytest.raises(PlanError):
        merge(blocks)


def test_a_block_begins_with_a_pack() -> None:
    with pytest.raises(PlanError):
        simulate_block(chain(), 5, 32)
    with pytest.raises(PlanError):
        simulate(chain(), 0)


def test_whoever_watches_is_told_and_may_stop() -> None:
    seen: list[tuple[int, int]] = []

    def stop(done: int, runs: int) -> bool:
        seen.append((done, runs))
        return done < 2 * BLOCK_RUNS

    runs = 20 * BLOCK_RUNS
    found = simulate(chain(), runs, 5, progress=stop)
    assert seen == [(BLOCK_RUNS, runs), (2 * BLOCK_RUNS, runs)]
    assert found.cancelled
    assert found.runs == 2 * BLOCK_RUNS
    assert found.finishes.tolist() == simulate(chain(), 2 * BLOCK_RUNS, 5).finishes.tolist()


def test_curves_that_nobody_asked_for_are_not_kept() -> None:
    kept, bare = simulate(chain(), 600, 5), simulate(chain(), 600, 5, keep=())
    assert len(bare.finishes) == len(bare.costs) == 0
    assert bare.mean_finish == pytest.approx(kept.finishes.mean())
    assert bare.sd_finish_minutes == pytest.approx(kept.finishes.std(ddof=1))
    assert bare.activities == kept.activities
    with pytest.raises(PlanError):
        bare.finish_at(0.8)


def test_a_run_far_beyond_the_days_laid_out_lays_out_more() -> None:
    risk = RiskModel((Uncertainty("A", Discrete((1, 300), (0.9, 0.1))),))
    plan = problem(task("A", 20, calendar_id="24h"), risk=risk)
    found = simulate(plan, 200, 1)
    assert set((found.finishes - plan.start_minute).tolist()) == {20 * DAY, 300 * 20 * DAY}


def test_a_run_beyond_the_years_is_refused_by_name() -> None:
    risk = RiskModel((Uncertainty("A", Fixed(1e5)),))
    with pytest.raises(PlanError, match="2199"):
        simulate(problem(task("A", 20), risk=risk), 40)


def test_of_a_begun_activity_only_the_rest_is_uncertain_and_nothing_of_a_finished_one() -> None:
    begun = task("A", 10, actual_start=at("2026-01-05 08:00"), actual_duration_minutes=4 * DAY)
    begun = replace(begun, remaining_duration_minutes=6 * DAY)
    done = task("B", 3, actual_start=at("2026-01-05 08:00"), actual_finish=at("2026-01-07 17:00"))
    risk = RiskModel((Uncertainty("A", Fixed(2)), Uncertainty("B", Fixed(2))))
    found = simulate(problem(begun, done, risk=risk), 40, spread=["A", "B"])
    assert found.spread("A", 0.5)[1] == at("2026-01-26 17:00")  # four days done, twice six to do
    assert found.spread("B", 0.5) == (at("2026-01-05 08:00"), at("2026-01-07 17:00"))


def test_minutes_of_a_threat_are_added_and_of_an_opportunity_taken_never_below_nothing() -> None:
    event = RiskEvent("R", "Flood", 1, (Impact("A", Fixed(3 * DAY), Measure.MINUTES),), Fixed(500))
    plan = problem(task("A", 2), risk=RiskModel(events=(event,)))
    assert simulate(plan, 40).finish_at(1) == at("2026-01-09 17:00")
    assert simulate(plan, 40).mean_cost == 500
    less = replace(event, kind=EventKind.OPPORTUNITY)
    found = simulate(replace(plan, risk=RiskModel(events=(less,))), 40)
    assert found.finish_at(1) == at("2026-01-05 08:00")
    assert found.mean_cost == -500


def test_an_event_makes_its_activities_go_together() -> None:
    event = RiskEvent("R", "Flood", 0.5, (Impact("A", Uniform(1, 3)), Impact("B", Uniform(1, 3))))
    plan = problem(
        task("A", 4, calendar_id="24h"), task("B", 4, calendar_id="24h"), risk=RiskModel(events=(event,))
    )
    found = simulate(plan, 2000, spread=["A", "B"])
    assert found.finishes_of[0].tolist() == found.finishes_of[1].tolist()
    late = found.finishes_of[0] > found.planned_finish
    assert late.mean() == pytest.approx(0.5, abs=0.04)


def test_a_mitigation_changes_chance_and_cost() -> None:
    event = RiskEvent(
        "R", "Flood", 1, (Impact("A", Fixed(2)),), Fixed(900), mitigation=Mitigation(0, price=120)
    )
    plan = problem(task("A", 2), risk=RiskModel(events=(event,)))
    before, after = simulate(plan, 40), simulate(plan, 40, mitigated=True)
    assert (before.finish_at(1), before.mean_cost) == (at("2026-01-08 17:00"), 900)
    assert (after.finish_at(1), after.mean_cost) == (at("2026-01-06 17:00"), 120)


def test_a_branch_takes_one_way_and_what_hangs_on_the_other_alone_is_not_done() -> None:
    risk = RiskModel(branches=(Branch("A", (("B", 0.25), ("C", 0.75))),))
    parts = [task("A", 1), task("B", 2), task("C", 5), task("D", 10), task("E", 1)]
    plan = problem(
        *parts, link("A FS B"), link("A FS C"), link("C FS D"), link("B FS E"), link("D FS E"), risk=risk
    )
    found = simulate(plan, 4000, spread=["B", "C", "D", "E"])
    by_b, by_c = found.starts_of[0] != SKIPPED, found.starts_of[1] != SKIPPED
    assert (by_b ^ by_c).all()
    assert (by_c == (found.starts_of[2] != SKIPPED)).all()
    assert by_b.mean() == pytest.approx(0.25, abs=0.03)
    ends = np.where(by_b, at("2026-01-08 17:00"), at("2026-01-27 17:00"))
    assert found.finishes.tolist() == ends.tolist()
    assert found.activities["B"].share_done == by_b.mean()
    assert found.activities["B"].criticality == 1


def test_weather_takes_days_from_its_calendars_alone() -> None:
    risk = RiskModel(weathers=(Weather("rain", ("standard",), (0.25,) * 12),))
    plan = problem(task("A", 30), task("B", 90, calendar_id="24h"), risk=risk)
    found = simulate(plan, 3000, spread=["A", "B"])
    assert len(set(found.finishes_of[1].tolist())) == 1
    ends = np.array(
        [from_minute(each).date() for each in found.finishes_of[0].tolist()], dtype="datetime64[D]"
    )
    days = np.busday_count("2026-01-05", ends) + 1
    assert days.mean() == pytest.approx(
        30 / 0.75, abs=0.3
    )  # a geometric number of days for each that is worked
    assert days.std() == pytest.approx((30 * 0.25) ** 0.5 / 0.75, rel=0.06)
    never = RiskModel(weathers=(Weather("rain", ("standard",), (0.0,) * 11 + (0.9,)),))
    assert set(simulate(replace(plan, risk=never), 64).finishes.tolist()) == {schedule(plan).finish}


def test_what_the_kernels_do_not_know_is_scheduled_run_by_run() -> None:
    late = replace(task("B", 2), constraint=ConstraintKind.ALAP)
    risk = RiskModel((Uncertainty("A", SHAPE),))
    simulation = Simulation(problem(task("A", 5), late, task("C", 4), link("A FS C"), risk=risk))
    assert not simulation.by_kernels
    block = simulation.block(0, 40, 1, Asked(places=simulation.places(["B"])))
    assert (block.finishes_of[0] == block.finishes).all()


@pytest.mark.parametrize("what", ["S", "X"])
def test_a_summary_is_not_uncertain_by_itself(what: str) -> None:
    plan = problem(Activity("S", "S", 0), replace(task("A"), parent_id="S"))
    with pytest.raises(PlanError):
        simulate(replace(plan, risk=RiskModel((Uncertainty(what, SHAPE),))), 40)


def test_dates_of_what_is_not_simulated_cannot_be_asked_for() -> None:
    with pytest.raises(PlanError, match="X"):
        simulate(chain(), 40, spread=["X"])
    with pytest.raises(PlanError, match="spread"):
        simulate(chain(), 40).spread("A", 0.5)


def test_the_clock_and_other_calendars_stand_beside_each_other() -> None:
    risk = RiskModel((Uncertainty("A", Fixed(1.5)),))
    plan = problem(task("A", 1, calendar_id=CLOCK.id), task("B", 1), link("A FS B"), risk=risk)
    found = simulate(plan, 40)
    assert np.unique(found.finishes).tolist() == [at("2026-01-06 17:00")]


INTERPRETED = """
import numpy as np
from remit.engine.risk import Simulation
from remit.engine.risk.blocks import Asked
from remit.engine.tests.risky_plans import risky_plan

for seed in (2, 5, 18):
    simulation = Simulation(risky_plan(seed, plain=seed == 5))
    assert simulation.by_kernels
    block = simulation.block(32, 34, seed, Asked(places=tuple(range(len(simulation.activity_ids)))))
    print(block.finishes.tolist(), block.costs.tolist(), block.moments.tolist(), block.finishes_of.tolist())
"""


def test_interpreted_kernels_stay_within_their_arrays_and_say_the_same() -> None:
    def answer(**environment: str) -> str:
        told = subprocess.run(
            [sys.executable, "-W", "error", "-c", INTERPRETED],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        return told.stdout

    assert answer(NUMBA_DISABLE_JIT="1") == answer()
