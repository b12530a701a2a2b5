"""Files that are two things at once: what a picture or a PDF carries besides itself."""

import os
import re
from typing import IO

from django.utils.translation import gettext as _

from remit.documents.inspection.refusals import refused

TAIL = 66_000  # where the end of an archive must lie: its record and the longest comment
HEAD = 4096
_MARKUP = re.compile(rb"<(?:script|html|svg|!doctype|\?php|iframe)[\s>/]", re.IGNORECASE)


def tail_of(file: IO[bytes]) -> bytes:
    """Return the last bytes of a file; `Invalid` where they end an archive."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - TAIL, 0))
    tail = file.read(TAIL)
    if b"PK\x05\x06" in tail:
        raise two_at_once()
    return tail


def check_alone(file: IO[bytes]) -> None:
    """Raise `Invalid` where a picture is an archive, a PDF or a web page as well."""
    tail = tail_of(file)
    file.seek(0)
    head = file.read(HEAD)
    if b"%PDF-" in head[:1024] or _MARKUP.search(head) or _MARKUP.search(tail):
        raise two_at_once()


def two_at_once() -> Exception:
    """Return the refusal of a file that is two things at once."""
    message = _(
        "The file is two things at once: something else is hidden in it. Save it anew from its program."
    )
    return refused(message, "polyglot")
