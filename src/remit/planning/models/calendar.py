from django.db import models

from remit.planning.querysets import OfProjectQuerySet
from remit.projects.models import Project


class PlanCalendar(models.Model):
    """The working time of a plan, an activity or a resource.

    `week` is seven lists of shifts, Monday first, each `[start, finish]` in minutes of the day;
    `exceptions` is a list of `[first_day, last_day, shifts, name]`, days since 1970-01-01, both inclusive.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="calendars")
    key = models.CharField(max_length=16)
    uid = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200)
    week = models.JSONField()
    exceptions = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "id"]
        constraints = [models.UniqueConstraint(fields=["project", "key"], name="plan_calendar_key_unique")]

    def __str__(self) -> str:
        return self.name
