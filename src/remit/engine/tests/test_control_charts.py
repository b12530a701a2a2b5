"""Control charts, rules and capability: printed constants, worked figures, and what must not change them."""

import math
import random
from collections.abc import Callable
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from remit.engine.flow import (
    NELSON,
    WESTERN_ELECTRIC,
    Chart,
    Fitness,
    RunRule,
    averages_and_deviations,
    averages_and_ranges,
    c_chart,
    capability,
    capability_of,
    individuals,
    np_chart,
    p_chart,
    sigma_level,
    sigma_of_dpmo,
    signals,
    u_chart,
)
from remit.engine.flow.constants import c4, d2, d3

# printed to three digits in textbooks: size, A2, D3, D4, A3, B3, B4
PRINTED = [
    (2, 1.880, 0, 3.267, 2.659, 0, 3.267),
    (3, 1.023, 0, 2.574, 1.954, 0, 2.568),
    (4, 0.729, 0, 2.282, 1.628, 0, 2.266),
    (5, 0.577, 0, 2.114, 1.427, 0, 2.089),
    (7, 0.419, 0.076, 1.924, 1.182, 0.118, 1.882),
    (10, 0.308, 0.223, 1.777, 0.975, 0.284, 1.716),
    (25, 0.153, 0.459, 1.541, 0.606, 0.565, 1.435),
]


@pytest.mark.parametrize(("n", "a2", "low_r", "high_r", "a3", "low_s", "high_s"), PRINTED)
def test_the_constants_are_those_of_the_printed_tables(
    n: int, a2: float, low_r: float, high_r: float, a3: float, low_s: float, high_s: float
) -> None:
    assert 3 / d2(n) / math.sqrt(n) == pytest.approx(a2, abs=6e-4)
    assert max(0, 1 - 3 * d3(n) / d2(n)) == pytest.approx(low_r, abs=6e-4)
    assert 1 + 3 * d3(n) / d2(n) == pytest.approx(high_r, abs=1.1e-3)
    spread = math.sqrt(1 - c4(n) ** 2) / c4(n)
    assert 3 / c4(n) / math.sqrt(n) == pytest.approx(a3, abs=6e-4)
    assert max(0, 1 - 3 * spread) == pytest.approx(low_s, abs=6e-4)
    assert 1 + 3 * spread == pytest.approx(high_s, abs=6e-4)


@pytest.mark.parametrize("n", range(2, 26))
def test_the_mean_range_is_the_integral_that_defines_it(n: int) -> None:
    x = np.linspace(-9, 9, 6001)
    below = np.array([NormalDist().cdf(each) for each in x])
    assert d2(n) == pytest.approx(float(np.trapezoid(1 - below**n - (1 - below) ** n, x)), abs=1e-6)


def test_the_scatter_of_ranges_is_what_drawing_shows() -> None:
    drawn = np.random.Generator(np.random.Philox(1)).standard_normal((200_000, 6))
    ranges = drawn.max(axis=1) - drawn.min(axis=1)
    assert d3(6) == pytest.approx(float(ranges.std()), abs=5e-3)
    assert d3(2) == pytest.approx(math.sqrt(2 - 4 / math.pi), abs=1e-5)
    assert c4(6) == pytest.approx(float(drawn.std(axis=1, ddof=1).mean()), abs=3e-3)


@pytest.mark.parametrize("n", [1, 26])
def test_ranges_serve_only_small_subgroups(n: int) -> None:
    with pytest.raises(ValueError, match="2 to 25"):
        d2(n)


# charts, by hand


def test_individuals_have_limits_at_2_66_mean_moving_ranges() -> None:
    values, ranges = individuals([10, 12, 11, 13, 14])
    assert values.centre == 12
    assert values.upper[0] == pytest.approx(12 + 2.66 * 1.5, abs=0.01)
    assert values.lower[0] == pytest.approx(12 - 2.66 * 1.5, abs=0.01)
    assert (ranges.values, ranges.centre) == ((2, 1, 2, 1), 1.5)
    assert ranges.upper[0] == pytest.approx(3.267 * 1.5, abs=2e-3)
    assert ranges.lower[0] == 0


def test_averages_and_ranges_by_the_printed_constants() -> None:
    averages, ranges = averages_and_ranges([[9, 10, 11], [10, 12, 14], [8, 11, 11]])
    assert averages.centre == pytest.approx(32 / 3)
    assert ranges.centre == 3
    assert averages.upper[0] == pytest.approx(32 / 3 + 1.023 * 3, abs=2e-3)
    assert ranges.upper[0] == pytest.approx(2.574 * 3, abs=3e-3)


def test_averages_and_deviations_by_the_printed_constants() -> None:
    averages, deviations = averages_and_deviations([[9, 10, 11], [10, 12, 14]])
    assert deviations.centre == 1.5
    assert averages.upper[0] == pytest.approx(11 + 1.954 * 1.5, abs=2e-3)
    assert deviations.upper[0] == pytest.approx(2.568 * 1.5, abs=2e-3)


