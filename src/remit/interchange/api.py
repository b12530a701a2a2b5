"""Imports and exports of plans."""

import datetime as dt
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile
from pydantic import Field, StringConstraints, field_validator

from remit.accounts.permissions import Actor, require
from remit.core.api.bodies import is_storable
from remit.core.api.fields import Input, Key, Output
from remit.core.api.problems import accepts, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import created
from remit.core.downloads import download
from remit.core.errors import Invalid
from remit.core.uploads import upload_was_too_large
from remit.interchange.compute.reading import too_large
from remit.interchange.exports import EXPORTED, export_file
from remit.interchange.guards import visible_report
from remit.interchange.models import ImportReport
from remit.interchange.operations.beginning import begin_import
from remit.jobs.api import JobOut, job_out
from remit.jobs.models import Job
from remit.people.models import Scope, ScopeKind
from remit.planning.guards import existing_plan
from remit.projects.guards import visible_project
from remit.projects.policies import may_create_anywhere

router = Router(tags=["Imports"])


# not required by the document: one that is too large is dropped while it arrives, and is then answered as such
SentFile = Annotated[
    UploadedFile | None,
    File(description="The plan: Microsoft Project XML, XER, PMXML or JSON."),
]


class ImportIn(Input):
    """Where the plan goes: into the empty plan of `project`, or into a new project below `parent`.

    Without both the new project lies directly below the organisation.
    """

    project: Key | None = None
    parent: Key | None = None
    name: Annotated[
        str,
        StringConstraints(max_length=200),
        Field(description="Of the new project; empty for the name that the file states."),
    ] = ""

    @field_validator("project", "parent", "name")
    @classmethod
    def _can_be_kept(cls, text: str | None) -> str | None:
        if text is not None and not is_storable(text):
            msg = "The text holds a character that cannot be kept."
            raise ValueError(msg)
        return text


class LeftOutOut(Output):
    """Something that was not kept, and why."""

    what: str
    count: int
    reason: str


class ImportOut(Output):
    """What one import read; its page lists each date that came out differently."""

    number: int
    project: str
    file_name: str
    file_size: int
    sha256: str
    imported_by_key: str
    imported_by_name: str
    at: dt.datetime
    made_project: bool
    counts: dict[str, int]
    left_out: list[LeftOutOut]
    differences: int
    undone_at: dt.datetime | None


def _out(report: ImportReport) -> ImportOut:
    names = ("number", "file_name", "file_size", "sha256", "imported_by_key", "imported_by_name", "at")
    return ImportOut(
        **{name: getattr(report, name) for name in names},
        project=report.project_key,
        made_project=report.made_project,
        counts=report.counts,
        left_out=[LeftOutOut(**each) for each in report.left_out],
        differences=len(report.differences),
        undone_at=report.undone_at,
    )


@router.post(
    "/imports",
    operation_id="import_plan",
    response=accepts(ImportOut, JobOut),
    summary="Import a plan",
)
def post_import(
    request: ApiRequest, response: HttpResponse, body: Form[ImportIn], file: SentFile = None
) -> Status[Any]:
    """Read a plan file of any format that Remit reads, sent as multipart/form-data.

    A small file (up to 1 MB) is in at once: 201 with the report. A larger one becomes long work: 202 with the
    job, whose address is the Location; ask there until it has ended. Its refusals are those of a small file.
    """
    unknown = sorted(set(request.POST) - set(ImportIn.model_fields))
    if unknown:
        raise Invalid(_("There is no such field here."), field=unknown[0][:40], code="unknown")
    where = _where(request.actor, body)
    if upload_was_too_large(request):
        raise too_large(settings.IMPORT_LIMIT_BYTES)
    if file is None:
        raise Invalid(_("Send the file as multipart/form-data."), field="file", code="required")
    begun = begin_import(file, actor=request.actor, **where)
    if isinstance(begun, Job):
        created(response, f"/api/v1/jobs/{begun.key}")
        return Status(202, job_out(begun))
    created(response, f"/api/v1/projects/{begun.project_key}/imports/{begun.number}")
    return Status(201, _out(begun))


def _where(actor: Actor, body: ImportIn) -> dict[str, Any]:
    if body.project is not None:
        if body.parent is not None or body.name:
            message = _("State either a project or the place and name of a new one.")
            raise Invalid(message, field="project", code="either")
        return {"project": visible_project(actor, body.project)}
    require(may_create_anywhere(actor))
    named = {"kind": ScopeKind.ORGANISATION} if body.parent is None else {"key": body.parent}
    parent = Scope.objects.visible_to(actor).select_related("organisation").filter(**named).first()
    if parent is None:
        raise Invalid(_("There is no such scope, or none that you may see."), field="parent", code="unknown")
    return {"parent": parent, "name": body.name}


@router.get(
    "/projects/{key}/imports/{number}",
    operation_id="get_import",
    response=reads(ImportOut),
    summary="One import",
)
def get_import(request: ApiRequest, key: str, number: int) -> ImportOut:
    """Return what an import into a project read and left out."""
    _project, report = visible_report(request.actor, key, number)
    return _out(report)


_FILES = {
    kind: {"schema": {"type": "string"}}
    for kind in sorted({each.media_type for each in EXPORTED} - {"application/json"})
}

ExportFormat = Annotated[
    Literal["mspdi", "xer", "json", "csv", "csv-links"], Query(description="Which kind of file is wanted.")
]


@router.get(
    "/projects/{key}/plan/export",
    operation_id="export_plan",
    response=reads(dict[str, Any]),
    summary="A plan as a file",
    openapi_extra={"responses": {200: {"content": _FILES}}},
)
def get_export(request: ApiRequest, key: str, format: ExportFormat = "mspdi") -> HttpResponse:  # noqa: A002 - the name in the address
    """Return the plan of a project as a file: Microsoft Project XML, Primavera XER, JSON, or CSV.

    The schema here is that of JSON, in short; the others come with their own media type, as files to keep.
    """
    project, _plan = existing_plan(request.actor, key)
    file = export_file(project, format)
    return download(file.content, file.name, file.media_type)
