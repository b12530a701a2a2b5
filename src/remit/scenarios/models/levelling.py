from django.db import models
from django.utils.translation import gettext_lazy as _

from remit.planning.querysets import OfProjectQuerySet
from remit.projects.models import Project


class LevelObjective(models.TextChoices):
    """What levelling makes small."""

    FINISH = "finish", _("The end of the plan")
    TARDINESS = "tardiness", _("What deadlines are missed by")


class ProposalState(models.TextChoices):
    """What became of a proposal."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    PART = "part", _("Accepted in part")
    REFUSED = "refused", _("Refused")


class LevellingProposal(models.Model):
    """Where levelling would put the activities of a plan as it stood in `plan_version`, after edit `after_edit`.

    `rows` are what would move, `loads` what the resources have to do before and after, `figures` the plan as a whole;
    all are computed once and never change. `edit_number` is the edit by which it was accepted.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="levelling_proposals")
    key = models.CharField(max_length=16)
    plan_version = models.PositiveIntegerField()
    after_edit = models.PositiveIntegerField(default=0)
    objective = models.CharField(max_length=16, choices=LevelObjective.choices, default=LevelObjective.FINISH)
    stability = models.FloatField(default=0)
    seconds = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=ProposalState.choices, default=ProposalState.OPEN)
    edit_number = models.PositiveIntegerField(null=True, blank=True)
    accepted_count = models.PositiveIntegerField(default=0)
    by_key = models.CharField(max_length=60)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    rows = models.JSONField(default=list)
    loads = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="levelling_proposal_key_unique")
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.project_id}"
