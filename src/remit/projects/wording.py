"""What people read where the record names a field or an operation of projects."""

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "unique_result": _("unique result"),
    "starts_on": _("start"),
    "promised_on": _("promised end"),
    "budget_minor": _("budget"),
    "phase": _("phase"),
}

OPERATIONS = {
    "projects.change_phase": _("changed the phase"),
    "projects.change_project": _("changed the project"),
    "projects.create_project": _("began the project"),
    "interchange.import_plan": _("imported a plan"),
    "interchange.undo_import": _("took an import back"),
}
