"""Files that a browser or a program keeps and never shows as a page."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

PDF = "application/pdf"


def download(content: bytes | str, name: str, media_type: str) -> HttpResponse:
    """Return `content` as a file to keep under `name`."""
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": disposition or "attachment"}
    return HttpResponse(content, content_type=media_type, headers=headers)
