"""Earned value and earned schedule: published and hand-worked figures, rules of measurement, and identities."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from remit.engine.calendars import working_time
from remit.engine.tests.building import STANDARD, at
from remit.engine.value import (
    Doubt,
    EarnedValue,
    Method,
    Milestone,
    Period,
    Reading,
    Reason,
    Rule,
    WorkPackage,
    earned_schedule,
    earned_value,
    figures_as_json,
    indices,
    measure,
    minute_after,
    period_ends,
    periods_passed,
    planned_value,
)
from remit.engine.value.packages import WallClock

MONEY = some.integers(0, 10**9)
CLOCK = WallClock()


def values(answer: EarnedValue) -> dict[str, float | None]:
    return {key: each.value for key, each in answer.figures()}


def test_the_worked_example_in_full() -> None:
    found = values(indices(bac=1000_00, pv=500_00, ev=400_00, ac=450_00))
    assert found["cv"] == -50_00
    assert found["sv"] == -100_00
    assert found["cpi"] == pytest.approx(0.8889, abs=5e-5)
    assert found["spi"] == 0.8
    assert found["percent_complete"] == 0.4
    assert found["percent_spent"] == 0.45
    assert found["eac.as-so-far"] == 1125_00
    assert found["eac.as-budgeted"] == 1050_00
    assert found["eac.cost-and-schedule"] == 1293_75
    assert found["vac.as-so-far"] == -125_00
    assert found["tcpi"] == pytest.approx(1.0909, abs=5e-5)
    assert found["tcpi.as-so-far"] == pytest.approx(0.8889, abs=5e-5)
    assert found["eac.bottom-up"] is None


@pytest.mark.parametrize(
    ("sums", "expected"),
    [
        (
            (120_000, 23_000, 20_000, 25_000),
            {"cv": -5_000, "sv": -3_000, "cpi": 0.8, "spi": 0.870, "eac.as-so-far": 150_000, "tcpi": 1.053},
        ),
        ((200_000, 120_000, 60_000, 90_000), {"cpi": 0.667, "spi": 0.5, "eac.as-so-far": 300_000}),
    ],
)
def test_published_exercises(sums: tuple[int, int, int, int], expected: dict[str, float]) -> None:
    bac, pv, ev, ac = sums
    found = values(indices(bac=bac, pv=pv, ev=ev, ac=ac))
    assert {key: found[key] for key in expected} == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize(
    ("sums", "key", "reason"),
    [
        ((100, 50, 40, 0), "cpi", Reason.NOTHING_SPENT),
        ((100, 50, 40, 0), "eac.as-so-far", Reason.NOTHING_SPENT),
        ((100, 50, 40, 0), "eac.cost-and-schedule", Reason.NOTHING_SPENT),
        ((100, 0, 40, 10), "spi", Reason.NOTHING_PLANNED),
        ((100, 0, 40, 10), "eac.cost-and-schedule", Reason.NOTHING_PLANNED),
        ((100, 50, 0, 10), "eac.as-so-far", Reason.NOTHING_EARNED),
        ((100, 50, 0, 10), "eac.cost-and-schedule", Reason.NOTHING_EARNED),
        ((100, 0, 0, 10), "eac.as-so-far", Reason.NOTHING_EARNED),
        ((0, 0, 0, 10), "percent_complete", Reason.NO_BUDGET),
        ((100, 50, 40, 100), "tcpi", Reason.NOT_ACHIEVABLE),
        ((100, 100, 100, 100), "tcpi", Reason.NOTHING_LEFT),
        ((0, 0, 0, 0), "tcpi", Reason.NO_BUDGET),
        ((100, 50, 40, 10), "eac.bottom-up", Reason.NO_ESTIMATE),
    ],
)
def test_what_cannot_be_divided_has_no_value_and_says_why(
    sums: tuple[int, int, int, int], key: str, reason: Reason
) -> None:
    bac, pv, ev, ac = sums
    found = dict(indices(bac=bac, pv=pv, ev=ev, ac=ac).figures())[key]
    assert (found.value, found.reason) == (None, reason)
    assert reason.sentence in found.why


def test_one_unit_of_money_left_makes_the_budget_achievable() -> None:
    assert indices(bac=100, pv=50, ev=40, ac=99).tcpi.value == 60


def test_a_figure_says_how_it_came_about() -> None:
    found = indices(bac=1000, pv=500, ev=400, ac=450)
    assert found.cpi.why == "CPI = EV / AC with EV = 400, AC = 450"
    assert (
        found.forecast(Method.AS_BUDGETED).eac.why
        == "EAC = AC + BAC - EV with BAC = 1,000, EV = 400, AC = 450"
    )
    as_json = figures_as_json(dict(found.figures()))
    assert as_json["spi"] == {
        "value": 0.8,
        "unit": "ratio",
        "formula": "EV / PV",
        "inputs": {"EV": 400, "PV": 500},
    }
    assert as_json["eac.bottom-up"]["reason"] == "no-estimate"


@given(MONEY, MONEY, MONEY, MONEY, some.none() | MONEY)
def test_identities_hold_to_the_last_minor_unit(bac: int, pv: int, ev: int, ac: int, etc: int | None) -> None:
    ev = min(ev, bac)
    found = indices(bac=bac, pv=pv, ev=ev, ac=ac, etc=etc)
    for forecast in found.forecasts:
        if forecast.eac.value is not None:
            assert forecast.etc.value is not None
            assert forecast.vac.value is not None
            assert forecast.eac.value == ac + forecast.etc.value
            assert forecast.vac.value == bac - forecast.eac.value
    so_far = found.forecast(Method.AS_SO_FAR)
    if so_far.tcpi.value is not None and 0 < ev < bac:
        assert so_far.tcpi.value == pytest.approx(found.cpi.value)
    if ev == bac > 0 and ac > 0:
        assert so_far.eac.value == ac


@given(MONEY, MONEY, MONEY, MONEY)
def test_every_figure_has_a_finite_value_or_a_reason(bac: int, pv: int, ev: int, ac: int) -> None:
    for _key, each in indices(bac=bac, pv=pv, ev=ev, ac=ac).figures():
        assert (each.value is None) == (each.reason is not None)


# earned schedule

PLANNED = [0, 100, 220, 360, 520, 700, 860, 1000]


def in_time(planned: list[int], earned: int, time: float, **more: Any) -> dict[str, float | None]:
    return {
        key: each.value for key, each in earned_schedule(planned, earned=earned, time=time, **more).figures()
    }


def test_the_worked_example_of_earned_schedule() -> None:
    found = in_time(PLANNED, 400, 4)
    assert found["es"] == 3.25
    assert found["sv_t"] == -0.75
    assert found["spi_t"] == 0.8125
    assert found["ieac_t"] == pytest.approx(8.615, abs=5e-4)
    assert found["tspi"] == 1.25
    assert found["pd"] == 7
    assert found["ieac_t_planned"] == 7.75


@pytest.mark.parametrize(
    ("planned", "earned", "expected"),
    [
        ([0, 100, 100, 200], 99, 0.99),
        ([0, 100, 100, 200], 100, 2),  # the last period that plans no more than is earned
        ([0, 100, 100, 200], 150, 2.5),
        ([0, 0, 100], 0, 1),
        ([0, 50, 100, 100, 100], 100, 2),  # done: where the plan first reaches the budget
        ([10, 50, 100], 5, 0),
    ],
)
def test_a_plateau_of_the_plan_divides_by_nothing(planned: list[int], earned: int, expected: float) -> None:
    assert in_time(planned, earned, 3)["es"] == expected


def test_time_stands_still_once_all_is_done() -> None:
    found = in_time(PLANNED, 1000, 12, finished=9)
    assert (found["at"], found["es"], found["sv_t"], found["tspi"]) == (9, 7, -2, None)
    assert found["ieac_t"] == 9
    assert in_time(PLANNED, 1000, 12)["at"] == 12


def test_before_the_start_and_after_the_planned_end() -> None:
    early, late = earned_schedule(PLANNED, earned=0, time=0), earned_schedule(PLANNED, earned=900, time=7)
    assert early.spi_t.reason == early.ieac_t.reason == Reason.NO_TIME_PASSED
    assert late.tspi.reason == Reason.NO_TIME_LEFT
    assert earned_schedule(PLANNED, earned=0, time=2).ieac_t.reason == Reason.NOTHING_EARNED


@pytest.mark.parametrize("planned", [[], [5], [0, 10, 5], [0, 0], [-1, 5]])
def test_a_plan_that_falls_or_plans_nothing_is_refused(planned: list[int]) -> None:
    with pytest.raises(ValueError, match="Planned value"):
        earned_schedule(planned, earned=1, time=1)


@given(some.lists(some.integers(0, 1000), min_size=1, max_size=30).filter(any), some.data())
def test_earned_schedule_inverts_the_plan_and_grows_with_what_is_earned(steps: list[int], data: Any) -> None:
    planned = [sum(steps[:at]) for at in range(len(steps) + 1)]
    earned = sorted(data.draw(some.lists(some.integers(0, planned[-1]), min_size=2, max_size=2)))
    first, second = (earned_schedule(planned, earned=each, time=3).es.value or 0.0 for each in earned)
    assert first <= second
    whole = min(int(second), len(planned) - 2)
    there = planned[whole] + (planned[whole + 1] - planned[whole]) * (second - whole)
    assert there == pytest.approx(earned[1])


# rules of measurement

START, MIDDLE, FINISH = at("2026-01-05 08:00"), at("2026-01-07 08:00"), at("2026-01-09 08:00")


def package(**stated: Any) -> WorkPackage:
    facts: dict[str, Any] = {
        "id": "A",
        "name": "A",
        "budget": 1000,
        "start": START,
        "finish": FINISH,
        **stated,
    }
    return WorkPackage(**facts)


STEPS = (Milestone(1, START + 10, START + 20), Milestone(3, FINISH - 10))


@pytest.mark.parametrize(
    ("stated", "planned", "earned"),
    [
        ({"rule": Rule.ZERO_HUNDRED}, 0, 0),
        ({"rule": Rule.ZERO_HUNDRED, "actual_finish": MIDDLE}, 0, 1000),
        ({"rule": Rule.ZERO_HUNDRED, "actual_finish": MIDDLE + 1}, 0, 0),
        ({"rule": Rule.FIFTY_FIFTY}, 500, 0),
        ({"rule": Rule.FIFTY_FIFTY, "actual_start": MIDDLE}, 500, 500),
        ({"rule": Rule.FIFTY_FIFTY, "actual_start": MIDDLE + 1}, 500, 0),
        ({"rule": Rule.FIFTY_FIFTY, "actual_start": START, "actual_finish": MIDDLE}, 500, 1000),
        ({"rule": Rule.MILESTONES, "milestones": STEPS}, 250, 250),
        ({"rule": Rule.UNITS, "units_planned": 8, "units_done": 2}, 500, 250),
        ({"rule": Rule.UNITS, "units_planned": 8, "units_done": 9}, 500, 1000),
        ({"rule": Rule.PERCENT, "percent_complete": 12.5}, 500, 125),
        ({"rule": Rule.PERCENT, "percent_complete": 130}, 500, 1000),
        ({"rule": Rule.LEVEL_OF_EFFORT, "percent_complete": 5}, 500, 500),
    ],
)
def test_each_rule_earns_and_plans_in_its_own_way(stated: dict[str, Any], planned: int, earned: int) -> None:
    each = package(**stated)
    assert planned_value(each, MIDDLE, CLOCK) == planned
    assert earned_value(each, MIDDLE, CLOCK) == earned


@pytest.mark.parametrize("rule", [each for each in Rule if each not in {Rule.MILESTONES, Rule.UNITS}])
def test_the_plan_of_every_rule_goes_from_nothing_to_the_budget(rule: Rule) -> None:
    each = package(rule=rule)
    shares = [planned_value(each, START + step * 60, CLOCK) for step in range(97)]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1000)


def test_planned_value_spreads_over_working_time() -> None:
    week = package(budget=500, start=at("2026-01-08 08:00"), finish=at("2026-01-14 17:00"))
    time = working_time(STANDARD, 0)
    assert planned_value(week, at("2026-01-10 12:00"), time) == 200  # Thursday and Friday of five days
    assert planned_value(week, at("2026-01-12 12:00"), time) == 250


def test_a_package_without_working_time_lies_at_its_finish() -> None:
    weekend = package(start=at("2026-01-10 08:00"), finish=at("2026-01-11 08:00"))
    time = working_time(STANDARD, 0)
    assert planned_value(weekend, at("2026-01-11 07:59"), time) == 0
    assert planned_value(weekend, at("2026-01-11 08:00"), time) == 1000


@pytest.mark.parametrize(
    "stated",
    [
        {"finish": START - 1},
        {"budget": -1},
        {"estimate": -1},
        {"rule": Rule.MILESTONES},
        {"rule": Rule.UNITS},
    ],
)
def test_a_package_that_contradicts_itself_cannot_be_made(stated: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="Package A"):
        package(**stated)


@given(MONEY, some.integers(0, 10**6), some.integers(1, 10**6))
def test_a_share_of_the_budget_is_rounded_half_to_even(budget: int, done: int, planned: int) -> None:
    made = package(budget=budget, rule=Rule.UNITS, units_done=done, units_planned=planned)
    assert earned_value(made, MIDDLE, CLOCK) == round(Fraction(budget * min(done, planned), planned))


# periods


@pytest.mark.parametrize(
    ("every", "ends"),
    [
        (
            Period.DAY,
            ["01-30 08:00", "01-31 00:00", "02-01 00:00", "02-02 00:00", "02-03 00:00", "02-04 00:00"],
        ),
        (Period.WEEK, ["01-30 08:00", "02-02 00:00", "02-09 00:00"]),
        (Period.MONTH, ["01-30 08:00", "02-01 00:00", "03-01 00:00"]),
    ],
)
def test_periods_end_with_days_weeks_and_months(every: Period, ends: list[str]) -> None:
    found = period_ends(at("2026-01-30 08:00"), at("2026-02-03 17:00"), every)
    assert list(found) == [at(f"2026-{each}") for each in ends]


def test_months_go_over_the_year() -> None:
    assert period_ends(at("2026-11-15 00:00"), at("2027-01-02 00:00"))[-1] == at("2027-02-01 00:00")


def test_periods_that_have_passed_count_by_the_clock() -> None:
    ends = (0, 100, 300)
    passed = [periods_passed(ends, minute) for minute in (-5, 0, 50, 100, 150, 300, 400)]
    assert passed == [0, 0, Fraction(1, 2), 1, Fraction(5, 4), 2, Fraction(5, 2)]


# the whole


def two_packages() -> list[WorkPackage]:
    return [
        package(
            id="A", percent_complete=40, actual_cost=450, groups=(("wbs", "1"), ("accountable", "Ada")), estimate=500
        ),
        package(
            id="B", budget=500, percent_complete=100, actual_finish=MIDDLE, actual_cost=480, estimate=0,
            groups=(("wbs", "2"), ("accountable", "Ada")),
        ),
    ]  # fmt: skip


def test_a_plan_adds_up_by_every_key() -> None:
    found = measure(two_packages(), status=MIDDLE, every=Period.DAY)
    assert (found.total.pv.value, found.total.ev.value, found.total.ac.value) == (750, 900, 930)
    assert found.total.forecast(Method.BOTTOM_UP).eac.value == 1430
    assert found.groups["accountable"]["Ada"] == found.total
    assert [found.groups["wbs"][key].ev.value for key in ("1", "2")] == [400, 500]
    assert found.packages["A"].cpi.value == pytest.approx(400 / 450)
    assert (list(found.packages), len(found.packages)) == (["A", "B"], 2)
    assert found.curve[-1].planned == 1500
    assert found.schedule is not None
    assert found.schedule.es.value == pytest.approx(
        2 + 275 / 375
    )  # 625 planned by Wednesday 0:00, 1000 by Thursday
    assert found.flags == ()


@given(some.lists(some.tuples(MONEY, some.floats(0, 100), MONEY), min_size=1, max_size=8))
def test_groups_add_up_to_the_total(facts: list[tuple[int, float, int]]) -> None:
    packages = [
        package(
            id=str(at), budget=budget, percent_complete=done, actual_cost=cost, groups=(("by", str(at % 3)),)
        )
        for at, (budget, done, cost) in enumerate(facts)
    ]
    found = measure(packages, status=MIDDLE, every=Period.DAY)
    for key in ("bac", "pv", "ev", "ac"):
        parts = [getattr(each, key).value for each in found.groups["by"].values()]
        assert sum(parts) == getattr(found.total, key).value


@pytest.mark.parametrize(
    ("stated", "doubts"),
    [
        ({"actual_cost": 5}, [Doubt.COST_WITHOUT_PROGRESS]),
        ({"percent_complete": 5}, [Doubt.PROGRESS_WITHOUT_COST]),
        ({"percent_complete": 5, "actual_cost": 5}, []),
        ({"percent_complete": 101, "actual_cost": 5, "actual_finish": MIDDLE}, [Doubt.PERCENT_OUT_OF_RANGE]),
        ({"percent_complete": -1}, [Doubt.PERCENT_OUT_OF_RANGE]),
        ({"percent_complete": 100, "actual_cost": 5}, [Doubt.COMPLETE_BUT_UNFINISHED]),
        (
            {"percent_complete": 99, "actual_cost": 5, "actual_finish": MIDDLE},
            [Doubt.FINISHED_BUT_INCOMPLETE],
        ),
        ({"percent_complete": 99, "actual_cost": 1001}, [Doubt.SPENT_BEYOND_BUDGET]),
        ({"percent_complete": 99, "actual_cost": 1000}, []),
        ({"budget": 0, "actual_cost": 1}, [Doubt.COST_WITHOUT_BUDGET]),
        ({"percent_complete": 5, "actual_cost": 5, "actual_start": MIDDLE + 1}, [Doubt.ACTUAL_IN_FUTURE]),
        (
            {"rule": Rule.UNITS, "units_planned": 2, "units_done": 3, "actual_cost": 5},
            [Doubt.MORE_UNITS_THAN_PLANNED],
        ),
    ],
)
def test_doubtful_data_is_flagged(stated: dict[str, Any], doubts: list[Doubt]) -> None:
    found = measure([package(**stated)], status=MIDDLE, every=Period.DAY)
    assert [(each.doubt, each.package_id) for each in found.flags] == [(each, "A") for each in doubts]


def test_what_falls_over_time_is_flagged() -> None:
    before = [Reading(START, 300, 100), Reading(START - 5, 301, 400)]
    found = measure([package(percent_complete=30, actual_cost=99)], status=MIDDLE, history=before)
    assert [(each.doubt, each.value) for each in found.flags] == [
        (Doubt.EARNED_VALUE_FELL, -1),
        (Doubt.ACTUAL_COST_FELL, -300),
        (Doubt.ACTUAL_COST_FELL, -1),
    ]


def test_time_stands_still_only_when_every_finish_is_known() -> None:
    done = package(percent_complete=100, actual_finish=MIDDLE, actual_cost=1)
    unknown = package(id="B", percent_complete=100, actual_cost=1)
    late = at("2026-01-20 00:00")
    frozen, going_on = (
        measure(each, status=late, every=Period.DAY).schedule for each in ([done], [done, unknown])
    )
    assert frozen is not None
    assert going_on is not None
    assert frozen.at.value == pytest.approx(periods_passed(period_ends(START, FINISH, Period.DAY), MIDDLE))
    assert (going_on.at.value or 0) > 10


def test_without_budget_there_is_no_schedule_and_no_index() -> None:
    found = measure([package(budget=0)], status=MIDDLE)
    assert found.schedule is None
    assert found.total.percent_complete.reason == Reason.NO_BUDGET
    assert measure([], status=MIDDLE).curve == ()


def test_level_of_effort_is_stated_as_a_share() -> None:
    found = measure([package(id="A", rule=Rule.LEVEL_OF_EFFORT), package(id="B", budget=3000)], status=MIDDLE)
    assert found.level_of_effort == 0.25


def test_two_packages_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="same id"):
        measure([package(), package()], status=MIDDLE)


@pytest.mark.parametrize("every", list(Period))
def test_the_minute_after_so_many_periods_is_where_that_many_have_passed(every: Period) -> None:
    ends = period_ends(at("2026-01-30 08:00"), at("2026-04-03 17:00"), every)
    for minute in (ends[0], at("2026-02-11 12:00"), ends[1], ends[-1], ends[-1] + 20_000):
        assert minute_after(ends, periods_passed(ends, minute)) == minute
