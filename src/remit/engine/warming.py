"""Getting compiled kernels ready before somebody waits for them."""

import importlib
from collections.abc import Callable

from remit.engine.kernels.kept import is_kept, keep

SCHEDULE, LEVEL, RISK, REST = "schedule", "level", "risk", "rest"
PARTS = {
    SCHEDULE: ("remit.engine.network.warming:warm",),
    LEVEL: (
        "remit.engine.levelling.warming:warm_plan",
        "remit.engine.levelling.warming:warm_search",
        "remit.engine.levelling.warming:warm_bounds",
    ),
    RISK: ("remit.engine.risk.warming:warm",),
    REST: ("remit.engine.network.warming:warm_rest",),
}
"""What makes each part ready, step by step; REST is what some schedules take and most do not."""


def is_warm(part: str) -> bool:
    """Return whether the kernels of a part are kept compiled: its first call loads them within a second.

    Loads nothing itself. A folder that was emptied by hand meanwhile is not noticed as long as its marks are left.
    """
    return all(map(is_kept, steps_of(part)))


def warm(part: str = SCHEDULE) -> None:
    """Load the compiled kernels of a part, compiling what no kept folder holds.

    Compiling takes ten to forty seconds of one processor, once for each version; loading about half a second.
    """
    for step, name in steps_of(part).items():
        _take(step, name)


def compile_missing(part: str) -> None:
    """Compile the kernels of a part that no kept folder holds, loading as little as that takes of those it holds."""
    for step, name in steps_of(part).items():
        if not is_kept(step):
            _take(step, name)


def steps_of(part: str) -> dict[str, str]:
    """Return what of a part is kept by itself, and the function that makes it ready."""
    return {f"{part}-{number}": name for number, name in enumerate(PARTS[part], 1)}


def _take(step: str, name: str) -> None:
    # each step loads its own kernels: whoever schedules need not wait for those of risk
    module, _colon, function = name.partition(":")
    ready: Callable[[], None] = getattr(importlib.import_module(module), function)
    ready()
    keep(step)
