"""Earned value, earned schedule, and whether it is worth it."""

from remit.engine.value.doubts import DataFlag, Doubt, Reading
from remit.engine.value.earned_schedule import EarnedSchedule, earned_schedule
from remit.engine.value.figure import Figure, Reason, Unit, figures_as_json
from remit.engine.value.indices import EarnedValue, Forecast, Method, indices
from remit.engine.value.investment import (
    InternalRates,
    Sensitivity,
    Stream,
    benefit_cost_ratio,
    discounted_payback,
    internal_rate_of_return,
    net_present_value,
    payback,
    sensitivity,
)
from remit.engine.value.measuring import CurvePoint, Measurement, measure
from remit.engine.value.packages import Milestone, Rule, WorkPackage, earned_value, planned_value
from remit.engine.value.periods import Period, minute_after, period_ends, periods_passed

__all__ = [
    "CurvePoint",
    "DataFlag",
    "Doubt",
    "EarnedSchedule",
    "EarnedValue",
    "Figure",
    "Forecast",
    "InternalRates",
    "Measurement",
    "Method",
    "Milestone",
    "Period",
    "Reading",
    "Reason",
    "Rule",
    "Sensitivity",
    "Stream",
    "Unit",
    "WorkPackage",
    "benefit_cost_ratio",
    "discounted_payback",
    "earned_schedule",
    "earned_value",
    "figures_as_json",
    "indices",
    "internal_rate_of_return",
    "measure",
    "minute_after",
    "net_present_value",
    "payback",
    "period_ends",
    "periods_passed",
    "planned_value",
    "sensitivity",
]
