from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from remit.benefits.querysets import BenefitQuerySet, ReviewQuerySet
from remit.people.models import Organisation, Person
from remit.projects.models import Project

DIGITS, DECIMALS = 18, 4


class Following(models.TextChoices):
    """What follows from a review."""

    KEEP = "keep", _("keep on")
    ACT = "act", _("act")
    STOP = "stop", _("stop")


class Benefit(models.Model):
    """What a project is for, measured: from a baseline to a target, each on its day, with one owner.

    `source` is the line of a formal record that it was taken from, if any. Values are in `unit`. With `stopped_on`
    it is pursued no longer. Its `version` counts what is done to its reviews too.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="benefits")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="benefits")
    key = models.CharField(max_length=16)
    statement = models.CharField(max_length=500)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="benefits")
    measure = models.CharField(max_length=200)
    unit = models.CharField(max_length=40)
    baseline_value = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS)
    baseline_on = models.DateField()
    target_value = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS)
    target_on = models.DateField()
    method = models.TextField()
    source = models.CharField(max_length=1000, blank=True)
    stopped_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = BenefitQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="benefit_key_unique"),
            models.CheckConstraint(condition=Q(target_on__gt=F("baseline_on")), name="benefit_target_later"),
            models.CheckConstraint(
                condition=~Q(target_value=F("baseline_value")), name="benefit_target_differs"
            ),
        ]
        verbose_name = _("outcome")

    def __str__(self) -> str:
        return f"{self.key} {self.statement}"


class BenefitReview(models.Model):
    """A day on which an outcome is measured, by its owner or by whoever is named; done with value and evidence."""

    benefit = models.ForeignKey(Benefit, on_delete=models.CASCADE, related_name="reviews")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    reviewer = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="benefit_reviews"
    )
    done_on = models.DateField(null=True, blank=True)
    measured_value = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True)
    evidence = models.TextField(blank=True)
    follows = models.CharField(max_length=4, choices=Following.choices, blank=True)
    words = models.TextField(blank=True)
    by_name = models.CharField(max_length=200, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    escalated_on = models.DateField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["benefit", "due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["benefit", "number"], name="benefit_review_number_unique"),
            models.CheckConstraint(
                condition=Q(done_on=None, measured_value=None, follows="")
                | Q(done_on__isnull=False, measured_value__isnull=False, follows__in=Following.values),
                name="benefit_review_done_whole",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(done_on=None), name="benefit_review_waiting")]

    def __str__(self) -> str:
        return f"review {self.number} of {self.benefit_id}"


class ReviewMove(models.Model):
    """That a review was moved to another day, and why."""

    review = models.ForeignKey(BenefitReview, on_delete=models.CASCADE, related_name="moves")
    from_day = models.DateField()
    to_day = models.DateField()
    reason = models.TextField()
    by_name = models.CharField(max_length=200)
    moved_on = models.DateField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.from_day} to {self.to_day}"
