"""What requests for resources look like to programs."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StrictInt, StringConstraints

from remit.core.api.fields import Day, Input, Key, Output, Version
from remit.core.api.lists import ListQuery, Page
from remit.resourcing.models import AllocationState, RequestState
from remit.resourcing.operations.asking import MOST_PEOPLE_ASKED, MOST_WEEK
from remit.resourcing.periods import MOST_PERIODS, Period

Minutes = Annotated[StrictInt, Field(ge=1, le=MOST_WEEK, description="Minutes a week of each.")]
Count = Annotated[StrictInt, Field(ge=1, le=10_000)]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
WhatFor = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
OverReason = Annotated[
    str,
    StringConstraints(max_length=500),
    Field(description="Why more is given than there is; without it that is refused."),
]
Amount = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{1,14}(\.[0-9]{1,4})?$"),
    Field(description="More than nothing, a decimal number as text.", examples=["5.2"]),
]
People = Annotated[list[Key], Field(max_length=MOST_PEOPLE_ASKED)]


class PeriodOut(Output):
    """Days with so many minutes a week of each."""

    from_date: dt.date
    to_date: dt.date
    minutes_per_week: int


class PeriodIn(Input):
    """Days with so many minutes a week of each."""

    from_date: Day
    to_date: Day
    minutes_per_week: Minutes

    @property
    def period(self) -> Period:
        """Return it as operations take it."""
        return Period(self.from_date, self.to_date, self.minutes_per_week)


class AllocationOut(Output):
    """A person, or pieces of an entry of the pool, offered or given; `to_date` is its last day as it stands.

    Of material it is an `amount` that is given on one day.
    """

    number: int
    person: str | None
    pool_entry: str | None
    pieces: int
    minutes_per_week: int
    amount: str | None
    from_date: dt.date
    to_date: dt.date
    state: AllocationState
    over_reason: str
    release_reason: str


Periods = Annotated[list[PeriodIn], Field(max_length=MOST_PERIODS)]


class ResourceRequestOut(Output):
    """A request for a person, for people of a skill or for an entry of the pool; `answerer` is the one who answers.

    Where the hours differ, `periods` has them all and `minutes_per_week` the most; material has an `amount` alone.
    """

    key: str
    project: str
    unit: str
    person: str | None
    skill: str | None
    level: int | None
    pool_entry: str | None
    count: int
    minutes_per_week: int
    from_date: dt.date
    to_date: dt.date
    periods: list[PeriodOut]
    amount: str | None
    measure: str = Field(description="The unit of an amount of material; empty for all else.")
    what_for: str
    activity: str | None = Field(description="Null also for whom the project is not.")
    asked_by: str
    asked_on: dt.date
    answerer: str | None
    state: RequestState
    answered_on: dt.date | None
    answer: str
    allocations: list[AllocationOut]
    version: int


class ResourceRequestPage(Page[ResourceRequestOut]):
    """Requests for resources."""


class ResourceRequestQuery(ListQuery):
    """How to list and filter requests."""

    ORDERS: ClassVar = {"key": ("pk",), "from_date": ("from_date", "pk")}
    order_by: Literal["key", "-key", "from_date", "-from_date"] = "key"
    project: Annotated[str | None, Field(description="The key of a project.")] = None
    state: RequestState | None = None


class ResourceRequestIn(Input):
    """Asks for one of three: a person, people of a skill with its least level and unit, an entry of the pool.

    How much is `minutes_per_week` from a day to another, or `periods` in place of all three; of material it is an
    `amount`, needed on `to_date`.
    """

    person: Key | None = None
    skill: Key | None = None
    level: Annotated[StrictInt, Field(ge=1, le=5)] = 3
    unit: Key | None = None
    pool_key: Key | None = None
    count: Count = 1
    minutes_per_week: Minutes | None = None
    from_date: Day | None = None
    to_date: Day | None = None
    periods: Periods = []
    amount: Amount | None = None
    activity: Key | None = None
    what_for: WhatFor


class ApproveIn(Input):
    """Gives what was asked for, whole; `chosen` are people where those of a skill are wanted."""

    version: Version | None = None
    chosen: People = []
    over_reason: OverReason = ""


class ProposeIn(Input):
    """Offers other terms, saying why; `chosen` for a person or a skill, `pieces` for an entry of the pool.

    How much is stated as in the request.
    """

    version: Version | None = None
    chosen: People = []
    pieces: Count = 1
    minutes_per_week: Minutes | None = None
    from_date: Day | None = None
    to_date: Day | None = None
    periods: Periods = []
    amount: Amount | None = None
    reason: Sentence
    over_reason: OverReason = ""


class RequestReasonIn(Input):
    """Why."""

    version: Version | None = None
    reason: Sentence


class RequestStepIn(Input):
    """The version that was seen."""

    version: Version | None = None


class ReleaseIn(Input):
    """The last day of what is given back before its end, and why."""

    version: Version | None = None
    last_on: Annotated[
        Day | None, Field(description="Left out for material alone, which goes back whole.")
    ] = None
    reason: Sentence
