"""Which causes changes of a project have, the most frequent first, and what helps against each."""

from dataclasses import dataclass

from django.db.models import Count, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from remit.changes.models import Cause, ChangeRequest, ChangeState
from remit.projects.models import Project

COUNTERMEASURES: dict[str, Promise] = {
    Cause.UNCLEAR_SCOPE: _(
        "Word what is out of scope too, agree on criteria of acceptance with whoever accepts, and ask the people who "
        "will use it before the baseline is set."
    ),
    Cause.WEAK_CONTROL: _(
        "Let nothing into the plan without a change: go through this page with the team every week, and say to "
        "everybody who decides on what."
    ),
    Cause.PRESSURE: _(
        "Show what a wish does to date and money before anybody agrees, and let the sponsor tell those who wish it "
        "the answer."
    ),
    Cause.GOLD_PLATING: _(
        "Tie each activity to a requirement: what serves none is taken out, and what is done early is given to the "
        "next due."
    ),
    Cause.LATE_DISCOVERY: _(
        "Try what is riskiest first: prototypes, trials and inspections before the baseline, and a contingency for "
        "what is still found."
    ),
    Cause.ESTIMATE_ERROR: _(
        "Estimate with three points and by those who do the work, compare with what it took last time, and keep the "
        "reserve apart."
    ),
    Cause.REGULATION: _(
        "Name one person who follows laws and rules, and ask the authority early what will be in force at the end."
    ),
}


@dataclass(frozen=True, slots=True)
class CauseCount:
    """How many changes one cause has, the work they asked for where it was stated, and what helps."""

    name: str
    count: int
    minutes: int
    helps: Promise


def causes_of(project: Project) -> list[CauseCount]:
    """Return the causes of the changes that were asked for, the most frequent first: one query."""
    rows = ChangeRequest.objects.filter(project=project).exclude(state=ChangeState.DRAFT)
    counted = rows.order_by().values("cause").annotate(count=Count("pk"), minutes=Sum("work_minutes"))
    found = [
        CauseCount(
            str(Cause(each["cause"]).label),
            each["count"],
            each["minutes"] or 0,
            COUNTERMEASURES[each["cause"]],
        )
        for each in counted
    ]
    return sorted(found, key=lambda each: (-each.count, each.name))
