from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from remit.jobs.queries import open_count


def open_jobs(request: HttpRequest) -> dict[str, Any]:
    """Return how much of one's long work waits or runs; asked for only where a page shows it."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.user_id is None:
        return {"open_jobs": 0}
    return {"open_jobs": SimpleLazyObject(lambda: open_count(actor))}
