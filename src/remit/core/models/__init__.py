from remit.core.models.idempotency import IdempotentAnswer
from remit.core.models.key_sequence import KeySequence

__all__ = ["IdempotentAnswer", "KeySequence"]
