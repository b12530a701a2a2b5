"""The kinds of files that are kept: how each is named for a browser, and what its content must be."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from remit.documents.inspection import archives, papers, pictures, texts

Check = Callable[[IO[bytes]], list[str]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: `check` raises `Invalid`, or returns the codes of what is to be told of it."""

    content_type: str
    check: Check


_OFFICE = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
KINDS: dict[str, Kind] = {
    "pdf": Kind("application/pdf", papers.check_pdf),
    "png": Kind("image/png", pictures.check_png),
    "jpg": Kind("image/jpeg", pictures.check_jpeg),
    "jpeg": Kind("image/jpeg", pictures.check_jpeg),
    "gif": Kind("image/gif", pictures.check_gif),
    "webp": Kind("image/webp", pictures.check_webp),
    "txt": Kind("text/plain", texts.check_text),
    "md": Kind("text/markdown", texts.check_text),
    "csv": Kind("text/csv", texts.check_csv),
    "docx": Kind(f"{_OFFICE}wordprocessingml.document", archives.office("word/document.xml")),
    "xlsx": Kind(f"{_OFFICE}spreadsheetml.sheet", archives.office("xl/workbook.xml")),
    "pptx": Kind(f"{_OFFICE}presentationml.presentation", archives.office("ppt/presentation.xml")),
    "odt": Kind(f"{_ODF}text", archives.open_document(f"{_ODF}text")),
    "ods": Kind(f"{_ODF}spreadsheet", archives.open_document(f"{_ODF}spreadsheet")),
    "odp": Kind(f"{_ODF}presentation", archives.open_document(f"{_ODF}presentation")),
}


def endings() -> frozenset[str]:
    """Return the endings of every kind that there is."""
    return frozenset(KINDS)
