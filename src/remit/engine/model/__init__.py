"""What a plan states, as frozen dataclasses that check themselves when they are made."""

from remit.engine.model.activity import Activity, ActivityKind, ConstraintKind
from remit.engine.model.calendar import Calendar, CalendarException, Shift
from remit.engine.model.errors import (
    CycleError,
    DateOutOfRangeError,
    DuplicateIdError,
    EmptyCalendarError,
    PlanError,
    UnknownReferenceError,
)
from remit.engine.model.link import Lag, LagUnit, Link, LinkKind
from remit.engine.model.problem import Problem
from remit.engine.model.resource import Assignment, Resource, ResourceKind
from remit.engine.model.schedule import (
    Driver,
    DriverKind,
    PlanWarning,
    Schedule,
    ScheduledActivity,
    WarningKind,
)
from remit.engine.model.time import Minute, day_of, from_minute, to_minute

__all__ = [
    "Activity",
    "ActivityKind",
    "Assignment",
    "Calendar",
    "CalendarException",
    "ConstraintKind",
    "CycleError",
    "DateOutOfRangeError",
    "Driver",
    "DriverKind",
    "DuplicateIdError",
    "EmptyCalendarError",
    "Lag",
    "LagUnit",
    "Link",
    "LinkKind",
    "Minute",
    "PlanError",
    "PlanWarning",
    "Problem",
    "Resource",
    "ResourceKind",
    "Schedule",
    "ScheduledActivity",
    "Shift",
    "UnknownReferenceError",
    "WarningKind",
    "day_of",
    "from_minute",
    "to_minute",
]
