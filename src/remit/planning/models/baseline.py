from django.db import models

from remit.planning.querysets import OfProjectQuerySet
from remit.projects.models import Project


class Baseline(models.Model):
    """A frozen copy of the plan: what was promised when it was set. Never changed afterwards.

    One `is_from_file` came in with an import: what was promised elsewhere binds nobody here.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="baselines")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    set_by_key = models.CharField(max_length=60)
    set_by_name = models.CharField(max_length=200)
    set_at = models.DateTimeField(auto_now_add=True)
    is_current = models.BooleanField(default=True)
    is_from_file = models.BooleanField(default=False)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="baseline_number_unique"),
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(is_current=True), name="baseline_one_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class BaselineActivity(models.Model):
    """One activity as it stood in a baseline; found again by key, so that a removed activity keeps its promise."""

    baseline = models.ForeignKey(Baseline, on_delete=models.CASCADE, related_name="activities")
    activity_key = models.CharField(max_length=16)
    name = models.CharField(max_length=300)
    start_minute = models.BigIntegerField(null=True)
    finish_minute = models.BigIntegerField(null=True)
    duration_minutes = models.PositiveBigIntegerField(default=0)
    work_minutes = models.PositiveBigIntegerField(default=0)
    cost_minor = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["baseline", "activity_key"], name="baseline_activity_once"),
            models.CheckConstraint(
                condition=models.Q(start_minute__isnull=True)
                | models.Q(finish_minute__isnull=True)
                | models.Q(finish_minute__gte=models.F("start_minute")),
                name="baseline_finish_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_key} in {self.baseline_id}"
