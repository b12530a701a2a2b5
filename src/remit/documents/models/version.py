from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from remit.documents.models.document import Document
from remit.people.models import Person


class VersionState(models.TextChoices):
    """How far a version is: whoever approves makes it hold, a later approved one supersedes it."""

    DRAFT = "draft", pgettext_lazy("of a document", "draft")
    REVIEW = "review", pgettext_lazy("of a document", "in review")
    APPROVED = "approved", pgettext_lazy("of a document", "approved")
    SUPERSEDED = "superseded", pgettext_lazy("of a document", "superseded")
    WITHDRAWN = "withdrawn", pgettext_lazy("of a document", "withdrawn")


class DocumentVersion(models.Model):
    """One version of a document: what it says never changes, only how far it is.

    The bytes lie in the store under `sha256`. `file_name` is empty for a text that was written here. `told` lists
    what whoever opens it should know, by the codes of `remit.documents.inspection`.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=VersionState.choices, default=VersionState.DRAFT)
    file_name = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    told = models.JSONField(default=list, blank=True)
    note = models.CharField(max_length=500, blank=True)
    author = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="written_document_versions"
    )
    author_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    written_on = models.DateField()
    approver = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="document_versions_to_approve"
    )
    submitted_on = models.DateField(null=True, blank=True)
    review_due_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="decided_document_versions"
    )
    decided_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["document_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_unique"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(state="approved"), name="document_one_approved"
            ),
            models.UniqueConstraint(
                fields=["document"], condition=Q(state__in=["draft", "review"]), name="document_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} version {self.number}"

    @property
    def is_text(self) -> bool:
        """Return whether it was written here and not sent as a file."""
        return not self.file_name


class Verdict(models.TextChoices):
    """What a reviewer says of a version."""

    WAITS = "waits", pgettext_lazy("of a reviewer", "has not answered")
    FINE = "fine", pgettext_lazy("of a reviewer", "fine")
    CHANGES = "changes", pgettext_lazy("of a reviewer", "needs changes")


class DocumentReview(models.Model):
    """What one reviewer says of one version, each round anew."""

    of = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="document_reviews")
    verdict = models.CharField(max_length=8, choices=Verdict.choices, default=Verdict.WAITS)
    remarks = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["of_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["of", "reviewer"], name="document_review_unique")]

    def __str__(self) -> str:
        return f"{self.reviewer_id} of {self.of_id}: {self.verdict}"


class DocumentReading(models.Model):
    """Somebody said that they have read a version."""

    of = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="document_readings")
    read_on = models.DateField()

    class Meta:
        ordering = ["of_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["of", "person"], name="document_reading_unique")]

    def __str__(self) -> str:
        return f"{self.person_id} read {self.of_id}"