def test_charts_of_counts_by_hand() -> None:
    shares = p_chart([5, 10, 15], [100, 100, 400])
    assert shares.centre == 0.05
    assert shares.upper == pytest.approx(
        (0.05 + 3 * 0.0217945, 0.05 + 3 * 0.0217945, 0.05 + 3 * 0.0108972), abs=1e-6
    )
    assert shares.lower[0] == 0
    assert shares.lower[2] == pytest.approx(0.0173083, abs=1e-6)
    numbers = np_chart([5, 10, 15], 100)
    assert (numbers.centre, numbers.upper[0]) == pytest.approx((10, 19))
    defects = c_chart([4, 16, 7])
    assert (defects.centre, defects.lower[0], defects.upper[0]) == (9, 0, 18)
    rates = u_chart([4, 8], [1, 2])
    assert list(rates.values) == [4, 4]
    assert rates.upper == pytest.approx((10, 4 + 3 * math.sqrt(2)))


def test_published_charts_of_the_statistics_handbook() -> None:
    """NIST/SEMATECH e-Handbook, 6.3.2.2 (flow rates) and 6.3.3.1 (defects on wafers); it takes d2 as 1.128."""
    values, _ranges = individuals([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])
    assert values.centre == pytest.approx(50.81)
    assert (values.lower[0], values.upper[0]) == pytest.approx((45.8159, 55.8041), abs=2e-3)
    assert values.is_stable
    wafers = [
        16,
        14,
        28,
        16,
        12,
        20,
        10,
        12,
        10,
        17,
        19,
        17,
        14,
        16,
        15,
        13,
        14,
        16,
        11,
        20,
        11,
        19,
        16,
        31,
        13,
    ]
    defects = c_chart(wafers)
    assert (defects.centre, defects.lower[0], defects.upper[0]) == (16, 4, 28)
    assert [each.at + 1 for each in defects.signals] == [24]


@pytest.mark.parametrize(
    "make",
    [
        lambda: individuals([1]),
        lambda: averages_and_ranges([[1, 2], [1, 2, 3]]),
        lambda: averages_and_deviations([[1], [2]]),
        lambda: p_chart([5, 11], [10, 10]),
        lambda: p_chart([5], [10, 10]),
        lambda: c_chart([5, -1]),
        lambda: u_chart([5, 1], [1, 0]),
    ],
)
def test_what_is_no_chart_is_refused(make: Callable[[], object]) -> None:
    with pytest.raises(ValueError):
        make()


@given(some.lists(some.integers(-50, 50), min_size=4, max_size=40), some.integers(-1000, 1000))
def test_a_shift_of_all_values_moves_the_chart_and_changes_no_signal(values: list[int], by: int) -> None:
    rules = (*WESTERN_ELECTRIC, *NELSON)
    for before, after in zip(
        individuals(values, rules), individuals([each + by for each in values], rules), strict=True
    ):
        assert before.signals == after.signals
    subgroups = [[each, each + 1, 2 * each] for each in values]
    moved = [[each + by for each in group] for group in subgroups]
    for make in (averages_and_ranges, averages_and_deviations):
        first, second = make(subgroups, rules)[0], make(moved, rules)[0]
        assert first.signals == second.signals
        assert second.centre == pytest.approx(first.centre + by)


@given(some.lists(some.integers(-50, 50), min_size=4, max_size=40))
def test_a_mirrored_chart_has_the_same_signals(values: list[int]) -> None:
    rules = (*WESTERN_ELECTRIC, *NELSON)
    assert individuals(values, rules)[0].signals == individuals([-each for each in values], rules)[0].signals


def test_where_nothing_varies_nothing_is_a_signal() -> None:
    chart: Chart = individuals([5] * 20, (*WESTERN_ELECTRIC, RunRule.N3, RunRule.N4))[0]
    assert chart.is_stable


# rules: fulfilled at the last point, not one point earlier


