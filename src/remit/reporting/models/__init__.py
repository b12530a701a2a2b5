from remit.reporting.models.cost import CostReport
from remit.reporting.models.lights import Colour, LightCode, LightOverride, OverrideState
from remit.reporting.models.status import FinishRange, StatusReport, StatusTerms

__all__ = [
    "Colour",
    "CostReport",
    "FinishRange",
    "LightCode",
    "LightOverride",
    "OverrideState",
    "StatusReport",
    "StatusTerms",
]
