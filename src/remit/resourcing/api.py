"""How much people have to do in all projects, and the time they have for it."""

import datetime as dt
from typing import Annotated, Any

from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from remit.accounts.permissions import require
from remit.core.api.fields import Day, Output
from remit.core.api.problems import reads
from remit.core.api.requests import ApiRequest
from remit.core.errors import Invalid
from remit.people.grids import day_of
from remit.people.guards import own_organisation
from remit.people.skills import ALONE
from remit.resourcing.asked import MOST_PAGES
from remit.resourcing.compute import HeatRow, Week, heat_of, reasons_of
from remit.resourcing.guards import person_seen
from remit.resourcing.policies import may_see_all, may_see_pool
from remit.resourcing.queries import Asked, chosen_entries, chosen_people, leads_anybody, units_of

router = Router(tags=["Capacity"])

FIRST_DAY, LAST_DAY = dt.date(1971, 1, 1), dt.date(2190, 12, 31)
MOST_WEEKS = 52
Words = Annotated[str, Field(max_length=80)]


class LoadedWeekOut(Output):
    """A week in minutes: work in all running projects, the time for it, and what is too much."""

    monday: dt.date
    work_minutes: int
    capacity_minutes: int
    over_minutes: int
    allocated_minutes: int = Field(description="What was given to projects.")


class LoadedPersonOut(Output):
    """The weeks of one person."""

    person: str
    name: str
    unit: str | None
    weeks: list[LoadedWeekOut]


class LoadedPeopleOut(Output):
    """The weeks of people; `count` is how many match, of whom a page of at most 100 is listed."""

    items: list[LoadedPersonOut]
    count: int


class LoadedEntryOut(Output):
    """The weeks of an entry of the pool that is lent."""

    pool_entry: str
    name: str
    unit: str
    weeks: list[LoadedWeekOut]


class LoadedEntriesOut(Output):
    """The weeks of what the pool lends; `count` is how many match, of which a page of at most 100 is listed."""

    items: list[LoadedEntryOut]
    count: int


class LoadReasonOut(Output):
    """Work in one week; without names for what lies in projects that you may not see."""

    minutes: int
    project: str | None
    activity: str | None
    activity_name: str | None
    accountable: str | None


class LoadedWeeksOut(LoadedPersonOut):
    """The weeks of one person, and what fills one of them."""

    week: dt.date
    reasons: list[LoadReasonOut]


class WeeksQuery(BaseModel):
    """Which weeks: from the one of `first_day`, else from today's."""

    model_config = ConfigDict(extra="forbid")

    first_day: Day | None = None
    weeks: Annotated[int, Field(ge=1, le=MOST_WEEKS)] = 12


class PeopleQuery(WeeksQuery):
    """Whose weeks: of a unit with those below it, of a skill from a level on, of a name; page by page."""

    unit: Words = ""
    skill: Words = ""
    level: Annotated[int, Field(ge=1, le=5, description="The least level of the skill; 3 is alone.")] = ALONE
    page: Annotated[int, Field(ge=1, le=MOST_PAGES)] = 1
    search: Words = ""


class EntriesQuery(WeeksQuery):
    """Which entries of the pool: of a unit with those below it, of a name; page by page."""

    unit: Words = ""
    search: Words = ""
    page: Annotated[int, Field(ge=1, le=MOST_PAGES)] = 1


class OneQuery(WeeksQuery):
    """Which week is explained: the one of this day, else the one with most too much."""

    week: Day | None = None


def _first(query: WeeksQuery, today: dt.date) -> dt.date:
    day = query.first_day or today
    if not FIRST_DAY <= day <= LAST_DAY:
        message = f"Give a day from {FIRST_DAY} to {LAST_DAY}."
        raise Invalid(message, field="first_day", code="range", status=400)
    return day


@router.get(
    "/capacity",
    operation_id="get_loads_of_people",
    response=reads(LoadedPeopleOut),
    summary="Capacity by week",
)
def get_loads_of_people(request: ApiRequest, query: Query[PeopleQuery]) -> LoadedPeopleOut:
    """Return how much people have to do in each week, and the time they have: those you may see."""
    organisation = own_organisation(request.actor)
    may = may_see_all(request.actor)
    if not may and not leads_anybody(request.actor):
        require(may)
    today = day_of(organisation)
    unit, skill, search = (each.replace("\x00", "") for each in (query.unit, query.skill, query.search))
    asked = Asked(unit, skill, search, query.level, page=query.page)
    people, count = chosen_people(request.actor, units_of(organisation), asked, today)
    heat = heat_of(organisation, people, _first(query, today), query.weeks)
    return LoadedPeopleOut(items=[LoadedPersonOut(**_stated(row)) for row in heat.rows], count=count)


@router.get(
    "/pool-capacity",
    operation_id="get_loads_of_pool",
    response=reads(LoadedEntriesOut),
    summary="Use of the pool by week",
)
def get_loads_of_pool(request: ApiRequest, query: Query[EntriesQuery]) -> LoadedEntriesOut:
    """Return what plans ask of the equipment and places that projects share, and the time they have."""
    require(may_see_pool(request.actor))
    organisation = own_organisation(request.actor)
    unit, search = (each.replace("\x00", "") for each in (query.unit, query.search))
    asked = Asked(unit=unit, words=search, of_pool=True, page=query.page)
    entries, count = chosen_entries(request.actor, units_of(organisation), asked)
    heat = heat_of(organisation, entries, _first(query, day_of(organisation)), query.weeks)
    items = [
        LoadedEntryOut(
            pool_entry=row.whose.key,
            name=row.whose.name,
            unit=row.whose.unit.key if row.whose.unit else "",
            weeks=[_week(week) for week in row.weeks],
        )
        for row in heat.rows
    ]
    return LoadedEntriesOut(items=items, count=count)


@router.get(
    "/capacity/{person}",
    operation_id="get_load_of_person",
    response=reads(LoadedWeeksOut),
    summary="Capacity of one person, and why a week is full",
)
def get_load_of_person(request: ApiRequest, person: str, query: Query[OneQuery]) -> LoadedWeeksOut:
    """Return the weeks of one person, and the activities that fill one of them."""
    organisation = own_organisation(request.actor)
    today = day_of(organisation)
    shown = person_seen(request.actor, organisation, person, today)
    (row,) = heat_of(organisation, [shown], _first(query, today), query.weeks).rows
    day = query.week or row.worst.monday
    monday = day - dt.timedelta(days=day.weekday())
    reasons = [
        LoadReasonOut(
            minutes=each.minutes,
            project=each.project_key or None,
            activity=each.activity_key or None,
            activity_name=each.activity_name or None,
            accountable=each.accountable or None,
        )
        for each in reasons_of(request.actor, organisation, shown, monday)
    ]
    return LoadedWeeksOut(**_stated(row), week=monday, reasons=reasons)


def _stated(row: HeatRow) -> dict[str, Any]:
    unit = row.whose.unit
    return {
        "person": row.whose.key,
        "name": row.whose.name,
        "unit": unit.key if unit else None,
        "weeks": [_week(week) for week in row.weeks],
    }


def _week(week: Week) -> LoadedWeekOut:
    return LoadedWeekOut(
        allocated_minutes=week.allocated,
        monday=week.monday,
        work_minutes=week.work,
        capacity_minutes=week.capacity,
        over_minutes=week.over,
    )
