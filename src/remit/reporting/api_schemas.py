"""What programs send and get of a project's status."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from remit.core.api.fields import LEFT_OUT, Day, Input, Instant, Key, Output, Version
from remit.core.api.lists import ListQuery, Page
from remit.reporting.models import Colour, LightCode, OverrideState
from remit.reporting.operations.costs import LARGEST

Sum = Annotated[int, Field(strict=True, ge=0, le=LARGEST, description="In minor units.")]
Text = Annotated[str, StringConstraints(max_length=4000)]


class OverrideOut(Output):
    """A light that somebody set by hand."""

    colour: Colour
    reason: str
    until: dt.date
    state: OverrideState
    by: str
    version: int


class LightOut(Output):
    """A light: what is shown, and what its rule says."""

    code: LightCode
    colour: Colour
    words: str
    rule: Colour
    rule_words: str
    by_hand: OverrideOut | None


class RangeOut(Output):
    """Between which days eight of ten runs end, from a simulation; `is_old` where the plan changed since."""

    p10: dt.date
    p50: dt.date
    p80: dt.date
    p90: dt.date
    percent_kept: int | None
    is_old: bool


class AskOut(Output):
    """Something that waits for a decision; `person` is the key of the one whom it waits for."""

    words: str
    person: str | None


class StatusOut(Output):
    """How a project stands now."""

    project: str
    verdict: str
    lights: list[LightOut]
    promised: dt.date | None
    expected: dt.date | None
    range: RangeOut | None
    asks: list[AskOut]


class TermsOut(Output):
    """By what a status is judged: days after the promise, per cent over the budget, per cent shorter and longer."""

    days_tolerance: int
    cost_tolerance: int
    low: int
    high: int
    every_weeks: int
    next_on: dt.date | None
    version: int


class TermsPatch(Input):
    """What changes of it; what is left out stays."""

    version: Version | None = None
    days_tolerance: Annotated[int, Field(strict=True, ge=0, le=365)] = LEFT_OUT
    cost_tolerance: Annotated[int, Field(strict=True, ge=0, le=100)] = LEFT_OUT
    low: Annotated[int, Field(strict=True, ge=0, le=90)] = LEFT_OUT
    high: Annotated[int, Field(strict=True, ge=0, le=300)] = LEFT_OUT
    every_weeks: Annotated[int, Field(strict=True, ge=0, le=12)] = LEFT_OUT
    next_on: Day | None = LEFT_OUT


class LightIn(Input):
    """A light set by hand; `until` is a month ahead where it is left out."""

    colour: Colour
    reason: Text
    until: Day | None = None


class LightAnswerIn(Input):
    """The sponsor's answer to a light that is better than its rule."""

    version: Version | None = None
    agree: Annotated[bool, Field(strict=True)]
    answer: Text = ""


class CostOut(Output):
    """What a project had cost on a day, and what was still to come, in minor units."""

    as_of: dt.date
    spent_minor: int
    low_minor: int
    likely_minor: int
    high_minor: int
    note: str
    by: str


class CostPage(Page[CostOut]):
    """Reports of a project's cost."""


class CostQuery(ListQuery):
    """How to list reports of cost."""

    ORDERS: ClassVar = {"as_of": ("as_of", "pk")}
    order_by: Literal["as_of", "-as_of"] = "-as_of"


class CostIn(Input):
    """What a project has cost up to a day, today unless stated, and what is still to come."""

    as_of: Day | None = None
    spent_minor: Sum
    low_minor: Sum
    likely_minor: Sum
    high_minor: Sum
    note: Annotated[str, StringConstraints(max_length=2000)] = ""


class StatusReportOut(Output):
    """A status as it was reported."""

    number: int
    as_of: dt.date
    reported_at: Instant
    by: str
    words: str
    told: list[str]
    lights: dict[str, Colour]
    promised: dt.date | None
    expected: dt.date | None
    changes: list[str]


class StatusReportPage(Page[StatusReportOut]):
    """Reports of a project's status."""


class StatusReportQuery(ListQuery):
    """How to list reports of status."""

    ORDERS: ClassVar = {"number": ("number",)}
    order_by: Literal["number", "-number"] = "-number"


class StatusReportIn(Input):
    """What is added in words, and who is told besides the sponsor, by key."""

    words: Text = ""
    to: Annotated[list[Key], Field(max_length=100)] = []
