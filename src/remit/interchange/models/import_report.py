from django.db import models
from django.utils.translation import gettext_lazy as _

from remit.people.models import Organisation
from remit.planning.querysets import OfProjectQuerySet
from remit.projects.models import Project


class Reason(models.TextChoices):
    """Why a computed date is not the one that the file carries; `%(by)s` is the key of another activity."""

    SAME_MOMENT = (
        "same-moment",
        _("The same working moment: the end of one working period is the beginning of the next."),
    )
    SUMMARY = "summary", _("A summary spans what stands below it, and that differs.")
    INACTIVE = "inactive", _("Inactive tasks are outside the schedule: the file kept an old date.")
    ACTUAL = "actual", _("It has begun: the date follows from its actual dates and what remains.")
    FOLLOWS = "follows", _("It waits for %(by)s, whose date differs.")
    SPLIT = (
        "split",
        _(
            "In the file its work is interrupted or uneven (split or contoured): it spans more working time "
            "than its duration. Remit schedules work without gaps."
        ),
    )
    RESOURCES = (
        "resources",
        _("Its dates come from the calendars and units of its resources, or from work spread unevenly."),
    )
    SHORTER = (
        "shorter",
        _("In the file it spans less working time than its duration: those dates were not recalculated."),
    )
    AS_LATE_AS_POSSIBLE = (
        "as-late-as-possible",
        _("It lies as late as possible: its date follows from what comes after it."),
    )
    FINISH_LINK = (
        "finish-link",
        _("A link from %(by)s holds its finish; the other program places such tasks by another rule."),
    )
    HELD_LATER = (
        "held-later",
        _("Nothing that was read holds it as late as in the file: levelling, or dates not recalculated."),
    )
    UNEXPLAINED = "unexplained", _("The date in the file does not follow from links, constraints, calendars.")


class ImportReport(models.Model):
    """What one import read, what it left out, and where our dates differ from those of the file.

    `counts` maps a kind of thing to how many were kept; `left_out` lists `{what, count, reason}`;
    `differences` lists `{key, name, field, stored, computed, reason, by}` with plan minutes and a `Reason`.
    `before` is what the plan stated before it was filled, `plan_version` the version that the import left it
    at: the import can be taken back while the plan still has it. A report outlives the project that its
    import made and that undoing removed.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="import_reports")
    project = models.ForeignKey(
        Project, on_delete=models.SET_NULL, null=True, blank=True, related_name="import_reports"
    )
    project_key = models.CharField(max_length=16)
    number = models.PositiveIntegerField()
    file_name = models.CharField(max_length=200)
    file_size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    imported_by_key = models.CharField(max_length=60)
    imported_by_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    made_project = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    left_out = models.JSONField(default=list)
    differences = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    plan_version = models.PositiveIntegerField(default=1)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_name = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["organisation_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="import_report_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.file_name}"
