"""What people read where the record names a field or an operation of timesheets."""

from django.utils.translation import gettext_lazy as _

FIELDS = {"hours": _("hours"), "corrects": _("corrects"), "approver": _("approver")}

OPERATIONS = {
    "timesheets.keep_week": _("entered hours"),
    "timesheets.submit_sheet": _("handed in the timesheet"),
    "timesheets.withdraw_sheet": _("took the timesheet back"),
    "timesheets.begin_correction": _("began to correct the week"),
    "timesheets.drop_correction": _("dropped the correction"),
    "timesheets.approve_sheet": _("approved the timesheet"),
    "timesheets.return_sheet": _("sent the timesheet back"),
    "timesheets.lock_sheet": _("locked the timesheet"),
    "timesheets.remind_of_weeks": _("reminded of missing hours"),
    "timesheets.pass_on_sheet": _("named another approver"),
}
