from remit.core.models.idempotency import IdempotentAnswer
from remit.core.models.job import Job, JobState
from remit.core.models.key_sequence import KeySequence

__all__ = ["IdempotentAnswer", "Job", "JobState", "KeySequence"]
