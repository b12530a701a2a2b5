"""Between the tables and the engine: a plan becomes a problem, a schedule becomes computed columns."""

from remit.planning.compute.images import Touched
from remit.planning.compute.loads import ResourceLoad, WeekLoad, resource_loads
from remit.planning.compute.problems import problem_for, solve
from remit.planning.compute.scheduling import Rescheduled, reschedule

__all__ = [
    "Rescheduled",
    "ResourceLoad",
    "Touched",
    "WeekLoad",
    "problem_for",
    "reschedule",
    "resource_loads",
    "solve",
]
