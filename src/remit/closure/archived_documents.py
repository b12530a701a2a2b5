"""The documents of a project as files of its archive: those in force that are for everybody who sees the project."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.closure.registries import ArchivedFile
from remit.core.errors import Conflict
from remit.documents.models import Confidentiality
from remit.documents.queries import KeptDocument, kept_documents
from remit.projects.models import Project


def archived_documents(_reader: Actor, project: Project, _holds: frozenset[Any]) -> Iterable[ArchivedFile]:
    """Yield each document's version in force; `Conflict` where the store has lost one."""
    for kept in kept_documents(project):
        document = kept.document
        if kept.approved is None or document.confidentiality == Confidentiality.RESTRICTED:
            continue
        name = kept.approved.file_name or f"{document.title}.txt"
        title = f"{document.key} {document.title}"
        yield ArchivedFile(f"documents/{document.key}-{name}", title, _content(kept))


def _content(kept: KeptDocument) -> bytes:
    try:
        source = kept.open()
    except FileNotFoundError:
        message = _("The content of %(key)s is not where it was laid: look into the backups.")
        raise Conflict("file_gone", message % {"key": kept.document.key}) from None
    if source is None:
        return b""
    with source:
        return source.read()
