from django.db import models

from remit.people.models import Person
from remit.projects.models import Project


class StatusTerms(models.Model):
    """By what a project's status is judged, and how often it is reported by itself.

    `days_tolerance` are calendar days after the promised date, `cost_tolerance` per cent of the budget; `low` and
    `high` say by how many per cent durations may turn out shorter or longer; `every_weeks` is 0 where nothing is
    sent by itself.
    """

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="status_terms")
    days_tolerance = models.PositiveSmallIntegerField(default=10)
    cost_tolerance = models.PositiveSmallIntegerField(default=10)
    low = models.PositiveSmallIntegerField(default=10)
    high = models.PositiveSmallIntegerField(default=30)
    every_weeks = models.PositiveSmallIntegerField(default=0)
    next_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"terms of {self.project_id}"


class FinishRange(models.Model):
    """Between which days a project ends, from a simulation of its plan; it is as old as `plan_version`.

    Minutes are plan time; `percent_kept` is the share of runs that keep `promised_on`, null without a promise.
    """

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="finish_range")
    plan_version = models.PositiveIntegerField()
    runs = models.PositiveIntegerField()
    low = models.PositiveSmallIntegerField()
    high = models.PositiveSmallIntegerField()
    p10_minute = models.BigIntegerField()
    p50_minute = models.BigIntegerField()
    p80_minute = models.BigIntegerField()
    p90_minute = models.BigIntegerField()
    promised_on = models.DateField(null=True)
    percent_kept = models.PositiveSmallIntegerField(null=True)
    worked_out_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"range of {self.project_id} from plan version {self.plan_version}"


class StatusReport(models.Model):
    """A status as it was reported: what stood there then is kept in `content` and never changed."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="status_reports")
    number = models.PositiveIntegerField()
    as_of = models.DateField()
    reported_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    content = models.JSONField(default=dict)
    told = models.JSONField(default=list)

    class Meta:
        ordering = ["project_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="status_report_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.project_id} report {self.number}"
