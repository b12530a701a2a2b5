from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.people.models import Person
from remit.projects.models.project import Project
from remit.projects.querysets import StakeholderQuerySet

LEAST, MOST = 1, 5
HIGH_FROM = 3
"""From here on power and interest count as high (domain: power >= 3, interest >= 3)."""


class Engagement(models.TextChoices):
    """How somebody stands towards a project, from knowing nothing of it to leading it."""

    UNAWARE = "unaware", pgettext_lazy("engagement", "unaware")
    RESISTANT = "resistant", pgettext_lazy("engagement", "resistant")
    NEUTRAL = "neutral", pgettext_lazy("engagement", "neutral")
    SUPPORTIVE = "supportive", pgettext_lazy("engagement", "supportive")
    LEADING = "leading", pgettext_lazy("engagement", "leading")


class Quadrant(models.TextChoices):
    """What power and interest advise to do about somebody."""

    CLOSELY = "closely", _("Manage closely")
    SATISFIED = "satisfied", _("Keep satisfied")
    INFORMED = "informed", _("Keep informed")
    MONITOR = "monitor", _("Monitor")


_SCALE = [MinValueValidator(LEAST), MaxValueValidator(MOST)]


class Stakeholder(models.Model):
    """Somebody whom a project concerns: what it is to them, how much they can do, how they stand and should stand.

    `message`, `why`, `channel`, `every_days` and `owner` are their line of the communication plan. What is
    `confidential` is for few eyes.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="stakeholders")
    key = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    stands_for = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stake = models.TextField(blank=True)
    power = models.PositiveSmallIntegerField(default=HIGH_FROM, validators=_SCALE)
    interest = models.PositiveSmallIntegerField(default=HIGH_FROM, validators=_SCALE)
    engagement = models.CharField(max_length=12, choices=Engagement.choices, default=Engagement.NEUTRAL)
    desired = models.CharField(max_length=12, choices=Engagement.choices, default=Engagement.SUPPORTIVE)
    approach = models.TextField(blank=True)
    message = models.CharField(max_length=500, blank=True)
    why = models.CharField(max_length=500, blank=True)
    channel = models.CharField(max_length=200, blank=True)
    every_days = models.PositiveSmallIntegerField(null=True, blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confidential = models.TextField(blank=True)
    since = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    objects = StakeholderQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="stakeholder_key_unique"),
            models.CheckConstraint(
                condition=models.Q(power__range=(LEAST, MOST), interest__range=(LEAST, MOST)),
                name="stakeholder_scales",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.name}"


class StakeholderContact(models.Model):
    """Somebody spoke with a stakeholder: when, by which way, what was said, and how they stood then."""

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="contacts")
    number = models.PositiveIntegerField()
    held_on = models.DateField()
    channel = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    engagement = models.CharField(max_length=12, choices=Engagement.choices)
    is_confidential = models.BooleanField(default=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["stakeholder_id", "-held_on", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["stakeholder", "number"], name="contact_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder_id} {self.number}"
