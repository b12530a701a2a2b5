"""Jobs whose process has died, jobs that nobody has been told to do, and jobs that are long over."""

import datetime as dt
import logging

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from remit.core.errors import Conflict
from remit.jobs.lifelines import jobs_folder, lifeline_of
from remit.jobs.models import ENDED, OPEN, Job, JobState
from remit.jobs.operations.jobs import end_job, put_into_queue, repeat_job, tidy
from remit.jobs.registries import kinds

log = logging.getLogger(__name__)

KEPT = dt.timedelta(days=30)
MOST_ATTEMPTS = 3


def find_lost() -> int:
    """End every running job whose process is gone, or let it be taken up again where that is safe; return how many."""
    lost = [job for job in Job.objects.filter(state=JobState.RUNNING) if not lifeline_of(job).is_alive()]
    for job in lost:
        log.warning("The process that worked on job %s (%s) is gone.", job.key, job.kind)
        try:
            _settle(job)
        except Conflict:  # it ended by itself between the two looks
            continue
    return len(lost)


def _settle(job: Job) -> None:
    kind = kinds.get(job.kind)
    line = lifeline_of(job)
    if job.cancel_wanted or line.is_stop_wanted():
        end_job(job, JobState.CANCELLED)
    elif kind is not None and kind.repeats and job.attempts < MOST_ATTEMPTS:
        repeat_job(job)
        return
    else:
        with translation.override(job.language or None):
            end_job(job, JobState.FAILED, error=_lost(job))
    tidy(job)


def _lost(job: Job) -> dict[str, str]:
    if job.attempts >= MOST_ATTEMPTS:
        message = _(
            "The process that worked on it ended %(count)d times before it was done, perhaps for lack of memory. "
            "Nothing was kept. Ask whoever runs Remit to look into its log before you start it again."
        ) % {"count": job.attempts}
    else:
        message = _(
            "The process that worked on it ended before it was done: Remit was stopped, or the machine. "
            "Nothing of the last step was kept. Start it again."
        )
    return {"code": "lost", "message": message}


def queue_waiting() -> int:
    """Queue every waiting job once more: a worker that died may have taken one out without beginning it."""
    waiting = list(Job.objects.filter(state=JobState.WAITING).order_by("pk"))
    for job in waiting:
        put_into_queue(job)
    return len(waiting)


def remove_old() -> int:
    """Remove jobs that ended more than `KEPT` ago, and files of jobs that are not open any more."""
    old = Job.objects.filter(state__in=ENDED, ended_at__lt=timezone.now() - KEPT)
    # asked first: this runs often, and to remove nothing would still wait for its turn to write
    removed = old.delete()[0] if old.exists() else 0
    folder = jobs_folder()
    if folder.exists():
        open_tokens = set(Job.objects.filter(state__in=OPEN).values_list("token", flat=True))
        for path in folder.iterdir():
            if path.stem not in open_tokens:
                path.unlink(missing_ok=True)
    return removed
