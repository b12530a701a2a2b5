from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.people.models import Person, PoolEntry
from remit.planning.models.activity import Activity
from remit.planning.models.calendar import PlanCalendar
from remit.planning.querysets import OfProjectQuerySet
from remit.projects.models import Project


class ResourceKind(models.TextChoices):
    """What a resource is: only work resources have working time."""

    WORK = "work", _("Work")
    MATERIAL = "material", _("Material")
    COST = "cost", _("Cost")


class Resource(models.Model):
    """Somebody or something that does the work of a plan; a person or an entry of the pool where it is one."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="resources")
    key = models.CharField(max_length=16)
    uid = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=ResourceKind.choices, default=ResourceKind.WORK)
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="resources"
    )
    pool = models.ForeignKey(
        PoolEntry, on_delete=models.SET_NULL, null=True, blank=True, related_name="resources"
    )
    calendar = models.ForeignKey(
        PlanCalendar, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    email = models.CharField(max_length=254, blank=True)
    group = models.CharField(max_length=120, blank=True)
    max_units_percent = models.DecimalField(max_digits=10, decimal_places=2, default=Decimal(100))
    version = models.PositiveIntegerField(default=1)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="resource_key_unique"),
            models.CheckConstraint(
                condition=models.Q(person=None) | models.Q(pool=None), name="resource_is_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Contour(models.TextChoices):
    """How the work of an assignment is spread over its time: full units are reached only for a while."""

    FLAT = "flat", _("Evenly")
    BACK_LOADED = "back-loaded", _("More at the end")
    FRONT_LOADED = "front-loaded", _("More at the beginning")
    DOUBLE_PEAK = "double-peak", _("Two peaks")
    EARLY_PEAK = "early-peak", _("Early peak")
    LATE_PEAK = "late-peak", _("Late peak")
    BELL = "bell", _("Bell")
    TURTLE = "turtle", _("Turtle")
    CONTOURED = "contoured", _("By hand")


class Delegation(models.TextChoices):
    """How far somebody decides about an activity that they work on: the seven levels of Jurgen Appelo, in order."""

    TELL = "tell", _("Tell")
    SELL = "sell", _("Sell")
    CONSULT = "consult", _("Consult")
    AGREE = "agree", pgettext_lazy("level of delegation", "Agree")
    ADVISE = "advise", _("Advise")
    INQUIRE = "inquire", _("Inquire")
    DELEGATE = "delegate", _("Delegate")


class ResourceAssignment(models.Model):
    """A resource works on an activity; without a resource it is work that nobody has been found for.

    `delegation` is how far the resource's person decides about it, empty where that is not stated. `pieces` hold
    where the work is spread by hand: stretches of (working minutes from its start, length, work).
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="resource_assignments")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="resource_assignments")
    resource = models.ForeignKey(
        Resource, on_delete=models.CASCADE, null=True, blank=True, related_name="assignments"
    )
    key = models.CharField(max_length=16)
    uid = models.CharField(max_length=40, blank=True)
    units_percent = models.DecimalField(max_digits=10, decimal_places=2, default=Decimal(100))
    work_minutes = models.PositiveBigIntegerField(default=0)
    actual_work_minutes = models.PositiveBigIntegerField(default=0)
    remaining_work_minutes = models.PositiveBigIntegerField(null=True, blank=True)
    delay_minutes = models.IntegerField(default=0)
    contour = models.CharField(max_length=16, choices=Contour.choices, default=Contour.FLAT)
    pieces = models.JSONField(default=list, blank=True)
    delegation = models.CharField(max_length=8, choices=Delegation.choices, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="resource_assignment_key_unique")
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} on {self.activity_id}"
