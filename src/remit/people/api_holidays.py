"""Public holidays, for programs."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from ninja import Query, Router, Status
from pydantic import Field

from remit.accounts.permissions import require
from remit.core.api.fields import Day, Input, Name, Output
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import creates, reads, removes
from remit.core.api.requests import ApiRequest
from remit.core.errors import NotFound
from remit.people.guards import own_organisation
from remit.people.holidays import visible_holidays
from remit.people.models import Holiday
from remit.people.operations.holidays import LONGEST_NAME, MOST_AT_ONCE, add_holidays, remove_holiday
from remit.people.policies import may_edit_people

router = Router(tags=["People"])


class HolidayOut(Output):
    """A day on which nobody of the organisation works."""

    day: dt.date
    name: str


class HolidayPage(Page[HolidayOut]):
    """Public holidays."""


class HolidayQuery(ListQuery):
    """How to list holidays."""

    ORDERS: ClassVar = {"day": ("day",)}
    order_by: Literal["day", "-day"] = "day"
    year: Annotated[int | None, Field(ge=1970, le=2199)] = None


class HolidayIn(Input):
    """A day and its name."""

    day: Day
    name: Name


class HolidaysIn(Input):
    """Days that become holidays."""

    days: Annotated[list[HolidayIn], Field(min_length=1, max_length=MOST_AT_ONCE)]


class HolidaysOut(Output):
    """The holidays that were stated."""

    items: list[HolidayOut]


def _out(holiday: Holiday) -> HolidayOut:
    return HolidayOut(day=holiday.day, name=holiday.name)


@router.get(
    "/holidays", operation_id="list_holidays", response=reads(HolidayPage), summary="List public holidays"
)
def list_holidays(request: ApiRequest, query: Query[HolidayQuery]) -> Page[HolidayOut]:
    """Return the days on which nobody of the organisation works."""
    rows = visible_holidays(request.actor)
    if query.year is not None:
        rows = rows.filter(day__year=query.year)
    return paged(request, ordered(rows, query), query, HolidayPage, lambda part: map(_out, part))


@router.post(
    "/holidays", operation_id="add_holidays", response=creates(HolidaysOut), summary="State public holidays"
)
def post_holidays(request: ApiRequest, body: HolidaysIn) -> Status[HolidaysOut]:
    """State holidays, all of them or none; a day is stated once."""
    require(may_edit_people(request.actor))
    days = [(each.day, each.name[:LONGEST_NAME]) for each in body.days]
    made = add_holidays(own_organisation(request.actor), days, actor=request.actor)
    return Status(201, HolidaysOut(items=[_out(each) for each in made]))


@router.delete(
    "/holidays/{holiday}",
    operation_id="remove_holiday",
    response=removes(HolidayOut),
    summary="Take a public holiday away",
)
def delete_holiday(request: ApiRequest, holiday: str) -> HolidayOut:
    """Take a holiday away by its day: people work on it."""
    require(may_edit_people(request.actor))
    try:
        day = dt.date.fromisoformat(holiday)
    except ValueError:
        raise NotFound from None
    found = visible_holidays(request.actor).filter(day=day).first()
    if found is None:
        raise NotFound
    remove_holiday(own_organisation(request.actor), day, actor=request.actor)
    return _out(found)
