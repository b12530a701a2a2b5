"""Long work: started, stopped, ended. A state changes only from one that it may follow, whoever comes second."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require, system_actor
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict
from remit.core.keys import next_key
from remit.jobs.lifelines import lifeline_of
from remit.jobs.models import Job, JobState
from remit.jobs.policies import may_cancel_job, may_start_job
from remit.jobs.registries import kinds, queues
from remit.people.operations.organisation import space_of

LONGEST_LABEL = 200


def about_job(job: Job) -> About:
    """Return how the record names a job."""
    return About("job", job.key, job.label, job.organisation_id, job.scope_path)


@operation("jobs.start_job")
def start_job(kind: str, *, label: str, scope_path: str, parameters: Mapping[str, Any], actor: Actor) -> Job:
    """Start long work of a registered `kind`; whether the work itself is allowed, whoever starts it has asked.

    It is queued in this transaction: both are there or neither.
    """
    require(may_start_job(actor))
    organisation_id = actor.organisation_id or 0  # the policy lets nobody through who has none
    if kinds.get(kind) is None:
        msg = f"There is no kind of long work {kind}."
        raise ValueError(msg)
    job = Job.objects.create(
        organisation_id=organisation_id,
        key=next_key(space_of(organisation_id), "J"),
        owner_id=actor.user_id,
        owner_key=actor.key,
        owner_name=actor.name[:200],
        language=get_language() or "",
        kind=kind,
        label=label[:LONGEST_LABEL],
        scope_path=scope_path,
        parameters=dict(parameters),
    )
    record(actor, about_job(job), {"state": ["", job.state]})
    put_into_queue(job)
    return job


def put_into_queue(job: Job) -> None:
    """Hand a waiting job to whoever does it; twice does no harm, for it begins only once."""
    for queue in queues:
        queue(job)


def cancel_job(job: Job, *, actor: Actor) -> Job:
    """Stop a job. One that waits is cancelled at once, one that runs at its next step.

    The wish is laid down before the transaction: on SQLite the work may hold the right to write, and gives it
    back only because it sees the wish. `Conflict` where the job has ended.
    """
    require(may_cancel_job(actor, job))
    line = lifeline_of(job)
    if job.is_open:
        line.ask_to_stop()
    cancelled = _cancel(job, actor=actor)
    if not cancelled.is_open:
        tidy(cancelled)
    return cancelled


@operation("jobs.cancel_job")
def _cancel(job: Job, *, actor: Actor) -> Job:
    locked: Job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    before = locked.state
    if before == JobState.WAITING:
        locked.state = JobState.CANCELLED
        locked.ended_at = timezone.now()
    elif before not in {JobState.RUNNING, JobState.CANCELLED}:
        raise Conflict("ended", _("This work has ended already: there is nothing left to stop."))
    elif before == JobState.CANCELLED and not job.is_open:
        raise Conflict("ended", _("This work was stopped already."))
    locked.cancel_wanted = True
    locked.save(update_fields=["state", "ended_at", "cancel_wanted"])
    record(actor, about_job(locked), {"state": [before, JobState.CANCELLED.value]})
    return locked


def begin(job: Job) -> Job | None:
    """Take a waiting job in hand; None where somebody else did, or where it was stopped meanwhile."""
    now = timezone.now()
    with transaction.atomic():
        locked: Job | None = (
            Job.objects.select_for_update(of=("self",))
            .select_related("owner")
            .filter(pk=job.pk, state=JobState.WAITING)
            .first()
        )
        if locked is None:
            return None
        locked.state, locked.attempts = JobState.RUNNING, locked.attempts + 1
        locked.started_at = locked.seen_at = now
        locked.done_steps = locked.total_steps = 0
        locked.save(update_fields=["state", "attempts", "started_at", "seen_at", "done_steps", "total_steps"])
    return locked


@operation("jobs.end_job")
def end_job(
    job: Job,
    state: JobState,
    *,
    result: Mapping[str, Any] | None = None,
    error: Mapping[str, Any] | None = None,
    told: tuple[int, int, str] | None = None,
) -> None:
    """End this attempt at a job; inside an operation of its work it ends with that, or not at all.

    `Conflict` where the attempt is no longer the one that counts: its process was taken for dead.
    """
    done, total, doing = told or (job.done_steps, job.total_steps, job.doing)
    mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)
    ended = mine.update(
        state=state,
        ended_at=timezone.now(),
        result=dict(result or {}),
        error=dict(error or {}),
        done_steps=total if state == JobState.DONE else done,
        total_steps=total,
        doing=doing,
    )
    if not ended:
        raise Conflict("not_mine", _("This work was ended or taken up by somebody else meanwhile."))
    by = system_actor(organisation_id=job.organisation_id)
    record(by, about_job(job), {"state": [JobState.RUNNING.value, state.value]})


@operation("jobs.repeat_job")
def repeat_job(job: Job) -> None:
    """Let a job whose process has died be taken up again."""
    mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)
    if not mine.update(state=JobState.WAITING, done_steps=0, total_steps=0, doing=""):
        raise Conflict("not_mine", _("This work was ended or taken up by somebody else meanwhile."))
    by = system_actor(organisation_id=job.organisation_id)
    record(by, about_job(job), {"state": [JobState.RUNNING.value, JobState.WAITING.value]})
    put_into_queue(job)


def tidy(job: Job) -> None:
    """Remove what was laid aside for a job that has ended."""
    kind = kinds.get(job.kind)
    if kind is not None:
        kind.tidy(job)
    lifeline_of(job).remove()
