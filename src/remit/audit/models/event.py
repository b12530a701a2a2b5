from django.db import models

from remit.audit.querysets import AuditEventQuerySet


class AuditEvent(models.Model):
    """What one operation did to one object: append-only, each row sealed by the hash of the row before it."""

    organisation_id = models.BigIntegerField()
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=60)
    actor_name = models.CharField(max_length=200)
    operation = models.CharField(max_length=80)
    object_kind = models.CharField(max_length=40)
    object_key = models.CharField(max_length=80)
    object_label = models.CharField(max_length=300)
    scope_path = models.CharField(max_length=400)
    changes = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["organisation_id", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "sequence"], name="audit_event_sequence_unique"
            )
        ]
        indexes = [
            models.Index(fields=["organisation_id", "object_kind", "object_key"], name="audit_event_object"),
            models.Index(fields=["scope_path"], name="audit_event_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.operation} {self.object_key}"
