"""Archives, for programs."""

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.accounts.permissions import require
from remit.closure.archive_answers import ZIP, sent_archive
from remit.closure.archive_queries import visible_archive
from remit.closure.models import Archive, ArchiveState
from remit.closure.operations.archives import (
    MOST_YEARS,
    USUAL_YEARS,
    answer_deletion,
    begin_archive,
    hold_archive,
    lift_hold,
    propose_deletion,
)
from remit.closure.policies import (
    may_confirm_deletion,
    may_keep_archive,
    may_make_archive,
    may_read_archive,
    may_see_archives,
)
from remit.closure.registries import Kept
from remit.core.api.fields import Count, Flag, Input, Output, Version
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import accepts, changes, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import created, seen, tagged
from remit.jobs.api import JobOut, job_out
from remit.projects.guards import visible_project

router = Router(tags=["Archives"])
ONE = "/archives/{archive}"
Reason = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class ArchiveOut(Output):
    """An archive: what it holds that is not for everybody, its hashes, until when it is kept, and any hold."""

    key: str
    project: str
    made_on: dt.date
    made_by: str
    size: int
    files: int
    sha256: str
    manifest_sha256: str
    schema_version: int
    holds: list[Kept]
    retain_until: dt.date
    state: ArchiveState
    hold_reason: str
    hold_by: str
    hold_on: dt.date | None
    deletion_reason: str
    proposed_by: str | None
    deleted_by: str | None
    deleted_on: dt.date | None
    version: int


class ArchivePage(Page[ArchiveOut]):
    """Archives."""


class ArchiveQuery(ListQuery):
    """How to list archives."""

    ORDERS: ClassVar = {"key": ("pk",), "made_on": ("made_on", "pk"), "retain_until": ("retain_until", "pk")}
    order_by: Literal["key", "-key", "made_on", "-made_on", "retain_until", "-retain_until"] = "-key"
    state: ArchiveState | None = None


class ArchiveIn(Input):
    """What the archive is to hold besides what everybody in the project sees, and for how many years it is kept."""

    holds: Annotated[list[Kept], Field(max_length=len(Kept))] = Field(default_factory=list)
    years: Annotated[Count, Field(ge=1, le=MOST_YEARS)] = USUAL_YEARS


class ArchiveReasonIn(Input):
    """A reason."""

    version: Version | None = None
    reason: Reason


class DeletionIn(Input):
    """Whether a second person has the archive deleted, or keeps it."""

    version: Version | None = None
    confirm: Flag


def _out(row: Archive) -> ArchiveOut:
    names = (
        "key", "made_on", "size", "files", "sha256", "manifest_sha256", "schema_version", "retain_until",
        "hold_reason", "hold_on", "deletion_reason", "deleted_on", "version",
    )  # fmt: skip
    return ArchiveOut(
        **{name: getattr(row, name) for name in names},
        project=row.project.key,
        made_by=row.made_by_name,
        holds=[Kept(each) for each in row.holds],
        state=ArchiveState(row.state),
        hold_by=row.hold_by_name,
        proposed_by=row.proposed_by.key if row.proposed_by else None,
        deleted_by=row.deleted_by.key if row.deleted_by else None,
    )


@router.get("/archives", operation_id="list_archives", response=reads(ArchivePage), summary="List archives")
def list_archives(request: ApiRequest, query: Query[ArchiveQuery]) -> Page[ArchiveOut]:
    """Return the archives that the caller may see."""
    require(may_see_archives(request.actor))
    rows = Archive.objects.visible_to(request.actor).select_related("project", "proposed_by", "deleted_by")
    if query.state is not None:
        rows = rows.filter(state=query.state)
    return paged(request, ordered(rows, query), query, ArchivePage, lambda part: map(_out, part))


@router.get(ONE, operation_id="get_archive", response=reads(ArchiveOut), summary="One archive")
def get_archive(request: ApiRequest, response: HttpResponse, archive: str) -> ArchiveOut:
    """Return what Remit notes of an archive."""
    found = visible_archive(request.actor, archive)
    return tagged(response, _out(found), found.version)


