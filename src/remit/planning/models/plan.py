from django.db import models

from remit.planning.models.calendar import PlanCalendar
from remit.planning.querysets import OfProjectQuerySet
from remit.projects.models import Project


class Plan(models.Model):
    """The schedule of a project as a whole; its row is locked by every edit, so that edits come one by one.

    `version` grows with every edit. All minutes are plan time.
    """

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="plan")
    calendar = models.ForeignKey(PlanCalendar, on_delete=models.PROTECT, related_name="+")
    rules = models.CharField(max_length=40, default="microsoft-project")
    start_minute = models.BigIntegerField()
    finish_minute = models.BigIntegerField(null=True)
    status_minute = models.BigIntegerField(null=True)
    minutes_per_day = models.PositiveIntegerField(default=450)
    minutes_per_week = models.PositiveIntegerField(default=2250)
    version = models.PositiveIntegerField(default=1)
    warnings = models.JSONField(default=list)
    scheduled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"plan of {self.project_id}, version {self.version}"


class PlanEdit(models.Model):
    """One edit of a plan, with the steps that take it back.

    `inverse` is a list of steps in the form that `operations.steps` applies; undoing writes an edit of its own.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="plan_edits")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=300)
    actor_key = models.CharField(max_length=60)
    actor_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    inverse = models.JSONField()
    undoes = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="undone_by"
    )

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "-number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="plan_edit_number_unique")]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"
