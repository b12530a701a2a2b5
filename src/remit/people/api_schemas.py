"""What the API says and is told about people, roles and assignments."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StrictInt, StringConstraints

from remit.core.api.fields import LEFT_OUT, Count, Day, Flag, Input, Key, Name, Output, Version, Whole
from remit.core.api.lists import ListQuery, Page
from remit.people.models import ScopeKind, StructureType

Title = Annotated[str, StringConstraints(max_length=120, strip_whitespace=True)]
Email = Annotated[
    str, StringConstraints(max_length=254, strip_whitespace=True, pattern=r"^\s*[^@\s]+@[^@\s]+\s*$")
]
Percent = Annotated[StrictInt, Field(ge=0, le=100)]
MinutesAWeek = Annotated[StrictInt, Field(ge=0, le=7 * 1440)]


class PersonOut(Output):
    """Somebody in or around the organisation."""

    key: str
    name: str
    email: str
    title: str
    unit: str | None = Field(description="The key of the unit.")
    line_manager: str | None = Field(description="The key of a person.")
    capacity_minutes_per_week: int
    is_external: bool
    joined_on: dt.date | None
    left_on: dt.date | None
    version: int


class PersonPage(Page[PersonOut]):
    """People."""


class PersonQuery(ListQuery):
    """How to list people."""

    ORDERS: ClassVar = {"name": ("name", "pk"), "key": ("pk",), "joined_on": ("joined_on", "pk")}
    order_by: Literal["name", "-name", "key", "-key", "joined_on", "-joined_on"] = "name"
    q: Annotated[str | None, Field(max_length=200, description="A part of name or address.")] = None
    unit: str | None = None
    is_external: bool | None = None
    present_on: Annotated[Day | None, Field(description="Only those who have not left by this day.")] = None


class PersonIn(Input):
    """Somebody new; being added gives no right and no sign-in."""

    name: Name
    email: Email
    title: Title = ""
    unit: Key | None = None
    line_manager: Key | None = None
    capacity_minutes_per_week: MinutesAWeek = 2250
    is_external: Flag = False
    joined_on: Day | None = None
    left_on: Day | None = None


class PersonPatch(Input):
    """What changes about somebody; what is left out stays."""

    version: Version | None = None
    name: Name = LEFT_OUT
    email: Email = LEFT_OUT
    title: Title = LEFT_OUT
    unit: Key | None = LEFT_OUT
    line_manager: Key | None = LEFT_OUT
    capacity_minutes_per_week: MinutesAWeek = LEFT_OUT
    joined_on: Day | None = LEFT_OUT
    left_on: Day | None = LEFT_OUT


class AssignmentOut(Output):
    """A person holds a role at a scope from a day to a day; all rights come from assignments."""

    key: str
    person: str
    person_name: str
    role: str
    scope: str
    scope_name: str
    from_date: dt.date
    to_date: dt.date | None
    allocation_percent: int
    money_limit_minor: int | None
    days_limit: int | None
    deputy: str | None
    deputy_from: dt.date | None
    deputy_to: dt.date | None
    separation_reason: str
    ended_at: dt.datetime | None
    acknowledged_version: int | None = Field(description="The version of the role that its holder has read.")
    acknowledged_at: dt.datetime | None
    role_version: int = Field(description="The present version of the role.")
    version: int


class AssignmentPage(Page[AssignmentOut]):
    """Assignments."""


class AssignmentQuery(ListQuery):
    """How to list assignments."""

    ORDERS: ClassVar = {
        "scope": ("scope__path", "-role__authority", "from_date", "pk"),
        "from_date": ("from_date", "pk"),
        "person": ("person__name", "pk"),
    }
    order_by: Literal["scope", "-scope", "from_date", "-from_date", "person", "-person"] = "scope"
    person: str | None = None
    role: str | None = None
    scope: str | None = None
    in_force_on: Annotated[Day | None, Field(description="Only those that hold on this day.")] = None


class AssignmentIn(Input):
    """A role for somebody at a scope."""

    person: Key
    role: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    scope: Key
    from_date: Day
    to_date: Day | None = None
    allocation_percent: Percent = 100
    money_limit_minor: Annotated[Whole, Field(ge=0)] | None = None
    days_limit: Count | None = None
    deputy: Key | None = None
    deputy_from: Day | None = None
    deputy_to: Day | None = None
    separation_reason: Annotated[str, StringConstraints(max_length=2000)] = ""


class AssignmentPatch(Input):
    """What changes about an assignment; what is left out stays. Its holder may name the deputy."""

    version: Version | None = None
    to_date: Day | None = LEFT_OUT
    allocation_percent: Percent = LEFT_OUT
    money_limit_minor: Annotated[Whole, Field(ge=0)] | None = LEFT_OUT
    days_limit: Count | None = LEFT_OUT
    deputy: Key | None = LEFT_OUT
    deputy_from: Day | None = LEFT_OUT
    deputy_to: Day | None = LEFT_OUT


class EndIn(Input):
    """The end of an assignment, now."""

    version: Version | None = None
    reason: Annotated[str, StringConstraints(max_length=2000)] = ""


class SuccessorIn(Input):
    """Who follows whoever holds a role, from the day after `last_day`."""

    version: Version | None = None
    person: Key
    last_day: Day


class ScopeOut(Output):
    """Where a role can hold."""

    key: str
    kind: ScopeKind
    name: str
    parent: str | None
    is_active: bool


class ScopePage(Page[ScopeOut]):
    """Scopes."""


class ScopeQuery(ListQuery):
    """How to list scopes."""

    ORDERS: ClassVar = {"place": ("path",), "name": ("name", "pk")}
    order_by: Literal["place", "-place", "name", "-name"] = "place"
    kind: ScopeKind | None = None


class UnitOut(Output):
    """A department or team."""

    key: str
    name: str
    parent: str | None
    head: str | None
    closed_on: dt.date | None
    version: int


class UnitIn(Input):
    """A new unit."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
    parent: Key | None = None
    head: Key | None = None


class UnitPatch(Input):
    """What changes about a unit."""

    version: Version | None = None
    name: Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)] = LEFT_OUT
    parent: Key | None = LEFT_OUT
    head: Key | None = LEFT_OUT


class CloseIn(Input):
    """Closes or opens a unit, at the version that was seen."""

    version: Version | None = None


class OrganisationOut(Output):
    """The organisation of the caller."""

    name: str
    currency: str
    country: str
    time_zone: str
    structure: StructureType
    minutes_per_day: int
    minutes_per_week: int
    fiscal_month: int
    status_date: dt.date | None = Field(description="The day that all figures refer to; null means today.")
    is_demo: bool
    units: list[UnitOut]
    version: int
