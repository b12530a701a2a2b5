"""Requirements from a file or from rows pasted out of a spreadsheet, and into a file."""

import io
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.downloads import download
from remit.core.errors import Invalid, NotFound
from remit.core.uploads import upload_was_too_large
from remit.interchange.compute.reading import too_large
from remit.interchange.compute.requirement_files import COLUMNS
from remit.interchange.compute.sheets import WrongRows
from remit.interchange.models import RequirementImport
from remit.interchange.operations.requirements import import_requirements, undo_requirement_import
from remit.interchange.requirement_export import MEDIA_TYPES, export_requirements
from remit.interchange.requirement_imports import taken_in
from remit.projects.guards import visible_project
from remit.projects.models import Project
from remit.projects.requirement_navigation import requirement_tabs
from remit.projects.requirement_policies import may_keep_requirements

LONGEST_PASTED = 1_000_000


@require_http_methods(["GET", "POST"])
def take_in(request: ActorRequest, key: str) -> HttpResponse:
    """Take in requirements from a file, or from pasted rows; nothing is taken in where one row is wrong."""
    project = visible_project(request.actor, key)
    require(may_keep_requirements(request.actor, project))
    pasted = request.POST.get("rows", "")[:LONGEST_PASTED]
    context: dict[str, Any] = {"pasted": pasted}
    if request.method != "POST":
        return _page(request, project, context)
    try:
        source, name = _sent(request, pasted)
        keys, file = import_requirements(project, source, name, actor=request.actor)
    except WrongRows as error:
        return _page(request, project, context | {"wrong": error}, error.status)
    except Invalid as error:
        return _page(request, project, context | {"refusal": error.message}, error.status)
    words = _("%(count)d requirements are taken in. They can be taken back as long as nobody changes them.")
    messages.success(request, words % {"count": len(keys)})
    if file.ignored:
        messages.warning(request, _("Left out: %(names)s.") % {"names": ", ".join(file.ignored[:20])})
    return redirect("projects:requirements", key)


def _sent(request: ActorRequest, pasted: str) -> tuple[Any, str]:
    if upload_was_too_large(request):
        raise too_large(settings.IMPORT_LIMIT_BYTES)
    file = request.FILES.get("file")
    if file is not None:
        return file, file.name or ""
    if not pasted.strip():
        raise Invalid(_("Choose a file, or paste rows with their head."), field="file", code="required")
    return io.BytesIO(pasted.encode("utf-8", "replace")), "pasted"


def _page(
    request: ActorRequest, project: Project, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    more = {
        "project": project,
        "columns": COLUMNS,
        "tabs": requirement_tabs(project, "requirements"),
        "taken_in": taken_in(project),
    }
    return render(request, "interchange/requirements.html", context | more, status=status)


@require_POST
def undo(request: ActorRequest, key: str, number: int) -> HttpResponse:
    """Take a whole file of requirements back."""
    project = visible_project(request.actor, key)
    require(may_keep_requirements(request.actor, project))
    done = RequirementImport.objects.filter(project=project, number=number).first()
    if done is None:
        raise NotFound
    undo_requirement_import(done, actor=request.actor)
    messages.success(request, _("The import of %(file)s is taken back.") % {"file": done.file_name})
    return redirect("interchange:requirements", key)


@require_GET
def export(request: ActorRequest, key: str, suffix: str) -> HttpResponse:
    """Hand out the requirements of a project as a file that the import reads."""
    project = visible_project(request.actor, key)
    if suffix not in MEDIA_TYPES:
        raise NotFound
    content = export_requirements(project, suffix)
    return download(content, f"{project.key}-requirements.{suffix}", MEDIA_TYPES[suffix])
