"""The tables of a project's earned value that go into its archive."""

from django.utils.translation import gettext_lazy as _

from remit.closure.registries import ArchiveTable, Kept
from remit.earned_value.models import ActivityMeasure, StatusSnapshot, ValueTerms

TABLES = (
    ArchiveTable(
        "value-settings", _("How work is measured"), ValueTerms, "project", ("default_rule", "is_weekly"),
        needs=Kept.MONEY,
    ),
    ArchiveTable(
        "activity-measures", _("How activities are measured"), ActivityMeasure, "project",
        ("activity_key", "rule", "account__code", "units_planned", "units_done", "steps"), ("activity_key",),
        needs=Kept.MONEY,
    ),
    ArchiveTable(
        "status-snapshots", _("Kept figures of earned value"), StatusSnapshot, "project",
        ("key", "as_of", "taken_on", "by_name", "note", "baseline_number", "bac_minor", "pv_minor", "ev_minor",
         "ac_minor", "eac_minor", "ends_on", "figures", "parts", "doubts"), needs=Kept.MONEY,
    ),
)  # fmt: skip
