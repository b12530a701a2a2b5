from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.people.models import Person
from remit.projects.models import Project
from remit.projects.querysets import PartQuerySet
from remit.registers.models.risk import Risk


class IssueKind(models.TextChoices):
    """What kind of thing was raised."""

    PROBLEM = "problem", _("Problem")
    REQUEST = "request", pgettext_lazy("kind of issue", "Request")
    OFF_SPECIFICATION = "off-specification", _("Off-specification")


class Severity(models.TextChoices):
    """How much harm an issue does, worst first."""

    CRITICAL = "1-critical", _("Critical: the project's promise fails")
    HIGH = "2-high", _("High: a tolerance or a milestone is in danger")
    MEDIUM = "3-medium", _("Medium: the team loses time or money")
    LOW = "4-low", _("Low: a nuisance")


class IssueState(models.TextChoices):
    """How far an issue is dealt with."""

    OPEN = "open", pgettext_lazy("state of an issue", "Open")
    ASSESSED = "assessed", pgettext_lazy("state of an issue", "Assessed")
    IN_WORK = "in-work", pgettext_lazy("state of an issue", "In work")
    RESOLVED = "resolved", pgettext_lazy("state of an issue", "Resolved")
    CLOSED = "closed", pgettext_lazy("state of an issue", "Closed")


class Issue(models.Model):
    """Something that has happened and must be dealt with, by one owner until a day.

    Escalation stands beside the state: work goes on while somebody above knows. `risk` is what it was before.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="issues")
    key = models.CharField(max_length=16)
    kind = models.CharField(max_length=24, choices=IssueKind.choices, default=IssueKind.PROBLEM)
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    severity = models.CharField(max_length=16, choices=Severity.choices)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="issues")
    due_on = models.DateField()
    raised_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="issues_raised"
    )
    raised_on = models.DateField()
    risk = models.OneToOneField(Risk, on_delete=models.PROTECT, null=True, blank=True, related_name="issue")
    state = models.CharField(max_length=16, choices=IssueState.choices, default=IssueState.OPEN)
    assessment = models.TextField(blank=True)
    resolution = models.TextField(blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_words = models.TextField(blank=True)
    reopened_words = models.TextField(blank=True)
    escalated_on = models.DateField(null=True, blank=True)
    escalated_to = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="issues_escalated"
    )
    escalated_words = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="issue_key_unique"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False)
                | (~Q(state="closed") & Q(closed_on=None)),
                name="issue_closed_whole",
            ),
        ]
        indexes = [models.Index(fields=["owner"], condition=~Q(state="closed"), name="issue_open_by_owner")]
        verbose_name = _("issue")

    def __str__(self) -> str:
        return f"{self.key} {self.title}"
