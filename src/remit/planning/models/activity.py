from django.db import models
from django.utils.translation import gettext_lazy as _

from remit.people.models import Person
from remit.planning.models.calendar import PlanCalendar
from remit.planning.querysets import OfProjectQuerySet
from remit.projects.models import Deliverable, Project


class ActivityKind(models.TextChoices):
    """What an element of the work breakdown is."""

    TASK = "task", _("Task")
    MILESTONE = "milestone", _("Milestone")
    SUMMARY = "summary", _("Summary")
    LEVEL_OF_EFFORT = "level-of-effort", _("Level of effort")


class Constraint(models.TextChoices):
    """What holds an activity in time besides its links."""

    ASAP = "asap", _("As soon as possible")
    ALAP = "alap", _("As late as possible")
    SNET = "snet", _("Start no earlier than")
    SNLT = "snlt", _("Start no later than")
    FNET = "fnet", _("Finish no earlier than")
    FNLT = "fnlt", _("Finish no later than")
    MSO = "mso", _("Must start on")
    MFO = "mfo", _("Must finish on")


class Activity(models.Model):
    """An element of a project's work breakdown: what people stated about it, then what the engine computed.

    `position` numbers the outline from 0 without gaps, `level` is the depth. Minutes of `…_minute` are plan
    time, of `…_minutes` working time. `splits` are pairs: after so many minutes of its work, nothing is done for so
    many; `external_…` are dates of links from and to other projects. `version` grows with each statement, not with
    each computation.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="activities")
    key = models.CharField(max_length=16)
    uid = models.CharField(max_length=40, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    position = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=300)
    notes = models.TextField(blank=True)
    kind = models.CharField(max_length=16, choices=ActivityKind.choices, default=ActivityKind.TASK)
    accountable = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="activities"
    )
    calendar = models.ForeignKey(
        PlanCalendar, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    deliverable = models.ForeignKey(
        Deliverable, on_delete=models.PROTECT, null=True, blank=True, related_name="activities"
    )
    duration_minutes = models.PositiveBigIntegerField(default=0)
    duration_is_elapsed = models.BooleanField(default=False)
    ignores_resource_calendars = models.BooleanField(default=False)
    is_estimate = models.BooleanField(default=False)
    fixed_duration = models.BooleanField(default=False)
    work_minutes = models.PositiveBigIntegerField(default=0)
    constraint = models.CharField(max_length=4, choices=Constraint.choices, default=Constraint.ASAP)
    constraint_minute = models.BigIntegerField(null=True, blank=True)
    second_constraint = models.CharField(max_length=4, choices=Constraint.choices, default=Constraint.ASAP)
    second_constraint_minute = models.BigIntegerField(null=True, blank=True)
    splits = models.JSONField(default=list, blank=True)
    deadline_minute = models.BigIntegerField(null=True, blank=True)
    expected_finish_minute = models.BigIntegerField(null=True, blank=True)
    external_early_start_minute = models.BigIntegerField(null=True, blank=True)
    external_late_finish_minute = models.BigIntegerField(null=True, blank=True)
    levelling_delay_minutes = models.PositiveBigIntegerField(default=0)
    can_split = models.BooleanField(default=False)
    is_manual = models.BooleanField(default=False)
    manual_start_minute = models.BigIntegerField(null=True, blank=True)
    manual_finish_minute = models.BigIntegerField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    priority = models.PositiveSmallIntegerField(default=500)
    percent_complete = models.PositiveSmallIntegerField(default=0)
    actual_start_minute = models.BigIntegerField(null=True, blank=True)
    actual_finish_minute = models.BigIntegerField(null=True, blank=True)
    suspended_minute = models.BigIntegerField(null=True, blank=True)
    resumed_minute = models.BigIntegerField(null=True, blank=True)
    actual_duration_minutes = models.PositiveBigIntegerField(default=0)
    remaining_duration_minutes = models.PositiveBigIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    # computed by the engine
    start_minute = models.BigIntegerField(null=True)
    finish_minute = models.BigIntegerField(null=True)
    early_start_minute = models.BigIntegerField(null=True)
    early_finish_minute = models.BigIntegerField(null=True)
    late_start_minute = models.BigIntegerField(null=True)
    late_finish_minute = models.BigIntegerField(null=True)
    total_float_minutes = models.BigIntegerField(null=True)
    free_float_minutes = models.BigIntegerField(null=True)
    is_critical = models.BooleanField(default=False)
    driver_kind = models.CharField(max_length=24, blank=True)
    driver_key = models.CharField(max_length=16, blank=True)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="activity_key_unique"),
            models.CheckConstraint(
                condition=models.Q(percent_complete__lte=100), name="activity_percent_to_100"
            ),
            models.CheckConstraint(condition=models.Q(priority__lte=1000), name="activity_priority_to_1000"),
            models.CheckConstraint(
                condition=models.Q(constraint__in=["asap", "alap"])
                | models.Q(constraint_minute__isnull=False),
                name="activity_constraint_has_date",
            ),
            models.CheckConstraint(
                condition=models.Q(second_constraint__in=["asap", "alap"])
                | models.Q(second_constraint_minute__isnull=False),
                name="activity_second_constraint_has_date",
            ),
            models.CheckConstraint(
                condition=models.Q(start_minute__isnull=True)
                | models.Q(finish_minute__isnull=True)
                | models.Q(finish_minute__gte=models.F("start_minute")),
                name="activity_finish_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "position"], name="activity_outline"),
            models.Index(fields=["accountable", "finish_minute"], name="activity_accountable"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.name}"
