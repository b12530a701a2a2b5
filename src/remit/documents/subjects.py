"""Documents as what comments are about."""

from django.urls import reverse

from remit.accounts.permissions import Actor
from remit.comments.registries import Subject
from remit.documents.guards import visible_document
from remit.projects.models import Project


def document_subject(actor: Actor, project: Project, key: str) -> Subject:
    """Return a document that the actor may see; `NotFound` otherwise."""
    found = visible_document(actor, project.key, key)
    return Subject(found.title, reverse("documents:document", args=[project.key, key]))
