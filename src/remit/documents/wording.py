"""What people read where the record names a field or an operation of documents, and who sees which of it."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.documents.models import Confidentiality, Verdict, VersionState

FIELDS = {
    "confidentiality": _("seen by"),
    "is_for_everybody": _("for everybody to read"),
    "readers": _("to be read by"),
    "number": pgettext_lazy("of a document", "version"),
    "sha256": _("SHA-256"),
    "file": _("file"),
    "version_state": _("state of the version"),
    "verdict": _("verdict"),
    "remarks": _("remarks"),
    "read": _("read by"),
    "suits": _("for the method's document"),
    "place": _("asked for by"),
    "restricted_title": _("title"),
    "restricted_place": _("asked for by"),
    "restricted_note": _("note"),
    "restricted_answer": _("answer"),
    "restricted_remarks": _("remarks"),
    "restricted_file": _("file"),
}

OPERATIONS = {
    "documents.begin_document": _("began the document"),
    "documents.change_document": _("changed the document"),
    "documents.remove_document": _("removed the document"),
    "documents.add_version": _("added a version"),
    "documents.send_to_review": _("sent the version to review"),
    "documents.answer_review": _("answered as a reviewer"),
    "documents.approve_version": _("approved the version"),
    "documents.send_back": _("made the version a draft again"),
    "documents.withdraw_version": _("withdrew the version"),
    "documents.note_reading": _("said that they have read it"),
    "documents.remind_of_review": _("reminded of a review"),
    "documents.add_template": _("added the template"),
    "documents.change_template": _("changed the template"),
    "documents.remove_template": _("removed the template"),
}


def _label(choices: Any) -> Callable[[Any], str]:
    return lambda value: str(choices(value).label) if value in choices.values else str(value)


VALUES: dict[str, Callable[[Any], str]] = {
    "confidentiality": _label(Confidentiality),
    "version_state": _label(VersionState),
    "verdict": _label(Verdict),
}

# kinds of object, their fields, and the right that it takes to see them in the record
GUARDED = tuple(("document", name, "document.confide") for name in FIELDS if name.startswith("restricted_"))
