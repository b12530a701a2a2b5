from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from remit.people.models import Person
from remit.projects.models.project import Project
from remit.projects.querysets import PartQuerySet


class DeliverableState(models.TextChoices):
    """Where a deliverable stands between its description and its acceptance."""

    DEFINED = "defined", pgettext_lazy("deliverable", "defined")
    IN_WORK = "in-work", pgettext_lazy("deliverable", "in work")
    READY = "ready", pgettext_lazy("deliverable", "ready")
    UNDER_CHECK = "under-check", pgettext_lazy("deliverable", "under check")
    CHECKED = "checked", pgettext_lazy("deliverable", "checked")
    SUBMITTED = "submitted", pgettext_lazy("deliverable", "submitted")
    ACCEPTED = "accepted", pgettext_lazy("deliverable", "accepted")
    CONCESSION = "accepted-with-concession", pgettext_lazy("deliverable", "accepted with concession")
    REJECTED = "rejected", pgettext_lazy("deliverable", "rejected")


class Deliverable(models.Model):
    """A thing that a project hands over: what it is, when it is good enough, who makes it and who accepts it.

    `concession` says what was let pass where it was accepted although something was not met.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="deliverables")
    key = models.CharField(max_length=16)
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    producer = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    acceptor = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(
        max_length=24, choices=DeliverableState.choices, default=DeliverableState.DEFINED
    )
    concession = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="deliverable_key_unique"),
            models.CheckConstraint(
                condition=Q(producer__isnull=True) | Q(acceptor__isnull=True) | ~Q(producer=F("acceptor")),
                name="deliverable_acceptor_is_another",
            ),
            models.CheckConstraint(
                condition=(Q(state="accepted-with-concession") & ~Q(concession=""))
                | (~Q(state="accepted-with-concession") & Q(concession="")),
                name="deliverable_concession_is_noted",
            ),
        ]
        indexes = [models.Index(fields=["project", "due_on"], name="deliverable_by_due")]

    def __str__(self) -> str:
        return f"{self.key} {self.name}"


class QualityCriterion(models.Model):
    """What makes a deliverable good enough, and how far it may be missed."""

    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="criteria")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    tolerance = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["deliverable_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["deliverable", "number"], name="criterion_number_unique")
        ]

    def __str__(self) -> str:
        return self.text


class QualityCheck(models.Model):
    """Somebody checked a criterion by a method on a day: whether it is met, and what shows it.

    `round` counts how often the deliverable had been put under check: a check counts in its own round alone.
    """

    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="checks")
    criterion = models.ForeignKey(QualityCriterion, on_delete=models.PROTECT, related_name="checks")
    number = models.PositiveIntegerField()
    round = models.PositiveSmallIntegerField(default=1)
    method = models.CharField(max_length=200)
    is_met = models.BooleanField()
    evidence = models.TextField(blank=True)
    checked_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["deliverable_id", "number"]
        constraints = [models.UniqueConstraint(fields=["deliverable", "number"], name="check_number_unique")]

    def __str__(self) -> str:
        return f"{self.deliverable_id} {self.number}"


class DeliverableStep(models.Model):
    """A deliverable went from one state into another: on which day, by whom, who was its producer then, and why."""

    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    from_state = models.CharField(max_length=24, choices=DeliverableState.choices)
    to_state = models.CharField(max_length=24, choices=DeliverableState.choices)
    taken_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    producer = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["deliverable_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["deliverable", "number"], name="deliverable_step_unique")
        ]

    def __str__(self) -> str:
        return f"{self.deliverable_id} {self.to_state}"
