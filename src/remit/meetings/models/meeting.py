from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.meetings.models.series import MeetingSeries
from remit.people.models import Person
from remit.projects.models import Project, Stakeholder
from remit.projects.querysets import PartQuerySet

SHORTEST_MINUTES, LONGEST_MINUTES = 5, 24 * 60
_LENGTH = [MinValueValidator(SHORTEST_MINUTES)]


class MeetingKind(models.TextChoices):
    """For what people come together."""

    KICK_OFF = "kick-off", pgettext_lazy("kind of meeting", "kick-off")
    STEERING = "steering", pgettext_lazy("kind of meeting", "steering")
    REVIEW = "review", pgettext_lazy("kind of meeting", "review")
    STAND_UP = "stand-up", pgettext_lazy("kind of meeting", "stand-up")
    CLIENT = "client", pgettext_lazy("kind of meeting", "with the client")
    CLOSING = "closing", pgettext_lazy("kind of meeting", "closing")
    AD_HOC = "ad-hoc", pgettext_lazy("kind of meeting", "ad hoc")


class MeetingState(models.TextChoices):
    """How far a meeting is; one that was held or cancelled stays so."""

    PLANNED = "planned", pgettext_lazy("state of a meeting", "planned")
    HELD = "held", pgettext_lazy("state of a meeting", "held")
    CANCELLED = "cancelled", pgettext_lazy("state of a meeting", "cancelled")


class Meeting(models.Model):
    """People of a project come together: when, where, for what, led by one person, minuted by one.

    `day` and `begins` are wall-clock time of the organisation. `sequence` counts what calendars were told
    (RFC 5545), `uid` names the event there. `invited` are those beside chair and minute-taker; all of them see the
    project. `stakeholders` are invited from outside and seen only by those who see stakeholders. `series` is
    that of which it is one occurrence.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="meetings")
    key = models.CharField(max_length=16)
    uid = models.CharField(max_length=36)
    kind = models.CharField(max_length=12, choices=MeetingKind.choices)
    title = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    day = models.DateField()
    begins = models.TimeField()
    length_minutes = models.PositiveSmallIntegerField(validators=_LENGTH)
    place = models.CharField(max_length=300, blank=True)
    chair = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    minute_taker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    invited = models.ManyToManyField(Person, related_name="meetings", blank=True)
    stakeholders = models.ManyToManyField(Stakeholder, related_name="meetings", blank=True)
    state = models.CharField(max_length=12, choices=MeetingState.choices, default=MeetingState.PLANNED)
    reason = models.TextField(blank=True)
    series = models.ForeignKey(
        MeetingSeries, on_delete=models.RESTRICT, null=True, blank=True, related_name="meetings"
    )
    sequence = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-begins", "-pk"]
        verbose_name = _("meeting")
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="meeting_key_unique"),
            models.CheckConstraint(
                condition=models.Q(length_minutes__range=(SHORTEST_MINUTES, LONGEST_MINUTES)),
                name="meeting_length",
            ),
        ]
        indexes = [models.Index(fields=["day", "state"], name="meeting_by_day")]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"


class AgendaItem(models.Model):
    """What a meeting speaks about: one matter, how long it may take, who leads it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    leader = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["meeting_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="agenda_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
