"""What people read where the record names a field or an operation of long work."""

from django.utils.translation import gettext_lazy as _

FIELDS = {"attempts": _("attempts"), "state": _("state")}

OPERATIONS = {
    "jobs.cancel_job": _("stopped the long work"),
    "jobs.end_job": _("ended the long work"),
    "jobs.repeat_job": _("took the long work up again"),
    "jobs.start_job": _("started the long work"),
}
