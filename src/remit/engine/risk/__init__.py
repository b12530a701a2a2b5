"""Schedule and cost risk: a plan with uncertain durations, events, weather and branches, drawn many times over.

Nothing is loaded before it is used: the kernels take a third of a second.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from remit.engine.risk.blocks import Block, merge
    from remit.engine.risk.comparison import (
        BeforeAfter,
        MergeBias,
        Ranked,
        RankedKind,
        before_and_after,
        merge_bias,
        rank_risks,
    )
    from remit.engine.risk.convergence import Convergence
    from remit.engine.risk.result import ActivityRisk, RiskResult
    from remit.engine.risk.simulation import Simulation, simulate, simulate_block
    from remit.engine.risk.spreading import spread_over

__all__ = [
    "ActivityRisk",
    "BeforeAfter",
    "Block",
    "Convergence",
    "MergeBias",
    "Ranked",
    "RankedKind",
    "RiskResult",
    "Simulation",
    "before_and_after",
    "merge",
    "merge_bias",
    "rank_risks",
    "simulate",
    "simulate_block",
    "spread_over",
]

_MODULES = {
    "blocks": ("Block", "merge"),
    "comparison": (
        "BeforeAfter",
        "MergeBias",
        "Ranked",
        "RankedKind",
        "before_and_after",
        "merge_bias",
        "rank_risks",
    ),
    "convergence": ("Convergence",),
    "result": ("ActivityRisk", "RiskResult"),
    "simulation": ("Simulation", "simulate", "simulate_block"),
    "spreading": ("spread_over",),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
