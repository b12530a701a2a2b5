"""The end of a project, for programs: the closing list and the closing record."""

from django.http import HttpResponse
from ninja import Query, Router, Status

from remit.accounts.permissions import Actor, require
from remit.closure import closing_content
from remit.closure.api_schemas import (
    ClosingAnswerIn,
    ClosingItemIn,
    ClosingItemOut,
    ClosingListIn,
    ClosingListOut,
    ClosingRecordOut,
    ClosingRecordPatch,
    ClosingSeenIn,
    ClosureOut,
)
from remit.closure.checklist import as_lines
from remit.closure.checklist_queries import checklist_of, ended_early, items_for, open_words, versions_of
from remit.closure.closing import records_of
from remit.closure.closing_content import MONEY
from remit.closure.models import ClosingRecord, Settled
from remit.closure.operations.checklists import answer_item, edit_checklist
from remit.closure.operations.closing_records import (
    answer_record,
    begin_record,
    change_record,
    submit_record,
)
from remit.closure.policies import may_edit_checklist, may_read_checklist
from remit.core.api.fields import stated
from remit.core.api.problems import acts, changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import NotFound
from remit.people.guards import own_organisation
from remit.people.models import Organisation
from remit.projects.api_record_schemas import RecordQuery
from remit.projects.formal_records import numbered, stated_of
from remit.projects.guards import visible_project
from remit.projects.models import Project, RecordState
from remit.projects.policies import may_edit_project

router = Router(tags=["Closure"])
RECORD = "/projects/{key}/closing-record"


def _closure(project: Project) -> ClosureOut:
    lines = checklist_of(project)
    versions = records_of(project)
    items = [
        ClosingItemOut(
            code=each.code, text=each.text, is_judged=each.is_fact, state=Settled(each.state), why=each.why,
            by=each.by, version=each.version,
        )
        for each in lines
    ]  # fmt: skip
    return ClosureOut(
        project=project.key,
        ended_early=ended_early(project),
        items=items,
        blocking=open_words(lines),
        record=RecordState(versions[0].state) if versions else None,
    )


def _latest(project: Project) -> ClosingRecord:
    versions = records_of(project)
    if not versions:
        raise NotFound
    return versions[0]


def _record(actor: Actor, project: Project, number: int | None = None) -> ClosingRecordOut:
    versions = records_of(project)
    row = numbered(versions, number)
    if row is None:
        raise NotFound
    content = closing_content.blank() | row.content
    if not actor.can("cost.view", project.scope.path):
        content |= dict.fromkeys(MONEY)
    gaps = closing_content.missing(row.content, early=ended_early(project))
    return ClosingRecordOut(**content, **stated_of(row, versions, gaps))


@router.get(
    "/projects/{key}/closure",
    operation_id="get_closure",
    response=reads(ClosureOut),
    summary="How far the end of a project is",
)
def get_closure(request: ApiRequest, key: str) -> ClosureOut:
    """Return the closing list of a project, each item as it stands."""
    return _closure(visible_project(request.actor, key))


@router.post(
    "/projects/{key}/closure/items",
    operation_id="answer_closing_item",
    response=acts(ClosureOut),
    summary="Answer an item of the closing list",
)
def post_item(request: ApiRequest, key: str, body: ClosingItemIn) -> ClosureOut:
    """Say how an item stands that Remit does not judge, and what shows it."""
    project = visible_project(request.actor, key)
    require(may_edit_project(request.actor, project))
    answer_item(
        project, body.code, state=body.state, evidence=body.evidence, version=body.version,
        actor=request.actor,
    )  # fmt: skip
    return _closure(project)


@router.get(
    RECORD,
    operation_id="get_closing_record",
    response=reads(ClosingRecordOut),
    summary="The closing record",
)
def get_record(
    request: ApiRequest, response: HttpResponse, key: str, query: Query[RecordQuery]
) -> ClosingRecordOut:
    """Return a version of the closing record."""
    answer = _record(request.actor, visible_project(request.actor, key), query.number)
    return tagged(response, answer, answer.version)


@router.post(
    RECORD,
    operation_id="begin_closing_record",
    response=creates(ClosingRecordOut),
    summary="Begin a version of the closing record",
)
def post_record(request: ApiRequest, response: HttpResponse, key: str) -> Status[ClosingRecordOut]:
    """Begin the next version of the closing record from the one before."""
    project = visible_project(request.actor, key)
    begin_record(project, actor=request.actor)
    created(response, f"/api/v1/projects/{key}/closing-record")
    answer = _record(request.actor, project)
    return Status(201, tagged(response, answer, answer.version))


@router.patch(
    RECORD,
    operation_id="change_closing_record",
    response=changes(ClosingRecordOut),
    summary="Write the closing record",
)
def patch_record(
    request: ApiRequest, response: HttpResponse, key: str, body: ClosingRecordPatch
) -> ClosingRecordOut:
    """Change fields of the draft."""
    project = visible_project(request.actor, key)
    saw, sent = seen(request, body.version), stated(body)
    with saw.checked(lambda: compared(sent, _record(request.actor, project))):
        change_record(_latest(project), version=saw.version, actor=request.actor, **sent)
    answer = _record(request.actor, project)
    return tagged(response, answer, answer.version)


@router.post(
    f"{RECORD}/submit",
    operation_id="submit_closing_record",
    response=changes(ClosingRecordOut),
    summary="Hand the closing record in",
)
def post_submit(
    request: ApiRequest, response: HttpResponse, key: str, body: ClosingSeenIn
) -> ClosingRecordOut:
    """Hand the draft in for the sponsor's signature; refused while something is missing or open."""
    project = visible_project(request.actor, key)
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({}, _record(request.actor, project))):
        submit_record(_latest(project), version=saw.version, actor=request.actor)
    answer = _record(request.actor, project)
    return tagged(response, answer, answer.version)


@router.post(
    f"{RECORD}/answer",
    operation_id="answer_closing_record",
    response=changes(ClosingRecordOut),
    summary="Sign the closing record or send it back",
)
def post_answer(
    request: ApiRequest, response: HttpResponse, key: str, body: ClosingAnswerIn
) -> ClosingRecordOut:
    """Sign the version that waits, as the sponsor of the project, or send it back with a reason."""
    project = visible_project(request.actor, key)
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({}, _record(request.actor, project))):
        answer_record(
            _latest(project), sign=body.sign, version=saw.version, actor=request.actor, answer=body.answer,
            on=body.on,
        )  # fmt: skip
    answer = _record(request.actor, project)
    return tagged(response, answer, answer.version)


def _list(organisation: Organisation) -> ClosingListOut:
    versions = versions_of(organisation)
    number = versions[0].number if versions else 0
    return ClosingListOut(number=number, items=as_lines(items_for(organisation)))


@router.get(
    "/closing-list",
    operation_id="get_closing_list",
    response=reads(ClosingListOut),
    summary="The list by which projects are closed",
)
def get_list(request: ApiRequest) -> ClosingListOut:
    """Return the list by which the organisation's projects are closed."""
    require(may_read_checklist(request.actor))
    return _list(own_organisation(request.actor))


@router.put(
    "/closing-list",
    operation_id="edit_closing_list",
    response=acts(ClosingListOut),
    summary="Edit the list by which projects are closed",
)
def put_list(request: ApiRequest, body: ClosingListIn) -> ClosingListOut:
    """Keep the next version of the list."""
    require(may_edit_checklist(request.actor))
    organisation = own_organisation(request.actor)
    edit_checklist(organisation, body.items, number=body.number, reason=body.reason, actor=request.actor)
    return _list(organisation)
