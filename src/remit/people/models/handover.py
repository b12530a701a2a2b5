from django.db import models
from django.utils.translation import gettext_lazy as _

from remit.people.models.assignment import Assignment
from remit.people.models.organisation import Organisation
from remit.people.querysets import HandoverQuerySet


class HandoverCause(models.TextChoices):
    """Why a role is handed over."""

    ENDED = "ended", _("the assignment ends")
    LEFT = "left", _("the holder leaves")
    AWAY = "away", _("the holder is away for long, without a deputy")


class Handover(models.Model):
    """What somebody held and answered for is handed over by `due_on`: begun when it ends, closed when all is done."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="handovers")
    key = models.CharField(max_length=16)
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="handovers")
    cause = models.CharField(max_length=8, choices=HandoverCause.choices)
    begun_on = models.DateField()
    due_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="handover_key_unique"),
            models.UniqueConstraint(
                fields=["assignment"], condition=models.Q(closed_on=None), name="handover_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.assignment_id}"


class ItemKind(models.TextChoices):
    """What is handed over."""

    ROLE = "role", _("Somebody takes the role on")
    LETTER = "letter", _("Answers for")
    DECISION = "decision", _("Decision that waits")
    PROMISE = "promise", _("Promise")
    ASSIGNMENT = "assignment", _("Also holds")
    OUTCOME = "outcome", _("Answers for the outcome")
    OWN = "own", _("To do")


class HandoverItem(models.Model):
    """One line of the checklist: `object_key` names what it is about, `label` says it; done by whom, and when."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=ItemKind.choices)
    object_key = models.CharField(max_length=40, blank=True)
    label = models.CharField(max_length=300)
    done_on = models.DateField(null=True, blank=True)
    done_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "number"], name="handover_item_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.handover_id}.{self.number}"
