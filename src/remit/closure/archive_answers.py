"""The file of an archive as an answer, read only once somebody reads the answer."""

from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from remit.closure.models import Archive
from remit.closure.operations.archives import find_archive, open_archive

ZIP = "application/zip"
_BLOCK = 1 << 18


def sent_archive(archive: Archive) -> StreamingHttpResponse:
    """Return the file of an archive to be kept; `NotFound` where it is deleted or gone."""
    find_archive(archive)
    name = f"{archive.project.key}-{archive.key}.zip"
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment",
        "Content-Length": str(archive.size),
    }
    return StreamingHttpResponse(_blocks(archive), content_type=ZIP, headers=headers)


def _blocks(archive: Archive) -> Iterator[bytes]:
    with open_archive(archive) as source:
        while block := source.read(_BLOCK):
            yield block
