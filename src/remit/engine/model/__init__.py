"""What a plan states, as frozen dataclasses that check themselves when they are made."""

from remit.engine.model.activity import Activity, ActivityKind, ConstraintKind, Mode, SkillNeed, Split
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
from remit.engine.model.options import FloatKind, LagCalendar, ProgressMode, SchedulingOptions
from remit.engine.model.problem import Problem
from remit.engine.model.resource import Assignment, Contour, Resource, ResourceKind
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
    "Contour",
    "CycleError",
    "DateOutOfRangeError",
    "Driver",
    "DriverKind",
    "DuplicateIdError",
    "EmptyCalendarError",
    "FloatKind",
    "Lag",
    "LagCalendar",
    "LagUnit",
    "Link",
    "LinkKind",
    "Minute",
    "Mode",
    "PlanError",
    "PlanWarning",
    "Problem",
    "ProgressMode",
    "Resource",
    "ResourceKind",
    "Schedule",
    "ScheduledActivity",
    "SchedulingOptions",
    "Shift",
    "SkillNeed",
    "Split",
    "UnknownReferenceError",
    "WarningKind",
    "day_of",
    "from_minute",
    "to_minute",
]
