"""The second look at duties that one person holds together, for programs."""

import datetime as dt
from typing import Annotated

from django.http import HttpResponse
from ninja import Router
from pydantic import Field, StringConstraints

from remit.core.api.fields import Flag, Input, Output, Version
from remit.core.api.problems import changes, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import seen, tagged
from remit.core.errors import NotFound
from remit.people.guards import held_assignment
from remit.people.models import Assignment, SeparationReview
from remit.people.operations.separation import review_separation
from remit.people.separation_queries import review_of

router = Router(tags=["Roles and assignments"])
REVIEW = "/assignments/{key}/review"


class SeparationReviewOut(Output):
    """Duties that one person holds together, and what a second person decided; null until then."""

    assignment: str
    separation_reason: str
    given_by: str | None
    due_on: dt.date
    is_kept: bool | None = Field(description="False where the assignment was ended by it.")
    reason: str
    decided_by: str | None
    decided_on: dt.date | None
    version: int


class SeparationReviewIn(Input):
    """What is decided: the duties stay with one person, or the assignment ends at once."""

    version: Version | None = None
    is_kept: Flag
    reason: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


def _found(assignment: Assignment) -> SeparationReview:
    review = review_of(assignment)
    if review is None:
        raise NotFound
    return review


def _out(review: SeparationReview) -> SeparationReviewOut:
    held = review.assignment
    return SeparationReviewOut(
        assignment=held.key,
        separation_reason=held.separation_reason,
        given_by=review.given_by.key if review.given_by else None,
        due_on=review.due_on,
        is_kept=review.is_kept,
        reason=review.reason,
        decided_by=review.decided_by.key if review.decided_by else None,
        decided_on=review.decided_on,
        version=review.version,
    )


@router.get(
    REVIEW,
    operation_id="get_separation_review",
    response=reads(SeparationReviewOut),
    summary="The review of duties that one person holds together",
)
def get_review(request: ApiRequest, response: HttpResponse, key: str) -> SeparationReviewOut:
    """Return by when a second person looks at it, or what was decided; 404 where the duties go together."""
    review = _found(held_assignment(request.actor, key))
    return tagged(response, _out(review), review.version)


@router.post(
    REVIEW,
    operation_id="review_separation",
    response=changes(SeparationReviewOut),
    summary="Review duties that one person holds together",
)
def post_review(
    request: ApiRequest, response: HttpResponse, key: str, body: SeparationReviewIn
) -> SeparationReviewOut:
    """Keep the duties with one person, or end the assignment; for somebody who neither holds nor gave it."""
    held = held_assignment(request.actor, key)
    _found(held)
    saw = seen(request, body.version)
    with saw.checked():
        review_separation(
            held, is_kept=body.is_kept, reason=body.reason, version=saw.version, actor=request.actor
        )
    review = _found(held_assignment(request.actor, key))
    return tagged(response, _out(review), review.version)
