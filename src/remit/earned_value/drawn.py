"""What the pictures of earned value are drawn from: the figures of today and those that were kept."""

import datetime as dt

from remit.core.plan_time import to_day
from remit.earned_value.charts import CurveData, IndexChart, ValueChart, index_chart, value_chart
from remit.earned_value.compute.standing import Standing


def _planned(found: Standing) -> list[tuple[dt.date, int]]:
    curve = found.measurement.curve
    first = [(to_day(point.minute), point.planned) for point in curve[:1]]
    return first + [(to_day(point.minute - 1), point.planned) for point in curve[1:]]


def curves_of(found: Standing) -> ValueChart:
    """Return the picture of planned, earned and spent over time."""
    planned = _planned(found)
    kept = [(each.as_of, each.ev_minor) for each in found.snapshots if each.as_of < found.as_of]
    earned = [*kept, (found.as_of, int(found.total.ev.value or 0))]
    if planned[0][0] < earned[0][0]:
        earned.insert(0, (planned[0][0], 0))
    cost = [*found.spent.days]
    if cost and cost[-1][0] < found.as_of:
        cost.append((found.as_of, cost[-1][1]))
    named = [(each.method.value, each.eac.value) for each in found.total.forecasts]
    forecasts = [(name, int(value)) for name, value in named if value is not None]
    budget = int(found.total.bac.value or 0)
    data = CurveData(found.as_of, planned, earned, cost, forecasts, found.ends_on, budget)
    return value_chart(data, found.project.organisation.currency)


def indices_of(found: Standing) -> IndexChart | None:
    """Return the picture of both indices on the days that were kept, and today."""
    kept = [
        (each.as_of, *(each.figures["total"][name]["value"] for name in ("cpi", "spi")))
        for each in found.snapshots
        if each.as_of < found.as_of
    ]
    return index_chart([*kept, (found.as_of, found.total.cpi.value, found.total.spi.value)])
