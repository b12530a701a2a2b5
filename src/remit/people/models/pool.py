from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from remit.people.models.organisation import Organisation, Unit
from remit.people.querysets import PoolQuerySet


class PoolKind(models.TextChoices):
    """What is shared: equipment and places are lent by the hour, material is used up."""

    EQUIPMENT = "equipment", _("Equipment")
    PLACE = "place", _("Place")
    MATERIAL = "material", _("Material")


class PoolEntry(models.Model):
    """Equipment, a place or material that projects share; the head of its unit answers for it.

    What is lent has `pieces`, each with so many minutes a week; material has a unit of measure instead.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="pool_entries")
    key = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=9, choices=PoolKind.choices)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="pool_entries")
    pieces = models.PositiveIntegerField(default=0)
    minutes_per_week = models.PositiveIntegerField(default=0)
    measure = models.CharField(max_length=40, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PoolQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="pool_entry_key_unique"),
            models.UniqueConstraint("organisation", Lower("name"), name="pool_entry_name_unique"),
            models.CheckConstraint(
                condition=(Q(kind="material", pieces=0, minutes_per_week=0) & ~Q(measure=""))
                | (~Q(kind="material") & Q(pieces__gte=1, minutes_per_week__gte=1, measure="")),
                name="pool_entry_whole",
            ),
        ]
        verbose_name = _("pool entry")

    def __str__(self) -> str:
        return self.name

    @property
    def is_lent(self) -> bool:
        """Return whether it has time that can be full, as everything but material has."""
        return self.kind != PoolKind.MATERIAL

    @property
    def capacity_minutes_per_week(self) -> int:
        """Return the minutes a week of all pieces together."""
        return self.pieces * self.minutes_per_week
