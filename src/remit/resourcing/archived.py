"""The tables of requests and of what was given that go into a project's archive."""

from django.utils.translation import gettext_lazy as _

from remit.closure.registries import ArchiveTable
from remit.resourcing.models import Allocation, ResourceRequest

TABLES = (
    ArchiveTable(
        "resource-requests", _("Requests for resources"), ResourceRequest, "project",
        ("key", "unit__name", "person__name", "skill__name", "level", "pool__name", "count", "minutes_per_week",
         "periods", "amount", "from_date", "to_date", "what_for", "activity__key", "asked_by__name", "asked_on",
         "state", "answered_by_name", "answered_on", "answer"),
    ),
    ArchiveTable(
        "allocations", _("Resources given"), Allocation, "request__project",
        ("request__key", "number", "person__name", "pool__name", "pieces", "minutes_per_week", "amount", "from_date",
         "to_date", "over_reason", "state", "last_on", "release_reason"), ("request", "number"),
    ),
)  # fmt: skip
