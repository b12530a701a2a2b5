"""Figures of a simulation against what can be worked by hand or by formula."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from remit.engine.model import (
    ActivityCost,
    Discrete,
    Fixed,
    Impact,
    Pert,
    PlanError,
    Problem,
    RiskEvent,
    RiskModel,
    Triangular,
    Uncertainty,
    Uniform,
)
from remit.engine.risk import (
    RankedKind,
    before_and_after,
    merge_bias,
    rank_risks,
    simulate,
    spread_over,
)
from remit.engine.risk.convergence import convergence
from remit.engine.tests.building import DAY, at, link, problem, task
from remit.engine.tests.risky_plans import risky_plan

RUNS = 20_000


def on_the_clock(*parts: object, **stated: object) -> Problem:
    """Return a plan that always works, so that minutes from its start are minutes of work."""
    return problem(*parts, default="24h", **stated)  # type: ignore[arg-type] # as `problem` itself


def lengths(plan: Problem, runs: int = RUNS, seed: int = 11) -> np.ndarray:
    return simulate(plan, runs, seed).finishes - plan.start_minute


def in_a_row(count: int, low: float, likely: float, high: float) -> Problem:
    names = [f"a{each}" for each in range(count)]
    shape = Triangular(low, likely, high)
    return on_the_clock(
        *(task(each, 10) for each in names),
        *(link(f"{a} FS {b}") for a, b in pairwise(names)),
        risk=RiskModel(tuple(Uncertainty(each, shape) for each in names)),
    )


def test_the_sum_of_triangles_has_the_mean_and_the_variance_of_the_formula() -> None:
    # design notes on scheduling, section 6: mean n (a + m + b) / 3, variance n (a² + m² + b² - ab - am - bm) / 18
    found = lengths(in_a_row(12, 0.8, 1, 1.6))
    size = 10 * DAY
    mean = 12 * size * (0.8 + 1 + 1.6) / 3
    variance = 12 * size**2 * (0.64 + 1 + 2.56 - 0.8 * 1.6 - 0.8 - 1.6) / 18
    assert found.mean() == pytest.approx(mean, abs=4 * math.sqrt(variance / RUNS))
    assert found.var() == pytest.approx(variance, rel=0.04)
    assert stats.kstest((found - mean) / math.sqrt(variance), "norm").pvalue > 1e-5  # nearly normal already


@pytest.mark.parametrize("paths", [2, 5, 10])
def test_equal_paths_that_meet_are_in_time_together_by_the_power_of_their_number(paths: int) -> None:
    names = [f"p{each}" for each in range(paths)]
    plan = on_the_clock(
        *(task(each, 30) for each in names),
        task("end", 0),
        *(link(f"{each} FS end") for each in names),
        risk=RiskModel(tuple(Uncertainty(each, Uniform(0.5, 1.5)) for each in names)),
    )
    found = simulate(plan, RUNS, 3)
    for share in (0.3, 0.5, 0.8, 0.95):
        finish = plan.start_minute + round(30 * DAY * (0.5 + share))
        expected = share**paths
        assert found.probability_by(finish) == pytest.approx(
            expected, abs=4 * math.sqrt(expected / RUNS) + 1e-4
        )


# design notes on scheduling, section 6: optimistic, likely, pessimistic that give the published means and deviations
@pytest.mark.parametrize(
    ("low", "likely", "high", "mean"), [(4, 5, 8, 5.33), (5, 5, 5, 5.00), (3, 9, 19, 9.67), (4, 6, 12, 6.67)]
)
def test_beta_pert_has_the_mean_of_the_formula(low: float, likely: float, high: float, mean: float) -> None:
    estimate = Pert(low * DAY, likely * DAY, high * DAY)
    plan = on_the_clock(task("A", likely), risk=RiskModel((Uncertainty("A", estimate, "minutes"),)))  # type: ignore[arg-type] # a StrEnum by its value
    assert lengths(plan).mean() / DAY == pytest.approx(mean, abs=0.04)


def test_pert_deviations_add_up_along_a_path() -> None:
    # classical PERT takes (high - low) / 6; beta-PERT itself has sd² = (mean - low) (high - mean) / 7
    estimates = [Pert(4, 5, 8), Pert(3, 9, 19), Pert(4, 6, 12)]
    parts = [task(f"a{each}", 5) for each in range(3)]
    risk = RiskModel(tuple(Uncertainty(f"a{n}", each) for n, each in enumerate(estimates)))
    found = lengths(on_the_clock(*parts, link("a0 FS a1"), link("a1 FS a2"), risk=risk)) / (5 * DAY)
    variance = sum((each.mean - each.low) * (each.high - each.mean) / 7 for each in estimates)
    assert found.mean() == pytest.approx(sum(each.mean for each in estimates), abs=0.1)
    assert found.std() == pytest.approx(math.sqrt(variance), rel=0.03)


def drivers() -> Problem:
    """Two risks on one activity, so that every outcome can be worked by hand.

    Ten days of 24 hours. Risk X (30 %) doubles, risk Y (50 %) adds half: 10, 15, 20 or 30 days with 35, 35, 15
    and 15 %. The clock costs 100 a day.
    """
    events = (
        RiskEvent("X", "No permit", 0.3, (Impact("A", Fixed(2)),)),
        RiskEvent("Y", "Bad soil", 0.5, (Impact("A", Fixed(1.5)),)),
    )
    return on_the_clock(task("A", 30), risk=RiskModel(events=events, overhead_per_day=100))


def test_risk_drivers_as_worked_by_hand() -> None:
    found = simulate(drivers(), RUNS, 4)
    days = (found.finishes - drivers().start_minute) / 1440
    for length, share in ((10, 0.35), (15, 0.35), (20, 0.15), (30, 0.15)):
        assert np.mean(days == length) == pytest.approx(share, abs=0.015)
        assert found.probability_within(100 * length) == found.probability_by(
            drivers().start_minute + 1440 * length
        )
    assert found.finish_at(0.8) == drivers().start_minute + 20 * 1440
    assert found.contingency(0.8) == (10 * 1440, 1000)
    assert found.mean_cost == pytest.approx(100 * (3.5 + 5.25 + 3 + 4.5), rel=0.01)


def test_risks_are_ranked_by_what_the_plan_gains_without_them() -> None:
    ranked = rank_risks(drivers(), RUNS, 4)
    # P80 is 20 days: without X half of the runs take 15, the others 10; without Y three in ten still take 20
    assert [(each.id, each.finish_minutes / 1440) for each in ranked] == [("X", 5.0), ("Y", 0.0)]
    # P60 is 15 days: without X it stays, without Y seven in ten take 10
    gains = {each.id: each.finish_minutes / 1440 for each in rank_risks(drivers(), RUNS, 4, confidence=0.6)}
    assert gains == {"X": 0.0, "Y": 5.0}
    means = {each.id: each.mean_finish_minutes / 1440 for each in ranked}
    assert means["X"] == pytest.approx(16.25 - 12.5, abs=0.15)
    assert means["Y"] == pytest.approx(16.25 - 13, abs=0.15)


def test_uncertainty_and_weather_can_be_ranked_too() -> None:
    plan = in_a_row(3, 0.5, 1, 2)
    plan = replace(
        plan, activities=(replace(plan.activities[0], duration_minutes=90 * DAY), *plan.activities[1:])
    )
    ranked = rank_risks(plan, 2000, 4, kinds=(RankedKind.UNCERTAINTY,))
    assert ranked[0].id == "a0"
    assert len(ranked) == 3
    assert rank_risks(plan, 100, kinds=(RankedKind.WEATHER,)) == ()


def test_ranking_tells_how_many_risks_are_done_takes_a_whole_that_is_there_and_stops_where_it_is_told_to() -> (
    None
):
    plan, told = drivers(), []

    def progress(done: int, of: int) -> bool:
        told.append((done, of))
        return done < 1

    ranked = rank_risks(plan, RUNS, 4)
    assert rank_risks(plan, RUNS, 4, whole=simulate(plan, RUNS, 4)) == ranked
    first = rank_risks(plan, RUNS, 4, progress=progress)
    assert len(first) == 1
    assert first[0] in ranked
    assert told == [(1, len(ranked))]


def test_merge_bias_is_what_the_critical_path_alone_does_not_see() -> None:
    shape = Uniform(0.5, 1.5)
    names = ("A", "B", "C")
    parts = [task("A", 30), task("B", 29.99), task("C", 29.99), task("end", 0)]
    plan = on_the_clock(
        *parts,
        *(link(f"{each} FS end") for each in names),
        risk=RiskModel(tuple(Uncertainty(each, shape) for each in names)),
    )
    found = merge_bias(plan, RUNS, 5)
    assert found.path == ("A", "end")
    assert found.alone == pytest.approx(0.5, abs=0.015)
    assert found.together == pytest.approx(0.125, abs=0.015)
    assert found.bias == pytest.approx(0.375, abs=0.02)
    assert found.mean_minutes / DAY == pytest.approx(
        30 * (0.75 - 0.5), rel=0.03
    )  # the largest of three against one


def test_criticality_and_cruciality_of_two_paths() -> None:
    parts = [task("A", 30), task("B", 30), task("end", 0)]
    risk = RiskModel((Uncertainty("A", Discrete((1, 2), (0.75, 0.25))), Uncertainty("B", Fixed(1.5))))
    found = simulate(on_the_clock(*parts, link("A FS end"), link("B FS end"), risk=risk), RUNS, 5).activities
    assert found["A"].criticality == pytest.approx(0.25, abs=0.015)
    assert found["B"].criticality == pytest.approx(0.75, abs=0.015)
    assert found["end"].criticality == 1
    assert found["A"].sensitivity == pytest.approx(1)  # the finish is 45 days, or A's 60
    assert found["A"].cruciality == pytest.approx(found["A"].criticality)
    assert found["B"].sensitivity == found["B"].cruciality == 0
    assert found["A"].mean_minutes == pytest.approx(37.5 * DAY, rel=0.01)
    assert found["A"].sensitivity_index == pytest.approx(
        found["A"].criticality * 2, rel=1e-6
    )  # 30 days against 15


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_joint_confidence_is_never_above_either(seed: int, share: float, other: float) -> None:
    try:
        found = simulate(risky_plan(seed, plain=True), 96, seed, workers=1)
    except PlanError:
        return
    finish, cost = found.finish_at(share), found.cost_at(other)
    joint = found.joint_confidence(finish, cost)
    assert joint <= min(found.probability_by(finish), found.probability_within(cost))
    assert found.probability_by(finish) >= share - 1e-9
    assert found.probability_by(finish - 1) < share
    for at_finish, at_cost in found.frontier(other):
        assert found.joint_confidence(at_finish, at_cost) >= other - 1e-9
    for name, each in found.activities.items():
        assert 0 <= each.criticality <= 1, name
        assert -1 - 1e-9 <= each.sensitivity <= 1 + 1e-9, name


def test_the_frontier_trades_time_for_money() -> None:
    risk = RiskModel(
        (Uncertainty("A", Uniform(0.5, 1.5)),),
        costs=(ActivityCost("A", fixed=Uniform(0, 1000), rate_per_hour=1),),
    )
    found = simulate(on_the_clock(task("A", 30), risk=risk), 5000, 2)
    frontier = found.frontier(0.7)
    assert len(frontier) > 5
    assert list(frontier) == sorted(frontier)
    costs = [cost for _finish, cost in frontier]
    assert costs == sorted(costs, reverse=True)
    assert frontier[0][0] == found.finish_at(0.7)
    assert frontier[-1][1] == pytest.approx(found.cost_at(0.7))


def test_cost_grows_with_the_time_that_work_and_the_plan_take_and_what_is_fixed_does_not() -> None:
    risk = RiskModel(
        (Uncertainty("A", Discrete((1.0, 2.0), (0.5, 0.5))),),
        costs=(ActivityCost("A", fixed=Fixed(7000), rate_per_hour=60),),
        overhead_per_day=500,
    )
    found = simulate(on_the_clock(task("A", 30), risk=risk), RUNS, 3)
    hours = 30 * 8
    short, long = 7000 + 60 * hours + 500 * hours / 24, 7000 + 60 * 2 * hours + 500 * 2 * hours / 24
    assert found.planned_cost == pytest.approx(short)
    assert [found.cost_at(each / 100) for each in (10, 20, 30, 40)] == pytest.approx([short] * 4)
    assert [found.cost_at(each / 100) for each in (60, 70, 80, 90)] == pytest.approx([long] * 4)
    # whoever is late has paid for it: time and money are in one half of the runs or in neither
    early = found.planned_finish
    assert found.joint_confidence(early, short + 1) == pytest.approx(found.probability_by(early))
    minutes, money = found.contingency(0.8)
    assert minutes == hours * 60
    assert money == pytest.approx(long - short)


def test_before_and_after_differ_by_the_mitigations_alone() -> None:
    found = before_and_after(drivers(), 500, 4)
    assert found.gain(0.8) == (0, 0)
    assert found.before.finishes.tolist() == found.after.finishes.tolist()


def test_the_error_of_a_percentile_is_that_of_repeated_simulations() -> None:
    plan = in_a_row(6, 0.5, 1, 2)
    found = simulate(plan, 4000, 1).convergence(0.8)
    again = np.array([simulate(plan, 4000, seed, criticality=False).finish_at(0.8) for seed in range(2, 26)])
    assert found.percentile_error == pytest.approx(again.std(ddof=1), rel=0.6)
    assert found.mean_error == pytest.approx(simulate(plan, 4000, 1).sd_finish_minutes / math.sqrt(4000))


def test_as_many_runs_as_are_recommended_do() -> None:
    plan = in_a_row(6, 0.5, 1, 2)
    few = simulate(plan, 400, 1).convergence(0.8, within_minutes=480)
    assert not few.is_enough
    enough = simulate(plan, few.runs_needed, 2).convergence(0.8, within_minutes=480)
    assert 1.96 * enough.percentile_error < 2 * 480
    assert convergence(np.arange(10), 0.8, 480).percentile_error == math.inf


def test_percentiles_need_a_share() -> None:
    with pytest.raises(PlanError):
        simulate(drivers(), 40).finish_at(80)


def test_a_plan_without_estimates_is_spread_over_what_is_yet_to_be_done() -> None:
    done = task("B", 1, actual_start=at("2026-01-05 08:00"), actual_finish=at("2026-01-05 17:00"))
    plan = problem(task("A", 2), done, task("M", 0), risk=RiskModel((Uncertainty("A", Fixed(3)),)))
    assert spread_over(plan, 0.9, 1, 1.3).risk == plan.risk
    spread = spread_over(replace(plan, risk=None), 0.9, 1, 1.3).risk
    assert spread is not None
    assert spread.uncertainties == (Uncertainty("A", Triangular(0.9, 1, 1.3)),)


def test_a_plan_without_activities_ends_where_it_begins() -> None:
    found = simulate(problem(), 40)
    assert (found.mean_finish, found.sd_finish_minutes, found.mean_cost) == (found.planned_finish, 0, 0)
    assert found.activities == {}
