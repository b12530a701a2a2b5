"""Templates of documents, for programs: texts; files are added by page."""

from typing import Annotated, Any

from django.http import HttpResponse, StreamingHttpResponse
from ninja import Router, Status
from pydantic import StringConstraints

from remit.accounts.permissions import require
from remit.core.api.fields import LEFT_OUT, Input, Name, Output, Version, stated
from remit.core.api.problems import changes, creates, reads, removes
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.documents.answers import BYTES, to_save
from remit.documents.api_schemas import PlaceOf
from remit.documents.begin import templates_for
from remit.documents.guards import visible_template
from remit.documents.inspection.inspecting import LONGEST_TEXT
from remit.documents.models import DocumentKind, DocumentTemplate
from remit.documents.operations.contents import keep_text
from remit.documents.operations.templates import add_template, change_template, remove_template
from remit.documents.policies import may_keep_templates, may_see_templates
from remit.people.guards import own_organisation
from remit.people.operations.organisation import root_scope

router = Router(tags=["Documents"])
ALL = "/document-templates"
ONE = f"{ALL}/{{document_template}}"
TemplateText = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TEXT)]


class DocumentTemplateOut(Output):
    """What documents of a kind begin with; `suits` names the document of a method that it is for."""

    key: str
    name: str
    kind: DocumentKind
    suits: str
    file_name: str
    content_type: str
    size: int
    sha256: str
    version: int


class DocumentTemplatesOut(Output):
    """The templates of the organisation."""

    items: list[DocumentTemplateOut]


class DocumentTemplateIn(Input):
    """A new template that is a text."""

    name: Name
    kind: DocumentKind = DocumentKind.OTHER
    suits: PlaceOf = ""
    text: TemplateText


class DocumentTemplatePatch(Input):
    """What changes about a template; what is left out stays."""

    version: Version | None = None
    name: Name = LEFT_OUT
    kind: DocumentKind = LEFT_OUT
    suits: PlaceOf = LEFT_OUT
    text: TemplateText = LEFT_OUT


def _out(template: DocumentTemplate) -> DocumentTemplateOut:
    return DocumentTemplateOut(**{name: getattr(template, name) for name in DocumentTemplateOut.model_fields})


@router.get(
    ALL, operation_id="list_document_templates", response=reads(DocumentTemplatesOut), summary="Templates"
)
def list_templates(request: ApiRequest) -> DocumentTemplatesOut:
    """Return what documents of the organisation can begin with."""
    require(may_see_templates(request.actor))
    return DocumentTemplatesOut(items=[_out(each) for each in templates_for(own_organisation(request.actor))])


@router.post(
    ALL,
    operation_id="add_document_template",
    response=creates(DocumentTemplateOut),
    summary="Add a template of documents",
)
def post_template(
    request: ApiRequest, response: HttpResponse, body: DocumentTemplateIn
) -> Status[DocumentTemplateOut]:
    """Add a template that is a text."""
    organisation = own_organisation(request.actor)
    require(may_keep_templates(request.actor, root_scope(organisation)))
    content = keep_text(organisation, body.text)
    made = add_template(organisation, content, actor=request.actor, **body.model_dump(exclude={"text"}))
    created(response, f"/api/v1/document-templates/{made.key}")
    return Status(201, tagged(response, _out(made), made.version))


@router.get(
    ONE, operation_id="get_document_template", response=reads(DocumentTemplateOut), summary="One template"
)
def get_template(request: ApiRequest, response: HttpResponse, document_template: str) -> DocumentTemplateOut:
    """Return one template."""
    found = visible_template(request.actor, document_template)
    return tagged(response, _out(found), found.version)


@router.get(
    f"{ONE}/file",
    operation_id="get_document_template_file",
    response=reads(dict[str, Any]),
    summary="The bytes of a template",
    openapi_extra={"responses": {200: {"content": BYTES}}},
)
def get_template_file(request: ApiRequest, document_template: str) -> StreamingHttpResponse:
    """Return what a template holds, to be saved."""
    shown = visible_template(request.actor, document_template)
    name = shown.file_name or f"{shown.key}.md"
    return to_save(shown, name)


@router.patch(
    ONE,
    operation_id="change_document_template",
    response=changes(DocumentTemplateOut),
    summary="Change a template of documents",
)
def patch_template(
    request: ApiRequest, response: HttpResponse, document_template: str, body: DocumentTemplatePatch
) -> DocumentTemplateOut:
    """Change a template; documents that began with it stay."""
    found = visible_template(request.actor, document_template)
    require(may_keep_templates(request.actor, root_scope(found.organisation)))
    saw, sent = seen(request, body.version), stated(body)
    text = sent.pop("text", None)
    content = keep_text(found.organisation, text) if text is not None else None
    with saw.checked(lambda: compared(sent, _out(visible_template(request.actor, document_template)))):
        changed = change_template(found, version=saw.version, content=content, actor=request.actor, **sent)
    return tagged(response, _out(changed), changed.version)


@router.delete(
    ONE,
    operation_id="remove_document_template",
    response=removes(DocumentTemplateOut),
    summary="Remove a template of documents",
)
def delete_template(request: ApiRequest, document_template: str) -> DocumentTemplateOut:
    """Remove a template, and return it as it was."""
    found = visible_template(request.actor, document_template)
    require(may_keep_templates(request.actor, root_scope(found.organisation)))
    saw = seen(request, None if "If-Match" in request.headers else found.version)
    was = _out(found)
    with saw.checked():
        remove_template(found, version=saw.version, actor=request.actor)
    return was
