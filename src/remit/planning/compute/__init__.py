"""Between the tables and the engine: a plan becomes a problem, a schedule becomes computed columns."""

from remit.planning.compute.images import Touched
from remit.planning.compute.loads import LOADED, PlanTimes, ResourceLoad, WeekLoad, daily_work, resource_loads
from remit.planning.compute.problems import OPTIONS, problem_for, solve, stated_options, translated
from remit.planning.compute.scheduling import Rescheduled, Shift, reschedule

__all__ = [
    "LOADED",
    "OPTIONS",
    "PlanTimes",
    "Rescheduled",
    "ResourceLoad",
    "Shift",
    "Touched",
    "WeekLoad",
    "daily_work",
    "problem_for",
    "reschedule",
    "resource_loads",
    "solve",
    "stated_options",
    "translated",
]
