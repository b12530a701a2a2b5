"""What people read where the record names a field or an operation of actions and decisions."""

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "done_on": _("done on"),
    "decided_by": _("decided by"),
    "supersedes": _("takes the place of"),
}

OPERATIONS = {
    "meetings.add_action": _("gave an action"),
    "meetings.change_action": _("changed the action"),
    "meetings.finish_action": _("said that the action is done"),
    "meetings.log_decision": _("logged a decision"),
}
