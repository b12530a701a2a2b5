from django.db import models
from django.utils.translation import gettext_lazy as _


class StructureType(models.TextChoices):
    """How authority is shared between functions and projects."""

    FUNCTIONAL = "functional", _("Functional")
    WEAK_MATRIX = "weak-matrix", _("Weak matrix")
    BALANCED_MATRIX = "balanced-matrix", _("Balanced matrix")
    STRONG_MATRIX = "strong-matrix", _("Strong matrix")
    PROJECTISED = "projectised", _("Projectised")


class SecondFactorFor(models.TextChoices):
    """Who must have a second factor."""

    NOBODY = "nobody", _("Nobody: each as they like")
    ROLES = "roles", _("Whoever holds one of these roles")
    EVERYBODY = "everybody", _("Everybody")


class Organisation(models.Model):
    """The firm: the wall around everything else. Nothing of one organisation is visible from another."""

    name = models.CharField(max_length=200)
    currency = models.CharField(max_length=3, default="GBP")
    country = models.CharField(max_length=2, blank=True)
    time_zone = models.CharField(max_length=60, default="Europe/London")
    structure = models.CharField(
        max_length=20, choices=StructureType.choices, default=StructureType.BALANCED_MATRIX
    )
    minutes_per_day = models.PositiveIntegerField(default=450)
    minutes_per_week = models.PositiveIntegerField(default=2250)
    fiscal_month = models.PositiveSmallIntegerField(default=4)
    # The day that all figures refer to; empty means today. The demo stands still on one day.
    status_date = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    second_factor_of = models.CharField(
        max_length=16, choices=SecondFactorFor.choices, default=SecondFactorFor.NOBODY
    )
    # Codes of roles; empty unless it is demanded of roles.
    second_factor_roles = models.JSONField(default=list, blank=True)
    # which edition of the catalogue of roles the organisation was last brought
    catalogue_edition = models.PositiveSmallIntegerField(default=0)
    # codes of the rights that there were when it was: what is none of them nobody can have withheld from a role
    known_rights = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minutes_per_day__gte=1, minutes_per_day__lte=1440),
                name="organisation_day_length",
            ),
            models.CheckConstraint(
                condition=models.Q(fiscal_month__gte=1, fiscal_month__lte=12),
                name="organisation_fiscal_month",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A department or team of the organisation, in a tree."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="units")
    key = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    head = models.ForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="heads_units"
    )
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="unit_key_unique"),
            models.UniqueConstraint(fields=["organisation", "name"], name="unit_name_unique"),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="unit_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name
