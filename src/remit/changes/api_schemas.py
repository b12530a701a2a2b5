"""What is said of change requests, for programs, and what is sent."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from remit.changes.models import Cause, ChangeKind, ChangeState
from remit.changes.operations.requests import MOST_DAYS, MOST_MINOR, MOST_MINUTES, Impact
from remit.core.api.fields import LEFT_OUT, Day, Input, Key, Output, Version, Whole
from remit.core.api.lists import ListQuery, Page

Title = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(max_length=4000)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Keys = Annotated[list[Key], Field(max_length=500)]
Days = Annotated[
    Whole, Field(ge=-MOST_DAYS, le=MOST_DAYS, description="Working days later; below zero: earlier.")
]
Amount = Annotated[
    Whole, Field(ge=-MOST_MINOR, le=MOST_MINOR, description="In minor units; below zero: saved.")
]
Minutes = Annotated[Whole, Field(ge=-MOST_MINUTES, le=MOST_MINUTES, description="Minutes of work more.")]


class ComputedOut(Output):
    """What the engine found of a scenario: before and with the change; finishes are plan time."""

    scenario: str
    plan_version: int
    baseline_finish: int | None
    finish: list[int | None]
    work: list[int]
    critical: list[int]
    over: list[int] = Field(description="Days on which somebody has too much to do.")
    moved: int
    days: int = Field(description="Working days by which the finish moves.")


class ItemOut(Output):
    """Work on an activity that a change lets into the plan, in minutes."""

    activity: str
    name: str
    minutes: int


class ChangeOut(Output):
    """A change request; `decision` is its line in the log, `cost_minor` null for whoever does not see money."""

    key: str
    project: str
    title: str
    description: str
    reason: str
    cause: Cause
    kind: ChangeKind
    owner: str
    raised_by: str | None
    raised_on: dt.date
    state: ChangeState
    standing: str = Field(description="How it stands, in words.")
    days: int | None
    cost_minor: int | None
    work_minutes: int | None
    scope_impact: str
    risk_impact: str
    quality_impact: str
    benefit_impact: str
    advice: str
    assessed_on: dt.date | None
    decider: str | None = Field(description="For whose decision it waits: the key of a person.")
    decided_by: str | None
    decided_on: dt.date | None
    decided_words: str
    decision: str | None
    deferred_to: dt.date | None
    is_emergency: bool
    ratify_by: dt.date | None
    ratified_by: str | None
    ratified_on: dt.date | None
    ratified_words: str
    implemented_by: str | None
    implemented_on: dt.date | None
    implemented_words: str
    verified_by: str | None
    verified_on: dt.date | None
    verified_words: str
    scenario: str | None
    computed: ComputedOut | None
    items: list[ItemOut]
    baseline: int | None = Field(description="The number of the first baseline that holds it.")
    closed_on: dt.date | None
    closed_words: str
    version: int


class ChangePage(Page[ChangeOut]):
    """Change requests."""


class ChangeQuery(ListQuery):
    """How to list and filter change requests."""

    ORDERS: ClassVar = {"key": ("pk",), "raised_on": ("raised_on", "pk"), "days": ("days", "pk")}
    order_by: Literal["key", "-key", "raised_on", "-raised_on", "days", "-days"] = "key"
    state: ChangeState | None = None
    cause: Cause | None = None
    owner: Annotated[str | None, Field(description="The key of a person.")] = None


class ChangeIn(Input):
    """A change that is asked for."""

    title: Title
    description: Words
    reason: Words
    cause: Cause
    kind: ChangeKind
    owner: Key
    covers: Keys = Field([], description="Activities in the plan already, which it would let in.")


class ChangePatch(Input):
    """What changes about a request; what is left out stays."""

    version: Version | None = None
    title: Title = LEFT_OUT
    description: Words = LEFT_OUT
    reason: Words = LEFT_OUT
    cause: Cause = LEFT_OUT
    kind: ChangeKind = LEFT_OUT
    owner: Key = LEFT_OUT


class ImpactIn(Input):
    """What a change does."""

    days: Days
    cost_minor: Amount
    work_minutes: Minutes | None = None
    scope_impact: Text = ""
    risk_impact: Text = ""
    quality_impact: Text = ""
    benefit_impact: Text = ""
    advice: Text = ""

    def impact(self) -> Impact:
        """Return the impact as the operations take it."""
        return Impact(**{name: getattr(self, name) for name in Impact.__dataclass_fields__})


class ChangeAssessmentIn(ImpactIn):
    """An assessment of a change."""

    version: Version | None = None


class EmergencyIn(ImpactIn):
    """Why a change cannot wait, and what it does."""

    version: Version | None = None
    reason: Words


class ChangeDecisionIn(Input):
    """What is decided on a change; deferring states until when."""

    version: Version | None = None
    answer: Literal["approve", "reject", "defer"]
    words: Words
    deferred_to: Day | None = None


class RatificationIn(Input):
    """Whether somebody answers for an emergency."""

    version: Version | None = None
    ratify: bool
    words: Words


class ChangeStepIn(Input):
    """A step of a change; verifying it needs words."""

    version: Version | None = None
    step: Literal["submit", "verify", "close"]
    words: Text = ""


class TrialIn(Input):
    """The scenario that says what a change does; null lets go of it."""

    version: Version | None = None
    scenario: Key | None


class ImplementationIn(Input):
    """How a change is carried out: `into` and `out_of` are accounts of costs."""

    version: Version | None = None
    words: Words
    takes_scenario: bool = False
    sets_baseline: bool = False
    covers: Keys = []
    into: Key | None = None
    out_of: Key | None = None


class LineOut(Output):
    """An activity that is not as the baseline has it; `left_minutes` nobody let in."""

    activity: str
    name: str
    what: Literal["added", "grown", "shrunk", "removed"]
    minutes: int
    left_minutes: int
    changes: list[str]
    is_open: bool


class MonthOut(Output):
    """What became otherwise in a month, in per cent of the baseline's activities; and the index at its end."""

    month: dt.date
    items: int
    volatility_percent: str
    index_percent: str


class PlanScopeOut(Output):
    """A plan beside its baseline; per cent are decimal numbers as text."""

    project: str
    baseline: int
    by_work: bool = Field(description="Whether effort is work; else it is duration.")
    effort_minutes: int
    unapproved_minutes: int
    approved_minutes: int
    index_percent: str
    growth_percent: str
    band: Literal["none", "watch", "act", "exception"]
    lines: list[LineOut]
    months: list[MonthOut]


class CorrectionIn(Input):
    """Differences that are accepted as corrections, and why."""

    keys: Annotated[list[Key], Field(min_length=1, max_length=500)]
    reason: Words
