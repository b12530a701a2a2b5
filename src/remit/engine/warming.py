"""Getting compiled kernels ready before somebody waits for them."""

import importlib
from collections.abc import Callable

from remit.engine.kernels.kept import is_kept, keep

SCHEDULE, LEVEL, RISK, REST = "schedule", "level", "risk", "rest"
PARTS = {
    SCHEDULE: "remit.engine.network.warming:warm",
    LEVEL: "remit.engine.levelling.warming:warm",
    RISK: "remit.engine.risk.warming:warm",
    REST: "remit.engine.network.warming:warm_rest",
}
"""What makes each part ready; REST is what some schedules take and most do not."""


def is_warm(part: str) -> bool:
    """Return whether the kernels of a part are kept compiled: its first call loads them within a second.

    Loads nothing itself. A folder that was emptied by hand meanwhile is not noticed as long as its marks are left.
    """
    return is_kept(part)


def warm(part: str = SCHEDULE) -> None:
    """Load the compiled kernels of a part, compiling what no kept folder holds.

    Compiling takes ten to forty seconds of one processor, once for each version; loading about half a second.
    """
    # each part loads its own kernels: whoever schedules need not wait for those of risk
    module, _colon, name = PARTS[part].partition(":")
    ready: Callable[[], None] = getattr(importlib.import_module(module), name)
    ready()
    keep(part)
