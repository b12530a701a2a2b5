from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.meetings.models.meeting import Meeting
from remit.people.models import Person


class Presence(models.TextChoices):
    """Whether somebody who was invited came."""

    PRESENT = "present", pgettext_lazy("somebody at a meeting", "present")
    EXCUSED = "excused", pgettext_lazy("somebody at a meeting", "sent apologies")
    ABSENT = "absent", pgettext_lazy("somebody at a meeting", "absent")


class MinutesState(models.TextChoices):
    """Whether minutes are still written; published ones never change."""

    DRAFT = "draft", pgettext_lazy("state of minutes", "draft")
    PUBLISHED = "published", pgettext_lazy("state of minutes", "published")


class Minutes(models.Model):
    """A version of what was said at a meeting that was held; once published it never changes, `sha256` seals it.

    `attendance` holds for each key of somebody invited one of `Presence`, with their name; `matters` a row for each
    matter of the agenda: number, title, what was said, and whether it is left for a later meeting; published ones
    hold what was agreed there as well (`outcomes`: key, kind, text, person, day), which a draft reads anew. `rest` is
    what else was said; `reason` why a published version was corrected.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="minutes")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=MinutesState.choices, default=MinutesState.DRAFT)
    attendance = models.JSONField(default=dict)
    matters = models.JSONField(default=list)
    rest = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    published_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_by_name = models.CharField(max_length=200, blank=True)
    published_on = models.DateField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["meeting_id", "-number"]
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="minutes_number_unique"),
            models.UniqueConstraint(fields=["meeting"], condition=Q(state="draft"), name="minutes_one_draft"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_on__isnull=False), name="minutes_published_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting.key} {self.number}"

    @property
    def is_correction(self) -> bool:
        """Return whether a version is published already: drafts that are thrown away leave no number behind."""
        return self.number > 1

    def by_field(self) -> dict[str, str]:
        """Return what they say by single fields: who came, each matter, whether it is parked, and the rest."""
        found = {f"presence-{key}": each["state"] for key, each in self.attendance.items()}
        for each in self.matters:
            found[f"said-{each['number']}"] = each["said"]
            found[f"parked-{each['number']}"] = "yes" if each["is_parked"] else ""
            if "outcomes" in each:
                lines = [f"{one['key']} {one['text']} ({one['person']})" for one in each["outcomes"]]
                found[f"outcomes-{each['number']}"] = "\n".join(lines)
        return {**found, "rest": self.rest}
