from django.db import models

from remit.people.models import Person
from remit.projects.models import Project


class StatusSnapshot(models.Model):
    """All figures of earned value of a project as they were on one day: written once, never changed.

    Sums are in minor units. `figures` holds every figure with its formula and inputs, `parts` the sums by account, by
    element of the work breakdown and by person, `doubts` what made the data doubtful. Of one day the latest counts.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="status_snapshots")
    key = models.CharField(max_length=16)
    as_of = models.DateField()
    taken_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    note = models.CharField(max_length=500, blank=True)
    baseline_number = models.PositiveIntegerField()
    bac_minor = models.BigIntegerField()
    pv_minor = models.BigIntegerField()
    ev_minor = models.BigIntegerField()
    ac_minor = models.BigIntegerField()
    eac_minor = models.BigIntegerField(null=True)
    ends_on = models.DateField(null=True)
    figures = models.JSONField()
    parts = models.JSONField()
    doubts = models.JSONField(default=list)

    class Meta:
        ordering = ["project", "-as_of", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="status_snapshot_key_unique"),
            models.CheckConstraint(
                condition=models.Q(ev_minor__gte=0) & models.Q(ev_minor__lte=models.F("bac_minor")),
                name="status_snapshot_earned_within_budget",
            ),
        ]
        indexes = [models.Index(fields=["project", "-as_of"], name="status_snapshot_day")]

    def __str__(self) -> str:
        return f"{self.key} of {self.as_of}"
