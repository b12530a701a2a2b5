"""One step of an edit for one request: how the API changes and removes what a plan holds."""

from typing import Any

from remit.core.api.requests import ApiRequest
from remit.core.api.versions import seen
from remit.core.errors import Invalid
from remit.planning.api_rows import edit_out
from remit.planning.api_schemas import EditOut
from remit.planning.operations.edits import edit_plan
from remit.projects.models import Project


def change(project: Project, step: dict[str, Any], request: ApiRequest) -> None:
    """Do one step; to state what stands already is no fault of whoever sends a change again."""
    try:
        edit_plan(project, [step], actor=request.actor)
    except Invalid as error:
        if error.code != "unchanged":
            raise


def remove(project: Project, step: dict[str, Any], request: ApiRequest) -> EditOut:
    """Do a removing step, at the version that was seen where one is stated."""
    if "If-Match" not in request.headers:
        return edit_out(project, edit_plan(project, [step], actor=request.actor))
    saw = seen(request, None)
    with saw.checked():
        return edit_out(project, edit_plan(project, [{**step, "version": saw.version}], actor=request.actor))
