import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from remit.people.models.organisation import Organisation, Unit
from remit.people.querysets import PersonQuerySet


class Person(models.Model):
    """Somebody in or around the organisation. The title is a word on a card: no right follows from it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="people")
    key = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254)
    title = models.CharField(max_length=120, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="people")
    line_manager = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="person"
    )
    capacity_minutes_per_week = models.PositiveIntegerField(default=2250)
    is_external = models.BooleanField(default=False)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="person_key_unique"),
            models.UniqueConstraint("organisation", Lower("email"), name="person_email_unique"),
            models.CheckConstraint(
                condition=~models.Q(line_manager=models.F("id")), name="person_not_own_manager"
            ),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True)
                | models.Q(joined_on__isnull=True)
                | models.Q(left_on__gte=models.F("joined_on")),
                name="person_leaves_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_gone(self, day: dt.date) -> bool:
        """Return whether they have left before `day`: what `PersonQuerySet.present` leaves out."""
        return self.left_on is not None and self.left_on < day

    @property
    def initials(self) -> str:
        """Return the first letters of the first and last name."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
