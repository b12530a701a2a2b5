"""The steps of a version of a document, for programs: review, answer, approval, back to draft, withdrawal, reading."""

from django.http import HttpResponse
from ninja import Router

from remit.accounts.permissions import require
from remit.core.api.problems import acts, changes
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import seen, tagged
from remit.documents.api import ONE, people_named
from remit.documents.api_schemas import DecisionWords, DocumentReviewIn, VerdictIn, VersionOut, version_out
from remit.documents.guards import own_review, visible_version
from remit.documents.operations.versions import (
    answer_review,
    approve_version,
    note_reading,
    send_back,
    send_to_review,
    withdraw_version,
)
from remit.documents.policies import may_answer, may_approve, may_change_document, may_read_out

router = Router(tags=["Documents"])
VERSION = f"{ONE}/versions/{{document_version}}"


def _answer(request: ApiRequest, response: HttpResponse, key: str, document: str, number: int) -> VersionOut:
    found = visible_version(request.actor, key, document, number)
    return tagged(response, version_out(found), found.version)


@router.post(
    f"{VERSION}/review",
    operation_id="review_document_version",
    response=changes(VersionOut),
    summary="Send a version to review",
)
def post_review(
    request: ApiRequest,
    response: HttpResponse,
    key: str,
    document: str,
    document_version: int,
    body: DocumentReviewIn,
) -> VersionOut:
    """Ask reviewers, and name the one person who approves."""
    shown = visible_version(request.actor, key, document, document_version)
    project = shown.document.project
    require(may_change_document(request.actor, shown.document))
    saw = seen(request, body.version)
    (approver,) = people_named(request, project, [body.approver], "approver")
    reviewers = people_named(request, project, body.reviewers, "reviewers")
    with saw.checked():
        send_to_review(
            shown,
            reviewers=reviewers,
            approver=approver,
            due_on=body.due_on,
            seen=saw.version,
            actor=request.actor,
        )
    return _answer(request, response, key, document, document_version)


@router.post(
    f"{VERSION}/answer",
    operation_id="answer_document_review",
    response=acts(VersionOut),
    summary="Answer as a reviewer",
)
def post_answer(
    request: ApiRequest,
    response: HttpResponse,
    key: str,
    document: str,
    document_version: int,
    body: VerdictIn,
) -> VersionOut:
    """Say what one thinks of a version, as its reviewer."""
    shown = visible_version(request.actor, key, document, document_version)
    own = own_review(request.actor, shown)
    require(may_answer(request.actor, own))
    answer_review(own, body.verdict, remarks=body.remarks, actor=request.actor)
    return _answer(request, response, key, document, document_version)


@router.post(
    f"{VERSION}/approve",
    operation_id="approve_document_version",
    response=changes(VersionOut),
    summary="Approve a version",
)
def post_approve(
    request: ApiRequest,
    response: HttpResponse,
    key: str,
    document: str,
    document_version: int,
    body: DecisionWords,
) -> VersionOut:
    """Make a version hold, as its approver; the one before is superseded."""
    shown = visible_version(request.actor, key, document, document_version)
    require(may_approve(request.actor, shown))
    saw = seen(request, body.version)
    with saw.checked():
        approve_version(shown, seen=saw.version, words=body.words, actor=request.actor)
    return _answer(request, response, key, document, document_version)


@router.post(
    f"{VERSION}/back",
    operation_id="send_back_document_version",
    response=changes(VersionOut),
    summary="Make a version a draft again",
)
def post_back(
    request: ApiRequest,
    response: HttpResponse,
    key: str,
    document: str,
    document_version: int,
    body: DecisionWords,
) -> VersionOut:
    """Send a version back to its author with what must change, or take it back."""
    shown = visible_version(request.actor, key, document, document_version)
    if not may_approve(request.actor, shown):
        require(may_change_document(request.actor, shown.document))
    saw = seen(request, body.version)
    with saw.checked():
        send_back(shown, seen=saw.version, words=body.words, actor=request.actor)
    return _answer(request, response, key, document, document_version)


@router.post(
    f"{VERSION}/withdraw",
    operation_id="withdraw_document_version",
    response=changes(VersionOut),
    summary="Withdraw a version",
)
def post_withdraw(
    request: ApiRequest,
    response: HttpResponse,
    key: str,
    document: str,
    document_version: int,
    body: DecisionWords,
) -> VersionOut:
    """Let a version hold no longer, with a reason; it stays readable."""
    shown = visible_version(request.actor, key, document, document_version)
    require(may_change_document(request.actor, shown.document))
    saw = seen(request, body.version)
    with saw.checked():
        withdraw_version(shown, seen=saw.version, words=body.words, actor=request.actor)
    return _answer(request, response, key, document, document_version)


@router.post(
    f"{VERSION}/read",
    operation_id="read_document_version",
    response=acts(VersionOut),
    summary="Say that one has read a version",
)
def post_read(
    request: ApiRequest, response: HttpResponse, key: str, document: str, document_version: int
) -> VersionOut:
    """Note that the caller has read the version in force."""
    shown = visible_version(request.actor, key, document, document_version)
    require(may_read_out(request.actor))
    note_reading(shown, actor=request.actor)
    return _answer(request, response, key, document, document_version)
