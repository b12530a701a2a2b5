"""What people read where the record names a field or an operation of closing."""

from django.utils.translation import gettext_lazy as _

from remit.closure.closing_content import PARTS

# what the record keeps of sums: kinds of object and their fields
SUMS = (("closing-record", "cost_minor"), ("closing-record", "sunk_cost_minor"))

FIELDS = {part.name: part.label for part in PARTS} | {
    "closing_item": _("item of the closing list"),
    "items": _("items"),
}

OPERATIONS = {
    "closure.edit_checklist": _("changed the closing list"),
    "closure.answer_item": _("answered an item of the closing list"),
    "closure.begin_record": _("began the closing record"),
    "closure.change_record": _("wrote the closing record"),
    "closure.submit_record": _("handed the closing record in"),
    "closure.answer_record": _("answered the closing record"),
}
