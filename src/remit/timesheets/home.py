"""What the start page says of hours: weeks of one's own that are not handed in, and weeks that wait for one."""

import datetime as dt
from typing import Any

from django.db.models import Q

from remit.accounts.permissions import Actor
from remit.people.grids import day_of
from remit.timesheets.models import SheetState, Timesheet
from remit.timesheets.queries import MOST_AT_HOME, own_person, waiting_for

LATE_AFTER = dt.timedelta(days=7)


def own_weeks(actor: Actor) -> dict[str, Any] | None:
    """Return what waits for the actor: own weeks begun or sent back, and weeks to approve; three queries."""
    if actor.person_id is None:
        return None
    over = day_of(own_person(actor).organisation) - LATE_AFTER
    rows = Timesheet.objects.filter(person_id=actor.person_id)
    rows = rows.filter(Q(state=SheetState.RETURNED) | Q(state=SheetState.OPEN, week__lte=over))
    own = list(rows.order_by("week")[:MOST_AT_HOME])
    waiting = waiting_for(actor).count()
    return {"own": own, "waiting": waiting} if own or waiting else None
