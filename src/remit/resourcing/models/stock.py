from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from remit.people.models import PoolEntry

DIGITS, DECIMALS = 18, 4


class Delivery(models.Model):
    """An amount of material that is there from a day on: in the store already, or delivered on that day.

    It is taken back only while what is given of the material does not need it.
    """

    pool = models.ForeignKey(PoolEntry, on_delete=models.CASCADE, related_name="deliveries")
    number = models.PositiveIntegerField()
    amount = models.DecimalField(
        max_digits=DIGITS, decimal_places=DECIMALS, validators=[MinValueValidator(0)]
    )
    day = models.DateField()
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pool", "day", "number"]
        constraints = [
            models.UniqueConstraint(fields=["pool", "number"], name="delivery_number_unique"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="delivery_of_something"),
        ]
        verbose_name = _("delivery")

    def __str__(self) -> str:
        return f"{self.pool_id} {self.number}"
