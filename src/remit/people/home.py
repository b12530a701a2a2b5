"""What the start page shows of people beside roles."""

from typing import Any

from django.db.models import Count, Sum

from remit.accounts.permissions import Actor
from remit.people.absences import to_decide
from remit.people.grids import day_of, in_office
from remit.people.leads import ladder_of
from remit.people.models import Absence, AbsenceState, Assignment, Organisation, Person


def leave_to_decide(actor: Actor) -> dict[str, Any] | None:
    """Return the requests for leave that wait for the actor: one query where there are none at all."""
    if actor.person_id is None or actor.organisation_id is None:
        return None
    waiting = Absence.objects.filter(actor.within("person__organisation_id"), state=AbsenceState.REQUESTED)
    if not waiting.exclude(person_id=actor.person_id).exists():
        return None
    rows = to_decide(actor, ladder_of(Organisation.objects.get(pk=actor.organisation_id)))
    return {"waiting": rows} if rows else None


def my_remit(actor: Actor) -> dict[str, Any] | None:
    """Return the way to everything under the actor's remit, with its size: two queries; None without a role."""
    person = Person.objects.select_related("organisation").filter(pk=actor.person_id).first()
    if person is None:
        return None
    held = Assignment.objects.filter(in_office(day_of(person.organisation)), person=person)
    sums = held.aggregate(roles=Count("pk"), share=Sum("allocation_percent"))
    return {"person": person, **sums} if sums["roles"] else None
