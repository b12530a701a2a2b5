from django.db import models
from django.db.models import Q

from remit.people.models.organisation import Organisation


class Advice(models.Model):
    """The answers of an organisation to the advisor's questions, and what was decided on them.

    `facts` are the answers by code of `people.advice_facts`, `counted` what Remit itself counted when they were
    given. Once it is decided, `bounds` and `structure` keep the thresholds and what was advised on that day.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="advice")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    facts = models.JSONField(default=dict)
    counted = models.JSONField(default=dict, blank=True)
    internal_factors = models.TextField(blank=True)
    external_factors = models.TextField(blank=True)
    begun_at = models.DateTimeField(auto_now_add=True)
    bounds = models.JSONField(default=dict, blank=True)
    structure = models.JSONField(default=list, blank=True)
    decision = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    review_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="advice_number_unique"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | ~Q(decided_by=""), name="advice_decided_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class AdviceBounds(models.Model):
    """The thresholds of the advisor that an organisation has set, by code of `people.advice_bounds`."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="advice_bounds")
    stated = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"bounds of {self.organisation_id}"
