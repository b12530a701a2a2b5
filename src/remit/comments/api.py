"""Comments, for programs."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.accounts.permissions import require
from remit.comments.models import Comment
from remit.comments.operations.comments import (
    LONGEST_TEXT,
    change_comment,
    settle_comment,
    withdraw_comment,
    write_comment,
)
from remit.comments.policies import may_change_comment, may_comment, may_withdraw_comment
from remit.comments.queries import comments_of, one_comment, visible_comments
from remit.comments.subjects import find_subject
from remit.core.api.fields import Flag, Input, Key, Output, Version
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import Invalid, NotFound
from remit.projects.guards import visible_project

router = Router(tags=["Comments"])
Text = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TEXT)]
About = Annotated[str, StringConstraints(max_length=16)]


class CommentOut(Output):
    """What somebody said about a thing of a project."""

    key: str
    about: str = Field(description="The key of what it is about; empty for the project.")
    text: str = Field(description="Empty where it was withdrawn.")
    author: str
    calls: list[str] = Field(description="Keys of the people whom it calls.")
    answers: str | None
    written_at: dt.datetime
    changed_at: dt.datetime | None
    is_withdrawn: bool
    is_settled: bool
    version: int


class CommentPage(Page[CommentOut]):
    """Comments."""


class CommentQuery(ListQuery):
    """How to list and filter comments."""

    ORDERS: ClassVar = {"key": ("pk",)}
    order_by: Literal["key", "-key"] = "key"
    about: Annotated[str | None, Field(description="The key of a thing; empty for the project itself.")] = (
        None
    )
    author: Annotated[str | None, Field(description="The key of a person.")] = None
    is_settled: bool | None = None


class CommentIn(Input):
    """A new comment; as an answer it is about what that is about. @ and a name in the text calls that person."""

    text: Text
    about: About = ""
    answers: Key | None = None


class CommentPatch(Input):
    """What a comment says now."""

    version: Version | None = None
    text: Text


class CommentSettleIn(Input):
    """Whether a comment needs nothing more."""

    version: Version | None = None
    is_settled: Flag


class CommentWithdrawIn(Input):
    """The comment that was seen."""

    version: Version | None = None


def _out(comment: Comment) -> CommentOut:
    return CommentOut(
        key=comment.key,
        about=comment.about,
        text=comment.text,
        author=comment.author.key,
        calls=[each.person.key for each in comment.mentions.all()],
        answers=comment.answers.key if comment.answers else None,
        written_at=comment.written_at,
        changed_at=comment.changed_at,
        is_withdrawn=comment.withdrawn_at is not None,
        is_settled=comment.settled_at is not None,
        version=comment.version,
    )


def _again(request: ApiRequest, key: str, comment: str) -> Comment:
    return one_comment(request.actor, key, comment)[0]


@router.get(
    "/projects/{key}/comments",
    operation_id="list_comments",
    response=reads(CommentPage),
    summary="Comments of a project",
)
def list_comments(request: ApiRequest, key: str, query: Query[CommentQuery]) -> Page[CommentOut]:
    """Return what is said about the project and about what the caller may see of it."""
    project = visible_project(request.actor, key)
    if query.about is not None:
        find_subject(request.actor, project, query.about)
        rows = comments_of(project).filter(about=query.about)
    else:
        rows = visible_comments(request.actor, project)  # type: ignore[assignment]  # narrower, and as good
    if query.author is not None:
        rows = rows.filter(author__key=query.author)
    if query.is_settled is not None:
        rows = rows.filter(settled_at__isnull=not query.is_settled)

    def out(part: list[Any]) -> list[CommentOut]:
        return [_out(each) for each in part]

    return paged(request, ordered(rows, query), query, CommentPage, out)


@router.post(
    "/projects/{key}/comments",
    operation_id="write_comment",
    response=creates(CommentOut),
    summary="Write a comment",
)
def post_comment(
    request: ApiRequest, response: HttpResponse, key: str, body: CommentIn
) -> Status[CommentOut]:
    """Say something about a thing of a project; @ and a name calls somebody."""
    project = visible_project(request.actor, key)
    require(may_comment(request.actor, project))
    try:
        answers = _again(request, key, body.answers) if body.answers else None
        find_subject(request.actor, project, body.about)
    except NotFound as error:
        field = "answers" if body.answers else "about"
        raise Invalid(_("There is nothing with this key."), field=field, code="unknown") from error
    made = write_comment(project, about=body.about, text=body.text, answers=answers, actor=request.actor)
    created(response, f"/api/v1/projects/{key}/comments/{made.key}")
    return Status(201, tagged(response, _out(_again(request, key, made.key)), made.version))


@router.get(
    "/projects/{key}/comments/{comment}",
    operation_id="get_comment",
    response=reads(CommentOut),
    summary="One comment",
)
def get_comment(request: ApiRequest, response: HttpResponse, key: str, comment: str) -> CommentOut:
    """Return one comment."""
    found = _again(request, key, comment)
    return tagged(response, _out(found), found.version)


@router.patch(
    "/projects/{key}/comments/{comment}",
    operation_id="change_comment",
    response=changes(CommentOut),
    summary="Change a comment",
)
def patch_comment(
    request: ApiRequest, response: HttpResponse, key: str, comment: str, body: CommentPatch
) -> CommentOut:
    """Say it otherwise: for its author; what it said before is kept."""
    found = _again(request, key, comment)
    require(may_change_comment(request.actor, found))
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({"text": body.text}, _out(_again(request, key, comment)))):
        change_comment(found, text=body.text, version=saw.version, actor=request.actor)
    changed = _again(request, key, comment)
    return tagged(response, _out(changed), changed.version)


@router.post(
    "/projects/{key}/comments/{comment}/withdraw",
    operation_id="withdraw_comment",
    response=changes(CommentOut),
    summary="Withdraw a comment",
)
def post_withdraw(
    request: ApiRequest, response: HttpResponse, key: str, comment: str, body: CommentWithdrawIn
) -> CommentOut:
    """Take the words of a comment away for good."""
    found = _again(request, key, comment)
    require(may_withdraw_comment(request.actor, found))
    saw = seen(request, body.version)
    with saw.checked():
        withdraw_comment(found, version=saw.version, actor=request.actor)
    changed = _again(request, key, comment)
    return tagged(response, _out(changed), changed.version)


@router.post(
    "/projects/{key}/comments/{comment}/settle",
    operation_id="settle_comment",
    response=changes(CommentOut),
    summary="Settle a comment",
)
def post_settle(
    request: ApiRequest, response: HttpResponse, key: str, comment: str, body: CommentSettleIn
) -> CommentOut:
    """Say that a comment with its answers needs nothing more, or that it does again."""
    found = _again(request, key, comment)
    require(may_comment(request.actor, found.project))
    saw = seen(request, body.version)
    with saw.checked():
        settle_comment(found, settled=body.is_settled, version=saw.version, actor=request.actor)
    changed = _again(request, key, comment)
    return tagged(response, _out(changed), changed.version)
