from remit.earned_value.models.measure import ActivityMeasure, MeasureRule, ValueTerms
from remit.earned_value.models.snapshot import StatusSnapshot

__all__ = ["ActivityMeasure", "MeasureRule", "StatusSnapshot", "ValueTerms"]
