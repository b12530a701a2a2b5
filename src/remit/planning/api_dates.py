"""Who holds the date of a plan, for programs."""

from ninja import Router
from pydantic import Field

from remit.core.api.fields import Output, moment
from remit.core.api.problems import reads
from remit.core.api.requests import ApiRequest
from remit.planning.guards import existing_plan
from remit.planning.queries.date_holders import date_holders

router = Router(tags=["Plans"])


class HoldingOut(Output):
    """One activity on the critical path that is not done, in the order of the path."""

    activity: str
    name: str
    person: str | None = Field(description="The key of the person who answers for it.")
    person_name: str | None
    start: str | None
    finish: str | None
    minutes: int = Field(description="Working minutes that it still takes.")
    is_now: bool = Field(description="Whether it has begun, or is the first of the path.")


class HoldingPersonOut(Output):
    """How much of the critical path one person holds."""

    person: str | None
    person_name: str | None
    activities: int
    minutes: int
    is_now: bool


class DateHoldersOut(Output):
    """Who holds the finish of a plan, by person and activity by activity."""

    finish: str | None
    people: list[HoldingPersonOut]
    path: list[HoldingOut]


@router.get(
    "/projects/{key}/plan/date-holders",
    operation_id="get_date_holders",
    response=reads(DateHoldersOut),
    summary="Who holds the date",
)
def get_date_holders(request: ApiRequest, key: str) -> DateHoldersOut:
    """Return the critical path from now on with the person who answers for each activity."""
    project, plan = existing_plan(request.actor, key)
    plan.project = project
    found = date_holders(plan)
    return DateHoldersOut(
        finish=moment(plan.finish_minute),
        people=[
            HoldingPersonOut(
                person=each.person.key if each.person else None,
                person_name=each.person.name if each.person else None,
                activities=each.activities,
                minutes=each.minutes,
                is_now=each.is_now,
            )
            for each in found.shares
        ],
        path=[
            HoldingOut(
                activity=each.activity.key,
                name=each.activity.name,
                person=each.person.key if each.person else None,
                person_name=each.person.name if each.person else None,
                start=moment(each.activity.start_minute),
                finish=moment(each.activity.finish_minute),
                minutes=each.minutes,
                is_now=each.is_now,
            )
            for each in found.holdings
        ],
    )
