"""Schemas of expectations, reviews, skills of roles and development actions."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StrictInt, StringConstraints

from remit.core.api.fields import LEFT_OUT, Day, Flag, Input, Key, Output, Version
from remit.core.api.lists import ListQuery, Page

MET = "1 not yet, 2 in part, 3 as expected, 4 beyond it."
Text = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
Items = Annotated[list[Text], Field(min_length=1, max_length=30)]
Grade = Annotated[StrictInt, Field(ge=1, le=5)]
Met = Annotated[StrictInt, Field(ge=1, le=4, description=MET)]
Seniority = Literal["any", "junior", "experienced", "senior"]


class RoleSkillOut(Output):
    """A skill that a role takes, at a level from 1 to 5."""

    skill: str
    name: str
    level: int


class RoleSkillsOut(Output):
    """The skills that a role takes; version 0 where nobody has stated any."""

    role: str
    skills: list[RoleSkillOut]
    version: int


class RoleSkillIn(Input):
    """A skill by its key, and the level that a role takes."""

    skill: Key
    level: Grade


class RoleSkillsIn(Input):
    """All the skills that a role takes. The version may be left out where nobody has stated any."""

    version: Version | None = None
    skills: Annotated[list[RoleSkillIn], Field(max_length=200)]


class ExpectationsOut(Output):
    """What is expected of whoever holds a role."""

    key: str
    name: str
    role: str
    seniority: str
    items: list[str]
    is_retired: bool
    version: int


class ExpectationsPage(Page[ExpectationsOut]):
    """Expectations."""


class ExpectationsQuery(ListQuery):
    """How to list expectations."""

    ORDERS: ClassVar = {"name": ("name", "pk"), "key": ("pk",)}
    order_by: Literal["name", "-name", "key", "-key"] = "name"


class ExpectationsIn(Input):
    """What is expected of a role at a seniority, line by line."""

    role: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    seniority: Seniority = "any"
    name: Title
    items: Items


class ExpectationsPatch(Input):
    """What changes; what is left out stays."""

    version: Version | None = None
    name: Title = LEFT_OUT
    items: Items = LEFT_OUT
    is_retired: Flag = LEFT_OUT


class SideOut(Output):
    """One view in a review: null where it is open and not the caller's own."""

    levels: list[int | None] = Field(description=MET)
    note: str
    by_name: str
    done_on: dt.date | None


class ReviewOut(Output):
    """How somebody meets what is expected; `differences` are the line manager's levels less the own ones."""

    key: str
    person: str
    name: str
    begun_on: dt.date
    items: list[str]
    is_own: bool
    mine: SideOut | None
    theirs: SideOut | None
    differences: list[int | None]
    is_complete: bool
    version: int = Field(description="Of the caller's own side.")


class ReviewIn(Input):
    """By what to review: the key of expectations."""

    expectations: Key


class ReviewPatch(Input):
    """The caller's own side: a level, or null, for each expectation in its order."""

    version: Version | None = None
    levels: Annotated[list[Met | None], Field(max_length=30)]
    note: Annotated[str, StringConstraints(max_length=4000, strip_whitespace=True)] = ""
    is_done: Flag = False


class GrowthActionOut(Output):
    """Something that somebody does to grow."""

    key: str
    person: str
    what: str
    skill: str | None
    due_on: dt.date
    done_on: dt.date | None
    agreed_by_name: str
    version: int


class GrowthActionIn(Input):
    """Something to do, by a day."""

    what: Text
    due_on: Day
    skill: Key | None = None


class GrowthActionPatch(Input):
    """What changes; what is left out stays."""

    version: Version | None = None
    what: Text = LEFT_OUT
    due_on: Day = LEFT_OUT
    is_done: Flag = LEFT_OUT


class GapLineOut(Output):
    """A skill that a role takes, beside the level that is there."""

    skill: str
    level: int
    held: int
    missing: int


class GapOut(Output):
    """What is there and what is lacking for a role."""

    role: str
    percent: int | None
    lines: list[GapLineOut]


class NearOut(Output):
    """How much of what a role takes is there, in percent."""

    role: str
    percent: int


class GrowthOut(Output):
    """What is between somebody and their line manager; for those two alone."""

    person: str
    reviews: list[ReviewOut]
    actions: list[GrowthActionOut]
    near: list[NearOut]
    gap: GapOut | None
