"""An end to uploads that are too large, while they arrive: they are neither stored nor read further."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

_FLAG = "remit.upload_too_large"


def limit_of(request: HttpRequest | None) -> int:
    """Return how many bytes a file of a request may have: those of documents have a limit of their own."""
    is_document = request is not None and "/document" in request.path
    return int(settings.DOCUMENT_LIMIT_BYTES if is_document else settings.IMPORT_LIMIT_BYTES)


class LimitUploads(FileUploadHandler):
    """Stands before the handlers that keep files; drops a file once it is larger than it may be."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count."""
        super().new_file(*args, **kwargs)
        self._left = limit_of(self.request)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand the bytes on, or drop the file and remember that it was too large."""
        del start
        self._left -= len(raw_data)
        if self._left < 0:
            if self.request is not None:
                self.request.META[_FLAG] = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers that follow."""


def upload_was_too_large(request: HttpRequest) -> bool:
    """Return whether a file of this request was dropped for its size."""
    return bool(request.META.get(_FLAG))
