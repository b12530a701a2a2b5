from django.db import models
from django.utils.translation import gettext_lazy as _

from remit.planning.models.calendar import PlanCalendar
from remit.planning.querysets import OfProjectQuerySet
from remit.projects.models import Project


class RuleSet(models.TextChoices):
    """Whose rules a plan is scheduled by."""

    MICROSOFT_PROJECT = "microsoft-project", "Microsoft Project"
    PRIMAVERA = "primavera-p6", "Primavera P6"


class LagCalendar(models.TextChoices):
    """Whose calendar counts a lag in working time."""

    PREDECESSOR = "predecessor", _("That of the activity before")
    SUCCESSOR = "successor", _("That of the activity after")
    PROJECT = "project", _("That of the plan")
    CLOCK = "clock", _("Around the clock")


class LagFromStart(models.TextChoices):
    """From which start of an activity in progress a lag runs to what follows its start."""

    EARLY = "early", _("The early start of what is left")
    ACTUAL = "actual", _("The actual start")


class ProgressMode(models.TextChoices):
    """What happens to the rest of an activity that began before its predecessors let it."""

    RETAINED_LOGIC = "retained-logic", _("Retained logic: the rest waits")
    PROGRESS_OVERRIDE = "progress-override", _("Progress override: the rest goes on")
    ACTUAL_DATES = "actual-dates", _("Actual dates: the rest goes on, and others wait for it")


class FloatKind(models.TextChoices):
    """Which float is called the total float."""

    SMALLEST = "smallest", _("The smaller of the two")
    START = "start", _("Start float: late start less early start")
    FINISH = "finish", _("Finish float: late finish less early finish")


class Plan(models.Model):
    """The schedule of a project as a whole; its row is locked by every edit, so that edits come one by one.

    `version` grows with every edit. All minutes are plan time. An option that is empty is left to the rules. With
    `from_finish` the plan is scheduled back from `finish_by_minute`; late dates come from `must_finish_by_minute`
    where that is stated.
    """

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="plan")
    calendar = models.ForeignKey(PlanCalendar, on_delete=models.PROTECT, related_name="+")
    rules = models.CharField(max_length=40, default="microsoft-project")
    lag_calendar = models.CharField(max_length=16, choices=LagCalendar.choices, blank=True)
    progress_mode = models.CharField(max_length=24, choices=ProgressMode.choices, blank=True)
    total_float = models.CharField(max_length=16, choices=FloatKind.choices, blank=True)
    from_finish = models.BooleanField(default=False)
    finish_by_minute = models.BigIntegerField(null=True, blank=True)
    must_finish_by_minute = models.BigIntegerField(null=True, blank=True)
    critical_float_minutes = models.IntegerField(default=0)
    critical_by_longest_path = models.BooleanField(default=False)
    lag_from_start = models.CharField(max_length=8, choices=LagFromStart.choices, blank=True)
    use_expected_finish = models.BooleanField(default=False)
    honour_levelling_delay = models.BooleanField(default=True)
    start_minute = models.BigIntegerField()
    finish_minute = models.BigIntegerField(null=True)
    status_minute = models.BigIntegerField(null=True)
    minutes_per_day = models.PositiveIntegerField(default=450)
    minutes_per_week = models.PositiveIntegerField(default=2250)
    version = models.PositiveIntegerField(default=1)
    warnings = models.JSONField(default=list)
    scheduled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"plan of {self.project_id}, version {self.version}"


class PlanEdit(models.Model):
    """One edit of a plan, with the steps that take it back.

    `inverse` is a list of steps in the form that `operations.steps` applies; undoing writes an edit of its own.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="plan_edits")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=300)
    actor_key = models.CharField(max_length=60)
    actor_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    inverse = models.JSONField()
    undoes = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="undone_by"
    )

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "-number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="plan_edit_number_unique")]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"
