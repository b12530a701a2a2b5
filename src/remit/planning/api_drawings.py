"""The plan as its network and as the leaves of a calendar, for programs."""

import datetime as dt
from typing import Annotated, Literal

from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from remit.core.api.fields import Day, Output, moment
from remit.core.api.problems import reads
from remit.core.api.requests import ApiRequest
from remit.core.errors import NotFound
from remit.core.plan_time import to_day
from remit.planning.guards import existing_plan
from remit.planning.models import Activity
from remit.planning.queries.months import Bar, Week, leaf_day, plan_leaf
from remit.planning.queries.network import MOST_NODES, Node, plan_network

router = Router(tags=["Plans"])


class NodeOut(Output):
    """An activity of the network, or a summary for all below it; `layer` and `place` are columns and rows from 0."""

    activity: str
    name: str
    is_summary: bool
    is_milestone: bool
    is_critical: bool
    early_start: str | None
    early_finish: str | None
    late_start: str | None
    late_finish: str | None
    duration_minutes: int | None = Field(description="Working minutes; null for a summary.")
    total_float_minutes: int | None
    follows: list[str] = Field(description="What it waits for, by key.")
    layer: int
    place: int


class ArrowOut(Output):
    """A link between two nodes; below a summary that stands for all, the link is the summary's."""

    predecessor: str
    successor: str
    is_critical: bool


class NetworkOut(Output):
    """What waits for what; `by_summary` says that there are too many activities to be shown one by one."""

    below: str | None
    by_summary: bool
    activities: int
    nodes: list[NodeOut] = Field(description=f"At most {MOST_NODES}.")
    links: list[ArrowOut]


class NetworkQuery(BaseModel):
    """Of which part of the plan."""

    model_config = ConfigDict(extra="forbid")

    below: Annotated[str | None, Field(max_length=16, description="The key of a summary.")] = None


class LeafActivityOut(Output):
    """An activity in one week: its first and last day there, and whether it began before or goes on afterwards."""

    activity: str
    name: str
    person: str | None
    first_day: dt.date
    last_day: dt.date
    goes_before: bool
    goes_on: bool
    is_critical: bool


class LeafDeadlineOut(Output):
    """A day on which an activity is due, and whether it ends later."""

    activity: str
    name: str
    person: str | None
    day: dt.date
    is_missed: bool


class LeafWeekOut(Output):
    """Seven days with all that lies in them."""

    monday: dt.date
    activities: list[LeafActivityOut]
    deadlines: list[LeafDeadlineOut]


class LeafOut(Output):
    """A month or a week of a plan; `before` and `after` are days in the ones beside it."""

    by: Literal["month", "week"]
    first_day: dt.date
    before: dt.date
    after: dt.date
    weeks: list[LeafWeekOut]


class LeafQuery(BaseModel):
    """Which month or week: that of `day`, else of the status date or of the plan's start; and what of it."""

    model_config = ConfigDict(extra="forbid")

    day: Day | None = None
    by: Literal["month", "week"] = "month"
    mine: Annotated[bool, Field(description="Only what the caller answers for.")] = False
    critical: Annotated[bool, Field(description="Only what is critical.")] = False


def _node(node: Node) -> NodeOut:
    row = node.dated
    return NodeOut(
        activity=node.key,
        name=node.name,
        is_summary=node.is_summary,
        is_milestone=node.is_milestone,
        is_critical=node.is_critical,
        early_start=moment(row.early_start),
        early_finish=moment(row.early_finish),
        late_start=moment(row.late_start),
        late_finish=moment(row.late_finish),
        duration_minutes=None if node.is_summary else row.duration,
        total_float_minutes=row.total_float,
        follows=list(node.followed),
        layer=node.layer,
        place=node.place,
    )


@router.get(
    "/projects/{key}/plan/network",
    operation_id="get_network",
    response=reads(NetworkOut),
    summary="The network of a plan",
)
def get_network(request: ApiRequest, key: str, query: Query[NetworkQuery]) -> NetworkOut:
    """Return activities with early and late dates and float, and the links between them.

    Of more than 500 activities only the outline's next level is returned: what stands below one is asked for by it.
    """
    project, plan = existing_plan(request.actor, key)
    if query.below is not None and not Activity.objects.filter(project=project, key=query.below).exists():
        raise NotFound
    drawn = plan_network(plan, query.below or "")
    return NetworkOut(
        below=query.below,
        by_summary=drawn.by_summary,
        activities=drawn.activities,
        nodes=[_node(each) for each in drawn.nodes],
        links=[
            ArrowOut(predecessor=each.before, successor=each.after, is_critical=each.is_critical)
            for each in drawn.lines
        ],
    )


def _week(week: Week) -> LeafWeekOut:
    return LeafWeekOut(
        monday=week.monday,
        activities=[_bar(week, each) for each in week.bars],
        deadlines=[_deadline(week, each) for each in week.deadlines],
    )


def _who(bar: Bar) -> str | None:
    return bar.activity.accountable.key if bar.activity.accountable else None


def _bar(week: Week, bar: Bar) -> LeafActivityOut:
    return LeafActivityOut(
        activity=bar.activity.key,
        name=bar.activity.name,
        person=_who(bar),
        first_day=week.days[bar.column - 1],
        last_day=week.days[bar.column + bar.days - 2],
        goes_before=bar.goes_before,
        goes_on=bar.goes_on,
        is_critical=bar.activity.is_critical,
    )


def _deadline(week: Week, bar: Bar) -> LeafDeadlineOut:
    row, day = bar.activity, week.days[bar.column - 1]
    return LeafDeadlineOut(
        activity=row.key,
        name=row.name,
        person=_who(bar),
        day=day,
        is_missed=row.finish_minute is not None and to_day(row.finish_minute - 1) > day,
    )


@router.get(
    "/projects/{key}/plan/calendar",
    operation_id="get_plan_calendar",
    response=reads(LeafOut),
    summary="A month or a week of a plan",
)
def get_plan_calendar(request: ApiRequest, key: str, query: Query[LeafQuery]) -> LeafOut:
    """Return what lies in each week of a month, or in one week, and what is due on which day."""
    _project, plan = existing_plan(request.actor, key)
    day = query.day.isoformat() if query.day else ""
    leaf = plan_leaf(
        plan,
        leaf_day(plan, day),
        is_week=query.by == "week",
        person_id=(request.actor.person_id or 0) if query.mine else None,
        critical=query.critical,
        hides=False,
    )
    return LeafOut(
        by=query.by,
        first_day=leaf.first,
        before=leaf.before,
        after=leaf.after,
        weeks=[_week(each) for each in leaf.weeks],
    )
