"""What whoever opens a file should know of it: by codes that a version keeps."""

from django.utils.translation import gettext_lazy as _

LOCATION, FORMULAS, PROTECTED, TURNED = "location", "formulas", "protected", "turned"

_WORDS = {
    LOCATION: _("The picture says where it was taken: whoever has it can find the place."),
    FORMULAS: _("Some cells begin like formulas: a spreadsheet runs them when it opens the file."),
    PROTECTED: _("The file is protected: some readers ask for a password or forbid printing."),
    TURNED: _(
        "It holds characters that turn the direction of writing: what is read may differ from what it says."
    ),
}


def told_in_words(code: str) -> str:
    """Return what a code tells, in words; the code itself where this version does not know it."""
    return str(_WORDS.get(code, code))
