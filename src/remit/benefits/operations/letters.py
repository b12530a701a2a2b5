"""Mail about reviews of outcomes that are late."""

from typing import Any

from django.utils.translation import gettext_lazy

from remit.benefits.models import BenefitReview
from remit.benefits.operations.benefits import page_of
from remit.people.models import Person
from remit.people.operations.mails import tell

LATE = gettext_lazy("Remit: the review of an outcome is overdue")
ESCALATED = gettext_lazy("Remit: nobody has reviewed an outcome of your project")


def _context(review: BenefitReview) -> dict[str, Any]:
    benefit = review.benefit
    return {"review": review, "benefit": benefit, "project": benefit.project, "url": page_of(benefit)}


def tell_late(review: BenefitReview, person: Person) -> None:
    """Remind somebody that a review is theirs and its day is over."""
    tell(person, LATE, "benefits/email/late.txt", _context(review))


def tell_sponsor(review: BenefitReview, sponsor: Person, days: int) -> None:
    """Tell the sponsor of the project how long a review is late."""
    tell(sponsor, ESCALATED, "benefits/email/sponsor.txt", _context(review) | {"days": days})
