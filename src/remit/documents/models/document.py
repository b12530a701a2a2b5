from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from remit.documents.querysets import DocumentQuerySet
from remit.people.models import Person
from remit.projects.models import Phase, Project


class DocumentKind(models.TextChoices):
    """What a document is for."""

    PLAN = "plan", pgettext_lazy("kind of document", "Plan")
    REPORT = "report", pgettext_lazy("kind of document", "Report")
    REGISTER = "register", pgettext_lazy("kind of document", "Register")
    CASE = "case", pgettext_lazy("kind of document", "Case or study")
    SPECIFICATION = "specification", pgettext_lazy("kind of document", "Specification")
    DRAWING = "drawing", pgettext_lazy("kind of document", "Drawing or picture")
    CONTRACT = "contract", pgettext_lazy("kind of document", "Contract or permit")
    MINUTES = "minutes", pgettext_lazy("kind of document", "Minutes")
    RECORD = "record", pgettext_lazy("kind of document", "Record or proof")
    MANUAL = "manual", pgettext_lazy("kind of document", "Manual")
    OTHER = "other", pgettext_lazy("kind of document", "Other")


class Confidentiality(models.TextChoices):
    """Who sees a document."""

    PROJECT = "project", pgettext_lazy("of a document", "whoever sees the project")
    RESTRICTED = "restricted", pgettext_lazy("of a document", "restricted")


class Document(models.Model):
    """Something written that a project needs: one owner who answers for it, and its versions.

    `stage` and `place` name the line of the project's life that asks for it; both are empty where none does.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="documents")
    key = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=DocumentKind.choices, default=DocumentKind.OTHER)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="owned_documents")
    confidentiality = models.CharField(
        max_length=12, choices=Confidentiality.choices, default=Confidentiality.PROJECT
    )
    phase = models.CharField(max_length=16, choices=Phase.choices)
    stage = models.SlugField(max_length=40, blank=True)
    place = models.CharField(max_length=300, blank=True)
    is_for_everybody = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="document_key_unique"),
            models.UniqueConstraint(
                fields=["project", "stage", "place"], condition=~Q(place=""), name="document_place_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    @property
    def is_restricted(self) -> bool:
        """Return whether only some of those who see the project see this document."""
        return self.confidentiality == Confidentiality.RESTRICTED


class DocumentReader(models.Model):
    """Somebody who is to read what a document says once it is approved."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="readers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents_to_read")

    class Meta:
        ordering = ["document_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["document", "person"], name="document_reader_unique")]

    def __str__(self) -> str:
        return f"{self.document_id} for {self.person_id}"
