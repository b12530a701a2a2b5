"""What the method of a project says of its documents, and who wrote what. Reads only."""

from remit.documents.models import DocumentVersion, VersionState
from remit.projects.lives import life_of
from remit.projects.models import Project

BY_ANOTHER = "approved_by_another"


def is_approved_by_another(project: Project) -> bool:
    """Return whether somebody else than the only author approves: so unless the project's method says otherwise."""
    life = life_of(project)
    return bool(life.content.get(BY_ANOTHER, True)) if life is not None else True


def authors_since_approval(version: DocumentVersion) -> set[int]:
    """Return who wrote on a version and on those before it, back to the last that was approved: two queries."""
    before = DocumentVersion.objects.filter(document_id=version.document_id, number__lt=version.number)
    approved = before.filter(
        decided_on__isnull=False, state__in=(VersionState.APPROVED, VersionState.SUPERSEDED)
    )
    last = approved.order_by("-number").values_list("number", flat=True).first() or 0
    rows = DocumentVersion.objects.filter(
        document_id=version.document_id, number__gt=last, number__lte=version.number
    )
    return set(rows.exclude(author=None).values_list("author_id", flat=True))
