"""Forecasts by resampling, cycle times, sizes, Little's law: against exact distributions and by hand."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from remit.engine.flow import (
    Assumption,
    Item,
    TooLittle,
    ages,
    calibrate,
    cumulative_flow,
    drifted,
    flow_efficiency,
    how_many,
    littles_law,
    percentile,
    release_effort,
    service_level,
    velocity,
    when_done,
    whole_periods,
)

WEEKS = [1, 3, 5, 3, 7, 8, 0, 5, 3, 1, 8, 2]  # Bowler's published example; 100 to 120 items were to do
COUNTS = some.lists(some.integers(0, 12), min_size=1, max_size=12).filter(any)


def exact_sums(history: list[int], periods: int) -> list[float]:
    """Return the probability of each sum of so many periods, by convolution: slow and obvious."""
    chances = [1.0]
    for _period in range(periods):
        grown = [0.0] * (len(chances) + max(history))
        for total, chance in enumerate(chances):
            for each in history:
                grown[total + each] += chance / len(history)
        chances = grown
    return chances


def exact_when(history: list[int], low: int, high: int, periods: int) -> float:
    """Return the probability that low..high items, each as likely, are done within so many periods."""
    chances = exact_sums(history, periods)
    wanted = range(low, high + 1)
    return sum(sum(chances[items:]) for items in wanted) / len(wanted)


def test_the_published_backlog_is_done_when_the_exact_distribution_says() -> None:
    found = when_done(WEEKS, (100, 120), runs=20_000, seed=7)
    for level in (0.5, 0.85, 0.95):
        weeks = int(found.at(level) or 0)
        assert exact_when(WEEKS, 100, 120, weeks) >= level - 0.015
        assert exact_when(WEEKS, 100, 120, weeks - 1) < level + 0.015
    assert found.at(0.85) == 33
    assert found.mean == pytest.approx(110 / (46 / 12), abs=0.6)


def test_how_many_are_done_is_what_the_exact_distribution_says() -> None:
    found = how_many(WEEKS, 10, runs=20_000, seed=7)
    chances = exact_sums(WEEKS, 10)
    for each in found.likelihoods:
        items = int(each.value or 0)
        assert sum(chances[items:]) >= each.level - 0.015
        assert sum(chances[items + 1 :]) < each.level + 0.015
    assert found.mean == pytest.approx(10 * 46 / 12, abs=0.3)


def test_a_steady_team_has_no_doubt() -> None:
    assert [each.value for each in when_done([3], 10).likelihoods] == [4, 4, 4]
    assert [each.value for each in how_many([3], 4).likelihoods] == [12, 12, 12]
    assert when_done([2.5], 5).at(0.5) == 2
    assert when_done([1], 0).at(0.95) == 0


def test_the_same_seed_gives_the_same_answer_and_more_certainty_takes_longer() -> None:
    assert when_done(WEEKS, 40, seed=3) == when_done(WEEKS, 40, seed=3)
    assert when_done(WEEKS, 40, seed=3).mean != when_done(WEEKS, 40, seed=4).mean


@given(COUNTS, some.integers(0, 60))
def test_more_items_take_no_less_time_and_more_certainty_no_less(history: list[int], items: int) -> None:
    fewer, more = (when_done(history, each, runs=200, seed=1) for each in (items, items + 5))
    for level in (0.5, 0.85, 0.95):
        assert (fewer.at(level) or 0) <= (more.at(level) or 0)
    values = [each.value or 0 for each in fewer.likelihoods]
    assert all(before <= after for before, after in pairwise(values))


def test_what_cannot_be_forecast_says_why() -> None:
    assert when_done([0, 0], 5).reason == TooLittle.NOTHING_DONE
    assert when_done([], 5).reason == how_many([], 5).reason == TooLittle.NO_HISTORY
    far = when_done([0, 1], 10_000, runs=10)
    assert (far.reason, far.at(0.5)) == (TooLittle.TOO_FAR, None)
    assert all(each.sentence for each in TooLittle)


@pytest.mark.parametrize(
    ("items", "levels", "runs"), [((5, 4), (0.5,), 1), (-1, (0.5,), 1), (1, (1.0,), 1), (1, (0.5,), 0)]
)
def test_a_question_that_makes_no_sense_is_refused(
    items: int | tuple[int, int], levels: tuple[float, ...], runs: int
) -> None:
    with pytest.raises(ValueError):
        when_done([1], items, levels=levels, runs=runs)


def test_the_last_day_counts_when_periods_are_counted() -> None:
    start = dt.date(2026, 1, 5)
    assert [whole_periods(start, dt.date(2026, 1, day), 7) for day in (4, 10, 11, 18)] == [0, 0, 1, 2]


def test_velocity_is_a_range_of_the_last_ten_sprints() -> None:
    found = velocity([1000, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38])
    assert (found.low, found.middle, found.high, found.sprints) == pytest.approx((22.7, 29, 35.3, 10))
    assert velocity([20] * 5).reason == TooLittle.TOO_FEW
    assert velocity([20] * 6).middle == 20


# cycle time


def test_the_service_level_is_what_so_many_items_kept_to() -> None:
    times = [1, 2, 2, 3, 4, 5, 6, 12, 12, 20]
    assert service_level(times).days == 12
    assert service_level(times, 0.8).days == 12
    assert service_level(times, 0.7).days == 6
    assert service_level(times[:8]).days == 6  # seven of eight are more than 85 %
    assert service_level(times[:7]).days is None


@given(some.lists(some.integers(0, 50), min_size=1), some.floats(0.01, 1))
def test_a_percentile_is_the_least_value_that_so_many_do_not_exceed(values: list[int], share: float) -> None:
    found = percentile(values, share)
    assert found is not None
    assert found in values
    assert sum(each <= found for each in values) >= share * len(values) - 1e-6
    assert sum(each < found for each in values) < share * len(values) + 1e-6


def test_items_in_work_age_against_what_others_took() -> None:
    times = [1, 2, 2, 3, 4, 5, 6, 12, 12, 20]
    found = ages([Item("new", 100), Item("old", 88), Item("limit", 89)], 100, times)
    assert [(each.id, each.days, each.is_late) for each in found] == [
        ("old", 13, True),
        ("limit", 12, False),
        ("new", 1, False),
    ]
    assert [each.older_than for each in found] == [0.9, 0.7, 0]
    assert ages([Item("new", 100)], 100, [1.0])[0].is_late is None
    with pytest.raises(ValueError, match="after today"):
        ages([Item("future", 101)], 100, times)


def test_flow_efficiency_is_touch_over_touch_and_wait() -> None:
    assert flow_efficiency(2, 6) == 0.25
    assert flow_efficiency(0, 0) is None


# sizes


def test_a_size_says_nothing_before_eight_items() -> None:
    small, large = calibrate({"S": [1, 1, 2, 2, 2, 3, 3], "L": [5, 5, 6, 6, 7, 8, 9, 20]})
    assert (small.is_calibrated, small.p50) == (False, None)
    assert (large.p50, large.p80, large.p95) == (6.5, 9, 20)


def test_sizes_out_of_order_are_pooled_with_their_neighbours() -> None:
    """S takes longer than M: both together then take longer than L, so all three are one."""
    found = calibrate({"S": [9.0] * 8, "M": [4.0] * 8, "L": [5.0] * 8, "XL": [30.0] * 8})
    assert [each.pooled_with for each in found] == [("S", "M", "L")] * 3 + [("XL",)]
    assert [each.p50 for each in found] == [5, 5, 5, 30]


@given(
    some.lists(some.lists(some.integers(1, 40).map(float), min_size=0, max_size=12), min_size=1, max_size=5)
)
def test_medians_never_fall_from_size_to_size(taken: list[list[float]]) -> None:
    found = calibrate({str(at): each for at, each in enumerate(taken)})
    medians = [each.p50 for each in found if each.p50 is not None]
    assert medians == sorted(medians)
    assert [each.is_calibrated for each in found] == [len(each) >= 8 for each in taken]
    assert sorted(sum(taken, [])) == sorted(  # noqa: RUF017 - a handful of short lists
        value for each in found if each.name == each.pooled_with[0] for value in each.samples
    )


def test_a_median_that_moves_by_more_than_a_quarter_is_told() -> None:
    before = calibrate({"S": [4.0] * 8, "M": [8.0] * 8})
    now = calibrate({"S": [5.0] * 8, "M": [10.1] * 8})
    assert drifted(before, now) == ("M",)


def test_a_release_is_a_sum_of_items_not_a_size_times_its_mean() -> None:
    sizes = calibrate({"S": [1.0] * 8, "M": [2.0] * 7 + [30.0]})
    found = release_effort(sizes, {"M": 2, "S": 3}, runs=20_000, seed=5)
    # by hand: both small 49/64, one large 14/64, two large 1/64
    assert [each.value for each in found.likelihoods] == [7, 35, 35]
    assert found.mean == pytest.approx(3 + 2 * 5.5, abs=0.3)
    assert release_effort(sizes, {"S": 3, "M": 2}, runs=20_000, seed=5) == found


def test_a_release_of_sizes_unknown_is_not_forecast() -> None:
    sizes = calibrate({"S": [1.0] * 8, "M": [2.0] * 7})
    assert release_effort(sizes, {"S": 3, "M": 1}).reason == TooLittle.TOO_FEW
    assert release_effort(sizes, {"S": 3, "M": 0}).at(0.5) == 3
    with pytest.raises(KeyError):
        release_effort(sizes, {"XXL": 1})


# Little's law


def test_the_law_holds_where_all_is_steady() -> None:
    found = littles_law(
        wip=[8] * 10, arrivals=[2] * 10, departures=[2] * 10, cycle_times=[4.0] * 20, ages=[2.0] * 10
    )
    assert (found.is_valid, found.wip, found.expected_wip) == (True, 8, 8)


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"arrivals": [2] * 5 + [3] * 5}, [Assumption.ARRIVALS_MATCH_DEPARTURES]),
        ({"abandoned": 1}, [Assumption.ALL_ITEMS_LEAVE]),
        ({"wip": [8] * 5 + [11] * 5}, [Assumption.WORK_IS_STEADY]),
        ({"ages": [4.0] * 5 + [6.0] * 5}, [Assumption.AGE_IS_STEADY]),
    ],
)
def test_an_assumption_that_does_not_hold_is_named(
    changes: dict[str, object], broken: list[Assumption]
) -> None:
    facts: dict[str, object] = {
        "wip": [8] * 10,
        "arrivals": [2] * 10,
        "departures": [2] * 10,
        "cycle_times": [4.0] * 20,
        **changes,
    }
    assert list(littles_law(**facts).broken) == broken  # type: ignore[arg-type]  # facts by name


def test_nothing_left_means_nothing_to_expect() -> None:
    assert littles_law(wip=[1], arrivals=[0], departures=[0], cycle_times=[]).expected_wip is None
    with pytest.raises(ValueError, match="same days"):
        littles_law(wip=[1, 2], arrivals=[0], departures=[0], cycle_times=[])


# cumulative flow


def test_the_gaps_of_a_cumulative_flow_diagram() -> None:
    found = cumulative_flow({"to do": [2, 4, 6, 6], "doing": [0, 2, 4, 6], "done": [0, 0, 2, 4]})
    assert [found.wip(day) for day in range(4)] == [2, 4, 4, 2]
    assert found.in_state(2) == (("to do", 2), ("doing", 2), ("done", 2))
    assert [found.cycle_time(day) for day in range(4)] == [None, None, 2, 2]


@pytest.mark.parametrize(
    "entered",
    [{}, {"a": []}, {"a": [1, 2], "b": [1]}, {"a": [2, 1]}, {"a": [1, 2], "b": [1, 3]}, {"a": [-1, 0]}],
)
def test_a_diagram_that_cannot_be_is_refused(entered: dict[str, list[int]]) -> None:
    with pytest.raises(ValueError):
        cumulative_flow(entered)


@given(some.lists(some.integers(0, 3), min_size=1, max_size=30), some.integers(1, 4))
def test_work_that_always_takes_as_long_shows_that_time(arrivals: list[int], days: int) -> None:
    came = [sum(arrivals[: day + 1]) for day in range(len(arrivals))]
    left = [came[day - days] if day >= days else 0 for day in range(len(came))]
    found = cumulative_flow({"in": came, "out": left})
    for day in range(len(came)):
        assert sum(count for _state, count in found.in_state(day)) == came[day]
        if left[day] and arrivals[day - days]:
            assert found.cycle_time(day) == days
