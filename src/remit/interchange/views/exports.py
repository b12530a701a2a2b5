"""Plans as files to take away."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from remit.accounts.requests import ActorRequest
from remit.interchange.exports import export_plan
from remit.planning.guards import existing_plan


@require_GET
def export(request: ActorRequest, key: str) -> HttpResponse:
    """Hand out the plan as Microsoft Project XML."""
    project, _plan = existing_plan(request.actor, key)
    response = HttpResponse(export_plan(project), content_type="application/xml")
    name = "".join(c for c in f"{project.key} {project.name}" if c.isprintable() and c not in '/\\:*?"<>|')
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.xml")
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response
