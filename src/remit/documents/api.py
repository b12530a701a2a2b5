"""Documents, for programs."""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from ninja import Form, Query, Router, Status

from remit.accounts.permissions import require
from remit.core.api.fields import stated
from remit.core.api.lists import Page, ordered, paged
from remit.core.api.problems import changes, creates, reads, removes
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import Invalid
from remit.core.uploads import upload_was_too_large
from remit.documents.answers import BYTES, to_save
from remit.documents.api_schemas import (
    DocumentNeedOut,
    DocumentNeedsOut,
    DocumentOut,
    DocumentPage,
    DocumentPatch,
    DocumentQuery,
    DocumentReaderOut,
    DocumentStart,
    DocumentVersionIn,
    DocumentWithVersions,
    SentDocument,
    VersionOut,
    document_facts,
    version_out,
)
from remit.documents.guards import visible_document, visible_version
from remit.documents.inspection.inspecting import too_large
from remit.documents.models import Document
from remit.documents.operations.contents import keep_file, keep_text
from remit.documents.operations.documents import begin_document, change_document, remove_document
from remit.documents.operations.versions import add_version
from remit.documents.policies import may_change_document, may_keep_documents
from remit.documents.queries import document_lines, documents_of, needed_of, readers_of
from remit.people.grids import day_of
from remit.people.models import Person
from remit.projects.api_deliverables import person_named
from remit.projects.guards import visible_project
from remit.projects.models import Project

router = Router(tags=["Documents"])
ALL = "/projects/{key}/documents"
ONE = f"{ALL}/{{document}}"


def one(request: ApiRequest, key: str, document: str) -> DocumentWithVersions:
    """Return one document as it stands, with its versions and readers."""
    found = visible_document(request.actor, key, document)
    (line,) = document_lines([found], day_of(found.project.organisation))
    rows = found.versions.select_related("author", "approver", "decided_by").prefetch_related(
        "reviews__reviewer"
    )
    return DocumentWithVersions(
        **document_facts(line),
        readers=[
            DocumentReaderOut(
                person=each.person.key, name=each.person.name, read_on=each.read_on, is_asked=each.is_asked
            )
            for each in readers_of(found, line.approved)
        ],
        versions=[version_out(each) for each in rows],
    )


