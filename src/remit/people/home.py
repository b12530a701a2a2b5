"""What the start page shows of people beside roles."""

from typing import Any

from remit.accounts.permissions import Actor
from remit.people.absences import to_decide
from remit.people.leads import ladder_of
from remit.people.models import Absence, AbsenceState, Organisation


def leave_to_decide(actor: Actor) -> dict[str, Any] | None:
    """Return the requests for leave that wait for the actor: one query where there are none at all."""
    if actor.person_id is None or actor.organisation_id is None:
        return None
    waiting = Absence.objects.filter(actor.within("person__organisation_id"), state=AbsenceState.REQUESTED)
    if not waiting.exclude(person_id=actor.person_id).exists():
        return None
    rows = to_decide(actor, ladder_of(Organisation.objects.get(pk=actor.organisation_id)))
    return {"waiting": rows} if rows else None
