"""Fetch and authorise in one call, so that no page can forget it."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.core.errors import NotAllowed, NotFound
from remit.documents.models import Document, DocumentReview, DocumentTemplate, DocumentVersion
from remit.documents.policies import may_see_templates
from remit.documents.queries import documents_of
from remit.projects.guards import visible_project


def visible_document(actor: Actor, project_key: str, key: str) -> Document:
    """Return a document that the actor may see; `NotFound` otherwise, whether it exists or not."""
    project = visible_project(actor, project_key)
    found: Document | None = documents_of(actor, project).filter(key=key).first()
    if found is None:
        raise NotFound
    found.project = project
    return found


def visible_version(actor: Actor, project_key: str, key: str, number: int) -> DocumentVersion:
    """Return a version of a document that the actor may see; `NotFound` otherwise."""
    document = visible_document(actor, project_key, key)
    rows = document.versions.select_related("author", "approver", "decided_by")
    found: DocumentVersion | None = rows.filter(number=number).first() if number < 2**31 else None
    if found is None:
        raise NotFound
    found.document = document
    return found


def own_review(actor: Actor, version: DocumentVersion) -> DocumentReview:
    """Return the review of a version that the actor is asked for; `NotAllowed` where they are not."""
    rows = version.reviews.select_related("reviewer")
    found = rows.filter(reviewer_id=actor.person_id).first() if actor.person_id is not None else None
    if found is None:
        names = ", ".join(each.reviewer.name for each in rows)
        raise NotAllowed(_("You are not asked to review this version."), names)
    found.of = version
    return found


def visible_template(actor: Actor, key: str) -> DocumentTemplate:
    """Return a template of the actor's organisation; `NotFound` where there is none."""
    require(may_see_templates(actor))
    rows = DocumentTemplate.objects.filter(actor.within()).select_related("organisation")
    found: DocumentTemplate | None = rows.filter(key=key).first()
    if found is None:
        raise NotFound
    return found
