from django.db import models
from django.db.models import F, Q

from remit.people.models import Person
from remit.projects.models import Project


class CostReport(models.Model):
    """What a project has cost up to a day, and what is still to come as the low, likely and high sum.

    Sums are minor units of the organisation's currency. A report is never changed: a later one counts.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="cost_reports")
    as_of = models.DateField()
    spent_minor = models.BigIntegerField()
    low_minor = models.BigIntegerField()
    likely_minor = models.BigIntegerField()
    high_minor = models.BigIntegerField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["project_id", "-as_of", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(spent_minor__gte=0)
                & Q(low_minor__gte=0)
                & Q(likely_minor__gte=F("low_minor"))
                & Q(high_minor__gte=F("likely_minor")),
                name="cost_report_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_id} on {self.as_of}"
