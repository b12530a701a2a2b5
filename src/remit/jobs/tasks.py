"""The task that does a job: where the worker meets the work, so that nothing that goes wrong passes here."""

import logging
import secrets
from collections.abc import Mapping
from dataclasses import astuple
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from remit.core.errors import Conflict, Invalid, NotAllowed, RemitError
from remit.core.progress import Cancelled
from remit.jobs.attempts import Attempt, carried
from remit.jobs.lifelines import Lifeline, lifeline_of
from remit.jobs.models import ENDED, Job, JobState
from remit.jobs.operations.jobs import begin, end_job, tidy
from remit.jobs.registries import kinds
from remit.people.actors import actor_for

log = logging.getLogger(__name__)


def enqueue(job: Job) -> None:
    """Queue a job for the worker."""
    do_job_task.enqueue(job.pk)


@task()
def do_job_task(job_id: int) -> None:
    """Do the job with this primary key, if it still waits."""
    do_job(job_id)


def do_job(job_id: int) -> None:
    """Do a job, and leave it ended whatever happens, short of the end of this process."""
    job: Job | None = Job.objects.filter(pk=job_id, state=JobState.WAITING).first()
    if job is None:
        return
    line = lifeline_of(job)
    # held before the job counts as running: nobody finds it running with nobody at work
    with line.held() as is_free:
        begun = begin(job) if is_free else None
        if begun is None:
            return
        with translation.override(begun.language or None):
            _attempt(begun, line)
    # one that was taken for dead may be in other hands by now, which still need what was laid aside
    ended: Job | None = Job.objects.filter(pk=job_id, state__in=ENDED).first()
    if ended is not None:
        tidy(ended)


def _attempt(job: Job, line: Lifeline) -> None:
    attempt = Attempt(job, actor_for(job.owner or AnonymousUser()), _conclude)
    result: Mapping[str, Any] = {}
    state, error = JobState.DONE, {}
    try:
        with carried(attempt, line):
            result = _run(attempt)
    except Cancelled:
        state = JobState.CANCELLED
    except RemitError as refusal:
        state, error = JobState.FAILED, described(refusal)
    except Exception:
        reference = secrets.token_hex(6)
        log.exception("Job %s (%s) failed. Reference: %s", job.key, job.kind, reference)
        message = _("This is a fault in Remit. Nothing of it was kept. Please report the reference below.")
        state, error = JobState.FAILED, {"code": "fault", "message": message, "reference": reference}
    if state == JobState.DONE and attempt.is_concluded:
        return
    try:
        end_job(job, state, result=result, error=error, told=astuple(attempt.told))
    except Conflict:  # it was taken for dead, or its work had been concluded before something went wrong
        log.warning("Job %s had ended already when it was to become %s.", job.key, state)


def _run(attempt: Attempt) -> Mapping[str, Any]:
    kind = kinds.get(attempt.job.kind)
    if kind is None:
        raise Conflict("unknown_kind", _("This version of Remit no longer knows how to do this."))
    return kind.run(attempt)


def _conclude(attempt: Attempt, result: Mapping[str, Any]) -> None:
    end_job(attempt.job, JobState.DONE, result=result, told=astuple(attempt.told))


def described(error: RemitError) -> dict[str, Any]:
    """Return what a refusal says, as the job keeps it."""
    stated: dict[str, Any] = {"code": error.code, "message": error.message}
    if isinstance(error, Invalid):
        stated["errors"] = [{"field": each.field, "message": each.message} for each in error.errors]
    if isinstance(error, NotAllowed) and error.who_may:
        stated["who_may"] = error.who_may
    return stated
