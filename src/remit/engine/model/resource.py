from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from remit.engine.model.errors import PlanError
from remit.engine.model.time import Minute


class ResourceKind(StrEnum):
    """Only work resources have working time; a budget is a stock that is used up (non-renewable)."""

    WORK = "work"
    MATERIAL = "material"
    COST = "cost"
    BUDGET = "budget"


class Contour(StrEnum):
    """How the work of an assignment is spread over its duration."""

    FLAT = "flat"
    BACK_LOADED = "back-loaded"
    FRONT_LOADED = "front-loaded"
    DOUBLE_PEAK = "double-peak"
    EARLY_PEAK = "early-peak"
    LATE_PEAK = "late-peak"
    BELL = "bell"
    TURTLE = "turtle"
    CONTOURED = "contoured"


@dataclass(frozen=True, slots=True)
class Resource:
    """Somebody or something that works; `max_units` 1.0 is one full-time person.

    `availability` is steps of (from which minute, units), in order; before the first step `max_units` hold.
    `skills` are pairs of skill and level. `rate` is money in minor units per hour of work.
    """

    id: str
    name: str
    kind: ResourceKind = ResourceKind.WORK
    calendar_id: str | None = None
    max_units: float = 1.0
    availability: tuple[tuple[Minute, float], ...] = ()
    skills: tuple[tuple[str, int], ...] = ()
    rate: int = 0

    def __post_init__(self) -> None:
        if any(later <= earlier for (earlier, _), (later, _units) in pairwise(self.availability)):
            msg = f"The availability of resource '{self.name}' is out of order."
            raise PlanError(msg)


@dataclass(frozen=True, slots=True)
class Assignment:
    """A resource works on an activity, `delay_minutes` after its start; `units` 1.0 is full time.

    `pieces` are stretches of (working minutes from the start of the assignment, length, work) where the work
    is spread by hand; they hold where `contour` is 'contoured'. `cost` is money in minor units.
    """

    activity_id: str
    resource_id: str | None
    units: float = 1.0
    work_minutes: int = 0
    delay_minutes: int = 0
    contour: Contour = Contour.FLAT
    pieces: tuple[tuple[int, int, int], ...] = ()
    actual_work_minutes: int = 0
    remaining_work_minutes: int | None = None
    cost: int = 0
