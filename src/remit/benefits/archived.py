"""The tables of outcomes that go into a project's archive."""

from django.utils.translation import gettext_lazy as _

from remit.benefits.models import Benefit, BenefitReview, ReviewMove
from remit.closure.registries import ArchiveTable

TABLES = (
    ArchiveTable(
        "outcomes", _("Outcomes"), Benefit, "project",
        ("key", "statement", "owner__name", "measure", "unit", "baseline_value", "baseline_on", "target_value",
         "target_on", "method", "source", "stopped_on"),
    ),
    ArchiveTable(
        "outcome-reviews", _("Reviews of outcomes"), BenefitReview, "benefit__project",
        ("benefit__key", "number", "due_on", "reviewer__name", "done_on", "measured_value", "evidence", "follows",
         "words", "by_name"), ("benefit", "number"),
    ),
    ArchiveTable(
        "outcome-review-moves", _("Reviews that were moved"), ReviewMove, "review__benefit__project",
        ("review__benefit__key", "review__number", "from_day", "to_day", "reason", "by_name", "moved_on"),
        ("review", "pk"),
    ),
)  # fmt: skip
