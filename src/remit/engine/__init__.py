"""The computational engine: a library that knows no Django.

A `Problem`, checked when it is made, goes in; a frozen result comes out. What is named here is loaded when it is
first asked for, so that importing the engine costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from remit.engine.levelling import Levelling, Limit, level
    from remit.engine.model import Activity, Assignment, Calendar, Lag, Link, Problem, Resource, Schedule
    from remit.engine.network import schedule
    from remit.engine.network.health import check_health
    from remit.engine.network.live import LiveSchedule
    from remit.engine.network.reasons import Reasons
    from remit.engine.risk import simulate
    from remit.engine.value import measure

# public name: the package of the engine that it stands in
_PLACES = {
    **dict.fromkeys(
        ("Activity", "Assignment", "Calendar", "Lag", "Link", "Problem", "Resource", "Schedule"), "model"
    ),
    "LiveSchedule": "network.live",
    "Reasons": "network.reasons",
    "check_health": "network.health",
    **dict.fromkeys(("Levelling", "Limit", "level"), "levelling"),
    "measure": "value",
    "schedule": "network",
    "simulate": "risk",
}

__all__ = [
    "Activity",
    "Assignment",
    "Calendar",
    "Lag",
    "Levelling",
    "Limit",
    "Link",
    "LiveSchedule",
    "Problem",
    "Reasons",
    "Resource",
    "Schedule",
    "check_health",
    "level",
    "measure",
    "schedule",
    "simulate",
]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
