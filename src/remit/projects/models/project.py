from django.db import models
from django.utils.translation import gettext_lazy as _

from remit.people.models import Organisation, Scope
from remit.projects.querysets import ProjectQuerySet


class ProjectKind(models.TextChoices):
    """How the work of a project is run."""

    PREDICTIVE = "predictive", _("Predictive")
    AGILE = "agile", _("Agile")
    HYBRID = "hybrid", _("Hybrid")
    DMAIC = "dmaic", _("Lean Six Sigma (DMAIC)")
    CONSTRUCTION = "construction", _("Construction")
    CLIENT = "client", _("Client work")


class Phase(models.TextChoices):
    """Where a project stands in its life."""

    IDEA = "idea", _("Idea")
    FEASIBILITY = "feasibility", _("Feasibility")
    CHARTERED = "chartered", _("Chartered")
    PLANNING = "planning", _("Planning")
    EXECUTION = "execution", _("Execution")
    CLOSING = "closing", _("Closing")
    CLOSED = "closed", _("Closed")
    ARCHIVED = "archived", _("Archived")
    ON_HOLD = "on-hold", _("On hold")
    TERMINATED = "terminated", _("Terminated")


class Project(models.Model):
    """A temporary undertaking with a unique result; its `scope` is where roles on it are held.

    `starts_on` and `promised_on` are what was agreed; computed dates stand in the plan.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="projects")
    scope = models.OneToOneField(Scope, on_delete=models.PROTECT, related_name="project")
    key = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    unique_result = models.TextField(blank=True)
    kind = models.CharField(max_length=16, choices=ProjectKind.choices, default=ProjectKind.PREDICTIVE)
    phase = models.CharField(max_length=16, choices=Phase.choices, default=Phase.PLANNING)
    starts_on = models.DateField()
    promised_on = models.DateField(null=True, blank=True)
    budget_minor = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["organisation_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="project_key_unique"),
            models.CheckConstraint(
                condition=models.Q(promised_on__isnull=True)
                | models.Q(promised_on__gte=models.F("starts_on")),
                name="project_promise_after_start",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "name"], name="project_by_name")]

    def __str__(self) -> str:
        return f"{self.key} {self.name}"
