"""The hours of projects, for programs."""

from typing import Annotated

from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from remit.accounts.permissions import require
from remit.core.api.fields import Day, Output
from remit.core.api.problems import reads
from remit.core.api.requests import ApiRequest
from remit.projects.guards import visible_project
from remit.timesheets.policies import may_see_project_time
from remit.timesheets.project_time import Period, Worked, project_time

router = Router(tags=["Timesheets"])


class WorkedOut(Output):
    """Minutes of an activity, of a person, or of all; null where the plan does not know it."""

    key: str = Field(description="Of the activity or the person; empty for the project as a whole.")
    name: str
    actual_minutes: int = Field(description="Approved, corrections included.")
    waiting_minutes: int = Field(description="Handed in and not approved yet.")
    planned_minutes: int | None = Field(description="By the assignments of the plan, in all weeks.")
    remaining_minutes: int | None = Field(description="As stated, else the share that is not complete.")


class ProjectTimeOut(Output):
    """The hours of a project, by activity and by person."""

    total: WorkedOut
    off_activity_minutes: int = Field(description="Approved hours that lie on no activity.")
    activities: list[WorkedOut]
    people: list[WorkedOut]


class ProjectTimeQuery(BaseModel):
    """Which weeks count."""

    model_config = ConfigDict(extra="forbid")

    since: Annotated[Day | None, Field(description="Only weeks that begin on this day or later.")] = None
    until: Annotated[Day | None, Field(description="Only weeks that begin by this day.")] = None


def _worked(row: Worked) -> WorkedOut:
    return WorkedOut(
        key=row.key,
        name=row.name,
        actual_minutes=row.actual,
        waiting_minutes=row.waiting,
        planned_minutes=row.planned,
        remaining_minutes=row.remaining,
    )


@router.get(
    "/projects/{key}/time",
    operation_id="get_project_time",
    response=reads(ProjectTimeOut),
    summary="The hours of a project",
)
def get_project_time(request: ApiRequest, key: str, query: Query[ProjectTimeQuery]) -> ProjectTimeOut:
    """Return how long was worked on a project, for whoever manages it."""
    project = visible_project(request.actor, key)
    require(may_see_project_time(request.actor, project))
    found = project_time(project, Period(query.since, query.until))
    return ProjectTimeOut(
        total=_worked(found.total),
        off_activity_minutes=found.off_activity,
        activities=[_worked(each) for each in found.activities],
        people=[_worked(each) for each in found.people],
    )
