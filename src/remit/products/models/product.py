from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.people.models import Organisation, Scope
from remit.products.querysets import ProductQuerySet


class Stage(models.TextChoices):
    """Where a product stands in its life."""

    IDEA = "idea", _("Idea")
    DEVELOPMENT = "development", _("Development")
    INTRODUCTION = "introduction", _("Introduction")
    GROWTH = "growth", pgettext_lazy("of a product", "Growth")
    MATURITY = "maturity", _("Maturity")
    DECLINE = "decline", _("Decline")
    RETIRED = "retired", _("Retired")
    ABANDONED = "abandoned", _("Abandoned")


OVER = frozenset({Stage.RETIRED.value, Stage.ABANDONED.value})


class Product(models.Model):
    """What lives by its use and its market, and may see many projects; its `scope` is where roles are held."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="products")
    scope = models.OneToOneField(Scope, on_delete=models.PROTECT, related_name="product")
    key = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    stage = models.CharField(max_length=16, choices=Stage.choices, default=Stage.IDEA)
    stage_since = models.DateField()
    version = models.PositiveIntegerField(default=1)

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["organisation_id", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="product_key_unique")]

    def __str__(self) -> str:
        return f"{self.key} {self.name}"


class ProductStage(models.Model):
    """A product entered a stage on a day: its life, move by move."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=16, choices=Stage.choices)
    from_date = models.DateField()
    reason = models.TextField(blank=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["product_id", "pk"]

    def __str__(self) -> str:
        return f"{self.product_id} {self.stage} from {self.from_date}"
