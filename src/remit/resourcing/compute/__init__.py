"""What people have to do in all plans together, and the time they have for it."""

from remit.resourcing.compute.capacity import capacity_table
from remit.resourcing.compute.demand import demand_table, live_plans
from remit.resourcing.compute.heat import Heat, HeatRow, Week, heat_of
from remit.resourcing.compute.reasons import Reason, reasons_of

__all__ = [
    "Heat",
    "HeatRow",
    "Reason",
    "Week",
    "capacity_table",
    "demand_table",
    "heat_of",
    "live_plans",
    "reasons_of",
]
