"""What changes of an assignment while it lasts: its end, its share, its limits, who stands in."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid, plain, stale
from remit.people.models import Assignment, HandoverCause
from remit.people.operations.assignments import STATED, about_assignment, check_beside, check_deputy
from remit.people.operations.handovers import begin_where_due
from remit.people.policies import may_change_assignment, may_give_limits

MOST_PERCENT = 100


@operation("people.change_assignment")
def change_assignment(assignment: Assignment, *, version: int, actor: Actor, **changes: Any) -> Assignment:
    """Change fields of `STATED`; whoever holds the role names the own deputy, all else is for whoever gives it."""
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("scope__organisation", "deputy")
    locked: Assignment = rows.select_related("person__organisation", "role").get(pk=assignment.pk)
    unknown = set(changes) - set(STATED)
    if unknown:
        raise Invalid(_("These fields cannot be changed: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    changed = {name: value for name, value in changes.items() if getattr(locked, name) != value}
    require(may_change_assignment(actor, locked, changed))
    if locked.ended_at is not None:
        raise Conflict("ended", _("This assignment has ended already."))
    if locked.version != version:
        raise stale(_("Somebody changed this assignment meanwhile."), changes, locked)
    require(may_give_limits(actor, locked.scope, changed.get("money_limit_minor"), changed.get("days_limit")))
    before = {name: plain(getattr(locked, name)) for name in changes}
    for name, value in changes.items():
        setattr(locked, name, value)
    _check(locked, changed)
    locked.version += 1
    locked.save(update_fields=[*changes, "version"])
    record(actor, about_assignment(locked), {n: [before[n], plain(v)] for n, v in changes.items()})
    if changed.get("to_date") is not None:
        begin_where_due(locked, HandoverCause.ENDED, locked.to_date)
    return locked


def _check(assignment: Assignment, changed: Collection[str]) -> None:
    if assignment.to_date is not None and assignment.to_date < assignment.from_date:
        raise Invalid(_("The last day lies before the first: choose a later one."), field="to_date")
    if not 0 <= assignment.allocation_percent <= MOST_PERCENT:
        raise Invalid(_("Give a share from 0 to 100 percent."), field="allocation_percent", code="range")
    if "to_date" in changed:
        check_beside(assignment)
    check_deputy(assignment.person, assignment.deputy, assignment.deputy_from, assignment.deputy_to)
