"""What the API says and is told about the catalogue of roles."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StrictInt, StringConstraints

from remit.core.api.fields import LEFT_OUT, Flag, Input, Output, Version
from remit.core.api.lists import ListQuery, Page
from remit.people.models import Area, ScopeKind

Text = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=40)]
MaybeCode = Annotated[str, StringConstraints(max_length=40)]
Lines = Annotated[list[Text], Field(max_length=60)]
Short = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
Family = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
Purpose = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
Focus = Annotated[str, StringConstraints(max_length=500, strip_whitespace=True)]
ScopeText = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)]
Horizon = Annotated[str, StringConstraints(max_length=120, strip_whitespace=True)]
Authority = Annotated[StrictInt, Field(ge=0, le=5)]
Holders = Annotated[
    StrictInt, Field(ge=0, le=1, description="1 where a scope has one holder at a time; 0 for any number.")
]


class Duty(Input):
    """A responsibility and what it is about; an empty area is none."""

    area: Area | Literal[""]
    text: Text


class Exclusion(Input):
    """What a role does not answer for, and the code of the role that does; empty where none is named."""

    text: Text
    role: MaybeCode = ""


class RoleOut(Output):
    """A role: what it is for, what it decides, what it does not answer for, which rights it gives."""

    code: str
    name: str
    aliases: list[str]
    family: str
    purpose: str
    focus: str
    scope_kind: ScopeKind
    scope_text: str
    authority: int
    horizon: str
    responsibilities: list[Duty]
    decisions: list[str]
    exclusions: list[Exclusion]
    capabilities: list[str]
    holders_per_scope: int = Field(description="1 where a scope has one holder at a time; 0 for any number.")
    retired_on: dt.date | None = Field(description="From this day on it is not given any more.")
    version: int


class RolePage(Page[RoleOut]):
    """Roles."""


class RoleQuery(ListQuery):
    """How to list roles."""

    ORDERS: ClassVar = {
        "family": ("family", "-authority", "name", "pk"),
        "name": ("name", "pk"),
        "code": ("code",),
    }
    order_by: Literal["family", "-family", "name", "-name", "code", "-code"] = "family"
    family: str | None = None
    scope_kind: ScopeKind | None = None
    is_retired: bool | None = None


class RoleIn(Input):
    """A role of the organisation's own."""

    code: Annotated[
        MaybeCode, Field(description="Small letters, digits and hyphens; left out, it is made from the name.")
    ] = ""
    name: Short
    aliases: Lines = []
    family: Family
    purpose: Purpose
    focus: Focus = ""
    scope_kind: ScopeKind
    scope_text: ScopeText = ""
    authority: Authority = 0
    horizon: Horizon = ""
    responsibilities: Annotated[list[Duty], Field(max_length=60)] = []
    decisions: Lines = []
    exclusions: Annotated[list[Exclusion], Field(max_length=60)] = []
    capabilities: Lines = []
    holders_per_scope: Holders = 0


class RolePatch(Input):
    """What changes about a role; what is left out stays."""

    version: Version | None = None
    name: Short = LEFT_OUT
    aliases: Lines = LEFT_OUT
    family: Family = LEFT_OUT
    purpose: Purpose = LEFT_OUT
    focus: Focus = LEFT_OUT
    scope_kind: ScopeKind = LEFT_OUT
    scope_text: ScopeText = LEFT_OUT
    authority: Authority = LEFT_OUT
    horizon: Horizon = LEFT_OUT
    responsibilities: Annotated[list[Duty], Field(max_length=60)] = LEFT_OUT
    decisions: Lines = LEFT_OUT
    exclusions: Annotated[list[Exclusion], Field(max_length=60)] = LEFT_OUT
    capabilities: Lines = LEFT_OUT
    holders_per_scope: Holders = LEFT_OUT
    note: Annotated[str, StringConstraints(max_length=500, strip_whitespace=True)] = LEFT_OUT
    rights_seen: Annotated[
        Flag,
        Field(
            description="Says that what present holders gain and lose was read; without it that answers 409."
        ),
    ] = False


class RetireIn(Input):
    """Retires a role or brings it back, at the version that was seen."""

    version: Version | None = None


class DifferenceOut(Output):
    """One field that a version changed: the lines that went and that came, as people read them."""

    field: str
    removed: list[str]
    added: list[str]


class RoleVersionOut(Output):
    """One version of a role, and what it changed of the one before."""

    number: int
    changed_at: dt.datetime
    changed_by: str
    note: str
    differences: list[DifferenceOut]


class RoleVersionsOut(Output):
    """All versions of a role, the newest first."""

    role: str
    version: int
    items: list[RoleVersionOut]


class CapabilityOut(Output):
    """A right that a role may give, and what it lets one do."""

    code: str
    label: str
    explanation: str


class CapabilitiesOut(Output):
    """All rights that Remit knows."""

    items: list[CapabilityOut]


class AxisOut(Output):
    """One attribute of the compared roles, in their order, and what follows where they differ."""

    name: str
    label: str
    values: list[str]
    is_same: bool
    consequence: str


class RowOut(Output):
    """One line, which of the roles have it, in their order, and what follows."""

    text: str
    area: str
    held: list[bool]
    consequence: str


class PartOut(Output):
    """The lines of one kind: those that all roles have, and the others."""

    name: str
    shared: list[RowOut]
    different: list[RowOut]


class BorderOut(Output):
    """What one of the roles leaves to another by name."""

    role: str
    text: str
    to: str


class TestOut(Output):
    """The practical question that tells two roles apart."""

    roles: list[str]
    difference: str
    test: str
    answer: str


class ComparisonOut(Output):
    """Roles side by side: scope, authority and focus first."""

    roles: list[str]
    axes: list[AxisOut]
    parts: list[PartOut]
    borders: list[BorderOut]
    tests: list[TestOut]


class HitOut(Output):
    """A line of the catalogue that is about the question, and how well it fits, from 0 to 1."""

    role: str
    kind: Literal["responsibility", "decision", "exclusion"]
    text: str
    fit: float


class HolderOut(Output):
    """Somebody who holds a role at a scope."""

    person: str
    name: str
    role: str
    scope: str


class RoleAnswerOut(Output):
    """Whether something is in a role, the line that decides it, and whose it is instead or as well."""

    role: str
    is_own: bool
    verdict: Literal["yes", "no", "unclear"]
    decided_by: HitOut | None
    whose: list[str]
    people: list[HolderOut]


class RoleAnswersOut(Output):
    """One answer for each role asked about; `whose` where nobody's role was named and the caller holds none."""

    question: str
    answers: list[RoleAnswerOut]
    whose: list[str]
    near: list[HitOut]


class WaitingQuery(ListQuery):
    """How to list what waits to be acknowledged."""

    ORDERS: ClassVar = {"from_date": ("from_date", "pk")}
    order_by: Literal["from_date", "-from_date"] = "from_date"


class AcknowledgeIn(Input):
    """The version of the role that its holder has read."""

    role_version: Annotated[StrictInt, Field(ge=1, le=2**31 - 1)]
