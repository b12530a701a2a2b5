"""Names of files: shown to people and given to downloads, never used as a path."""

import re
import unicodedata

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.documents.inspection.refusals import refused

LONGEST = 120
RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{device}{number}" for device in ("com", "lpt") for number in "0123456789¹²³"}
)
_FORBIDDEN = re.compile(r'[<>:"|?*\\/]')
# an ending in the middle of a name that a system may take for the real one
_DANGEROUS = frozenset(
    {
        "exe", "com", "scr", "pif", "bat", "cmd", "msi", "vbs", "vbe", "js", "jse", "wsf", "wsh", "ps1", "hta", "cpl",
        "jar", "lnk", "reg", "sh", "app", "dll", "html", "htm", "svg", "xhtml", "php",
    }
)  # fmt: skip

_PROGRAM = gettext_lazy("Programs and scripts are not kept: a document is something that people read.")
_PAGE = gettext_lazy("Web pages and SVG drawings can carry scripts and are not kept: save it as PDF or PNG.")
_ARCHIVE = gettext_lazy(
    "Archives are not kept, for nobody could see what is in them: send its files one by one."
)
_MACROS = gettext_lazy("Files with macros are not kept: save it without them, as .docx, .xlsx or .pptx.")
_OLD = gettext_lazy("Files of old Office versions are not kept: save it as .docx, .xlsx or .pptx.")
_KNOWN = {
    **dict.fromkeys(_DANGEROUS - {"html", "htm", "svg", "xhtml"}, _PROGRAM),
    **dict.fromkeys(("html", "htm", "svg", "svgz", "xhtml", "mht", "mhtml", "swf", "xml", "xsl"), _PAGE),
    **dict.fromkeys(("zip", "7z", "rar", "tar", "gz", "tgz", "bz2", "xz", "iso", "cab"), _ARCHIVE),
    **dict.fromkeys(("docm", "dotm", "xlsm", "xltm", "xlsb", "pptm", "ppsm", "potm"), _MACROS),
    **dict.fromkeys(("doc", "dot", "xls", "xlt", "ppt", "pps", "rtf"), _OLD),
}


def clean_name(name: str) -> str:
    """Return a name that is safe to show and to save: no path, no control or turning characters, not reserved.

    Accents and other scripts stay. What a system might take for an ending inside the name is joined to it.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    last = unicodedata.normalize("NFC", last)
    kept = "".join(
        each for each in last if unicodedata.category(each) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    )
    kept = " ".join(_FORBIDDEN.sub("_", kept).split()).strip(". ")
    stem, dot, ending = kept.rpartition(".")
    if not dot:
        stem, ending = kept, ""
    first, *others = stem.split(".")
    joined = (("_" if each.strip().lower() in _DANGEROUS else ".") + each for each in others if each.strip())
    stem = (first + "".join(joined)).strip(". ") or "document"
    if stem.partition(".")[0].strip().lower() in RESERVED:
        stem = f"_{stem}"
    stem = stem[: LONGEST - len(ending) - 1]
    return f"{stem}.{ending}" if ending else stem


def ending_of(name: str, allowed: frozenset[str]) -> str:
    """Return the ending of a cleaned name, in small letters; `Invalid` for one that is not kept."""
    stem, dot, ending = name.rpartition(".")
    ending = ending.lower()
    if not dot or not stem:
        raise refused(
            _("The file has no ending such as .pdf, so nobody can say what it is: name it in full."), "ending"
        )
    if ending in allowed:
        return ending
    if ending in _KNOWN:
        raise refused(_KNOWN[ending], "kind")
    message = _("Files that end in .%(ending)s are not kept. These are: %(names)s.")
    raise refused(message % {"ending": ending[:20], "names": ", ".join(sorted(allowed))}, "kind")
