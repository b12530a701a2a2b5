from django.db import models


class AuditChain(models.Model):
    """The head of one organisation's chain; its row is locked while an event is appended."""

    organisation_id = models.BigIntegerField(unique=True)
    last_sequence = models.PositiveBigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"chain {self.organisation_id} at {self.last_sequence}"
