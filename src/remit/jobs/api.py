"""Long work: what was started, how far it is, what came of it, and stopping it."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from ninja import Query, Router
from pydantic import Field

from remit.core.api.fields import Output
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import acts, reads
from remit.core.api.requests import ApiRequest
from remit.jobs.guards import visible_job
from remit.jobs.models import Job, JobState
from remit.jobs.operations.jobs import cancel_job
from remit.jobs.queries import standing

router = Router(tags=["Long work"])


class JobErrorField(Output):
    """One thing that was wrong with what was sent."""

    field: str
    message: str


class JobError(Output):
    """Why a job failed, as the problem document of the same refusal would say it."""

    code: str
    detail: str
    errors: list[JobErrorField]
    who_may: str
    reference: str = Field(description="Of a fault in Remit: it stands in the server's log as well.")


class JobOut(Output):
    """A piece of long work. `result` depends on its kind; an import's holds `project`, `import` and `counts`."""

    key: str
    kind: str
    label: str
    owner_key: str
    owner_name: str
    state: JobState
    cancel_wanted: bool
    attempts: int
    done: int = Field(description="How many steps are done, of `total`; steps differ in length.")
    total: int = Field(description="0 as long as nothing is known of the whole.")
    doing: str = Field(description="What is being done, as a code of its kind.")
    seconds_left: int | None = Field(description="Estimated from what is done; null where that says nothing.")
    created_at: dt.datetime
    started_at: dt.datetime | None
    ended_at: dt.datetime | None
    result: dict[str, Any]
    error: JobError | None


class JobPage(Page[JobOut]):
    """Long work."""


class JobQuery(ListQuery):
    """How to list long work."""

    ORDERS: ClassVar = {"key": ("pk",), "created_at": ("created_at", "pk")}
    order_by: Literal["key", "-key", "created_at", "-created_at"] = "-key"
    state: JobState | None = None
    kind: Annotated[str | None, Field(max_length=60)] = None


def job_out(job: Job) -> JobOut:
    """Return a job as the API shows it."""
    shown = standing(job)
    error = None
    if job.error:
        stated = job.error
        error = JobError(
            code=stated["code"],
            detail=stated["message"],
            errors=[JobErrorField(**each) for each in stated.get("errors", ())],
            who_may=stated.get("who_may", ""),
            reference=stated.get("reference", ""),
        )
    return JobOut(
        key=job.key,
        kind=job.kind,
        label=job.label,
        owner_key=job.owner_key,
        owner_name=job.owner_name,
        state=JobState(job.state),
        cancel_wanted=job.cancel_wanted,
        attempts=job.attempts,
        done=shown.done,
        total=shown.total,
        doing=shown.doing_code,
        seconds_left=shown.seconds_left,
        created_at=job.created_at,
        started_at=job.started_at,
        ended_at=job.ended_at,
        result=job.result,
        error=error,
    )


@router.get("/jobs", operation_id="list_jobs", response=reads(JobPage), summary="List long work")
def list_jobs(request: ApiRequest, query: Query[JobQuery]) -> Page[JobOut]:
    """Return the caller's long work; an administrator gets all of the organisation's."""
    rows = Job.objects.visible_to(request.actor)
    wanted = {"state": query.state, "kind": query.kind}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return paged(request, ordered(rows, query), query, JobPage, lambda part: map(job_out, part))


@router.get("/jobs/{key}", operation_id="get_job", response=reads(JobOut), summary="One piece of long work")
def get_job(request: ApiRequest, key: str) -> JobOut:
    """Return how a piece of long work stands; ask again every second or so until `ended_at` is stated."""
    return job_out(visible_job(request.actor, key))


@router.post(
    "/jobs/{key}/cancel",
    operation_id="cancel_job",
    response=acts(JobOut),
    summary="Stop a piece of long work",
)
def post_cancel(request: ApiRequest, key: str) -> JobOut:
    """Stop it: one that waits at once, one that runs at its next step. Nothing of it is kept."""
    return job_out(cancel_job(visible_job(request.actor, key), actor=request.actor))
