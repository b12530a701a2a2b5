"""What the worker does for documents: reminders of reviews that are late, and contents that no row speaks of."""

import datetime as dt

from django.utils import timezone

from remit.accounts.permissions import system_actor
from remit.audit.recording import operation, record
from remit.documents.checking import contents_spoken_of
from remit.documents.models import DocumentVersion, Verdict
from remit.documents.operations.documents import about
from remit.documents.operations.letters import tell_late
from remit.documents.queries import overdue_versions
from remit.documents.storage import disk_store, store
from remit.people.grids import day_of
from remit.people.models import Organisation, Person

REMIND_EVERY_DAYS = 7
# longer than any upload takes to be spoken of
FORGOTTEN_AFTER = dt.timedelta(days=1)


def remind_of_document_reviews() -> int:
    """Remind whoever keeps a version waiting beyond its day, once a week; return how many versions. Not the demo."""
    count = 0
    for organisation in Organisation.objects.filter(is_demo=False):
        today = day_of(organisation)
        since = today - dt.timedelta(days=REMIND_EVERY_DAYS)
        for each in overdue_versions(organisation.pk, today):
            if each.reminded_on is None or each.reminded_on <= since:
                remind_of_review(each, today=today)
                count += 1
    return count


def those_late(version: DocumentVersion) -> list[Person]:
    """Return for whom a version waits: reviewers without an answer, else whoever approves."""
    waiting = version.reviews.filter(verdict=Verdict.WAITS).select_related(
        "reviewer__user", "reviewer__organisation"
    )
    asked = [each.reviewer for each in waiting]
    return asked or ([version.approver] if version.approver is not None else [])


@operation("documents.remind_of_review")
def remind_of_review(version: DocumentVersion, *, today: dt.date) -> None:
    """Send everybody for whom a version waits one mail, and note that it was done."""
    late = those_late(version)
    DocumentVersion.objects.filter(pk=version.pk).update(reminded_on=today)
    names = ", ".join(each.name for each in late)
    document = version.document
    changes = {"number": [version.number, version.number], "reminded": ["", names]}
    record(system_actor("Remit", document.project.organisation_id), about(document), changes)
    for each in late:
        tell_late(version, each)


def sweep_contents(*, before: dt.datetime | None = None) -> int:
    """Remove contents that no row speaks of, put in before then, a day ago unless said; return how many."""
    limit = before or timezone.now() - FORGOTTEN_AFTER
    kept, known = store(), contents_spoken_of()
    orphans = [sha256 for sha256, put_at in kept.kept() if sha256 not in known and put_at < limit]
    for each in orphans:
        kept.remove(each)
    return len(orphans) + disk_store().remove_half(limit)
