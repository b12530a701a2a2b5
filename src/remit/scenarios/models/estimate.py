from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.planning.querysets import OfProjectQuerySet
from remit.projects.models import Project


class EstimateMethod(models.TextChoices):
    """How a duration was estimated."""

    PERT = "pert", _("Three points, weighted (PERT)")
    TRIANGULAR = "triangular", _("Three points, triangular")
    UNITS = "units", _("Units times rate")
    SIZE = "size", _("T-shirt size")
    ANALOGOUS = "analogous", _("Like others that are done")


class ShirtSize(models.TextChoices):
    """Sizes from the smallest up."""

    XS = "XS", pgettext_lazy("T-shirt size", "XS")
    S = "S", pgettext_lazy("T-shirt size", "S")
    M = "M", pgettext_lazy("T-shirt size", "M")
    L = "L", pgettext_lazy("T-shirt size", "L")
    XL = "XL", pgettext_lazy("T-shirt size", "XL")


class Estimate(models.Model):
    """What somebody estimated an activity to take, and from what; never changed: another one takes its place.

    The activity is found by its key, so that one that is removed and put back has it still. `minutes` is the working
    time that it says, None for a size that is not calibrated; `deviation_minutes` the standard deviation of three
    points; `low_minutes` and `high_minutes` what it may be. `stated` is what was typed, or what it was compared with.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="estimates")
    activity_key = models.CharField(max_length=16)
    method = models.CharField(max_length=12, choices=EstimateMethod.choices)
    stated = models.JSONField(default=dict)
    minutes = models.PositiveBigIntegerField(null=True, blank=True)
    deviation_minutes = models.PositiveBigIntegerField(null=True, blank=True)
    low_minutes = models.PositiveBigIntegerField(null=True, blank=True)
    high_minutes = models.PositiveBigIntegerField(null=True, blank=True)
    basis = models.TextField(blank=True)
    is_current = models.BooleanField(default=True)
    by_key = models.CharField(max_length=60)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "activity_key"],
                condition=models.Q(is_current=True),
                name="estimate_one_current",
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity_key} {self.method}"
