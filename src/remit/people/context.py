from typing import Any

from django.http import HttpRequest

from remit.people.models import Organisation


def organisation(request: HttpRequest) -> dict[str, Any]:
    """Return the organisation that the actor belongs to, and the day to which its figures refer."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.organisation_id is None:
        return {"organisation": None, "status_date": None}
    found = Organisation.objects.get(pk=actor.organisation_id)
    return {"organisation": found, "status_date": found.status_date}
