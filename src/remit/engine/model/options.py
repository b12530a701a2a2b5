"""What a rule set leaves open: the options of a plan that change its dates."""

from dataclasses import dataclass
from enum import StrEnum

from remit.engine.model.time import Minute


class LagCalendar(StrEnum):
    """Whose calendar counts a lag in working time."""

    PREDECESSOR = "predecessor"
    SUCCESSOR = "successor"
    PROJECT = "project"
    CLOCK = "clock"


class LagFromStart(StrEnum):
    """From which start of an activity in progress a lag runs to what follows its start; of Primavera's rules alone.

    The early start, as P6 has it where nothing is chosen, is that of what is left.
    """

    EARLY = "early"
    ACTUAL = "actual"


class ProgressMode(StrEnum):
    """What happens to the rest of an activity that began before its predecessors let it."""

    RETAINED_LOGIC = "retained-logic"
    PROGRESS_OVERRIDE = "progress-override"
    ACTUAL_DATES = "actual-dates"


class FloatKind(StrEnum):
    """Which float is called the total float."""

    SMALLEST = "smallest"
    START = "start"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class SchedulingOptions:
    """Options of a plan; None leaves the choice to the rule set.

    `from_finish` schedules back from `finish_minute`. `must_finish_by` replaces the last finish as the start
    of the backward pass. An activity is critical at or below `critical_float_minutes`; with
    `critical_by_longest_path` the longest path decides instead.
    """

    lag_calendar: LagCalendar | None = None
    lag_from_start: LagFromStart | None = None
    progress: ProgressMode | None = None
    total_float: FloatKind | None = None
    from_finish: bool = False
    finish_minute: Minute | None = None
    must_finish_by: Minute | None = None
    critical_float_minutes: int = 0
    critical_by_longest_path: bool = False
    use_expected_finish: bool = False
    honour_levelling_delay: bool = True
