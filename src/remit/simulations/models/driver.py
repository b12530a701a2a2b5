from django.db import models
from django.utils.translation import gettext_lazy as _

from remit.projects.models import Project
from remit.projects.querysets import PartQuerySet
from remit.registers.models import Risk


class Driver(models.Model):
    """What a risk acts on: if it occurs, its days come upon all of these activities together.

    Activities are named by their keys, so that one that is removed and put back is met still. A risk without a driver
    acts on no date.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="risk_drivers")
    risk = models.OneToOneField(Risk, on_delete=models.CASCADE, related_name="driver")
    activities = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["risk_id"]
        verbose_name = _("driver")

    def __str__(self) -> str:
        return f"{self.risk_id}: {', '.join(self.activities)}"
