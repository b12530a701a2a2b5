"""Texts and tables of text."""

import codecs
import re
from collections.abc import Iterable
from typing import IO

from django.utils.translation import gettext as _

from remit.documents.inspection.refusals import refused
from remit.documents.inspection.told import FORMULAS, TURNED

BLOCK = 256 * 1024
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_FORMULA = re.compile(r'(?m)(?:^|[,;\t])"?(?:[=@]|[+-](?![\d.,]))')


def _pieces(file: IO[bytes]) -> Iterable[str]:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    file.seek(0)
    try:
        while block := file.read(BLOCK):
            yield decoder.decode(block)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        message = _("The text is not written in UTF-8: save it with that encoding, then send it again.")
        raise refused(message, "encoding") from error


def told_of(text: str) -> list[str]:
    """Return what is to be told of a text."""
    return [TURNED] if _TURNING.search(text) else []


def check_text(file: IO[bytes]) -> list[str]:
    """Raise `Invalid` unless the file is text in UTF-8 without NUL; return what is to be told of it."""
    found: set[str] = set()
    for piece in _pieces(file):
        if "\0" in piece:
            raise refused(_("The file holds zero bytes: it is no text. Save it anew as text."), "content")
        found.update(told_of(piece))
    return sorted(found)


def check_csv(file: IO[bytes]) -> list[str]:
    """Do as `check_text`, and tell of cells that a spreadsheet would run."""
    found = set(check_text(file))
    if any(_FORMULA.search(piece) for piece in _pieces(file)):
        found.add(FORMULAS)
    return sorted(found)
