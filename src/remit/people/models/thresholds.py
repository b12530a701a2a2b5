from django.db import models

from remit.people.models.organisation import Organisation


class Thresholds(models.Model):
    """The thresholds of `people.thresholds` that an organisation has set, by code; what is not here is the default."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="thresholds")
    stated = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"thresholds of {self.organisation_id}"
