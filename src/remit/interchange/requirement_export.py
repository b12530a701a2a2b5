"""The requirements of a project as a file that the import reads: CSV and ReqIF."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone

from remit.core.tables import comma_separated
from remit.interchange.compute.reqif import reqif_file
from remit.projects.models import Project, Requirement, RequirementState
from remit.projects.requirement_queries import requirements_of

HEADS = (
    "Identifier", "Statement", "Acceptance criteria", "Kind", "Priority", "What if not", "Effort in hours", "Source",
    "Needs", "Deliverables",
)  # fmt: skip
REQIF_HEADS = ("ReqIF.ForeignID", "ReqIF.Text", *HEADS[2:])
MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "reqif": "application/xml"}


def export_requirements(project: Project, suffix: str) -> bytes:
    """Return the requirements that are not withdrawn as the file that `suffix` names: csv or reqif."""
    rows = requirements_of(project).exclude(state=RequirementState.WITHDRAWN).order_by("pk")
    found = list(rows.prefetch_related("needs", "deliverables"))
    if suffix == "csv":
        return comma_separated(list(HEADS), (list(_texts(each)) for each in found))
    texts = ((each.key, _texts(each)) for each in found)
    source = f"{settings.BASE_URL}/{project.organisation_id}/{project.key}"
    return reqif_file(f"{project.key} {project.name}", REQIF_HEADS, texts, source=source, at=timezone.now())


def _texts(each: Requirement) -> Sequence[str]:
    hours = "" if each.effort_minutes is None else f"{each.effort_minutes / 60:.2f}".rstrip("0").rstrip(".")
    return (
        each.foreign_id or each.key,
        each.statement,
        each.acceptance_criteria,
        each.kind,
        each.priority,
        each.what_if_not,
        hours,
        each.collection.title if each.collection else each.source,
        ", ".join(need.key for need in each.needs.all()),
        ", ".join(part.key for part in each.deliverables.all()),
    )
