"""Getting the critical path method ready before somebody waits for it."""

from remit.engine.model import Activity, Calendar, ConstraintKind, Link, LinkKind, Problem
from remit.engine.network import schedule


def warm() -> None:
    """Load the compiled kernels of the critical path method, compiling what no kept folder holds.

    Compiling takes some ten seconds of one processor, once for each version; loading about half a second.
    """
    day = 480
    held = Activity("C", "C", day, constraint=ConstraintKind.MSO, constraint_minute=day)
    activities = (
        Activity("S", "S", 0),
        Activity("A", "A", day, parent_id="S"),
        Activity("B", "B", day),
        held,
    )
    links = (Link("S", "B"), Link("B", "C", LinkKind.FF))
    calendar = Calendar.standard()
    schedule(Problem(day, (calendar,), calendar.id, activities, links))
