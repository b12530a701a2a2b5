from dataclasses import dataclass
from enum import StrEnum


class ResourceKind(StrEnum):
    """Only work resources have working time."""

    WORK = "work"
    MATERIAL = "material"
    COST = "cost"


@dataclass(frozen=True, slots=True)
class Resource:
    """Somebody or something that works; `max_units` 1.0 is one full-time person."""

    id: str
    name: str
    kind: ResourceKind = ResourceKind.WORK
    calendar_id: str | None = None
    max_units: float = 1.0


@dataclass(frozen=True, slots=True)
class Assignment:
    """A resource works on an activity, `delay_minutes` after its start; `units` 1.0 is full time."""

    activity_id: str
    resource_id: str | None
    units: float = 1.0
    work_minutes: int = 0
    delay_minutes: int = 0
