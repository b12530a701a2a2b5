"""Net present value, rates of return, payback: worked figures, exactness, and what has no single answer."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from remit.engine.value import (
    Reason,
    Stream,
    benefit_cost_ratio,
    discounted_payback,
    internal_rate_of_return,
    net_present_value,
    payback,
    sensitivity,
)
from remit.engine.value.roots import positive_roots

FLOWS = [-100_000, 40_000, 45_000, 50_000]


def test_the_worked_example() -> None:
    assert net_present_value(FLOWS, Decimal("0.08")).value == 15_309
    found = internal_rate_of_return(FLOWS)
    assert found.figure.value == pytest.approx(0.15975, abs=5e-6)
    assert payback(FLOWS).value == 2.3
    assert discounted_payback(FLOWS, "0.08").value == pytest.approx(2 + 24_382.716 / 39_691.612, abs=1e-6)
    assert benefit_cost_ratio([0, *FLOWS[1:]], [100_000], "0.08").value == pytest.approx(1.15309, abs=5e-6)


def test_a_rate_means_what_is_written() -> None:
    """The float 0.1 is a tenth; in binary it is a little more, which shows where money comes out even."""
    assert net_present_value([0, 11 * 10**15], 0.1).value == 10**16
    assert net_present_value([0, 0, 121], "0.1").value == 100


def test_money_is_rounded_half_to_even_once() -> None:
    assert [net_present_value([0, each], 1).value for each in (1, 3, 5)] == [0, 2, 2]


@pytest.mark.parametrize(
    ("flows", "rates"),
    [
        ([-1000, 6000, -11000, 6000], [0.0, 1.0, 2.0]),
        ([-1600, 10_000, -10_000], [0.25, 4.0]),
        ([-100, 220, -121], [0.1]),  # touches zero without crossing it
        ([-100, 200, -150], []),
        ([100, 100], []),
        ([-100, 0, 0], []),
        ([0, 0], []),
        ([-100, 50], [-0.5]),
        ([0, -100, 110], [0.1]),
    ],
)
def test_all_rates_of_return_are_found(flows: list[int], rates: list[float]) -> None:
    found = internal_rate_of_return(flows)
    assert found.rates == pytest.approx(rates, abs=1e-12)
    if len(rates) == 1:
        assert found.figure.value == pytest.approx(rates[0], abs=1e-12)
    else:
        assert found.figure.reason == (Reason.SEVERAL_RATES if rates else Reason.NO_RATE)


@given(some.lists(some.integers(1, 12), min_size=1, max_size=5))
def test_a_polynomial_made_of_roots_gives_them_back_once_each(roots: list[int]) -> None:
    polynomial = [1]
    for root in roots:
        polynomial = [
            below - root * here for below, here in zip([0, *polynomial], [*polynomial, 0], strict=True)
        ]
    assert list(positive_roots(polynomial)) == pytest.approx(sorted(set(roots)))


@given(some.lists(some.integers(-10_000, 10_000), min_size=2, max_size=12))
def test_at_every_rate_of_return_the_value_is_nothing(flows: list[int]) -> None:
    for rate in internal_rate_of_return(flows).rates:
        factor = 1 / (1 + rate)
        terms = [flow * factor**at for at, flow in enumerate(flows)]
        assert sum(terms) == pytest.approx(0, abs=1e-6 * max(abs(each) for each in terms) + 1e-9)


def test_a_loan_over_thirty_years_is_solved() -> None:
    """By the annuity formula: 360 payments at half a percent a month."""
    rate = Fraction(5, 1000)
    payment = 20_000_000 * rate / (1 - (1 + rate) ** -360)
    found = internal_rate_of_return([-20_000_000, *[round(payment)] * 360])
    assert found.figure.value == pytest.approx(0.005, abs=1e-7)


def test_thirty_years_with_a_clean_up_at_the_end_have_two_rates() -> None:
    """By hand for 361 months: x = 1 / (1 + rate) solves -100 + 2 (x + ... + x^359) = 650 x^360 twice."""
    flows = [-100, *[2] * 359, -650]
    found = internal_rate_of_return(flows)
    assert len(found.rates) == 2
    assert found.figure.reason == Reason.SEVERAL_RATES
    for rate in found.rates:
        factor = 1 / (1 + rate)
        income = 2 * factor * (1 - factor**359) / (1 - factor)
        assert income == pytest.approx(100 + 650 * factor**360)


def test_payback_counts_only_when_it_is_for_good() -> None:
    assert payback([-100, 150, -100, 100]).value == 2.5
    assert payback([100, 5]).value == 0
    assert payback([-100, 100]).value == 1
    assert payback([-100, 99]).reason == Reason.NEVER_PAID_BACK
    assert discounted_payback([-100, 100], "0.01").reason == Reason.NEVER_PAID_BACK


def test_a_case_without_cost_has_no_ratio() -> None:
    assert benefit_cost_ratio([5], [0], "0.1").reason == Reason.NO_COST


@pytest.mark.parametrize("rate", [-1, -2, "-1"])
def test_a_rate_of_minus_one_is_refused(rate: str | int) -> None:
    with pytest.raises(ValueError, match="above -1"):
        net_present_value([1, 2], rate)


def test_no_flows_are_refused() -> None:
    with pytest.raises(ValueError, match="flows"):
        payback([])


def test_sensitivity_ranks_streams_and_finds_where_the_case_breaks_even() -> None:
    streams = [
        Stream("sales", (0, 80_000, 80_000)),
        Stream("build", (-100_000,)),
        Stream("run", (0, -5_000, -5_000)),
    ]
    found = sensitivity(streams, 0)
    assert [each.name for each in found] == ["sales", "build", "run"]
    assert [(each.less.value, each.more.value) for each in found] == [
        (18_000, 82_000),
        (70_000, 30_000),
        (52_000, 48_000),
    ]
    assert found[0].break_even == pytest.approx(0.6875)  # 110,000 of 160,000
    assert found[1].break_even == pytest.approx(1.5)
    assert sensitivity([Stream("none", (0, 0))], 0)[0].break_even is None


@given(some.lists(some.integers(-10_000, 10_000), min_size=1, max_size=8), some.integers(0, 50))
def test_the_value_falls_with_a_rising_rate_where_money_only_comes_later(
    flows: list[int], percent: int
) -> None:
    later = [-abs(flows[0]), *(abs(each) for each in flows[1:])]
    first, second = (net_present_value(later, Fraction(each, 100)).value for each in (percent, percent + 1))
    assert first is not None
    assert second is not None
    assert first >= second
