from django.db import models
from django.utils.translation import gettext_lazy as _

from remit.meetings.rhythms import Rhythm
from remit.projects.models import Project
from remit.projects.querysets import PartQuerySet


class MeetingSeries(models.Model):
    """A meeting that comes again; each of its occurrences is a `Meeting` of its own, which alone says when."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="meeting_series")
    key = models.CharField(max_length=16)
    rhythm = models.CharField(max_length=12, choices=Rhythm.choices)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "pk"]
        verbose_name = _("series of meetings")
        constraints = [models.UniqueConstraint(fields=["project", "key"], name="series_key_unique")]

    def __str__(self) -> str:
        return self.key
