from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from remit.costs.models import CostAccount
from remit.projects.models import Project


class MeasureRule(models.TextChoices):
    """How an activity earns its budget, by the names that the engine gives its rules."""

    ZERO_HUNDRED = "zero-hundred", _("0/100: all at the finish")
    FIFTY_FIFTY = "fifty-fifty", _("50/50: half at the start, half at the finish")
    MILESTONES = "milestones", _("weighted steps")
    UNITS = "units", _("units made")
    PERCENT = "percent", _("per cent, judged")
    LEVEL_OF_EFFORT = "level-of-effort", _("level of effort: by the calendar")


class ValueTerms(models.Model):
    """How the work of a project is measured unless an activity says otherwise; without a row, as the fields begin.

    With `is_weekly` the figures are kept by themselves each week.
    """

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="value_terms")
    default_rule = models.CharField(max_length=16, choices=MeasureRule.choices, default=MeasureRule.PERCENT)
    is_weekly = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"how project {self.project_id} is measured"


class ActivityMeasure(models.Model):
    """How an activity earns, and the account whose budget it earns; of a summary, the account of what lies below.

    Found by the key of the activity, as baselines are, so that an edit of the plan that is undone loses nothing. An
    empty rule is the project's own. `steps` are [name, weight, planned day, day it was reached or ""].
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="activity_measures")
    activity_key = models.CharField(max_length=16)
    rule = models.CharField(max_length=16, choices=MeasureRule.choices, blank=True)
    account = models.ForeignKey(
        CostAccount, on_delete=models.CASCADE, null=True, blank=True, related_name="measures"
    )
    units_planned = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    units_done = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    steps = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["project", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "activity_key"], name="activity_measure_once"),
            models.CheckConstraint(
                condition=Q(units_planned=None) | Q(units_planned__gt=0), name="activity_measure_units"
            ),
        ]

    def __str__(self) -> str:
        return f"how {self.activity_key} is measured"
