"""Mail about documents: who is asked for a review or an approval, and who is late with it."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy

from remit.documents.models import DocumentVersion
from remit.people.models import Person
from remit.people.operations.mails import tell

ASKED_REVIEW = gettext_lazy("Remit: a document waits for your review")
ASKED_APPROVAL = gettext_lazy("Remit: a document waits for your approval")
LATE = gettext_lazy("Remit: the review of a document is overdue")


def _context(version: DocumentVersion) -> dict[str, Any]:
    document = version.document
    page = reverse("documents:document", args=[document.project.key, document.key])
    return {"document": document, "version": version, "url": f"{settings.BASE_URL}{page}"}


def ask_to_review(version: DocumentVersion, people: Sequence[Person]) -> None:
    """Ask each reviewer once what is written holds."""
    for each in people:
        tell(each, ASKED_REVIEW, "documents/email/review.txt", _context(version))


def ask_to_approve(version: DocumentVersion) -> None:
    """Ask whoever approves."""
    if version.approver is not None:
        tell(version.approver, ASKED_APPROVAL, "documents/email/approve.txt", _context(version))


def tell_late(version: DocumentVersion, person: Person) -> None:
    """Remind somebody that a review waits for them and its day is over."""
    tell(person, LATE, "documents/email/late.txt", _context(version))
