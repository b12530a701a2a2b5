"""What levelling is asked for, and what it proposes: frozen data, nothing is changed by it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from remit.engine.model import Minute


class Objective(StrEnum):
    """What is made small: the finish of the plan, what deadlines are missed by, or what modes and people cost.

    Of plans that are equal in it the one that finishes first is better.
    """

    FINISH = "finish"
    TARDINESS = "tardiness"
    COST = "cost"


class LevelStatus(StrEnum):
    """What is known of a result: nothing is better, it is possible, nothing is possible, or nothing was found."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Limit:
    """When to stop: after `seconds`, within `gap` of the bound (0.01 is 1 %); `workers` threads are used.

    With 0 seconds only the first schedule is made, by priority and justification; it depends on the seed alone.
    """

    seconds: float = 10.0
    workers: int = 1
    gap: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.seconds < 1e7 or not 1 <= self.workers <= 64 or not 0 <= self.gap < 1:  # noqa: PLR2004 - sane bounds
            msg = (
                f"A limit of {self.seconds} seconds, {self.workers} workers and a gap of {self.gap} is none."
            )
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Progress:
    """The best so far while levelling goes on: its value, the bound below it, the gap between, seconds spent."""

    value: int
    bound: int
    gap: float
    seconds: float


Listener = Callable[[Progress], None]


class CauseKind(StrEnum):
    """Why an activity lies later than without levelling."""

    RESOURCE = "resource"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Cause:
    """What delays an activity: `resource_id` was taken until `until`, by `by`; or `by` has moved and drives it."""

    kind: CauseKind
    until: Minute
    resource_id: str = ""
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelledActivity:
    """The proposal for one activity, beside its dates without levelling.

    `delay_minutes` are working minutes of its calendar from the unlevelled to the proposed start. `mode` is 0 for
    the stated way to do it, else 1 + the place in `Activity.modes`. `resources` are those chosen for its skills.
    `pieces` are the stretches of work where it pauses. `is_overloaded`: it lies where units are missing, since a
    constraint, its dates or its own needs leave nothing else.
    """

    start: Minute
    finish: Minute
    unlevelled_start: Minute
    unlevelled_finish: Minute
    delay_minutes: int
    mode: int = 0
    resources: tuple[str, ...] = ()
    pieces: tuple[tuple[Minute, Minute], ...] = ()
    cause: Cause | None = None
    is_overloaded: bool = False


@dataclass(frozen=True, slots=True)
class Levelling:
    """A proposal: where every activity would lie so that no resource has more to do than it can.

    `makespan` is minutes of the clock from the start of the plan to its last finish. `value` and `bound` count the
    objective in its own measure: minutes of the clock for the finish, working minutes for what is late, money in minor
    units for cost. With `stability` the finish and what is moved both count in working minutes. `activities` is empty
    unless something was found.
    """

    status: LevelStatus
    start: Minute
    finish: Minute
    activities: Mapping[str, LevelledActivity]
    value: int
    bound: int
    seconds: float

    @property
    def makespan(self) -> int:
        """Return the minutes of the clock from the plan's start to its last finish."""
        return self.finish - self.start

    @property
    def gap(self) -> float:
        """Return how far the value may lie above the best there is, as a share of it."""
        return (self.value - self.bound) / self.value if self.value > 0 else 0.0

    @property
    def moved(self) -> tuple[str, ...]:
        """Return what lies elsewhere than without levelling, the most delayed first."""
        found = [key for key, each in self.activities.items() if each.start != each.unlevelled_start]
        return tuple(sorted(found, key=lambda key: (-self.activities[key].delay_minutes, key)))
