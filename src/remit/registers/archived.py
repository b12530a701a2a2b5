"""The tables of risks and issues that go into a project's archive."""

from django.utils.translation import gettext_lazy as _

from remit.closure.registries import ArchiveTable, Kept
from remit.registers.models import Issue, Risk, RiskAction

SUMS = (
    "cost_minor", "emv_minor", "scale_budget_minor", "response_cost_minor", "residual_cost_minor",
    "residual_emv_minor",
)  # fmt: skip
TABLES = (
    ArchiveTable(
        "risks", _("Risks"), Risk, "project",
        ("key", "kind", "category", "cause", "event", "effect", "trigger", "note", "near_from", "near_to",
         "owner__name", "raised_by__name", "raised_on", "state", "probability", "cost_minor", "days",
         "probability_band", "cost_band", "days_band", "impact_band", "score", "emv_minor", "scale_budget_minor",
         "scale_days", "assessed_on", "strategy", "response", "response_cost_minor", "residual_probability",
         "residual_cost_minor", "residual_days", "residual_score", "residual_emv_minor", "residual_reason",
         "review_on", "reviewed_on", "review_words", "outcome", "closed_on", "closed_words"),
        guarded=tuple((each, Kept.MONEY) for each in SUMS),
    ),
    ArchiveTable(
        "risk-actions", _("Actions that answer risks"), RiskAction, "risk__project",
        ("risk__key", "action__key", "action__text"),
    ),
    ArchiveTable(
        "issues", _("Issues"), Issue, "project",
        ("key", "kind", "title", "description", "severity", "owner__name", "due_on", "raised_by__name", "raised_on",
         "risk__key", "state", "assessment", "resolution", "closed_on", "closed_words", "reopened_words",
         "escalated_on", "escalated_to__name", "escalated_words"),
    ),
)  # fmt: skip
