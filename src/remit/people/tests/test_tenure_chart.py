"""Bars of who held which role when: over one span of time, none over another."""

import datetime as dt
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from remit.people.handover_queries import Tenure
from remit.people.tenure_chart import MOST_LANES, chart

TODAY = dt.date(2026, 6, 29)
NOBODY: Any = None


def _tenure(first: dt.date, last: dt.date | None) -> Tenure:
    return Tenure(NOBODY, first, last, is_now=last is None)


def _days(bar: Any) -> tuple[float, float]:
    left = float(bar.left.rstrip("%"))
    return left, left + float(bar.width.rstrip("%"))


def test_whoever_follows_stands_behind_in_the_same_lane() -> None:
    before = _tenure(dt.date(2024, 6, 30), dt.date(2025, 6, 29))
    now = _tenure(dt.date(2025, 6, 30), None)

    found = chart([("Sponsor", [now, before])], TODAY)

    assert found is not None
    (band,) = found.bands
    assert band.lanes == 1
    assert [(round(a), round(b)) for a, b in map(_days, band.bars)] == [(0, 50), (50, 100)]
    assert [year for _left, year in found.ticks] == [2025, 2026]


def test_nobody_gives_no_chart() -> None:
    assert chart([], TODAY) is None


_day = st.dates(dt.date(2015, 1, 1), TODAY)


@given(st.lists(st.tuples(_day, st.integers(0, 900) | st.none()), min_size=1, max_size=30))
def test_bars_lie_within_the_span_and_never_over_one_another(rows: list[tuple[dt.date, int | None]]) -> None:
    tenures = [
        _tenure(first, None if days is None else first + dt.timedelta(days=days)) for first, days in rows
    ]
    found = chart([("Team", tenures)], TODAY)
    assert found is not None
    (band,) = found.bands
    assert len(band.bars) + band.left_out == len(rows)
    assert band.lanes <= MOST_LANES
    for lane in range(band.lanes):
        spans = sorted(_days(bar) for bar in band.bars if bar.lane == lane)
        assert all(0 <= first <= last <= 100.3 for first, last in spans)
        assert all(one[1] <= other[0] + 0.25 for one, other in pairwise(spans))
