"""Reads of long work: how far it is, and how long it will take."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.accounts.permissions import Actor
from remit.jobs.lifelines import lifeline_of
from remit.jobs.models import OPEN, Job, JobState
from remit.jobs.registries import kinds

MOST_SHOWN = 200
# Less says nothing about the rest.
LEAST_SHARE, LEAST_SECONDS = 0.05, 1.0
MINUTE, HOUR = 60, 3600
COLOURS = {JobState.DONE: "green", JobState.FAILED: "red", JobState.RUNNING: "amber"}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a job stands, ready to show: `percent` is None where nothing is known of the whole."""

    job: Job
    kind: str
    doing: str
    doing_code: str
    done: int
    total: int
    is_stopping: bool
    seconds_left: int | None
    result_url: str
    again_url: str

    @property
    def percent(self) -> int | None:
        """Return the share that is done, in hundredths."""
        return self.done * 100 // self.total if self.total else None

    @property
    def colour(self) -> str:
        """Return the colour of the state, beside its word."""
        return COLOURS.get(JobState(self.job.state), "grey")

    @property
    def left_text(self) -> str:
        """Return how long it will take, in words; nothing where that cannot be said yet."""
        return "" if self.seconds_left is None else left_words(self.seconds_left)


def standing(job: Job, now: dt.datetime | None = None) -> Standing:
    """Return how a job stands at this moment, with what it said last wherever that stands."""
    kind = kinds.get(job.kind)
    told = lifeline_of(job).latest() if job.state == JobState.RUNNING else None
    done, total, doing = (
        (told.done, told.total, told.doing) if told else (job.done_steps, job.total_steps, job.doing)
    )
    stages = kind.stages if kind else {}
    is_running = job.state == JobState.RUNNING
    return Standing(
        job=job,
        kind=str(kind.label) if kind else job.kind,
        doing=str(stages.get(doing, "")),
        doing_code=doing,
        done=done,
        total=total,
        is_stopping=is_running and job.cancel_wanted,
        seconds_left=seconds_left(job.started_at, now or timezone.now(), done, total) if is_running else None,
        result_url=kind.result_url(job) if kind and job.state == JobState.DONE else "",
        again_url=kind.again_url(job) if kind and not job.is_open else "",
    )


def seconds_left(started_at: dt.datetime | None, now: dt.datetime, done: int, total: int) -> int | None:
    """Return how long the rest takes if it goes on as until now: elapsed x (total - done) / done, in seconds.

    None until a twentieth is done and a second has passed.
    """
    if started_at is None or total <= 0 or done / total < LEAST_SHARE:
        return None
    elapsed = (now - started_at).total_seconds()
    if elapsed < LEAST_SECONDS:
        return None
    return round(elapsed * (total - done) / done)


def left_words(seconds: int) -> str:
    """Return a remaining time in words, no more exact than it can be known."""
    if seconds < 10:  # noqa: PLR2004 - the words say it
        return _("a few seconds left")
    if seconds < MINUTE:
        tens = -(-seconds // 10) * 10
        return _("about %(count)d seconds left") % {"count": tens}
    if seconds < HOUR:
        minutes = -(-seconds // MINUTE)
        return ngettext("about %(count)d minute left", "about %(count)d minutes left", minutes) % {
            "count": minutes
        }
    hours = -(-seconds // HOUR)
    return ngettext("about %(count)d hour left", "about %(count)d hours left", hours) % {"count": hours}


def jobs_for(actor: Actor) -> Any:
    """Return the long work that the actor may see, the latest first."""
    return Job.objects.visible_to(actor).order_by("-pk")


def open_count(actor: Actor) -> int:
    """Return how much of the actor's own long work waits or runs."""
    if actor.user_id is None:
        return 0
    return Job.objects.filter(owner_id=actor.user_id, state__in=OPEN).count()


def sees_those_of_others(actor: Actor) -> bool:
    """Return whether the actor sees the long work of others as well."""
    return actor.can_anywhere("account.manage")
