"""The end of what was given: early by the project, else with its last day or the end of the project."""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, system_actor
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid
from remit.people.grids import day_of
from remit.people.models import Organisation
from remit.projects.life_rules import OVER
from remit.projects.operations.parts import clean
from remit.resourcing.models import Allocation, AllocationState, ResourceRequest
from remit.resourcing.operations import letters
from remit.resourcing.operations.asking import LONGEST, about_request, locked_request, locked_to_settle
from remit.resourcing.request_queries import answerer_of

_DAY = dt.timedelta(days=1)


def _held(request: ResourceRequest, number: int) -> Allocation:
    rows = request.allocations.filter(number=number).select_related("person", "pool")
    found: Allocation | None = rows.first()
    if found is None or found.state != AllocationState.HELD:
        raise Conflict("state", _("This is not held any more: there is nothing to release."))
    return found


def _released(
    request: ResourceRequest, given: Allocation, last_on: dt.date, why: str, actor: Actor
) -> ResourceRequest:
    given.state, given.last_on, given.release_reason = AllocationState.RELEASED, last_on, why
    given.save(update_fields=["state", "last_on", "release_reason"])
    request.version += 1
    request.save(update_fields=["version"])
    told = {
        "allocations": [given.whose.name, ""],
        "last_on": [given.to_date.isoformat(), last_on.isoformat()],
    }
    record(actor, about_request(request), told, reason=why)
    letters.tell_released(request, given, answerer_of(request), actor)
    return request


@operation("resourcing.release_allocation")
def release_allocation(
    request: ResourceRequest,
    number: int,
    *,
    last_on: dt.date | None = None,
    reason: str,
    version: int,
    actor: Actor,
) -> ResourceRequest:
    """Give something back before its end, after a last day that has not passed; both sides are told.

    Material goes back whole until the day on which it is given has passed: `last_on` does not count there.
    """
    locked = locked_to_settle(request, version, actor)
    given = _held(locked, number)
    today = day_of(locked.project.organisation)
    earliest = max(today, given.from_date) - _DAY
    if given.amount is not None:
        last_on = given.from_date - _DAY
    elif last_on is None or not earliest <= last_on < given.to_date:
        message = _("Choose a last day from %(first)s to %(last)s.")
        words = {"first": earliest.isoformat(), "last": (given.to_date - _DAY).isoformat()}
        raise Invalid(message % words, field="last_on", code="range")
    why = clean(reason, "reason", LONGEST["answer"], needed=_("Say why it is released."))
    return _released(locked, given, last_on, why, actor)


def end_allocations() -> int:
    """Release what is over: its last day has passed, or its project has ended; return how many. Not in the demo."""
    count = 0
    for organisation in Organisation.objects.filter(is_demo=False):
        today = day_of(organisation)
        rows = Allocation.objects.filter(request__organisation=organisation, state=AllocationState.HELD)
        due = rows.filter(Q(to_date__lt=today) | Q(request__project__phase__in=OVER))
        for each in due.select_related("request").order_by("pk"):
            end_allocation(each.request, each.number, today=today)
            count += 1
    return count


@operation("resourcing.end_allocation")
def end_allocation(request: ResourceRequest, number: int, *, today: dt.date) -> ResourceRequest:
    """Release what is over on its last day, or the day before today where its project ended; both sides are told."""
    locked = locked_request(request)
    given = _held(locked, number)
    last_on = min(given.to_date, today - _DAY)
    why = "" if given.to_date < today else _("The project is over.")
    return _released(locked, given, last_on, why, system_actor("Remit", locked.organisation_id))
