from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.people.models import Person
from remit.projects.models import Project


class LightCode(models.TextChoices):
    """What a light of a project speaks of."""

    BUDGET = "budget", _("Budget")
    SCHEDULE = "schedule", _("Schedule")
    DEADLINES = "deadlines", _("Deadlines")
    DOCUMENTATION = "documentation", _("Documentation")
    STAFFING = "staffing", _("Staffing")


class Colour(models.TextChoices):
    """What a light shows; grey says that nothing can be said."""

    GREEN = "green", pgettext_lazy("a status", "green")
    AMBER = "amber", pgettext_lazy("a status", "amber")
    RED = "red", pgettext_lazy("a status", "red")
    GREY = "grey", pgettext_lazy("a status", "grey")


class OverrideState(models.TextChoices):
    """How far a light that somebody set by hand is."""

    WAITING = "waiting", _("waits for a second person")
    IN_FORCE = "in_force", _("in force")
    REFUSED = "refused", _("refused")
    ENDED = "ended", _("ended")


class LightOverride(models.Model):
    """A light that somebody set by hand: worse than the rule at once, better once a second person has agreed.

    `ruled` is what the rule said then, with its reason in `ruled_words`; `until` is the last day on which it holds.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="light_overrides")
    light = models.CharField(max_length=16, choices=LightCode.choices)
    colour = models.CharField(max_length=8, choices=Colour.choices)
    ruled = models.CharField(max_length=8, choices=Colour.choices)
    ruled_words = models.TextField(blank=True)
    reason = models.TextField()
    until = models.DateField()
    state = models.CharField(max_length=12, choices=OverrideState.choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    set_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["project_id", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "light"],
                condition=models.Q(state__in=["waiting", "in_force"]),
                name="light_override_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.light} {self.colour}"
