from django.db import models

from remit.people.models.organisation import Organisation


class Holiday(models.Model):
    """A public holiday of an organisation: nobody of it works on that day."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="holidays")
    day = models.DateField()
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["organisation", "day"], name="holiday_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
