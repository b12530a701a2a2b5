"""How bytes of a document leave: to be saved, never to be opened as a page of Remit."""

from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from remit.core.errors import Conflict
from remit.documents.models import DocumentTemplate, DocumentVersion
from remit.documents.storage import BLOCK, store

SANDBOX = (
    "default-src 'none'; style-src 'none'; img-src 'self'; sandbox; frame-ancestors 'none'; base-uri 'none'"
)

BYTES = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
"""How the API's description states such an answer: bytes of any type."""


def _blocks(sha256: str) -> Iterator[bytes]:
    """Yield a content block by block; it is opened only once somebody reads."""
    with store().open(sha256) as content:
        while block := content.read(BLOCK):
            yield block


def _answer(kept: DocumentVersion | DocumentTemplate, content_type: str) -> StreamingHttpResponse:
    try:
        store().open(kept.sha256).close()
    except FileNotFoundError:
        message = _(
            "The content is no longer in the store: whoever runs Remit can bring it back from a backup."
        )
        raise Conflict("lost", message) from None
    response = StreamingHttpResponse(_blocks(kept.sha256), content_type=content_type)
    response.headers["Content-Length"] = str(kept.size)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def to_save(kept: DocumentVersion | DocumentTemplate, name: str) -> StreamingHttpResponse:
    """Return what a browser saves under `name` and never shows; `Conflict` where the store lost it."""
    is_text = kept.content_type.startswith("text/")
    response = _answer(kept, f"{kept.content_type}; charset=utf-8" if is_text else kept.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def as_picture(kept: DocumentVersion) -> StreamingHttpResponse:
    """Return a picture that a page shows by its address: its type is one of four, and nothing in it runs."""
    response = _answer(kept, kept.content_type)
    response.headers["Content-Disposition"] = "inline"
    return response
