"""The second pair of eyes on duties that one person holds together although they should be apart."""

import datetime as dt

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.accounts.permissions import Actor, require, system_actor
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid, NotFound
from remit.people.grids import day_of
from remit.people.models import Assignment, HandoverCause, Organisation, SeparationReview
from remit.people.operations.assignments import about_assignment, close_assignment
from remit.people.operations.handovers import begin_where_due
from remit.people.operations.mails import tell
from remit.people.policies import may_review_separation
from remit.people.separation_queries import open_reviews, reviewers

# so many days before it is due, and from one mail to the next
REMIND_BEFORE_DAYS = 7
REMIND_AGAIN_DAYS = 7
WAITS = gettext_lazy("Remit: duties that one person holds together wait for your review")
LONGEST_REASON = 2000


@operation("people.review_separation")
def review_separation(
    assignment: Assignment, *, is_kept: bool, reason: str, version: int, actor: Actor
) -> SeparationReview:
    """Decide whether one person goes on holding duties that should be apart; where not, the assignment ends now."""
    rows = SeparationReview.objects.select_for_update(of=("self",))
    found: SeparationReview | None = rows.filter(assignment_id=assignment.pk).first()
    if found is None:
        raise NotFound(_("Nothing about this assignment is to be reviewed."))
    held_rows = Assignment.objects.select_for_update(of=("self",))
    held = held_rows.select_related("person", "role", "scope__organisation").get(pk=assignment.pk)
    found.assignment = held
    require(may_review_separation(actor, found))
    if held.ended_at is not None:
        raise Conflict("ended", _("This assignment has ended already."))
    if found.decided_on is not None:
        raise Conflict("decided", _("This review has been decided already."))
    if found.version != version:
        raise Conflict("stale", _("Somebody changed this review meanwhile: load the page again."))
    clean = reason.strip()[:LONGEST_REASON]
    if not clean:
        raise Invalid(_("Say why."), field="reason", code="required")
    found.is_kept, found.reason = is_kept, clean
    found.decided_by_id, found.decided_on = actor.person_id, day_of(held.scope.organisation)
    found.version += 1
    found.save()
    record(actor, about_assignment(held), {"is_kept": ["", is_kept]}, reason=clean)
    if not is_kept:
        ended = close_assignment(held)
        record(actor, about_assignment(held), {"ended_at": ["", ended.isoformat()]}, reason=clean)
        begin_where_due(held, HandoverCause.ENDED, None)
    return found


def remind_of_reviews() -> int:
    """Remind, before a review is due and once a week when it is over; return how many were. The demo sends none."""
    count = 0
    for organisation in Organisation.objects.filter(is_demo=False):
        day = day_of(organisation)
        waiting = open_reviews(organisation.pk).filter(
            due_on__lte=day + dt.timedelta(days=REMIND_BEFORE_DAYS)
        )
        lately = day - dt.timedelta(days=REMIND_AGAIN_DAYS)
        for review in waiting.filter(Q(reminded_on=None) | Q(reminded_on__lte=lately)):
            remind_of_review(review, day=day)
            count += 1
    return count


@operation("people.remind_of_review")
def remind_of_review(review: SeparationReview, *, day: dt.date) -> None:
    """Send a mail to whoever may decide a review, with the day by which it is due."""
    held = review.assignment
    SeparationReview.objects.filter(pk=review.pk).update(reminded_on=day)
    people = reviewers(review, day)
    names = ", ".join(each.name for each in people)
    system = system_actor("Remit", held.scope.organisation_id)
    record(system, about_assignment(held), {"reminded": ["", names]})
    url = settings.BASE_URL + reverse("people:assignment", args=[held.key])
    for person in people:
        context = {"held": held, "review": review, "is_over": review.due_on < day, "url": url}
        tell(person, WAITS, "people/email/review.txt", context)
