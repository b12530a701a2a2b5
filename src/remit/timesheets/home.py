"""What the start page says of hours: weeks of one's own that are not handed in, and weeks that wait for one."""

import datetime as dt
from typing import Any

from remit.accounts.permissions import Actor
from remit.people.grids import day_of
from remit.timesheets.models import OWNERS, Timesheet
from remit.timesheets.queries import own_person, waiting_for

LATE_AFTER = dt.timedelta(days=7)


def own_weeks(actor: Actor) -> dict[str, Any] | None:
    """Return what waits for the actor: own weeks begun or sent back, and weeks to approve; three queries."""
    if actor.person_id is None:
        return None
    rows = Timesheet.objects.filter(person_id=actor.person_id, state__in=OWNERS).order_by("week")
    own = [each for each in rows[:10] if each.state == "returned" or _is_over(actor, each)]
    waiting = waiting_for(actor).count()
    return {"own": own, "waiting": waiting} if own or waiting else None


def _is_over(actor: Actor, sheet: Timesheet) -> bool:
    return sheet.week + LATE_AFTER <= day_of(own_person(actor).organisation)
