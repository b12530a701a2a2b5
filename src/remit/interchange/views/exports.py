"""Plans as files to take away."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from remit.accounts.requests import ActorRequest
from remit.core.downloads import download
from remit.interchange.exports import export_file
from remit.planning.guards import existing_plan


@require_GET
def export(request: ActorRequest, key: str) -> HttpResponse:
    """Hand out the plan in the format that is asked for, as Microsoft Project XML where none is."""
    project, _plan = existing_plan(request.actor, key)
    file = export_file(project, request.GET.get("format", ""))
    return download(file.content, file.name, file.media_type)
