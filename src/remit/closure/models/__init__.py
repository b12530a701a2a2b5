from remit.closure.models.closing import ChecklistAnswer, ChecklistVersion, ClosingRecord, Settled

__all__ = ["ChecklistAnswer", "ChecklistVersion", "ClosingRecord", "Settled"]
