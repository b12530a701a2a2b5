"""Fetch and authorise in one call, so that no page can forget it."""

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.jobs.models import Job


def visible_job(actor: Actor, key: str) -> Job:
    """Return the job with `key` if the actor may see it; `NotFound` otherwise, whether it exists or not."""
    job: Job | None = Job.objects.visible_to(actor).filter(key=key).first()
    if job is None:
        raise NotFound
    return job