@pytest.mark.parametrize(
    ("rule", "points", "almost"),
    [
        (RunRule.W1, [3.01], [3.0]),
        (RunRule.W2, [2.1, 0, 2.1], [2.1, 0, 0, 2.1]),
        (RunRule.W2, [-2.1, -2.1], [2.1, -2.1]),
        (RunRule.W3, [1.1, 1.1, 0, 1.1, 1.1], [1.1, 1.1, 0, 0, 1.1, 1.1]),
        (RunRule.W4, [0.1] * 8, [0.1] * 7 + [-0.1]),
        (RunRule.W4, [-0.1] * 8, [-0.1] * 7),
        (RunRule.N1, [-3.01], [2.99]),
        (RunRule.N2, [0.1] * 9, [0.1] * 8),
        (RunRule.N3, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [0.1, 0.2, 0.3, 0.3, 0.5, 0.6]),
        (RunRule.N3, [6, 5, 4, 3, 2, 1], [5, 4, 3, 2, 1]),
        (RunRule.N4, [0.5, -0.5] * 7, [0.5, -0.5] * 6 + [0.5]),
        (RunRule.N5, [2.1, 2.1], [2.1, 2.0]),
        (RunRule.N6, [1.1] * 4, [1.1] * 3),
        (RunRule.N7, [0.9, -0.9, 0] * 5, [0.9, -0.9, 0] * 4 + [0.9, -1.0, 0]),
        (RunRule.N8, [1.1, -1.1] * 4, [1.1] * 8),
        (RunRule.N8, [-1.1, 1.1] * 4, [1.1, -1.1] * 3 + [1.1, -1.0]),
    ],
)
def test_each_rule_speaks_where_it_is_fulfilled(
    rule: RunRule, points: list[float], almost: list[float]
) -> None:
    assert [each.at for each in signals(points, [rule])][-1:] == [len(points) - 1]
    assert signals(points[:-1], [rule]) == ()
    assert signals(almost, [rule]) == ()


def test_by_default_only_the_limit_and_a_run_of_eight_speak() -> None:
    assert {each.rule for each in signals([4.0] * 8)} == {RunRule.W1, RunRule.W4}


def test_a_stable_process_rarely_alarms() -> None:
    """One point in 370 lies beyond three standard deviations."""
    drawn = random.Random(1)
    points = [drawn.gauss(0, 1) for _point in range(20_000)]
    assert len(signals(points, [RunRule.W1])) / len(points) == pytest.approx(0.0027, abs=0.001)


# capability


def test_the_worked_example_of_capability() -> None:
    found = capability(10.1, 0.15, lower=9.4, upper=10.6)
    assert (found.cp, found.cpk) == pytest.approx((1.3333, 1.1111), abs=5e-5)
    assert found.fitness == Fitness.WATCH


@pytest.mark.parametrize(
    ("sigma", "fitness"),
    [
        (1 / 3.99, Fitness.ADEQUATE),
        (1 / 3.98, Fitness.WATCH),
        (1 / 3, Fitness.WATCH),
        (0.34, Fitness.INADEQUATE),
    ],
)
def test_capability_has_bands(sigma: float, fitness: Fitness) -> None:
    assert capability(0, sigma, lower=-1, upper=1).fitness == fitness


def test_one_limit_is_enough_for_cpk_but_not_for_cp() -> None:
    above, below = capability(10, 1, upper=16), capability(10, 1, lower=7)
    assert (above.cp, above.cpk, below.cp, below.cpk) == (None, 2, None, 1)


def test_without_spread_there_is_no_capability() -> None:
    found = capability(10, 0, upper=16)
    assert (found.cpk, found.fitness) == (None, None)


LIMITS = some.tuples(some.floats(-10, 0), some.floats(1, 10))


@given(some.floats(-10, 10), some.floats(0.1, 5), LIMITS)
def test_capability_is_the_same_in_the_mirror(mean: float, sigma: float, limits: tuple[float, float]) -> None:
    lower, upper = limits
    found = capability(mean, sigma, lower=lower, upper=upper, overall=sigma)
    mirrored = capability(-mean, sigma, lower=-upper, upper=-lower, overall=sigma)
    assert (found.cp, found.cpk) == pytest.approx((mirrored.cp, mirrored.cpk))
    assert found.cpk is not None
    assert found.cp is not None
    assert found.cpk <= found.cp + 1e-12
    assert (found.pp, found.ppk) == (found.cp, found.cpk)


def test_capability_of_values_tells_within_from_overall() -> None:
    """Subgroups that differ from each other: the spread within is small, that of everything is not."""
    found = capability_of([[9.9, 10.1], [11.9, 12.1], [7.9, 8.1]], lower=4, upper=16)
    assert found.is_stable is False
    assert found.within == pytest.approx(math.sqrt(0.02) / c4(2))
    assert (found.cpk or 0) > 5 * (found.ppk or 0)
    single = capability_of([[9.0], [11.0], [9.0], [11.0]], lower=4, upper=16)
    assert single.within == pytest.approx(2 / d2(2))
    assert single.is_stable is True


@pytest.mark.parametrize(
    ("dpmo", "level"), [(3.4, 6.0), (66_807, 3.0), (308_538, 2.0), (6_210, 4.0), (233, 5.0)]
)
def test_published_sigma_levels(dpmo: float, level: float) -> None:
    found = sigma_of_dpmo(dpmo)
    assert found.shifted == pytest.approx(level, abs=5e-4)
    assert found.unshifted == pytest.approx(level - 1.5, abs=5e-4)


def test_defects_are_counted_by_opportunity() -> None:
    assert sigma_level(5, 100, 50).dpmo == 1000
    assert sigma_level(0, 100).shifted is None
    assert sigma_level(100, 100).shifted is None
    with pytest.raises(ValueError, match="no more defects"):
        sigma_level(101, 100)
