from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.people.models import Organisation, Person
from remit.projects.models import FormalRecord, Project


class ChecklistVersion(models.Model):
    """A version of the list that an organisation's projects are closed by; without one the standard list holds.

    `content` is a list of code, text, fact: a fact names what Remit judges by itself, a text what a person does.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="closing_checklists"
    )
    number = models.PositiveIntegerField()
    content = models.JSONField()
    reason = models.TextField()
    changed_by = models.CharField(max_length=200)
    changed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["organisation_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="checklist_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.number}"


class Settled(models.TextChoices):
    """What a person says of an item that Remit cannot judge."""

    OPEN = "open", pgettext_lazy("of a checklist", "open")
    DONE = "done", pgettext_lazy("of a checklist", "done")
    NOT_NEEDED = "not-needed", _("does not apply")


class ChecklistAnswer(models.Model):
    """How an item of the list stands at a project: what somebody said of it, and what shows it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="closing_answers")
    code = models.SlugField(max_length=60)
    state = models.CharField(max_length=12, choices=Settled.choices, default=Settled.OPEN)
    evidence = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["project_id", "code"]
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="checklist_answer_unique"),
            models.CheckConstraint(condition=~models.Q(evidence=""), name="checklist_answer_has_evidence"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.code}"


class ClosingRecord(FormalRecord):
    """How a project ended: what was achieved and what it cost, what is left to whom; its sponsor signs it."""