def _named(request: ApiRequest, project: Project, sent: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent with people in place of their keys."""
    named = dict(sent)
    if "owner" in named:
        named["owner"] = person_named(request.actor, project, named["owner"], "owner")
    if named.get("readers") is not None:
        named["readers"] = people_named(request, project, named["readers"], "readers")
    return named


@router.get(
    ALL, operation_id="list_documents", response=reads(DocumentPage), summary="Documents of a project"
)
def list_documents(request: ApiRequest, key: str, query: Query[DocumentQuery]) -> Page[DocumentOut]:
    """Return the documents of a project that the caller may see."""
    project = visible_project(request.actor, key)
    rows = documents_of(request.actor, project)
    if query.q:
        rows = rows.filter(Q(title__icontains=query.q) | Q(key__iexact=query.q))
    for name in ("kind", "phase"):
        wanted = getattr(query, name)
        rows = rows if wanted is None else rows.filter(**{name: wanted})
    today = day_of(project.organisation)
    return paged(
        request,
        ordered(rows, query),
        query,
        DocumentPage,
        lambda part: [DocumentOut(**document_facts(line)) for line in document_lines(list(part), today)],
    )


@router.get(
    "/projects/{key}/documents-needed",
    operation_id="list_needed_documents",
    response=reads(DocumentNeedsOut),
    summary="Documents that a project needs",
)
def list_needed(request: ApiRequest, key: str) -> DocumentNeedsOut:
    """Return what the life of a project asks for, stage by stage, with the document that takes each place."""
    project = visible_project(request.actor, key)
    items = [
        DocumentNeedOut(
            stage=stage.code,
            place=each.name,
            standing=stage.standing,
            document=each.line.document.key if each.line else None,
            approved=each.line.approved.number if each.line and each.line.approved else None,
            where=each.where,
            is_missing=each.line is None and not each.where and not each.is_taken,
        )
        for stage in needed_of(request.actor, project)
        for each in stage.needed
    ]
    return DocumentNeedsOut(items=items)


@router.post(
    ALL, operation_id="begin_document", response=creates(DocumentWithVersions), summary="Begin a document"
)
def post_document(
    request: ApiRequest, response: HttpResponse, key: str, body: DocumentStart
) -> Status[DocumentWithVersions]:
    """Begin a document without a version; send its first version next."""
    project = visible_project(request.actor, key)
    require(may_keep_documents(request.actor, project))
    sent = {name: value for name, value in body.model_dump(exclude_unset=True).items() if value is not None}
    made = begin_document(project, actor=request.actor, **_named(request, project, sent))
    created(response, f"/api/v1/projects/{key}/documents/{made.key}")
    return Status(201, tagged(response, one(request, key, made.key), made.version))


@router.get(ONE, operation_id="get_document", response=reads(DocumentWithVersions), summary="One document")
def get_document(
    request: ApiRequest, response: HttpResponse, key: str, document: str
) -> DocumentWithVersions:
    """Return one document with its versions, their reviews, and who has read it."""
    found = visible_document(request.actor, key, document)
    return tagged(response, one(request, key, document), found.version)


@router.patch(
    ONE, operation_id="change_document", response=changes(DocumentWithVersions), summary="Change a document"
)
def patch_document(
    request: ApiRequest, response: HttpResponse, key: str, document: str, body: DocumentPatch
) -> DocumentWithVersions:
    """Change what a document is, who answers for it, who sees it and who is to read it."""
    found = visible_document(request.actor, key, document)
    require(may_change_document(request.actor, found))
    saw, sent = seen(request, body.version), stated(body)
    named = _named(request, found.project, sent)
    with saw.checked(lambda: compared(sent, one(request, key, document))):
        change_document(found, version=saw.version, actor=request.actor, **named)
    changed = visible_document(request.actor, key, document)
    return tagged(response, one(request, key, document), changed.version)


@router.delete(
    ONE, operation_id="remove_document", response=removes(DocumentWithVersions), summary="Remove a document"
)
def delete_document(request: ApiRequest, key: str, document: str) -> DocumentWithVersions:
    """Remove a document that never had a version, and return it as it was."""
    found = visible_document(request.actor, key, document)
    require(may_change_document(request.actor, found))
    saw = seen(request, None if "If-Match" in request.headers else found.version)
    was = one(request, key, document)
    with saw.checked():
        remove_document(found, version=saw.version, actor=request.actor)
    return was


@router.post(
    f"{ONE}/versions",
    operation_id="add_document_version",
    response=creates(VersionOut),
    summary="Add a version of a document",
)
def post_version(
    request: ApiRequest,
    response: HttpResponse,
    key: str,
    document: str,
    body: Form[DocumentVersionIn],
    file: SentDocument = None,
) -> Status[VersionOut]:
    """Add a file or a text as the next version, a draft, sent as multipart/form-data.

    `seen` is the number of the latest version that the sender saw, 0 before the first. A file is judged by its name
    and its content, and is refused with how to mend it.
    """
    unknown = sorted(set(request.POST) - set(DocumentVersionIn.model_fields))
    if unknown:
        raise Invalid(_("There is no such field here."), field=unknown[0][:40], code="unknown")
    found = visible_document(request.actor, key, document)
    require(may_change_document(request.actor, found))
    if upload_was_too_large(request):
        raise too_large(settings.DOCUMENT_LIMIT_BYTES)
    content = _content(found, body, file)
    made = add_version(found, content, seen=body.seen, note=body.note, actor=request.actor)
    created(response, f"/api/v1/projects/{key}/documents/{document}/versions/{made.number}/file")
    return Status(201, tagged(response, version_out(made), made.version))


def _content(document: Document, body: DocumentVersionIn, file: Any) -> Any:
    organisation = document.project.organisation
    if file is not None and body.text.strip():
        raise Invalid(_("Choose a file or write a text, not both."), field="text", code="either")
    if file is not None:
        return keep_file(organisation, file, file.name or "")
    return keep_text(organisation, body.text)


@router.get(
    f"{ONE}/versions/{{document_version}}/file",
    operation_id="get_document_file",
    response=reads(dict[str, Any]),
    summary="The bytes of a version",
    openapi_extra={"responses": {200: {"content": BYTES}}},
)
def get_file(request: ApiRequest, key: str, document: str, document_version: int) -> StreamingHttpResponse:
    """Return the bytes of a version, to be saved; their SHA-256 stands in the version."""
    shown = visible_version(request.actor, key, document, document_version)
    name = shown.file_name or f"{key}-{document}-{shown.number}.md"
    return to_save(shown, name)


def people_named(request: ApiRequest, project: Project, keys: list[str], field: str) -> list[Person]:
    """Return the people with those keys; `Invalid` naming `field` for one that is unknown."""
    return [person_named(request.actor, project, each, field) for each in keys]
