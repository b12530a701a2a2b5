from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from remit.people.models.person import Person


class AbsenceKind(models.TextChoices):
    """Why somebody is away. It is seen by that person, whoever stands above, and administrators alone."""

    HOLIDAY = "holiday", _("Holiday")
    SICK = "sick", _("Sick")
    PARENTAL = "parental", _("Parental leave")
    TRAINING = "training", _("Training")
    UNPAID = "unpaid", _("Unpaid leave")
    OTHER = "other", _("Other")


class AbsenceState(models.TextChoices):
    """How far a request for leave is."""

    REQUESTED = "requested", _("asked for")
    APPROVED = "approved", _("agreed")
    DECLINED = "declined", _("declined")
    CANCELLED = "cancelled", _("taken back")


class Absence(models.Model):
    """Somebody is away from a day to a day, both included; the first or the last may be half a day.

    Only what is agreed counts. `decided_by_name` is whoever agreed, declined, or noted it for somebody else.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    key = models.CharField(max_length=16)
    kind = models.CharField(max_length=16, choices=AbsenceKind.choices, default=AbsenceKind.HOLIDAY)
    from_date = models.DateField()
    to_date = models.DateField()
    from_midday = models.BooleanField(default=False)
    until_midday = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=16, choices=AbsenceState.choices, default=AbsenceState.REQUESTED)
    decided_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="decided_absences"
    )
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["from_date", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="absence_key_unique"),
            models.CheckConstraint(condition=Q(to_date__gte=F("from_date")), name="absence_ends_after_start"),
        ]
        indexes = [
            models.Index(fields=["person", "state", "from_date"], name="absence_by_person"),
            models.Index(fields=["state", "to_date"], name="absence_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.from_date} to {self.to_date}"
