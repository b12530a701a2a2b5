from django.db import models

from remit.planning.querysets import OfProjectQuerySet
from remit.projects.models import Project


class Scenario(models.Model):
    """What a plan could be: named edits on top of it, which the plan itself knows nothing of.

    `edits` are in order, each `{label, steps}` in the form that a plan's edits have, with the keys of what they add;
    `undone` are those taken back last, the latest at the end. `result` is what they lead to, computed when the plan
    stood at `plan_version` after edit `after_edit`; `version` grows with each edit.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="scenarios")
    key = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    edits = models.JSONField(default=list)
    undone = models.JSONField(default=list, blank=True)
    result = models.JSONField(default=dict)
    plan_version = models.PositiveIntegerField()
    after_edit = models.PositiveIntegerField(default=0)
    edit_number = models.PositiveIntegerField(null=True, blank=True)
    by_key = models.CharField(max_length=60)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["project", "key"], name="scenario_key_unique")]

    def __str__(self) -> str:
        return f"{self.key} {self.name}"
