from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from remit.people.models.organisation import Organisation
from remit.people.models.person import Person
from remit.people.models.scope import Scope
from remit.people.querysets import CommitmentQuerySet


class CommitmentState(models.TextChoices):
    """What became of a promise."""

    OPEN = "open", _("open")
    KEPT = "kept", _("kept")
    RELEASED = "released", _("released")


class Commitment(models.Model):
    """Somebody promised something to somebody by a day, in the frame of a scope.

    `to_person` is whoever got the promise, or `to_name` somebody outside. `first_due_on` is the day that was promised
    first; `due_on` the one that holds after renegotiation. `closed_on` is the day on which it was kept or released.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="commitments")
    key = models.CharField(max_length=16)
    scope = models.ForeignKey(Scope, on_delete=models.PROTECT, related_name="commitments")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="promises")
    to_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="promised"
    )
    to_name = models.CharField(max_length=200, blank=True)
    what = models.CharField(max_length=300)
    promised_on = models.DateField()
    first_due_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=CommitmentState.choices, default=CommitmentState.OPEN)
    closed_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="commitment_key_unique"),
            models.CheckConstraint(
                condition=Q(to_person__isnull=False) | ~Q(to_name=""), name="commitment_to_somebody"
            ),
            models.CheckConstraint(
                condition=Q(to_person__isnull=True) | ~Q(to_person=F("by")), name="commitment_to_another"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_on__isnull=True)
                | (~Q(state="open") & Q(closed_on__isnull=False)),
                name="commitment_closed_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["scope", "state", "due_on"], name="commitment_by_scope")]

    def __str__(self) -> str:
        return f"{self.key} {self.what}"

    @property
    def to(self) -> str:
        """Return the name of whoever got the promise."""
        return self.to_person.name if self.to_person is not None else self.to_name


class Renegotiation(models.Model):
    """A promise got another day, with the reason: the first day is not forgotten."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="renegotiations")
    number = models.PositiveSmallIntegerField()
    from_day = models.DateField()
    to_day = models.DateField()
    reason = models.TextField()
    agreed_on = models.DateField()
    by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "number"], name="renegotiation_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} to {self.to_day}"
