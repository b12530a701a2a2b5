"""The change requests that go into a project's archive."""

from django.utils.translation import gettext_lazy as _

from remit.changes.models import ChangeItem, ChangeRequest, ScopeCorrection
from remit.closure.registries import ArchiveTable, Kept

TABLES = (
    ArchiveTable(
        "changes", _("Change requests"), ChangeRequest, "project",
        ("key", "title", "description", "reason", "cause", "kind", "owner__name", "raised_by__name", "raised_on",
         "state", "days", "cost_minor", "work_minutes", "scope_impact", "risk_impact", "quality_impact",
         "benefit_impact", "advice", "assessed_on", "assessed_by__name", "decided_by__name", "decided_on",
         "decided_words", "decision__key", "decided_facts", "deferred_to", "is_emergency", "ratify_by",
         "ratified_by__name", "ratified_on", "ratified_words", "implemented_by__name", "implemented_on",
         "implemented_words", "verified_by__name", "verified_on", "verified_words",
         "scenario__key", "computed", "baseline__number", "closed_on", "closed_words"),
        guarded=(("cost_minor", Kept.MONEY), ("decided_facts", Kept.MONEY)),
    ),
    ArchiveTable(
        "change-items", _("Work that changes let in"), ChangeItem, "change__project",
        ("change__key", "activity_key", "name", "minutes"),
    ),
    ArchiveTable(
        "scope-corrections", _("Differences accepted as corrections"), ScopeCorrection, "project",
        ("baseline__number", "activity_key", "name", "minutes", "reason", "by_name", "on"),
    ),
)  # fmt: skip
