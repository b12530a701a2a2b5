import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from remit.people.models import Organisation, Person
from remit.projects.models import Project
from remit.timesheets.querysets import TimesheetQuerySet

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY_MINUTES = 24 * 60


class SheetState(models.TextChoices):
    """How far a timesheet is; what is locked is never changed again but by a correction."""

    OPEN = "open", _("open")
    SUBMITTED = "submitted", _("handed in")
    RETURNED = "returned", _("sent back")
    APPROVED = "approved", _("approved")
    LOCKED = "locked", _("locked")


OWNERS = (SheetState.OPEN, SheetState.RETURNED)
"""In these its owner changes it."""
FINAL = (SheetState.APPROVED, SheetState.LOCKED)
"""In these its hours count as done."""


class Timesheet(models.Model):
    """The hours of a person in a week; `number` counts from 0, and those above are corrections, with a `reason`.

    `approver` is the one person who approves it, named when it is handed in and never its owner. `planned_minutes`,
    `capacity_minutes` and `finished_minutes` (hours on work that the plan has as finished) are kept as they were then.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="timesheets")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="timesheets")
    key = models.CharField(max_length=16)
    week = models.DateField()
    number = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=SheetState.choices, default=SheetState.OPEN)
    approver = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="timesheets_to_approve"
    )
    submitted_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    total_minutes = models.IntegerField(default=0)
    planned_minutes = models.PositiveIntegerField(default=0)
    capacity_minutes = models.PositiveIntegerField(default=0)
    finished_minutes = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = TimesheetQuerySet.as_manager()

    class Meta:
        ordering = ["-week", "person", "number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="timesheet_key_unique"),
            models.UniqueConstraint(fields=["person", "week", "number"], name="timesheet_of_week_unique"),
            models.CheckConstraint(
                condition=Q(approver=None) | ~Q(approver=models.F("person")),
                name="timesheet_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(number=0) | ~Q(reason=""), name="timesheet_correction_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["approver", "state"], name="timesheet_waits"),
            models.Index(fields=["organisation", "state", "week"], name="timesheet_by_state"),
        ]
        verbose_name = _("timesheet")

    def __str__(self) -> str:
        return f"{self.key} {self.week.isoformat()}"

    @property
    def last_day(self) -> dt.date:
        """Return the Sunday of its week."""
        return self.week + dt.timedelta(days=6)

    @property
    def is_owners(self) -> bool:
        """Return whether its owner may change it as it stands."""
        return self.state in OWNERS


class TimesheetLine(models.Model):
    """The minutes of a week on one activity, on a project as a whole, or outside of projects.

    An activity is named by its key, since a plan may lose it and get it back; its name is kept as it was. A line that
    `reverses` one of an earlier sheet holds that one's minutes below zero.
    """

    sheet = models.ForeignKey(Timesheet, on_delete=models.CASCADE, related_name="lines")
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, null=True, blank=True, related_name="timesheet_lines"
    )
    activity_key = models.CharField(max_length=16, blank=True)
    activity_name = models.CharField(max_length=300, blank=True)
    monday = models.SmallIntegerField(default=0)
    tuesday = models.SmallIntegerField(default=0)
    wednesday = models.SmallIntegerField(default=0)
    thursday = models.SmallIntegerField(default=0)
    friday = models.SmallIntegerField(default=0)
    saturday = models.SmallIntegerField(default=0)
    sunday = models.SmallIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    reverses = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="reversed_by"
    )

    class Meta:
        ordering = ["sheet", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "project", "activity_key"],
                condition=Q(reverses=None, project__isnull=False),
                name="timesheet_line_unique",
            ),
            models.UniqueConstraint(
                fields=["sheet"],
                condition=Q(reverses=None, project=None),
                name="timesheet_line_outside_unique",
            ),
            models.CheckConstraint(
                condition=Q(
                    *(Q(**{f"{day}__gte": -DAY_MINUTES, f"{day}__lte": DAY_MINUTES}) for day in DAYS)
                ),
                name="timesheet_line_within_days",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=False) | Q(*(Q(**{f"{day}__gte": 0}) for day in DAYS)),
                name="timesheet_line_below_zero_reverses",
            ),
            models.CheckConstraint(
                condition=Q(project__isnull=False) | Q(activity_key=""),
                name="timesheet_line_outside_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["project", "activity_key"], name="timesheet_line_work")]
        verbose_name = _("line of a timesheet")

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.activity_name}"

    @property
    def minutes(self) -> tuple[int, ...]:
        """Return the minutes of Monday to Sunday."""
        return tuple(getattr(self, day) for day in DAYS)

    @property
    def total(self) -> int:
        """Return the minutes of the week."""
        return sum(self.minutes)


class TimesheetReminder(models.Model):
    """That somebody was reminded of a week that is not handed in: once for each week."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="timesheet_reminders")
    week = models.DateField()
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "week"], name="timesheet_reminder_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.week.isoformat()}"
