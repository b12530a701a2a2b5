"""The kernels of the critical path method compiled, or loaded from disk."""

from dataclasses import replace

from remit.engine.model import Activity, Calendar, ConstraintKind, Link, LinkKind, Problem, SchedulingOptions
from remit.engine.network.live import LiveSchedule
from remit.engine.network.reasons import Reasons
from remit.engine.network.scheduling import schedule

_DAY = 480


def warm() -> None:
    """Make ready what every schedule takes."""
    schedule(_plan())


def warm_rest() -> None:
    """Make ready what plans take that ask for more: late dates, what is inactive, the longest path, edits."""
    plan = _plan()
    late = Activity("D", "D", _DAY, constraint=ConstraintKind.ALAP)
    idle = Activity("I", "I", _DAY, is_active=False)
    options = SchedulingOptions(critical_by_longest_path=True)
    more = replace(plan, activities=(*plan.activities, late, idle), options=options)
    schedule(more)
    live = LiveSchedule(plan)
    live.change("B", duration_minutes=2 * _DAY)
    live.add_link(Link("A", "B"))
    live.remove_link(Link("A", "B"))
    Reasons(plan).why("C")


def _plan() -> Problem:
    held = Activity("C", "C", _DAY, constraint=ConstraintKind.MSO, constraint_minute=_DAY)
    activities = (
        Activity("S", "S", 0),
        Activity("A", "A", _DAY, parent_id="S"),
        Activity("B", "B", _DAY),
        held,
    )
    links = (Link("S", "B"), Link("B", "C", LinkKind.FF))
    calendar = Calendar.standard()
    return Problem(_DAY, (calendar,), calendar.id, activities, links)
