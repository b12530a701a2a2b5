"""The hours of a project that go into its archive: those approved."""

from django.utils.translation import gettext_lazy as _

from remit.closure.registries import ArchiveTable, Kept
from remit.timesheets.models import DAYS, FINAL, TimesheetLine

TABLES = (
    ArchiveTable(
        "hours", _("Hours worked"), TimesheetLine, "project",
        ("sheet__week", "sheet__person__name", "activity_key", "activity_name", *DAYS, "note", "sheet__key",
         "sheet__number", "sheet__decided_by_name", "sheet__decided_on"),
        ("sheet__week", "pk"), needs=Kept.MONEY, only=(("sheet__state__in", FINAL),),
    ),
)  # fmt: skip
