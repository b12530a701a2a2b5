"""The scale of risks: bands, score, expected value, and what may be left after a response."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.registers.scales import after_working_days, working_days
from remit.registers.scoring import (
    IMPACT_MIDDLES,
    PROBABILITY_MIDDLES,
    Scale,
    Size,
    expected_minor,
    impact_band,
    judged,
    probability_band,
    rises,
)

CHANCES = st.decimals(0, 1, places=3)
SUMS = st.integers(0, 10**9)


@pytest.mark.parametrize(
    ("chance", "band"),
    [("0", 1), ("0.099", 1), ("0.1", 2), ("0.3", 3), ("0.499", 3), ("0.5", 4), ("0.7", 5), ("1", 5)],
)
def test_a_probability_at_an_edge_belongs_to_the_band_above(chance: str, band: int) -> None:
    assert probability_band(Decimal(chance)) == band


@pytest.mark.parametrize(
    ("amount", "band"), [(0, 1), (999, 1), (1_000, 2), (3_000, 3), (5_000, 4), (10_000, 4), (10_001, 5)]
)
def test_just_a_tenth_of_the_whole_is_still_the_fourth_band(amount: int, band: int) -> None:
    assert impact_band(amount, 100_000) == band


def test_the_middle_of_each_band_lies_in_it() -> None:
    assert [probability_band(each) for each in PROBABILITY_MIDDLES] == [1, 2, 3, 4, 5]
    assert [impact_band(int(each * 10_000), 10_000) for each in IMPACT_MIDDLES] == [1, 2, 3, 4, 5]


@given(CHANCES, SUMS)
def test_the_expected_value_is_minus_for_a_threat_and_never_more_than_the_impact(
    chance: Decimal, cost: int
) -> None:
    threat, chance_of = expected_minor("threat", chance, cost), expected_minor("opportunity", chance, cost)
    assert threat == -chance_of
    assert 0 <= chance_of <= cost
    assert abs(chance_of - chance * cost) <= Decimal("0.5")


def test_half_a_penny_goes_to_the_even_one() -> None:
    assert expected_minor("opportunity", Decimal("0.5"), 5) == 2
    assert expected_minor("opportunity", Decimal("0.5"), 7) == 4


def test_the_score_takes_the_larger_impact_and_a_stated_band_where_nothing_measures() -> None:
    size = Size(Decimal("0.4"), cost_minor=2_000, days=30, days_band=5)
    found = judged("threat", size, Scale(100_000, 200))
    assert (found.probability_band, found.cost_band, found.days_band, found.score) == (3, 2, 5, 15)
    assert found.emv_minor == -800
    # without a promised end the band that was stated counts
    assert judged("threat", size, Scale(100_000, None)).score == 15
    assert judged("threat", Size(Decimal("0.4"), days_band=1), Scale(None, 200)).emv_minor is None


@given(CHANCES, SUMS, CHANCES, SUMS)
def test_what_is_more_for_a_threat_is_less_for_an_opportunity(
    p: Decimal, cost: int, q: Decimal, left: int
) -> None:
    before, after = Size(p, cost), Size(q, left)
    grows = q * left > p * cost
    assert rises("threat", before, after) == grows
    assert rises("opportunity", before, after) == (q * left < p * cost)


@given(st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)), st.integers(0, 60))
def test_working_days_are_monday_to_friday(first: dt.date, span: int) -> None:
    days = [first + dt.timedelta(days=each) for each in range(span + 1)]
    assert working_days(first, days[-1]) == sum(each.weekday() < 5 for each in days)
    assert working_days(first, first - dt.timedelta(days=1)) == 0


def test_two_working_days_after_a_friday_are_a_tuesday() -> None:
    assert after_working_days(dt.date(2026, 6, 5), 2) == dt.date(2026, 6, 9)
