from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from remit.meetings.models.meeting import AgendaItem
from remit.people.models import Person
from remit.projects.models import Project
from remit.projects.querysets import PartQuerySet


class Action(models.Model):
    """Something that one person does by a day; `done_words` say what came of it.

    `matter` is that of the meeting at which it was agreed, where it was agreed at one.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="actions")
    key = models.CharField(max_length=16)
    text = models.CharField(max_length=500)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="actions")
    due_on = models.DateField()
    noted_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    done_words = models.TextField(blank=True)
    matter = models.ForeignKey(
        AgendaItem, on_delete=models.RESTRICT, null=True, blank=True, related_name="actions"
    )
    version = models.PositiveIntegerField(default=1)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["project", "key"], name="action_key_unique")]
        indexes = [models.Index(fields=["owner"], condition=Q(done_on=None), name="action_open_by_owner")]

    def __str__(self) -> str:
        return f"{self.key} {self.text}"


class LoggedDecision(models.Model):
    """What was decided at a project, by whom and why, and how the project stood then; never changed later.

    `options` are those that were considered, each with its text and whether it was taken. `facts` are described in
    `meetings.seen`. A later decision that takes its place names it in `supersedes`. `matter` is that of the meeting at
    which it was taken, where it was taken at one.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="logged_decisions")
    key = models.CharField(max_length=16)
    title = models.CharField(max_length=300)
    reasons = models.TextField(blank=True)
    options = models.JSONField(default=list, blank=True)
    amount_minor = models.BigIntegerField(null=True, blank=True)
    days = models.PositiveIntegerField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="logged_decisions")
    authority = models.CharField(max_length=300, blank=True)
    decided_on = models.DateField()
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(auto_now_add=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    facts = models.JSONField(default=dict)
    matter = models.ForeignKey(
        AgendaItem, on_delete=models.RESTRICT, null=True, blank=True, related_name="decisions"
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="logged_decision_key_unique"),
            models.CheckConstraint(
                condition=Q(amount_minor__isnull=True) | Q(amount_minor__gte=0),
                name="logged_amount_positive",
            ),
        ]
        verbose_name = _("decision")

    def __str__(self) -> str:
        return f"{self.key} {self.title}"
