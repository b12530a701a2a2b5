"""The tables of a project's status that go into its archive."""

from django.utils.translation import gettext_lazy as _

from remit.closure.registries import ArchiveTable, Kept
from remit.reporting.models import CostReport, FinishRange, LightOverride, StatusReport, StatusTerms

TABLES = (
    ArchiveTable(
        "status-terms", _("Tolerances"), StatusTerms, "project",
        ("days_tolerance", "cost_tolerance", "low", "high", "every_weeks", "next_on"),
    ),
    ArchiveTable(
        "cost-reports", _("Reports of cost"), CostReport, "project",
        ("as_of", "spent_minor", "low_minor", "likely_minor", "high_minor", "note", "by_name", "created_at"),
        ("as_of", "pk"), needs=Kept.MONEY,
    ),
    ArchiveTable(
        "lights-by-hand", _("Lights set by hand"), LightOverride, "project",
        ("light", "colour", "ruled", "ruled_words", "reason", "until", "state", "by_name", "set_at",
         "answered_by__name", "answer"),
    ),
    ArchiveTable(
        "finish-range", _("Range of the end"), FinishRange, "project",
        ("plan_version", "runs", "low", "high", "p10_minute", "p50_minute", "p80_minute", "p90_minute",
         "promised_on", "percent_kept", "worked_out_at"),
    ),
    # of what a report keeps, the sums stand under `cost` and nowhere else
    ArchiveTable(
        "status-reports", _("Status reports"), StatusReport, "project",
        ("number", "as_of", "reported_at", "by_name", "words", "content__phase", "content__promised",
         "content__expected", "content__range", "content__kept", "content__lights", "content__asks",
         "content__changes", "content__cost", "told"),
        ("number",), guarded=(("content__cost", Kept.MONEY),),
    ),
)  # fmt: skip
