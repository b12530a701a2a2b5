"""People as files: what a file would change, taking it in, taking it back, and a file of everybody."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile
from pydantic import Field, StringConstraints

from remit.accounts.permissions import require
from remit.core.api.fields import Input, Output
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import acts, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import created
from remit.core.downloads import download
from remit.core.errors import Invalid, NotFound
from remit.core.tables import XLSX
from remit.core.uploads import upload_was_too_large
from remit.interchange.compute.reading import too_large
from remit.interchange.models import PeopleImport
from remit.interchange.operations.people import import_people, preview_people, undo_people_import
from remit.interchange.people_export import export_people
from remit.interchange.people_lines import PersonLine, import_lines, preview_lines
from remit.people.guards import own_organisation
from remit.people.policies import may_edit_people

router = Router(tags=["Imports"])

# not required by the document: one that is too large is dropped while it arrives, and is then answered as such
SentTable = Annotated[
    UploadedFile | None, File(description="The people: CSV or XLSX, whose first row names the columns.")
]
Value = str | int | bool | None


class PeopleImportIn(Input):
    """Which preview was seen, if any."""

    seen: Annotated[
        str,
        StringConstraints(max_length=64, pattern=r"^[0-9a-f]*$"),
        Field(description="The digest of a preview: 409 where the file would do something else by now."),
    ] = ""


class ImportedPersonOut(Output):
    """One person of an import: each field with what stood there before and what comes instead."""

    row: int
    key: str | None = Field(description="Null for somebody whom a preview would add.")
    name: str
    fields: dict[str, list[Value]] = Field(description="Field to [before, after].")


class PeoplePreviewOut(Output):
    """What a file would do."""

    added: list[ImportedPersonOut]
    changed: list[ImportedPersonOut]
    same: int
    not_named: int = Field(description="How many people are not in the file and stay as they are.")
    ignored: list[str] = Field(description="Columns that are not read.")
    digest: str


class PeopleImportOut(Output):
    """What an import did."""

    number: int
    file_name: str
    file_size: int
    sha256: str
    imported_by_key: str
    imported_by_name: str
    at: dt.datetime
    added: int
    changed: int
    same: int
    ignored: list[str]
    undone_at: dt.datetime | None


class PeopleImportDetailOut(PeopleImportOut):
    """What an import did, person by person."""

    people_added: list[ImportedPersonOut]
    people_changed: list[ImportedPersonOut]


class PeopleImportPage(Page[PeopleImportOut]):
    """Imports of people."""


class PeopleImportQuery(ListQuery):
    """How to list imports of people."""

    ORDERS: ClassVar = {"number": ("number",)}
    order_by: Literal["number", "-number"] = "-number"


def _sent(request: ApiRequest, file: UploadedFile | None, known: set[str]) -> UploadedFile:
    unknown = sorted(set(request.POST) - known)
    if unknown:
        raise Invalid(_("There is no such field here."), field=unknown[0][:40], code="unknown")
    if upload_was_too_large(request):
        raise too_large(settings.IMPORT_LIMIT_BYTES)
    if file is None:
        raise Invalid(_("Send the file as multipart/form-data."), field="file", code="required")
    return file


def _people(lines: list[PersonLine]) -> list[ImportedPersonOut]:
    return [
        ImportedPersonOut(
            row=line.row,
            key=line.key or None,
            name=line.name,
            fields={name: list(values) for name, values in line.fields.items()},
        )
        for line in lines
    ]


def _facts(done: PeopleImport) -> Mapping[str, Any]:
    return {name: getattr(done, name) for name in PeopleImportOut.model_fields}


@router.post(
    "/imports/people/preview",
    operation_id="preview_people_import",
    response=acts(PeoplePreviewOut),
    summary="What a file of people would change",
)
def post_preview(request: ApiRequest, file: SentTable = None) -> PeoplePreviewOut:
    """Read a CSV or XLSX file, sent as multipart/form-data, and say whom it would add and change; changes nothing.

    What cannot be taken in answers 422 with one error for each value: its row, its column, and how to mend it.
    """
    require(may_edit_people(request.actor))
    sent = _sent(request, file, set())
    changes = preview_people(sent, sent.name or "", own_organisation(request.actor), actor=request.actor)
    lines = preview_lines(changes)
    return PeoplePreviewOut(
        added=_people(lines["added"]),
        changed=_people(lines["changed"]),
        same=changes.same,
        not_named=changes.not_named,
        ignored=list(changes.file.ignored),
        digest=changes.digest,
    )


@router.post(
    "/imports/people",
    operation_id="import_people",
    response=creates(PeopleImportOut),
    summary="Import people",
)
def post_people(
    request: ApiRequest, response: HttpResponse, body: Form[PeopleImportIn], file: SentTable = None
) -> Status[PeopleImportOut]:
    """Add and change people as a CSV or XLSX file states them: all of it or nothing; nobody is removed."""
    require(may_edit_people(request.actor))
    sent = _sent(request, file, set(PeopleImportIn.model_fields))
    done = import_people(
        sent, sent.name or "", own_organisation(request.actor), actor=request.actor, seen=body.seen
    )
    created(response, f"/api/v1/imports/people/{done.number}")
    return Status(201, PeopleImportOut(**_facts(done)))


@router.get(
    "/imports/people",
    operation_id="list_people_imports",
    response=reads(PeopleImportPage),
    summary="List imports of people",
)
def list_imports(request: ApiRequest, query: Query[PeopleImportQuery]) -> Page[PeopleImportOut]:
    """Return the imports of people into the caller's organisation."""
    require(may_edit_people(request.actor))
    rows = PeopleImport.objects.filter(request.actor.within()).defer("changes", "before")
    return paged(
        request,
        ordered(rows, query),
        query,
        PeopleImportPage,
        lambda part: (PeopleImportOut(**_facts(done)) for done in part),
    )


def _found(request: ApiRequest, number: int) -> PeopleImport:
    require(may_edit_people(request.actor))
    done = PeopleImport.objects.filter(request.actor.within(), number=number).first()
    if done is None:
        raise NotFound
    return done


@router.get(
    "/imports/people/{number}",
    operation_id="get_people_import",
    response=reads(PeopleImportDetailOut),
    summary="One import of people",
)
def get_people_import(request: ApiRequest, number: int) -> PeopleImportDetailOut:
    """Return whom an import added and what it changed about whom."""
    done = _found(request, number)
    lines = import_lines(done)
    return PeopleImportDetailOut(
        **_facts(done), people_added=_people(lines["added"]), people_changed=_people(lines["changed"])
    )


@router.post(
    "/imports/people/{number}/undo",
    operation_id="undo_people_import",
    response=acts(PeopleImportOut),
    summary="Take an import of people back",
)
def post_undo(request: ApiRequest, number: int) -> PeopleImportOut:
    """Remove whom an import added and put back what it changed, unless somebody has built on it since."""
    return PeopleImportOut(**_facts(undo_people_import(_found(request, number), actor=request.actor)))


_FILES = {kind: {"schema": {"type": "string"}} for kind in ("text/csv; charset=utf-8", XLSX)}


@router.get(
    "/exports/people",
    operation_id="export_people",
    response=reads(dict[str, Any]),
    summary="People as a file",
    openapi_extra={"responses": {200: {"content": _FILES}}},
)
def get_export(request: ApiRequest, format: Literal["csv", "xlsx"] = "csv") -> HttpResponse:  # noqa: A002 - the name in the address
    """Return the people whom the caller may see as a CSV or XLSX file that the import reads."""
    own_organisation(request.actor)
    file = export_people(request.actor, format)
    return download(file.content, file.name, file.media_type)
