"""What people read where the record names a field or an operation of meetings, actions and decisions."""

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "done_on": _("done on"),
    "decided_by": _("decided by"),
    "supersedes": _("takes the place of"),
    "begins": _("begins at"),
    "length_minutes": _("length in minutes"),
    "chair": _("chair"),
    "minute_taker": _("minute-taker"),
    "agenda": _("agenda"),
    "invited": _("invited"),
    "rest": _("what else was said"),
    "series": _("series"),
    "rhythm": _("rhythm"),
    "matter": _("agreed at"),
    "sha256": _("seal"),
}

OPERATIONS = {
    "meetings.plan_meeting": _("planned the meeting"),
    "meetings.change_meeting": _("changed the meeting"),
    "meetings.plan_series": _("planned a series of meetings"),
    "meetings.change_following": _("changed the meeting and those after it"),
    "meetings.cancel_following": _("cancelled the meeting and those after it"),
    "meetings.hold_meeting": _("said that the meeting was held"),
    "meetings.cancel_meeting": _("cancelled the meeting"),
    "meetings.begin_minutes": _("began the minutes"),
    "meetings.write_minutes": _("wrote the minutes"),
    "meetings.drop_minutes": _("threw a draft of the minutes away"),
    "meetings.publish_minutes": _("published the minutes"),
    "meetings.add_action": _("gave an action"),
    "meetings.change_action": _("changed the action"),
    "meetings.finish_action": _("said that the action is done"),
    "meetings.log_decision": _("logged a decision"),
}
