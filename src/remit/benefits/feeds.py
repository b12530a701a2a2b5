"""What calendar feeds show of outcomes: the reviews that wait for the actor."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.benefits.models import Benefit, BenefitReview
from remit.benefits.queries import done_by
from remit.core.icalendar import Event


def review_events(actor: Actor, first: dt.date, last: dt.date, most: int) -> list[Event]:
    """Return the planned reviews of outcomes that the actor does: one query."""
    rows = BenefitReview.objects.waiting().filter(done_by(actor), due_on__range=(first, last))
    rows = rows.filter(benefit__in=Benefit.objects.visible_to(actor)).select_related("benefit__project")
    return [_event(each) for each in rows.order_by("due_on", "pk")[:most]]


def _event(row: BenefitReview) -> Event:
    benefit = row.benefit
    return Event(
        uid=f"{benefit.key}-review-{row.number}",
        summary=_("Review of an outcome: %(what)s") % {"what": benefit.statement},
        first=row.due_on,
        last=row.due_on,
        sequence=benefit.version,
        told=f"{benefit.project.key} {benefit.project.name}\n{benefit.measure}",
        path=reverse("benefits:review", args=[benefit.key, row.number]),
        category=_("Review"),
    )
