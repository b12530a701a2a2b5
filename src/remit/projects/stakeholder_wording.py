"""What people read where the record names a field or an operation of stakeholders, and who sees which of it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FIELDS = {
    "stands_for": _("stands for"),
    "stake": _("stake"),
    "power": pgettext_lazy("of a stakeholder", "power"),
    "interest": pgettext_lazy("of a stakeholder", "interest"),
    "engagement": _("engagement"),
    "desired": _("desired engagement"),
    "approach": _("approach"),
    "message": pgettext_lazy("of a communication plan", "what they are told"),
    "why": pgettext_lazy("of a communication plan", "why"),
    "channel": pgettext_lazy("of a communication plan", "way"),
    "every_days": _("every so many days"),
    "confidential": _("confidential note"),
    "contact": _("contact"),
    "confidential_contact": _("confidential contact"),
}

OPERATIONS = {
    "projects.add_stakeholder": _("added the stakeholder"),
    "projects.change_stakeholder": _("changed the stakeholder"),
    "projects.remove_stakeholder": _("removed the stakeholder"),
    "projects.note_contact": _("noted a contact"),
}

OPEN = (
    "name", "stands_for", "person", "stake", "power", "interest", "engagement", "desired", "approach", "message",
    "why", "channel", "every_days", "owner", "contact",
)  # fmt: skip
# kinds of object, their fields, and the right that it takes to see them in the record
GUARDED = (
    *(("stakeholder", name, "stakeholder.view") for name in OPEN),
    ("stakeholder", "confidential", "stakeholder.confide"),
    ("stakeholder", "confidential_contact", "stakeholder.confide"),
)
