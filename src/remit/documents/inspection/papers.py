"""PDFs: whole from head to end, without what starts by itself."""

import os
import re
from typing import IO

from django.utils.translation import gettext as _

from remit.documents.inspection.refusals import refused
from remit.documents.inspection.stowaways import tail_of
from remit.documents.inspection.told import PROTECTED

BLOCK = 1024 * 1024
OVERLAP = 64
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia|EmbeddedFile)\b")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_VERSION = re.compile(rb"%PDF-[12]\.[0-9]")


def check_pdf(file: IO[bytes]) -> list[str]:
    """Raise `Invalid` unless it is a whole PDF; one with visible scripts or programs in it is refused.

    What lies in compressed parts is not seen: PDFs are never opened here, only handed out to be saved.
    """
    file.seek(0)
    if not _VERSION.match(file.read(16)):
        raise refused(_("The head of the PDF is damaged: print or save it as PDF anew."), "content")
    tail = tail_of(file)
    if b"%%EOF" not in tail[-2048:]:
        raise refused(
            _("The PDF is cut short: its end is missing. Save it anew and send it again."), "damaged"
        )
    told: set[str] = set()
    rest = b""
    file.seek(0, os.SEEK_SET)
    while block := file.read(BLOCK):
        piece = _HEX.sub(lambda found: bytes([int(found[1], 16)]), rest + block)
        if _ACTIVE.search(piece):
            message = _(
                "The PDF holds scripts, programs or other files: print it as PDF anew, which leaves them out."
            )
            raise refused(message, "active")
        if b"/Encrypt" in piece:
            told.add(PROTECTED)
        rest = block[-OVERLAP:]
    return sorted(told)
