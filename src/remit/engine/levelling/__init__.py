"""Levelling: where activities would lie so that no resource has more to do than it can."""

from remit.engine.levelling.holding import Hold, held, holds
from remit.engine.levelling.levelling import level
from remit.engine.levelling.result import (
    Cause,
    CauseKind,
    LevelledActivity,
    Levelling,
    LevelStatus,
    Limit,
    Objective,
    Progress,
)
from remit.engine.levelling.verifying import Broken, Violation, verify

__all__ = [
    "Broken",
    "Cause",
    "CauseKind",
    "Hold",
    "LevelStatus",
    "LevelledActivity",
    "Levelling",
    "Limit",
    "Objective",
    "Progress",
    "Violation",
    "held",
    "holds",
    "level",
    "verify",
]
