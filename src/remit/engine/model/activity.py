from dataclasses import dataclass
from enum import StrEnum

from remit.engine.model.errors import PlanError
from remit.engine.model.time import Minute


class ActivityKind(StrEnum):
    """What an element of the plan is."""

    TASK = "task"
    MILESTONE = "milestone"
    SUMMARY = "summary"
    LEVEL_OF_EFFORT = "level-of-effort"


class ConstraintKind(StrEnum):
    """What holds an activity in time besides its links."""

    ASAP = "asap"
    ALAP = "alap"
    SNET = "snet"
    SNLT = "snlt"
    FNET = "fnet"
    FNLT = "fnlt"
    MSO = "mso"
    MFO = "mfo"


UNDATED = frozenset({ConstraintKind.ASAP, ConstraintKind.ALAP})


@dataclass(frozen=True, slots=True)
class Activity:
    """One element of a plan as stated.

    `…_minutes` are working minutes (of the clock where `duration_is_elapsed`), dates are plan time.
    A started activity has `actual_start`, a finished one `actual_finish` as well. `fixed_duration` keeps the
    duration whatever the resources' calendars are.
    """

    id: str
    name: str
    duration_minutes: int
    kind: ActivityKind = ActivityKind.TASK
    calendar_id: str | None = None
    parent_id: str | None = None
    constraint: ConstraintKind = ConstraintKind.ASAP
    constraint_minute: Minute | None = None
    deadline_minute: Minute | None = None
    is_manual: bool = False
    manual_start: Minute | None = None
    manual_finish: Minute | None = None
    is_active: bool = True
    duration_is_elapsed: bool = False
    fixed_duration: bool = False
    ignores_resource_calendars: bool = False
    priority: int = 500
    percent_complete: float = 0
    actual_start: Minute | None = None
    actual_finish: Minute | None = None
    actual_duration_minutes: int = 0
    remaining_duration_minutes: int | None = None

    def __post_init__(self) -> None:
        lengths = (self.duration_minutes, self.actual_duration_minutes, self.remaining_duration_minutes or 0)
        if min(lengths) < 0:
            msg = f"Activity {self.id} '{self.name}' has a negative duration."
            raise PlanError(msg, [self.id])
        if self.constraint not in UNDATED and self.constraint_minute is None:
            msg = f"Activity {self.id} '{self.name}' has the constraint {self.constraint} but no date for it."
            raise PlanError(msg, [self.id])
        pairs = ((self.actual_start, self.actual_finish), (self.manual_start, self.manual_finish))
        if any(start is not None and finish is not None and finish < start for start, finish in pairs):
            msg = f"Activity {self.id} '{self.name}' finishes before it starts."
            raise PlanError(msg, [self.id])
