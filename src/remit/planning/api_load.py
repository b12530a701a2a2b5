"""How much each resource of a plan has to do in each week."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Any

from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from remit.core.api.fields import Day, Output
from remit.core.api.problems import reads
from remit.core.api.requests import ApiRequest
from remit.core.errors import Invalid
from remit.core.plan_time import EPOCH, to_day
from remit.planning.compute import resource_loads
from remit.planning.guards import existing_plan
from remit.planning.models import Resource

router = Router(tags=["Resources"])

FIRST_DAY, LAST_DAY = dt.date(1971, 1, 1), dt.date(2190, 12, 31)
MOST_WEEKS = 260


class WeekOut(Output):
    """A week of a resource, from its Monday."""

    first_day: dt.date
    work_minutes: int
    capacity_minutes: int
    days_over: int = Field(description="On so many days there is more work than the maximum units allow.")


class LoadOut(Output):
    """What a work resource has to do."""

    resource: str
    name: str
    weeks: list[WeekOut]
    days_over: list[dt.date] = Field(description="Those of the whole plan.")


class LoadsOut(Output):
    """What the work resources of a plan have to do."""

    items: list[LoadOut]


class LoadQuery(BaseModel):
    """Which weeks: from the one of `first_day`, else of the status date or of the plan's start."""

    model_config = ConfigDict(extra="forbid")

    first_day: Day | None = None
    weeks: Annotated[int, Field(ge=1, le=MOST_WEEKS)] = 12


@router.get("/projects/{key}/load", operation_id="get_load", response=reads(LoadsOut), summary="Load by week")
def get_load(request: ApiRequest, key: str, query: Query[LoadQuery]) -> LoadsOut:
    """Return how much each work resource has to do in each week, and on which days that is too much."""
    project, plan = existing_plan(request.actor, key)
    minute = plan.status_minute if plan.status_minute is not None else plan.start_minute
    day = query.first_day or to_day(minute)
    if not FIRST_DAY <= day <= LAST_DAY:
        message = f"Give a day from {FIRST_DAY} to {LAST_DAY}."
        raise Invalid(message, field="first_day", code="range", status=400)
    monday = day - dt.timedelta(days=day.weekday())
    loads = resource_loads(plan, (monday - EPOCH.date()).days, query.weeks)
    rows = Resource.objects.visible_to(request.actor).filter(project_id=project.pk).order_by("pk")
    return LoadsOut(items=list(_loads(rows, loads)))


def _date(number: int) -> dt.date:
    return (EPOCH + dt.timedelta(days=number)).date()


def _loads(rows: Iterable[Resource], loads: dict[int, Any]) -> Iterable[LoadOut]:
    for each in rows:
        if each.pk in loads:
            load = loads[each.pk]
            weeks = [
                WeekOut(
                    first_day=_date(week.first_day),
                    work_minutes=week.work_minutes,
                    capacity_minutes=week.capacity_minutes,
                    days_over=week.days_over,
                )
                for week in load.weeks
            ]
            over = [_date(day) for day in load.days_over]
            yield LoadOut(resource=each.key, name=each.name, weeks=weeks, days_over=over)
