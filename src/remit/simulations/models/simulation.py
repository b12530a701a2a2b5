from django.db import models
from django.utils.translation import gettext_lazy as _

from remit.planning.querysets import OfProjectQuerySet
from remit.projects.models import Project


class Simulation(models.Model):
    """A plan drawn many times over, as it stood in `plan_version`; computed once, never changed.

    `wish` is what was asked for, `figures` what came of it, in minutes of the plan and shares of runs; `money` its
    sums in minor units, apart because not everybody may see them.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="simulations")
    key = models.CharField(max_length=16)
    plan_version = models.PositiveIntegerField()
    runs = models.PositiveIntegerField()
    seed = models.PositiveIntegerField()
    promised_on = models.DateField(null=True, blank=True)
    wish = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    money = models.JSONField(default=dict)
    by_key = models.CharField(max_length=60)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "-pk"]
        constraints = [models.UniqueConstraint(fields=["project", "key"], name="simulation_key_unique")]
        verbose_name = _("simulation")

    def __str__(self) -> str:
        return f"{self.key} of {self.project_id}"
