from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

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
    DATA_DATE = "status"
    LEVELLING = "resource"
    SPAN = "span"


_DRIVERS = tuple(DriverKind)


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


@dataclass(frozen=True, eq=False, slots=True)
class ScheduleColumns:
    """A schedule as arrays over the activities of the plan, in its order: minutes, working minutes, codes.

    `driver_kind` is the place among `DriverKind`, `driver_link` that among `links` and `driver_below` that of an
    activity, -1 for none.
    """

    ids: Sequence[str]
    links: Sequence[Link]
    start: NDArray[np.int64]
    finish: NDArray[np.int64]
    early_start: NDArray[np.int64]
    early_finish: NDArray[np.int64]
    late_start: NDArray[np.int64]
    late_finish: NDArray[np.int64]
    total_float: NDArray[np.int64]
    free_float: NDArray[np.int64]
    critical: NDArray[np.bool_]
    driver_minute: NDArray[np.int64]
    driver_kind: NDArray[np.int8]
    driver_link: NDArray[np.int32]
    driver_below: NDArray[np.int32]

    def driver(self, place: int) -> Driver:
        """Return what holds the activity at `place`."""
        link, below = self.driver_link[place], self.driver_below[place]
        return Driver(
            kind=_DRIVERS[self.driver_kind[place]],
            minute=int(self.driver_minute[place]),
            link=self.links[link] if link >= 0 else None,
            below=self.ids[below] if below >= 0 else None,
        )

    def activity(self, place: int) -> ScheduledActivity:
        """Return the activity at `place`."""
        return ScheduledActivity(
            start=int(self.start[place]),
            finish=int(self.finish[place]),
            early_start=int(self.early_start[place]),
            early_finish=int(self.early_finish[place]),
            late_start=int(self.late_start[place]),
            late_finish=int(self.late_finish[place]),
            total_float_minutes=int(self.total_float[place]),
            free_float_minutes=int(self.free_float[place]),
            critical=bool(self.critical[place]),
            driver=self.driver(place),
        )

    @property
    def nbytes(self) -> int:
        """Return the bytes that the arrays take."""
        return sum(
            each.nbytes for name in self.__slots__ if isinstance(each := getattr(self, name), np.ndarray)
        )


class ScheduledActivities(Mapping[str, ScheduledActivity]):
    """The activities of a schedule by id; each is made from the columns when it is asked for."""

    def __init__(self, columns: ScheduleColumns) -> None:
        self._columns = columns

    @cached_property
    def _places(self) -> dict[str, int]:
        return {each: place for place, each in enumerate(self._columns.ids)}

    def __getitem__(self, activity_id: str) -> ScheduledActivity:
        return self._columns.activity(self._places[activity_id])

    def driver(self, activity_id: str) -> Driver:
        """Return what holds an activity."""
        return self._columns.driver(self._places[activity_id])

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns.ids)

    def __len__(self) -> int:
        return len(self._columns.ids)

    def __contains__(self, activity_id: object) -> bool:
        return activity_id in self._places


@dataclass(frozen=True, eq=False)
class Schedule:
    """A whole schedule: first start, last finish, every activity by id, and what the planner should know.

    `columns` hold the same as arrays, for whoever reads all of a large plan.
    """

    start: Minute
    finish: Minute
    columns: ScheduleColumns
    warnings: tuple[PlanWarning, ...] = ()
    last_activity: str | None = None

    @cached_property
    def activities(self) -> ScheduledActivities:
        """Return the activities by id."""
        return ScheduledActivities(self.columns)

    @cached_property
    def critical_path(self) -> tuple[str, ...]:
        """Return the chain of driving links that ends last."""
        if self.last_activity is None:
            return ()
        return tuple(reversed([key for key, _driver in self.why(self.last_activity)]))

    def why(self, activity_id: str) -> tuple[tuple[str, Driver], ...]:
        """Return the chain of what holds an activity, from itself back to what nothing else holds."""
        chain: list[tuple[str, Driver]] = []
        seen: set[str] = set()
        at: str | None = activity_id
        while at is not None and at not in seen:
            seen.add(at)
            driver = self.activities.driver(at)
            chain.append((at, driver))
            at = driver.held_by
        return tuple(chain)

    def __eq__(self, other: object) -> bool:
        """Return whether the other states the same dates for the same reasons."""
        if not isinstance(other, Schedule):
            return NotImplemented
        ours, theirs = (
            (each.start, each.finish, each.warnings, each.last_activity) for each in (self, other)
        )
        return ours == theirs and self.activities == other.activities

    __hash__ = None  # type: ignore[assignment] # compared by all of its content, too much to hash
