"""One look at a file from its name to its last byte."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from remit.core.errors import Invalid
from remit.documents.inspection import texts
from remit.documents.inspection.kinds import KINDS
from remit.documents.inspection.names import clean_name, ending_of
from remit.documents.inspection.refusals import refused
from remit.documents.inspection.sniffing import HEAD, check_sniffed

BLOCK = 1024 * 1024
LONGEST_TEXT = 500_000
MARKDOWN = "text/markdown"


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a file is that may be kept: its cleaned name, size in bytes, and what is to be told of it, by codes."""

    name: str
    content_type: str
    size: int
    sha256: str
    told: tuple[str, ...]


def inspect_file(
    file: IO[bytes], name: str, *, most_bytes: int, allowed: Collection[str] = tuple(KINDS)
) -> Inspected:
    """Return what a file is, read from its first byte to its last; `Invalid` with how to mend it where it is not kept.

    Nothing of it is executed, unpacked to disk or drawn. `allowed` are endings of `KINDS`.
    """
    cleaned = clean_name(name)
    ending = ending_of(cleaned, frozenset(allowed) & frozenset(KINDS))
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while block := file.read(BLOCK):
        size += len(block)
        if size > most_bytes:
            raise too_large(most_bytes)
        digest.update(block)
    if size == 0:
        raise refused(
            _("The file is empty: 0 bytes came. Look whether it is whole, and send it again."), "empty"
        )
    file.seek(0)
    check_sniffed(file.read(HEAD), ending)
    kind = KINDS[ending]
    told = kind.check(file)
    return Inspected(cleaned, kind.content_type, size, digest.hexdigest(), tuple(told))


def too_large(most_bytes: int) -> Invalid:
    """Return the refusal of a file that has more than `most_bytes`."""
    message = _("The file is larger than %(limit)d MB, which is the most here: make it smaller, or part it.")
    return refused(message % {"limit": max(most_bytes // (1024 * 1024), 1)}, "large")


def inspect_text(text: str) -> tuple[Inspected, bytes]:
    """Return what a text is that was written here, and its bytes; `Invalid` where it cannot be kept."""
    clean = text.replace("\r\n", "\n").strip("\n")
    if not clean.strip():
        raise refused(_("Write something, or choose a file."), "required")
    if len(clean) > LONGEST_TEXT:
        message = _("At most %(longest)d characters, these are %(count)d.")
        raise refused(message % {"longest": LONGEST_TEXT, "count": len(clean)}, "long")
    content = f"{clean}\n".encode()
    told = tuple(texts.told_of(clean))
    return Inspected("", MARKDOWN, len(content), hashlib.sha256(content).hexdigest(), told), content
