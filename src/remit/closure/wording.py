"""What people read where the record names a field or an operation of closing."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.closure.closing_content import PARTS
from remit.closure.service_content import LABELS

# what the record keeps of sums: kinds of object and their fields
SUMS = (
    ("closing-record", "cost_minor"),
    ("closing-record", "sunk_cost_minor"),
    ("service-handover", "run_cost"),
)

FIELDS = (
    {part.name: part.label for part in PARTS}
    | LABELS
    | {
        "closing_item": _("item of the closing list"),
        "items": _("items"),
        "title": _("title"),
        "happened": _("what happened"),
        "cause": _("cause"),
        "advice": _("advice"),
        "tags": _("tags"),
        "is_shared": _("in the library"),
        "lesson_note": _("lesson of others"),
        "hold": _("legal hold"),
        "holds": pgettext_lazy("of an archive", "holds"),
        "retain_until": _("kept until"),
        "sha256": _("SHA-256"),
    }
)

OPERATIONS = {
    "closure.edit_checklist": _("changed the closing list"),
    "closure.answer_item": _("answered an item of the closing list"),
    "closure.begin_record": _("began the closing record"),
    "closure.change_record": _("wrote the closing record"),
    "closure.submit_record": _("handed the closing record in"),
    "closure.answer_record": _("answered the closing record"),
    "closure.add_lesson": _("stated the lesson"),
    "closure.change_lesson": _("changed the lesson"),
    "closure.note_lesson": _("answered a lesson of others"),
    "closure.begin_service_handover": _("began the handover to operations"),
    "closure.change_service_handover": _("wrote the handover to operations"),
    "closure.propose_service_handover": _("proposed the handover to operations"),
    "closure.answer_service_handover": _("answered the handover to operations"),
    "closure.waive_service_handover": _("waived the handover to operations"),
    "closure.make_archive": _("made the archive"),
    "closure.hold_archive": _("put the archive on legal hold"),
    "closure.lift_hold": _("lifted the legal hold"),
    "closure.propose_deletion": _("proposed to delete the archive"),
    "closure.answer_deletion": _("decided on the deletion of the archive"),
}
