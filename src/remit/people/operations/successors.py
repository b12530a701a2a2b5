"""Somebody is named to follow whoever holds a role: from the day after their last day, never two at once."""

import datetime as dt

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid
from remit.people.grids import day_of
from remit.people.models import Assignment, HandoverCause, Person
from remit.people.operations.assignments import about_assignment, assign_role
from remit.people.operations.handovers import begin_where_due
from remit.people.policies import may_assign

DAY = dt.timedelta(days=1)


@operation("people.name_successor")
def name_successor(
    assignment: Assignment, person: Person, *, last_day: dt.date, version: int, actor: Actor
) -> Assignment:
    """Let `person` follow from the day after `last_day`, which becomes the holder's; return the new assignment.

    The holder keeps every right until then, and the successor has none before.
    """
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("scope__organisation")
    held: Assignment = rows.select_related("person", "role").get(pk=assignment.pk)
    require(may_assign(actor, held.role, held.scope, person=person))
    if held.ended_at is not None:
        raise Conflict("ended", _("This assignment has ended already."))
    if held.version != version:
        raise Conflict("stale", _("Somebody changed this assignment meanwhile: load the page again."))
    if last_day < held.from_date:
        message = _("The last day lies before the first: choose a later one.")
        raise Invalid(message, field="last_day", code="order")
    if last_day < day_of(held.scope.organisation):
        raise Invalid(_("Choose a day that is not over yet."), field="last_day", code="past")
    if person.pk == held.person_id:
        message = _("%(name)s holds it already: name somebody else.") % {"name": person.name}
        raise Invalid(message, field="person", code="self")
    before = held.to_date
    held.to_date = last_day
    held.version += 1
    held.save(update_fields=["to_date", "version"])
    following = assign_role(person, held.role, held.scope, actor=actor, from_date=last_day + DAY)
    changes = {"to_date": [str(before or ""), last_day.isoformat()], "successor": ["", person.name]}
    record(actor, about_assignment(held), changes)
    begin_where_due(held, HandoverCause.ENDED, last_day)
    return following
