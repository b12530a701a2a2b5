from django.db import models
from django.utils.translation import gettext_lazy as _

from remit.planning.models.activity import Activity
from remit.planning.querysets import OfProjectQuerySet
from remit.projects.models import Project


class LinkKind(models.TextChoices):
    """Which end of the predecessor holds which end of the successor."""

    FS = "FS", _("Finish to start")
    SS = "SS", _("Start to start")
    FF = "FF", _("Finish to finish")
    SF = "SF", _("Start to finish")


class LagUnit(models.TextChoices):
    """How a lag is counted: working minutes, minutes of the clock, or percent of the predecessor's duration."""

    WORKING = "working", _("Working time")
    ELAPSED = "elapsed", _("Elapsed time")
    PERCENT = "percent", _("Percent of the predecessor")


class Link(models.Model):
    """A dependency between two activities; a negative lag is a lead. `is_driving` is computed."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="links")
    key = models.CharField(max_length=16)
    predecessor = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="links_out")
    successor = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=2, choices=LinkKind.choices, default=LinkKind.FS)
    lag_amount = models.IntegerField(default=0)
    lag_unit = models.CharField(max_length=8, choices=LagUnit.choices, default=LagUnit.WORKING)
    is_driving = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="link_key_unique"),
            models.UniqueConstraint(fields=["predecessor", "successor", "kind"], name="link_once"),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="link_not_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} {self.kind} {self.successor_id}"
