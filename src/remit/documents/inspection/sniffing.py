"""What a file is by its first bytes, whatever it is called."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.documents.inspection.refusals import refused

HEAD = 4096
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"#!", "program"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old"),
    (b"\x1f\x8b", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"BZh", "archive"),
    (b"{\\rtf", "old"),
)
_PAGE = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype|html|head|body|script|svg|\?xml|\?php)",
    re.IGNORECASE | re.DOTALL,
)
_WORDS = {
    "pdf": gettext_lazy("a PDF"),
    "png": gettext_lazy("a PNG picture"),
    "jpeg": gettext_lazy("a JPEG picture"),
    "gif": gettext_lazy("a GIF picture"),
    "webp": gettext_lazy("a WebP picture"),
    "zip": gettext_lazy("an archive or an Office file"),
    "program": gettext_lazy("a program or a script"),
    "old": gettext_lazy("a file of an old Office version"),
    "archive": gettext_lazy("an archive"),
    "page": gettext_lazy("a web page or a drawing that can carry scripts"),
}
_WANTED = {
    **{each: each for each in ("pdf", "png", "gif", "webp")},
    **dict.fromkeys(("jpg", "jpeg"), "jpeg"),
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "odp"), "zip"),
}


def sniffed(head: bytes) -> str:
    """Return what the first bytes of a file are of, nothing where they could be any text."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    for magic, what in _MAGIC:
        if head.startswith(magic):
            return what
    return "page" if _PAGE.match(head) else ""


def check_sniffed(head: bytes, ending: str) -> None:
    """Raise `Invalid` where the first bytes are not of the kind that the ending promises."""
    what = sniffed(head)
    if what == _WANTED.get(ending, ""):
        return
    if what:
        message = _(
            "The file ends in .%(ending)s, but what it holds is %(what)s: give it its right ending, or save it anew."
        )
        raise refused(message % {"ending": ending, "what": _WORDS[what]}, "content")
    message = _(
        "The file ends in .%(ending)s, but its content is none: save it anew from the program it comes from."
    )
    raise refused(message % {"ending": ending}, "content")
