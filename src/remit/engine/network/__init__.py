"""The critical path method. What computes is loaded when it is first used: the kernels take a while to load."""

from typing import TYPE_CHECKING

from remit.engine.model import Problem, Schedule

if TYPE_CHECKING:
    from remit.engine.network.records import PlanColumns

__all__ = ["schedule"]


def schedule(problem: "Problem | PlanColumns") -> Schedule:
    """Return the schedule of `problem` by the critical path method.

    Raises `CycleError` where activities wait for each other, `ContradictionError` where the two constraints of one
    exclude each other, `EmptyCalendarError` where calendars leave an activity no time at all, `DateOutOfRangeError`
    where a date would lie before 1900 or after 2199, `PlanError` for an unknown rule set. The answer does not
    depend on the order of activities or links. A problem is compiled when it is first scheduled and keeps the
    compiled form.
    """
    from remit.engine.network.scheduling import schedule as run  # noqa: PLC0415 - loads the kernels

    return run(problem)
