from django.db import models
from django.db.models import Q

from remit.people.models.organisation import Organisation
from remit.people.models.person import Person
from remit.people.models.role import Role
from remit.people.models.scope import Scope


class Training(models.Model):
    """Something that whoever holds a role, or works at a scope such as a product, is to be trained in.

    With a role and a scope it is for those who hold the role there or below; `material` is an address, or empty.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="trainings")
    key = models.CharField(max_length=16)
    subject = models.CharField(max_length=200)
    material = models.CharField(max_length=500, blank=True)
    role = models.ForeignKey(Role, on_delete=models.CASCADE, null=True, blank=True, related_name="trainings")
    scope = models.ForeignKey(
        Scope, on_delete=models.CASCADE, null=True, blank=True, related_name="trainings"
    )
    retired_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["subject", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="training_key_unique"),
            models.CheckConstraint(
                condition=Q(role__isnull=False) | Q(scope__isnull=False), name="training_has_an_audience"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.subject}"


class TrainingSession(models.Model):
    """A day on which a training is held."""

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="sessions")
    held_on = models.DateField()
    place = models.CharField(max_length=200)

    class Meta:
        ordering = ["held_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["training", "held_on", "place"], name="training_session_once")
        ]

    def __str__(self) -> str:
        return f"{self.training_id} on {self.held_on}"


class TrainingDone(models.Model):
    """Somebody was trained, on which day, and who says so."""

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="completions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="trainings_done")
    done_on = models.DateField()
    by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-done_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["training", "person"], name="training_done_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.training_id}"
