"""What the API reads and tells of charters and feasibility studies."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from remit.core.api.fields import LEFT_OUT, Count, Day, Flag, Input, Output, Version, Whole
from remit.projects.charter_content import LONGEST_LINE, LONGEST_TEXT, MOST_LINES
from remit.projects.feasibility_content import MOST_OPTIONS, MOST_PERIODS
from remit.projects.models import RecordState

Prose = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
Row = Annotated[str, StringConstraints(max_length=LONGEST_LINE)]
Rows = Annotated[list[Row], Field(max_length=MOST_LINES)]
Sum = Annotated[Whole, Field(ge=0, description="In minor units of the organisation's currency.")]
Flows = Annotated[
    list[Sum], Field(max_length=MOST_PERIODS, description="Year by year from now, in minor units.")
]


class RecordQuery(Input):
    """Which version; the latest where none is named."""

    number: Annotated[int | None, Field(ge=1, le=2**31 - 1)] = None


class SeenIn(Input):
    """The version that the sender saw."""

    version: Version | None = None


class CharterAnswerIn(Input):
    """Signed or sent back, with words; `on` is the day where it was decided before today."""

    version: Version | None = None
    sign: Flag
    answer: Prose = ""
    on: Day | None = None


class StudyAnswerIn(Input):
    """Agreed to, refused or sent back as a draft, with words."""

    version: Version | None = None
    state: Literal["agreed", "refused", "draft"]
    answer: Prose = ""
    on: Day | None = None


class ProjectCharterOut(Output):
    """A version of a charter; `missing` says what must be stated before it can be handed in."""

    number: int
    state: RecordState
    purpose: str
    objectives: list[str]
    in_scope: list[str]
    out_of_scope: list[str]
    deliverables: list[str]
    milestones: list[str] = Field(description="Each begins with its day: 2026-12-18 All sites live.")
    budget_minor: int | None = Field(description="In minor units; null as well for whoever may not see cost.")
    reserve_minor: int | None
    assumptions: list[str]
    constraints: list[str]
    risks: list[str]
    stakeholders: list[str]
    success_criteria: list[str]
    stop_criteria: list[str]
    missing: list[str]
    written_by: str | None
    decided_by: str | None
    decided_on: dt.date | None
    answer: str
    versions: list[int]
    version: int


class CharterPatch(Input):
    """What changes in the draft; what is left out stays."""

    version: Version | None = None
    purpose: Prose = LEFT_OUT
    objectives: Rows = LEFT_OUT
    in_scope: Rows = LEFT_OUT
    out_of_scope: Rows = LEFT_OUT
    deliverables: Rows = LEFT_OUT
    milestones: Rows = LEFT_OUT
    budget_minor: Sum | None = LEFT_OUT
    reserve_minor: Sum | None = LEFT_OUT
    assumptions: Rows = LEFT_OUT
    constraints: Rows = LEFT_OUT
    risks: Rows = LEFT_OUT
    stakeholders: Rows = LEFT_OUT
    success_criteria: Rows = LEFT_OUT
    stop_criteria: Rows = LEFT_OUT


class StudyTest(Input):
    """One of the five tests: a score from 1 to 5, on what it rests, and the remedy of a 1."""

    score: Annotated[Count, Field(ge=1, le=5)] | None
    weight: Annotated[Count, Field(le=100)]
    evidence: Prose = ""
    remedy: Prose = ""


class StudyTests(Input):
    """The five tests."""

    technical: StudyTest
    economic: StudyTest
    legal: StudyTest
    operational: StudyTest
    schedule: StudyTest


class StudyOptionIn(Input):
    """One option; the first of all is to do nothing."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
    about: Prose = ""
    costs: Flows
    benefits: Flows
    is_nothing: Flag = False


class SwingOut(Output):
    """The net present value where one thing is a fifth less and a fifth more."""

    what: Literal["costs", "benefits", "rate"]
    less_minor: int
    more_minor: int
    break_even: float | None


class StudyOptionOut(Output):
    """One option with its figures; all of them null for whoever may not see cost."""

    name: str
    about: str
    is_nothing: bool
    costs: list[int] | None
    benefits: list[int] | None
    npv_minor: int | None
    irr: float | None = Field(description="Null where there is none or several: `irr_rates` lists them.")
    irr_rates: list[float] | None
    payback_years: float | None
    discounted_payback_years: float | None
    benefit_cost_ratio: float | None
    sensitivity: list[SwingOut] | None


class StudyOut(Output):
    """A version of a feasibility study; `missing` says what must be stated before it can be handed in."""

    number: int
    state: RecordState
    problem: str
    rate_percent: str
    options: list[StudyOptionOut]
    tests: StudyTests
    verdict: str | None = Field(description="The weighted mean of the scores, to one decimal.")
    uncertainties: list[str]
    recommended: str = Field(description="The name of an option, or stop.")
    because: str
    missing: list[str]
    written_by: str | None
    decided_by: str | None
    decided_on: dt.date | None
    answer: str
    versions: list[int]
    version: int


class StudyPatch(Input):
    """What changes in the draft; what is left out stays."""

    version: Version | None = None
    problem: Prose = LEFT_OUT
    rate_percent: Annotated[str, StringConstraints(pattern=r"^\d{1,3}(\.\d{1,3})?$")] = LEFT_OUT
    options: Annotated[list[StudyOptionIn], Field(min_length=1, max_length=MOST_OPTIONS)] = LEFT_OUT
    tests: StudyTests = LEFT_OUT
    uncertainties: Rows = LEFT_OUT
    recommended: Annotated[str, StringConstraints(max_length=120)] = LEFT_OUT
    because: Prose = LEFT_OUT
