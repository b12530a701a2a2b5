"""What people read where the record names a field or an operation of earned value."""

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "rule": _("rule"),
    "default_rule": _("rule for activities that state none"),
    "is_weekly": _("kept each week"),
    "units_planned": _("units to make"),
    "units_done": _("units made"),
    "steps": _("steps"),
    "bac_minor": _("budget at completion"),
    "pv_minor": _("planned value"),
    "ev_minor": _("earned value"),
    "ac_minor": _("actual cost"),
}

OPERATIONS = {
    "earned_value.set_measures": _("said how it is measured"),
    "earned_value.change_terms": _("changed how work is measured"),
    "earned_value.record_status": _("kept the figures"),
}
