"""Levelling: where activities would lie so that no resource has more to do than it can.

Nothing is loaded before it is used: the kernels take a third of a second.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

_MODULES = {
    "holding": ("Hold", "held", "holds"),
    "levelling": ("level",),
    "result": (
        "Cause",
        "CauseKind",
        "LevelledActivity",
        "Levelling",
        "LevelStatus",
        "Limit",
        "Objective",
        "Progress",
    ),
    "verifying": ("Broken", "Violation", "verify"),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
