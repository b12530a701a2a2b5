"""Bytes that come in: looked at, counted, and put into the store before any row speaks of them."""

import io
from typing import IO

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _

from remit.core.errors import Invalid
from remit.documents.inspection import Inspected, inspect_file, inspect_text
from remit.documents.models import DocumentTemplate, DocumentVersion
from remit.documents.storage import store
from remit.people.models import Organisation


def used_bytes(organisation: Organisation) -> int:
    """Return how many bytes the documents and templates of an organisation take, each version counted: two queries."""
    versions = DocumentVersion.objects.filter(document__project__organisation=organisation)
    templates = DocumentTemplate.objects.filter(organisation=organisation)
    return sum(rows.aggregate(bytes=Sum("size"))["bytes"] or 0 for rows in (versions, templates))


def keep_file(organisation: Organisation, file: IO[bytes], name: str) -> Inspected:
    """Look at a file and put it into the store; `Invalid` with how to mend it where it is not kept.

    What no operation comes to speak of is swept a day later.
    """
    found = inspect_file(
        file, name, most_bytes=settings.DOCUMENT_LIMIT_BYTES, allowed=settings.DOCUMENT_KINDS
    )
    _check_room(organisation, found.size)
    store().put(file, found.sha256)
    return found


def keep_text(organisation: Organisation, text: str) -> Inspected:
    """Look at a text that was written here and put it into the store; `Invalid` where it cannot be kept."""
    found, content = inspect_text(text)
    _check_room(organisation, found.size)
    store().put(io.BytesIO(content), found.sha256)
    return found


def _check_room(organisation: Organisation, size: int) -> None:
    limit = settings.DOCUMENT_TOTAL_BYTES
    if limit and used_bytes(organisation) + size > limit:
        message = _(
            "The organisation keeps %(limit)d MB of documents at most, and this would be more: ask whoever runs "
            "Remit for more room."
        )
        raise Invalid(message % {"limit": limit // (1024 * 1024)}, field="file", code="room")
