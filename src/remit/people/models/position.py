from django.db import models
from django.db.models import F, Q

from remit.people.models.organisation import Organisation, Unit
from remit.people.models.person import Person


class Position(models.Model):
    """A place in a unit that somebody fills or that is vacant, and the position that it reports to.

    Its title is the place's, not the person's; neither gives a right. It stands from `from_date` to `to_date`.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="positions")
    key = models.CharField(max_length=16)
    title = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="positions")
    holder = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="positions"
    )
    reports_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="below"
    )
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="position_key_unique"),
            models.CheckConstraint(condition=~Q(reports_to=F("id")), name="position_not_its_own_superior"),
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")),
                name="position_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title
