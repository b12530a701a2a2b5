"""Whether a file may be kept: judged by its name and by its content, before a byte of it is kept. Pure."""

from remit.documents.inspection.inspecting import Inspected, inspect_file, inspect_text
from remit.documents.inspection.kinds import KINDS, PICTURES, endings
from remit.documents.inspection.told import FORMULAS, LOCATION, PROTECTED, TURNED, told_in_words

__all__ = [
    "FORMULAS",
    "KINDS",
    "LOCATION",
    "PICTURES",
    "PROTECTED",
    "TURNED",
    "Inspected",
    "endings",
    "inspect_file",
    "inspect_text",
    "told_in_words",
]
