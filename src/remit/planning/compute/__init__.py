"""Between the tables and the engine: a plan becomes a problem, a schedule becomes computed columns."""

from remit.planning.compute.images import Touched
from remit.planning.compute.loads import ResourceLoad, WeekLoad, resource_loads
from remit.planning.compute.problems import OPTIONS, problem_for, solve, stated_options, translated
from remit.planning.compute.scheduling import Rescheduled, reschedule

__all__ = [
    "OPTIONS",
    "Rescheduled",
    "ResourceLoad",
    "Touched",
    "WeekLoad",
    "problem_for",
    "reschedule",
    "resource_loads",
    "solve",
    "stated_options",
    "translated",
]