@router.get(
    f"{ONE}/file",
    operation_id="get_archive_file",
    response=reads(dict[str, Any]),
    summary="The file of an archive",
    openapi_extra={
        "responses": {200: {"content": {ZIP: {"schema": {"type": "string", "format": "binary"}}}}}
    },
)
def get_file(request: ApiRequest, archive: str) -> Any:
    """Return the file of an archive, a ZIP, to whoever may see all that it holds."""
    found = visible_archive(request.actor, archive)
    require(may_read_archive(request.actor, found))
    return sent_archive(found)


@router.post(
    "/projects/{key}/archives",
    operation_id="make_archive",
    response=accepts(ArchiveOut, JobOut),
    summary="Make the archive of a project",
)
def post_archive(request: ApiRequest, response: HttpResponse, key: str, body: ArchiveIn) -> Status[Any]:
    """Start the making of an archive: 202 with the job, whose address is the Location."""
    project = visible_project(request.actor, key)
    holds = [each.value for each in body.holds]
    require(may_make_archive(request.actor, project, holds))
    job = begin_archive(project, holds=holds, years=body.years, actor=request.actor)
    created(response, f"/api/v1/jobs/{job.key}")
    return Status(202, job_out(job))


def _changed(request: ApiRequest, response: HttpResponse, archive: str) -> ArchiveOut:
    found = visible_archive(request.actor, archive)
    return tagged(response, _out(found), found.version)


def _with_reason(
    request: ApiRequest,
    response: HttpResponse,
    archive: str,
    body: ArchiveReasonIn,
    act: Callable[..., Archive],
) -> ArchiveOut:
    """Let an operation for those who keep archives do what it does for the reason that was sent."""
    found = visible_archive(request.actor, archive)
    require(may_keep_archive(request.actor, found))
    saw = seen(request, body.version)
    with saw.checked():
        act(found, reason=body.reason, version=saw.version, actor=request.actor)
    return _changed(request, response, archive)


@router.post(
    f"{ONE}/hold",
    operation_id="hold_archive",
    response=changes(ArchiveOut),
    summary="Put an archive on legal hold",
)
def post_hold(request: ApiRequest, response: HttpResponse, archive: str, body: ArchiveReasonIn) -> ArchiveOut:
    """Put an archive on legal hold: nothing deletes it until the hold is lifted."""
    return _with_reason(request, response, archive, body, hold_archive)


@router.post(
    f"{ONE}/lift", operation_id="lift_archive_hold", response=changes(ArchiveOut), summary="Lift a legal hold"
)
def post_lift(request: ApiRequest, response: HttpResponse, archive: str, body: ArchiveReasonIn) -> ArchiveOut:
    """Lift the legal hold of an archive."""
    return _with_reason(request, response, archive, body, lift_hold)


@router.post(
    f"{ONE}/deletion",
    operation_id="propose_archive_deletion",
    response=changes(ArchiveOut),
    summary="Propose to delete an archive",
)
def post_deletion(
    request: ApiRequest, response: HttpResponse, archive: str, body: ArchiveReasonIn
) -> ArchiveOut:
    """Propose to delete an archive whose time is over; a second person decides."""
    return _with_reason(request, response, archive, body, propose_deletion)


@router.post(
    f"{ONE}/deletion/answer",
    operation_id="answer_archive_deletion",
    response=changes(ArchiveOut),
    summary="Delete an archive as a second person",
)
def post_answer(request: ApiRequest, response: HttpResponse, archive: str, body: DeletionIn) -> ArchiveOut:
    """Have an archive deleted whose deletion somebody else proposed, or keep it."""
    found = visible_archive(request.actor, archive)
    require(may_confirm_deletion(request.actor, found))
    saw = seen(request, body.version)
    with saw.checked():
        answer_deletion(found, confirm=body.confirm, version=saw.version, actor=request.actor)
    return _changed(request, response, archive)
