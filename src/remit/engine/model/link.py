from dataclasses import dataclass, field
from enum import StrEnum

from remit.engine.model.errors import CycleError


class LinkKind(StrEnum):
    """Which end of the predecessor holds which end of the successor."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


class LagUnit(StrEnum):
    """How a lag counts: working minutes, minutes of the clock, or percent of the predecessor's duration."""

    WORKING = "working"
    ELAPSED = "elapsed"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Lag:
    """A waiting time, negative for a lead; `amount` is minutes, or percent."""

    amount: int = 0
    unit: LagUnit = LagUnit.WORKING


@dataclass(frozen=True, slots=True)
class Link:
    """`successor_id` waits for `predecessor_id`.

    `lag_calendar_id` counts the lag on a calendar of its own; None leaves it to the rules. A link with
    `maximum` set holds the other way round: no later than the lag after the predecessor (levelling only).
    """

    predecessor_id: str
    successor_id: str
    kind: LinkKind = LinkKind.FS
    lag: Lag = field(default_factory=Lag)
    lag_calendar_id: str | None = None
    maximum: bool = False

    def __post_init__(self) -> None:
        if self.predecessor_id == self.successor_id:
            msg = f"Activity {self.predecessor_id} waits for itself."
            raise CycleError(msg, [self.predecessor_id])
