"""Reviews of duties that one person holds together: those that wait, and who may decide them."""

import datetime as dt
from typing import Any

from remit.accounts.permissions import Actor
from remit.people.grids import chain, day_of, in_office
from remit.people.models import Assignment, Organisation, Person, SeparationReview
from remit.people.policies import REVIEWS, may_review_separation

MOST_SHOWN = 20


def review_of(assignment: Assignment) -> SeparationReview | None:
    """Return the review of an assignment, decided or not; None where its duties go together."""
    rows = SeparationReview.objects.select_related("given_by", "decided_by")
    found: SeparationReview | None = rows.filter(assignment_id=assignment.pk).first()
    if found is not None:
        found.assignment = assignment
    return found


def open_reviews(organisation_id: int) -> Any:
    """Return the reviews of an organisation that nobody has decided and whose assignments last."""
    rows = SeparationReview.objects.filter(
        assignment__scope__organisation_id=organisation_id, decided_on=None, assignment__ended_at=None
    )
    return rows.select_related(
        "given_by", "assignment__person", "assignment__role", "assignment__scope__organisation"
    )


def to_review(actor: Actor) -> dict[str, Any] | None:
    """Return the reviews that the actor may decide, those due first: one query where there are none."""
    if actor.person_id is None or actor.organisation_id is None:
        return None
    rows = open_reviews(actor.organisation_id).order_by("due_on", "pk")
    found = [each for each in rows if may_review_separation(actor, each)][:MOST_SHOWN]
    if not found:
        return None
    return {"reviews": found, "day": day_of(Organisation.objects.get(pk=actor.organisation_id))}


def reviewers(review: SeparationReview, day: dt.date) -> list[Person]:
    """Return who may decide a review, at the scope or above it: one query."""
    held = review.assignment
    rows = Assignment.objects.filter(in_office(day), scope_id__in=chain(held.scope))
    found = {
        each.person_id: each.person
        for each in rows.select_related("person__user", "person__organisation", "role").order_by("pk")
        if REVIEWS in each.role.capabilities and each.person_id not in {held.person_id, review.given_by_id}
    }
    return list(found.values())
