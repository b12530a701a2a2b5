from django.db import models
from django.utils.translation import gettext_lazy as _

from remit.people.models.organisation import Organisation, Unit
from remit.people.models.person import Person
from remit.people.models.position import Position


class StructureState(models.TextChoices):
    """How far a to-be structure has come."""

    DRAFT = "draft", _("draft")
    SCHEDULED = "scheduled", _("scheduled")
    EFFECTIVE = "effective", _("in effect")
    DISCARDED = "discarded", _("discarded")


class PlannedKind(models.TextChoices):
    """What a to-be structure does to a unit or a position."""

    ADD_UNIT = "add-unit", _("New unit")
    CHANGE_UNIT = "change-unit", _("Change a unit")
    CLOSE_UNIT = "close-unit", _("Close a unit")
    ADD_POSITION = "add-position", _("New position")
    CHANGE_POSITION = "change-position", _("Change a position")
    END_POSITION = "end-position", _("End a position")


class Structure(models.Model):
    """A to-be structure of the organisation: what is planned to change, and the transition date."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="structures")
    key = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    reason = models.TextField(blank=True)
    takes_effect_on = models.DateField()
    state = models.CharField(max_length=10, choices=StructureState.choices, default=StructureState.DRAFT)
    effective_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-takes_effect_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="structure_key_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class PlannedChange(models.Model):
    """One thing that a to-be structure changes; fields that `stated` does not name stay as they are that day.

    `name` is a unit's name or a position's title; `into` the unit that a unit or position stands in, or that the
    people of a closed one go to; `person` the head or whoever fills the position; `above` what it reports to.
    Something new of the same plan is named by the change that adds it: `into_new`, `above_new`.
    """

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=PlannedKind.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="planned")
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, null=True, blank=True, related_name="planned"
    )
    stated = models.JSONField(default=list)
    name = models.CharField(max_length=120, blank=True)
    into = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    into_new = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    above = models.ForeignKey(Position, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    above_new = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["structure", "number"], name="planned_change_number_unique"),
            models.UniqueConstraint(
                fields=["structure", "unit"],
                condition=models.Q(unit__isnull=False),
                name="planned_once_a_unit",
            ),
            models.UniqueConstraint(
                fields=["structure", "position"],
                condition=models.Q(position__isnull=False),
                name="planned_once_a_position",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.structure_id}:{self.number}"
