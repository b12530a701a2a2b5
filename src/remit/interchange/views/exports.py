"""Plans as files to take away."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from remit.accounts.requests import ActorRequest
from remit.interchange.exports import export_file
from remit.planning.guards import existing_plan


@require_GET
def export(request: ActorRequest, key: str) -> HttpResponse:
    """Hand out the plan in the format that is asked for, as Microsoft Project XML where none is."""
    project, _plan = existing_plan(request.actor, key)
    file = export_file(project, request.GET.get("format", ""))
    response = HttpResponse(file.content, content_type=file.media_type)
    disposition = content_disposition_header(as_attachment=True, filename=file.name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response
