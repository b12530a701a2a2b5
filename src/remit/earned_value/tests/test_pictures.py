"""The pictures of earned value: what they say, and that their words can be read."""

import datetime as dt
from itertools import pairwise

from remit.earned_value.charts import NEAR, CurveData, index_chart, value_chart

JAN, JUNE, DECEMBER = dt.date(2026, 1, 1), dt.date(2026, 6, 30), dt.date(2026, 12, 31)
K = 1_000_00


def data(earned: int, cost: int) -> CurveData:
    return CurveData(
        as_of=JUNE,
        planned=[(JAN, 0), (JUNE, 50 * K), (DECEMBER, 100 * K)],
        earned=[(JAN, 0), (JUNE, earned)],
        cost=[(JAN, 0), (JUNE, cost)],
        forecasts=[("as-so-far", 101 * K), ("as-budgeted", 102 * K), ("cost-and-schedule", 103 * K)],
        ends_on=dt.date(2027, 2, 1),
        budget=100 * K,
    )


def test_the_title_says_what_is_late_and_what_it_cost_too_much() -> None:
    assert value_chart(data(40 * K, 45 * K), "GBP").title.startswith("10 k less is earned than planned")
    assert "GBP 5,000 more" in value_chart(data(40 * K, 45 * K), "GBP").title
    assert value_chart(data(60 * K, 50 * K), "GBP").title.startswith("Nothing is late")


def test_words_beside_lines_that_end_near_each_other_do_not_overlap() -> None:
    chart = value_chart(data(45 * K, 45 * K), "GBP")
    for lines in (chart.curves, chart.fan):
        heights = sorted(each.label_y for each in lines)
        assert all(after - before >= NEAR for before, after in pairwise(heights))


def test_the_table_behind_the_picture_has_the_same_values() -> None:
    rows = {row.day: row for row in value_chart(data(40 * K, 45 * K), "GBP").rows}
    now = rows["Tue 30 Jun 2026"]
    assert (now.planned, now.earned, now.cost) == ("GBP 50,000", "GBP 40,000", "GBP 45,000")
    assert rows["Thu 31 Dec 2026"].cost == ""


def test_indices_are_drawn_where_both_are_known_and_stay_in_the_picture() -> None:
    chart = index_chart([(JAN, None, None), (JUNE, 0.1, 9.0), (DECEMBER, 0.9, 1.1)])
    assert chart is not None
    assert chart.title == "Dearer, but earlier than promised"
    assert [each.is_last for each in chart.marks] == [False, True]
    assert all(
        chart.edge <= each.x <= chart.far and chart.edge <= each.y <= chart.far for each in chart.marks
    )
    assert index_chart([(JAN, None, 1.0)]) is None
