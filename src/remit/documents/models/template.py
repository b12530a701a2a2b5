from django.db import models

from remit.documents.models.document import DocumentKind
from remit.people.models import Organisation


class DocumentTemplate(models.Model):
    """What a document of a kind begins with: a text, or a file in the store under `sha256`.

    `suits` names the document of a method that it is for, if it is for one.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="document_templates"
    )
    key = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=DocumentKind.choices, default=DocumentKind.OTHER)
    suits = models.CharField(max_length=300, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["organisation_id", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="document_template_key_unique")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.name}"
