import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from remit.jobs.querysets import JobQuerySet
from remit.people.models import Organisation


class JobState(models.TextChoices):
    """Where a piece of long work stands."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


OPEN = (JobState.WAITING, JobState.RUNNING)
ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


def new_token() -> str:
    """Return a name that nobody can guess, for what belongs to a job and lies outside the tables."""
    return uuid.uuid4().hex


class Job(models.Model):
    """A piece of long work: who asked for it, how far it is, and the result or the refusal that stays.

    `parameters` is what its kind's function needs, `result` what it returned; `error` is `{code, message,
    errors: [{field, message}], who_may, reference}`. `doing` is a code among the stages of its kind.
    While it runs, what was said last may stand outside the table: see `remit.jobs.lifelines`.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="jobs")
    key = models.CharField(max_length=16)
    token = models.CharField(max_length=32, unique=True, default=new_token)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="jobs"
    )
    owner_key = models.CharField(max_length=60)
    owner_name = models.CharField(max_length=200)
    language = models.CharField(max_length=16, blank=True)
    kind = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    scope_path = models.CharField(max_length=400)
    parameters = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=12, choices=JobState.choices, default=JobState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_steps = models.PositiveIntegerField(default=0)
    total_steps = models.PositiveIntegerField(default=0)
    doing = models.CharField(max_length=60, blank=True)
    cancel_wanted = models.BooleanField(default=False)
    result = models.JSONField(default=dict, blank=True)
    error = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="job_key_unique"),
            models.CheckConstraint(
                condition=models.Q(done_steps__lte=models.F("total_steps")), name="job_steps_in_total"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "running"], ended_at=None)
                | models.Q(state__in=["done", "failed", "cancelled"], ended_at__isnull=False),
                name="job_ended_at_its_end",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "state"], name="job_of_owner"),
            models.Index(fields=["state"], name="job_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.label}"

    @property
    def is_open(self) -> bool:
        """Return whether it waits or runs."""
        return self.state in OPEN
