"""What is said of risks, for programs, and what is sent."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StrictInt, StringConstraints

from remit.core.api.fields import LEFT_OUT, Count, Day, Input, Key, Output, Version, Whole
from remit.core.api.lists import ListQuery, Page
from remit.registers.models import Category, Outcome, RiskKind, RiskState, Strategy
from remit.registers.scoring import Size

Sentence = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Line = Annotated[str, StringConstraints(max_length=500, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(max_length=4000)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Chance = Annotated[
    str,
    StringConstraints(pattern=r"^(0(\.[0-9]{1,3})?|1(\.0{1,3})?)$"),
    Field(description="A decimal number from 0 to 1 as text.", examples=["0.25"]),
]
Amount = Annotated[Whole, Field(ge=0, le=10**15, description="In minor units, for whoever may see money.")]
Days = Annotated[Count, Field(le=10_000, description="Working days.")]
Band = Annotated[StrictInt, Field(ge=1, le=5)]


class RiskOut(Output):
    """A risk with how it is judged and answered; sums are null for whoever does not see money."""

    key: str
    project: str
    kind: RiskKind
    category: Category
    cause: str
    event: str
    effect: str
    trigger: str
    note: str
    near_from: dt.date | None
    near_to: dt.date | None
    owner: str
    raised_by: str | None
    raised_on: dt.date
    state: RiskState
    standing: str = Field(description="How it stands, in words.")
    probability: str | None
    cost_minor: int | None
    days: int | None
    probability_band: int | None
    cost_band: int | None
    days_band: int | None
    impact_band: int | None
    score: int | None
    emv_minor: int | None = Field(description="Probability times impact, minus for a threat.")
    scale_budget_minor: int | None
    scale_days: int | None
    assessed_on: dt.date | None
    strategy: Strategy | None
    response: str
    response_cost_minor: int | None
    residual_probability: str | None
    residual_cost_minor: int | None
    residual_days: int | None
    residual_cost_band: int | None
    residual_days_band: int | None
    residual_score: int | None
    residual_emv_minor: int | None
    residual_reason: str
    review_on: dt.date | None
    reviewed_on: dt.date | None
    review_words: str
    outcome: Outcome | None
    closed_on: dt.date | None
    closed_words: str
    issue: str | None
    actions: list[str]
    version: int


class RiskPage(Page[RiskOut]):
    """Risks."""


class RiskQuery(ListQuery):
    """How to list and filter risks."""

    ORDERS: ClassVar = {"key": ("pk",), "score": ("score", "pk"), "review_on": ("review_on", "pk")}
    order_by: Literal["key", "-key", "score", "-score", "review_on", "-review_on"] = "key"
    state: RiskState | None = None
    kind: RiskKind | None = None
    owner: Annotated[str | None, Field(description="The key of a person.")] = None


class RiskIn(Input):
    """A risk that is raised."""

    kind: RiskKind = RiskKind.THREAT
    category: Category
    cause: Sentence
    event: Sentence
    effect: Sentence
    trigger: Line = ""
    note: Text = ""
    near_from: Day | None = None
    near_to: Day | None = None
    owner: Key


class RiskPatch(Input):
    """What changes about a risk; what is left out stays."""

    version: Version | None = None
    kind: RiskKind = LEFT_OUT
    category: Category = LEFT_OUT
    cause: Sentence = LEFT_OUT
    event: Sentence = LEFT_OUT
    effect: Sentence = LEFT_OUT
    trigger: Line = LEFT_OUT
    note: Text = LEFT_OUT
    near_from: Day | None = LEFT_OUT
    near_to: Day | None = LEFT_OUT
    owner: Key = LEFT_OUT


class RiskOpenIn(Input):
    """That a draft is taken up, perhaps with another owner."""

    version: Version | None = None
    owner: Key | None = None


class SizeIn(Input):
    """Probability and impacts; a band is needed where a sum or days cannot be measured."""

    probability: Chance
    cost_minor: Amount | None = None
    days: Days | None = None
    cost_band: Band | None = None
    days_band: Band | None = None

    def size(self) -> Size:
        """Return it as the operations take it."""
        return Size(Decimal(self.probability), self.cost_minor, self.days, self.cost_band, self.days_band)


class AssessmentIn(SizeIn):
    """How likely a risk is, and what it does."""

    version: Version | None = None


class ResponseIn(Input):
    """How a risk is answered, and what is left; more than before takes a reason."""

    version: Version | None = None
    strategy: Strategy
    response: Text = ""
    cost_minor: Amount | None = None
    residual: SizeIn
    reason: Line = ""


class RiskActionIn(Input):
    """An action that answers a risk."""

    version: Version | None = None
    text: Sentence
    owner: Key
    due_on: Day


class RiskReviewIn(Input):
    """What a review saw, and when the next one is."""

    version: Version | None = None
    words: Words
    review_on: Day
    on: Day | None = None


class RiskCloseIn(Input):
    """Why a risk is closed; what occurred becomes an issue, due on `due_on` or in five working days."""

    version: Version | None = None
    outcome: Outcome
    words: Text = ""
    due_on: Day | None = None
