"""A plan as records: what a problem states, laid out as arrays; also the way in for plans that never were objects."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from remit.engine.kernels.layout import Array
from remit.engine.model import (
    ActivityKind,
    Calendar,
    ConstraintKind,
    LagUnit,
    Link,
    LinkKind,
    Minute,
    SchedulingOptions,
)

KINDS = tuple(ActivityKind)
CONSTRAINTS = tuple(ConstraintKind)
LINKS = tuple(LinkKind)
UNITS = tuple(LagUnit)
SPANS = [KINDS.index(ActivityKind.LEVEL_OF_EFFORT), KINDS.index(ActivityKind.WBS_SUMMARY)]
"""Kinds that span others."""
PRIMAVERA = "primavera-p6"

WHOLE = ("duration_minutes", "actual_duration_minutes", "levelling_delay_minutes")
FLAGS = ("is_manual", "is_active", "duration_is_elapsed", "fixed_duration", "ignores_resource_calendars")
DATES = (
    "constraint_minute", "second_constraint_minute", "deadline_minute", "manual_start", "manual_finish",
    "actual_start", "actual_finish", "remaining_duration_minutes", "expected_finish", "external_early_start",
    "external_late_finish", "suspended_minute", "resumed_minute",
)  # fmt: skip

ACTIVITY = np.dtype(
    [
        *((name, np.int64) for name in (*WHOLE, *DATES)),
        ("gap_minutes", np.int64),
        ("calendar", np.int32),  # its place among the calendars, -1 for the plan's
        ("parent", np.int32),  # the place of the activity above it, -1 for none
        ("kind", np.int8),
        ("constraint", np.int8),
        ("second_constraint", np.int8),
        *((name, np.bool_) for name in FLAGS),
    ]
)

LINK = np.dtype(
    [
        ("before", np.int32),
        ("after", np.int32),
        ("lag", np.int64),
        ("lag_calendar", np.int32),  # -1 leaves it to the rules
        ("kind", np.int8),
        ("unit", np.int8),
    ]
)

CREW = np.dtype(
    [
        ("activity", np.int32),
        ("calendar", np.int32),  # -1 for the plan's
        ("second_calendar", np.int32),  # -1 for none: work is done where both calendars work
        ("work", np.int64),
        ("delay", np.int64),
    ]
)


@dataclass(frozen=True, eq=False)
class PlanColumns:
    """A plan as arrays: `activities` of type ACTIVITY, `links` of LINK, `crews` of CREW; ids as text.

    NONE stands for a date that is not there. `link_of` are the places of `links` in the problem; the last `passed_on`
    of them lead past what was done before its turn, and stand for the link out of it.
    """

    start_minute: Minute
    calendars: tuple[Calendar, ...]
    default_calendar: int
    ids: Sequence[str]
    names: Sequence[str]
    activities: Array
    links: Array
    crews: Array = field(default_factory=lambda: np.zeros(0, dtype=CREW))
    rules: str = "microsoft-project"
    status_minute: Minute | None = None
    options: SchedulingOptions = field(default_factory=SchedulingOptions)
    link_of: Array | None = None
    stated_links: Sequence[Link] = ()
    passed_on: int = 0
    compiled: dict[str, Any] = field(default_factory=dict, repr=False)
