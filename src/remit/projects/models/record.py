from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from remit.people.models import Person
from remit.projects.models.project import Project


class RecordState(models.TextChoices):
    """How far a formal record is: whoever decides on it makes it hold, a later version replaces it."""

    DRAFT = "draft", _("draft")
    WAITING = "waiting", _("waits for a decision")
    AGREED = "agreed", _("in force")
    REFUSED = "refused", _("refused")
    REPLACED = "replaced", _("replaced")


OPEN = (RecordState.DRAFT, RecordState.WAITING)


class FormalRecord(models.Model):
    """One version of a formal record of a project: written, handed in, then decided on and never changed again.

    `content` holds its fields by name. `facts` holds what stood there when it was decided: who answered for the
    project and how far they decide. A version that was sent back is a draft again and keeps the words in `answer`.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="%(class)ss")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=RecordState.choices, default=RecordState.DRAFT)
    content = models.JSONField(default=dict)
    written_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="written_%(class)ss"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="decided_%(class)ss"
    )
    decided_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    facts = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        ordering = ["project_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="%(class)s_number_unique"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(state__in=["draft", "waiting"]), name="%(class)s_one_open"
            ),
            models.UniqueConstraint(
                fields=["project"], condition=Q(state="agreed"), name="%(class)s_one_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} version {self.number}"

    @property
    def is_open(self) -> bool:
        """Return whether this version is still written on or waits."""
        return self.state in OPEN


class Charter(FormalRecord):
    """A project's charter: what it is for, what it may cost, who answers for it; its sponsor signs each version."""


class FeasibilityStudy(FormalRecord):
    """Whether a project is worth starting: options with their cash flows, five tests, a recommendation."""
