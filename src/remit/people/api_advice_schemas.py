"""What the API says and is told about the advice on roles."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints

from remit.core.api.fields import LEFT_OUT, Day, Flag, Input, Key, Name, Output, Version
from remit.core.api.lists import ListQuery, Page
from remit.people.advice_facts import MOST
from remit.people.models import StructureType
from remit.people.operations.advice import LONGEST_TEXT, MOST_PICKS

Number = Annotated[StrictInt, Field(ge=0, le=MOST)] | None
YesNo = Flag | None
Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT, strip_whitespace=True)]
Outcome = Literal["required", "advised", "combine", "not-needed"]


class FactsIn(Input):
    """Answers to the advisor's questions; what is left out or null is not answered and fires no rule."""

    people: Number = None
    structure: StructureType | None = None
    projects: Number = None
    project_team: Number = None
    workstreams: Number = None
    projects_per_manager: Number = None
    related_projects: Number = None
    dependencies: Number = None
    shared_benefit: YesNo = None
    programmes: Number = None
    demand_percent: Number = None
    contested: YesNo = None
    products: Number = None
    product_years: Number = None
    releases_a_year: Number = None
    teams: Number = None
    team_people: Number = None
    scrum_teams: Number = None
    clients: Number = None
    client_income_percent: Number = None
    combined_clients: Number = None
    combined_projects: Number = None
    construction: YesNo = None
    trades: Number = None
    permit: YesNo = None
    enters_service: YesNo = None
    systems: Number = None
    requirements: Number = None
    regulated: YesNo = None


class AnsweredFact(Output):
    """One fact with its answer; `bound` is what it was held against, where it was."""

    code: str
    value: int | bool | str | None
    bound: int | str | None
    words: str


class AdviceLine(Output):
    """What one rule says of one role; `role` is null where it speaks of nobody in particular."""

    rule: str
    rule_text: str
    role: str | None
    outcome: Outcome
    says: str
    count: int
    combined_with: str | None
    facts: list[AnsweredFact]


class AdvisedRole(Output):
    """What all rules come to for one role."""

    role: str
    outcome: Outcome
    count: int
    combined_with: str | None
    rules: list[str]


class AdviceAnswer(Output):
    """What the rules say to answers: role by role, and line by line."""

    structure: list[AdvisedRole]
    lines: list[AdviceLine]


class QuestionOut(Output):
    """One question of the advisor, and what Remit counts; null where it does not know."""

    code: str
    kind: Literal["count", "percent", "flag", "choice"]
    words: str
    counted: int | bool | str | None


class QuestionsOut(Output):
    """The advisor's questions."""

    questions: list[QuestionOut]


class AdviceOut(Output):
    """Answers with what is advised and, once it is, decided on them."""

    number: int
    name: str
    facts: dict[str, int | bool | str]
    counted: dict[str, int | bool | str]
    internal_factors: str
    external_factors: str
    decision: str | None
    decided_by: str | None
    decided_on: dt.date | None
    review_on: dt.date | None
    structure: list[AdvisedRole]
    lines: list[AdviceLine]
    version: int


class AdviceSummary(Output):
    """One line of the list of advice."""

    number: int
    name: str
    decided_by: str | None
    decided_on: dt.date | None
    review_on: dt.date | None
    version: int


class AdvicePage(Page[AdviceSummary]):
    """Advice that was asked for."""


class AdviceQuery(ListQuery):
    """How to list advice."""

    ORDERS: ClassVar = {"number": ("number",)}
    order_by: Literal["number", "-number"] = "-number"


class AdviceIn(Input):
    """New answers to the advisor's questions."""

    name: Name
    facts: FactsIn
    internal_factors: Text = ""
    external_factors: Text = ""


class AdvicePatch(Input):
    """What changes about answers on which nothing is decided; facts are stated as a whole."""

    version: Version | None = None
    name: Name = LEFT_OUT
    facts: FactsIn = LEFT_OUT
    internal_factors: Text = LEFT_OUT
    external_factors: Text = LEFT_OUT


class DecisionIn(Input):
    """What is decided on an advice."""

    version: Version | None = None
    decision: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TEXT, strip_whitespace=True)]
    review_on: Day | None = None


class DifferingRole(Output):
    """One role of which two answers say different things."""

    role: str
    before: AdvisedRole | None
    after: AdvisedRole | None


class DifferencesOut(Output):
    """What other answers would change."""

    differences: list[DifferingRole]


class PickIn(Input):
    """Who is to hold which advised role where."""

    role: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    scope: Key
    person: Key


class PicksIn(Input):
    """Who is to hold advised roles: all are given, or none."""

    version: Version | None = None
    from_date: Day
    picks: Annotated[list[PickIn], Field(min_length=1, max_length=MOST_PICKS)]


class PicksOut(Output):
    """The keys of the assignments that were made, in the order of the picks."""

    assignments: list[str]


class BoundOut(Output):
    """A threshold of a rule."""

    code: str
    rule: str
    words: str
    value: int
    default: int


class BoundsOut(Output):
    """The thresholds of the advisor's rules."""

    bounds: list[BoundOut]
    version: int


class BoundsPatch(Input):
    """Thresholds by their code; those that are left out stay as they are."""

    version: Version | None = None
    bounds: Annotated[
        dict[str, Annotated[StrictInt, Field(ge=0, le=MOST)]], Field(min_length=1, max_length=40)
    ]


class KindQuery(BaseModel):
    """What is true of something; what is left out counts as no."""

    model_config = ConfigDict(extra="forbid")

    ends: bool = False
    unique: bool = False
    several: bool = False
    repeats: bool = False
    used: bool = False


class KindOut(Output):
    """One thing that it is by the answers, and the roles that answer for it."""

    kind: str = Field(description="project, programme, product or operations.")
    because: str
    roles: list[str]


class KindsOut(Output):
    """What something is by the answers; `is_torn` where these contradict one another."""

    kinds: list[KindOut]
    is_torn: bool
