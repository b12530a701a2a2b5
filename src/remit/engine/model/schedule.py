from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from remit.engine.model.link import Link
from remit.engine.model.time import Minute


class DriverKind(StrEnum):
    """What holds an activity where it lies."""

    PROJECT_START = "project-start"
    LINK = "link"
    CONSTRAINT = "constraint"
    ACTUAL = "actual"
    MANUAL = "manual"
    ALAP = "alap"
    CHILDREN = "children"
    INACTIVE = "inactive"


@dataclass(frozen=True, slots=True)
class Driver:
    """What holds an activity: the `link` where it is one; `minute` is the date that it demands.

    `below` is the activity whose date counts where the link comes from a summary, or where a summary is held.
    """

    kind: DriverKind
    minute: Minute
    link: Link | None = None
    below: str | None = None

    @property
    def held_by(self) -> str | None:
        """Return the activity that holds this one; None where a date or the plan's start does."""
        return self.below or (self.link.predecessor_id if self.link else None)


@dataclass(frozen=True, slots=True)
class ScheduledActivity:
    """The dates of one activity in plan time, its float in working minutes of its own calendar."""

    start: Minute
    finish: Minute
    early_start: Minute
    early_finish: Minute
    late_start: Minute
    late_finish: Minute
    total_float_minutes: int
    free_float_minutes: int
    critical: bool
    driver: Driver


class WarningKind(StrEnum):
    """Why a planner should look at an activity."""

    TOO_LATE = "too-late"
    STARTS_EARLY = "starts-early"


@dataclass(frozen=True, slots=True)
class PlanWarning:
    """What a planner should look at; where an activity starts early, `before` names what it does not wait for.

    `by` says which kind of date wins over the link.
    """

    kind: WarningKind
    activity_id: str
    name: str
    before: str = ""
    by: str = ""

    def __str__(self) -> str:
        """Return the warning as a sentence."""
        who = f"{self.activity_id} '{self.name}'"
        if self.kind == WarningKind.STARTS_EARLY:
            return f"{who} starts before {self.before} lets it: its {self.by} date wins."
        return f"{who} is too late for a deadline or constraint: its float is below zero."


@dataclass(frozen=True, slots=True)
class Schedule:
    """A whole schedule: first start, last finish, every activity by id, and what the planner should know."""

    start: Minute
    finish: Minute
    activities: Mapping[str, ScheduledActivity]
    warnings: tuple[PlanWarning, ...] = ()
    critical_path: tuple[str, ...] = ()

    def why(self, activity_id: str) -> tuple[tuple[str, Driver], ...]:
        """Return the chain of what holds an activity, from itself back to what nothing else holds."""
        chain: list[tuple[str, Driver]] = []
        seen: set[str] = set()
        at: str | None = activity_id
        while at is not None and at not in seen:
            seen.add(at)
            driver = self.activities[at].driver
            chain.append((at, driver))
            at = driver.held_by
        return tuple(chain)
