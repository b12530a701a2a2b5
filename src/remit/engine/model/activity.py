from dataclasses import dataclass
from enum import StrEnum

from remit.engine.model.errors import PlanError
from remit.engine.model.time import Minute


class ActivityKind(StrEnum):
    """What an element of the plan is.

    A milestone marks a start; a finish milestone stays at the end of a period of work. Level of effort and
    WBS summary span others and never drive them.
    """

    TASK = "task"
    MILESTONE = "milestone"
    FINISH_MILESTONE = "finish-milestone"
    SUMMARY = "summary"
    LEVEL_OF_EFFORT = "level-of-effort"
    WBS_SUMMARY = "wbs-summary"


class ConstraintKind(StrEnum):
    """What holds an activity in time besides its links; mandatory dates override logic in both passes."""

    ASAP = "asap"
    ALAP = "alap"
    SNET = "snet"
    SNLT = "snlt"
    FNET = "fnet"
    FNLT = "fnlt"
    MSO = "mso"
    MFO = "mfo"
    MANDATORY_START = "mandatory-start"
    MANDATORY_FINISH = "mandatory-finish"


UNDATED = frozenset({ConstraintKind.ASAP, ConstraintKind.ALAP})


@dataclass(frozen=True, slots=True)
class Split:
    """A gap in an activity: after `done_minutes` of its work nothing is done for `gap_minutes` of its calendar."""

    done_minutes: int
    gap_minutes: int

    def __post_init__(self) -> None:
        if self.done_minutes < 0 or self.gap_minutes <= 0:
            msg = f"A split after {self.done_minutes} minutes with a gap of {self.gap_minutes} is none."
            raise PlanError(msg)


@dataclass(frozen=True, slots=True)
class Mode:
    """One way to do an activity: its duration and what it needs, as pairs of resource id and units."""

    duration_minutes: int
    demands: tuple[tuple[str, float], ...] = ()
    name: str = ""

    def __post_init__(self) -> None:
        if self.duration_minutes < 0 or any(units < 0 for _resource, units in self.demands):
            msg = f"The mode '{self.name}' has a negative duration or need."
            raise PlanError(msg)


@dataclass(frozen=True, slots=True)
class SkillNeed:
    """An activity needs `units` of resources that have `skill` at `level` or above."""

    skill: str
    level: int = 1
    units: float = 1.0


@dataclass(frozen=True, slots=True)
class Activity:
    """One element of a plan as stated.

    `…_minutes` are working minutes (of the clock where `duration_is_elapsed`), dates are plan time.
    A started activity has `actual_start`, a finished one `actual_finish` as well. `fixed_duration` keeps the
    duration whatever the resources' calendars are. A second constraint is allowed where the first leaves one
    side open. `levelling_delay_minutes` are of the clock. `modes` are ways to do it besides the stated one;
    only levelling chooses among them.
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
    second_constraint: ConstraintKind = ConstraintKind.ASAP
    second_constraint_minute: Minute | None = None
    expected_finish: Minute | None = None
    external_early_start: Minute | None = None
    external_late_finish: Minute | None = None
    suspended_minute: Minute | None = None
    resumed_minute: Minute | None = None
    splits: tuple[Split, ...] = ()
    levelling_delay_minutes: int = 0
    can_split: bool = False
    can_level: bool = True
    modes: tuple[Mode, ...] = ()
    skills: tuple[SkillNeed, ...] = ()

    def __post_init__(self) -> None:
        lengths = (self.duration_minutes, self.actual_duration_minutes, self.remaining_duration_minutes or 0)
        if min(lengths) < 0:
            msg = f"Activity {self.id} '{self.name}' has a negative duration."
            raise PlanError(msg, [self.id])
        constraints = (
            (self.constraint, self.constraint_minute),
            (self.second_constraint, self.second_constraint_minute),
        )
        for kind, minute in constraints:
            if kind not in UNDATED and minute is None:
                msg = f"Activity {self.id} '{self.name}' has the constraint {kind} but no date for it."
                raise PlanError(msg, [self.id])
        pairs = (
            (self.actual_start, self.actual_finish),
            (self.manual_start, self.manual_finish),
            (self.suspended_minute, self.resumed_minute),
        )
        if any(start is not None and finish is not None and finish < start for start, finish in pairs):
            msg = f"Activity {self.id} '{self.name}' finishes before it starts."
            raise PlanError(msg, [self.id])
