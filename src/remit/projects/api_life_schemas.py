"""What the API reads and tells of methods, lives and gates."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from remit.core.api.fields import Count, Day, Flag, Input, Key, Name, Output, Version, Whole
from remit.projects.life_content import LONGEST_LINE, LONGEST_TEXT, MOST_LINES, MOST_STAGES
from remit.projects.models import GateAnswer, GateState, Phase

Note = Annotated[str, StringConstraints(max_length=4000)]
Why = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
StageCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
StageLine = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_LINE)]
StageLines = Annotated[
    list[StageLine],
    Field(max_length=MOST_LINES, description="A line that begins with '= ' names a fact that Remit judges."),
]
StagePhase = Literal["idea", "feasibility", "chartered", "planning", "execution", "closing", "closed"]


class GateContent(Input):
    """A gate at the end of a stage."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=8)]
    name: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    entry: StageLines
    exit: StageLines


class StageContent(Input):
    """A stage of a method: `gate` null where none stands at its end."""

    code: StageCode
    name: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    phase: StagePhase
    purpose: Annotated[str, StringConstraints(max_length=300)]
    processes: StageLines
    documents: StageLines
    roles: StageLines
    gate: GateContent | None


Stages = Annotated[list[StageContent], Field(min_length=1, max_length=MOST_STAGES)]


class MethodOut(Output):
    """The present version of a method."""

    code: str
    name: str
    summary: str
    number: int
    reason: str
    changed_by: str
    stages: list[StageContent]


class MethodLine(Output):
    """A method in the list."""

    code: str
    name: str
    summary: str
    number: int
    stages: int


class MethodsOut(Output):
    """The methods that projects can follow."""

    items: list[MethodLine]


class MethodIn(Input):
    """The next version of a method, and why; `number` is the one that was seen, 0 for a new method."""

    number: Count
    name: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    summary: Annotated[str, StringConstraints(max_length=1000)] = ""
    reason: Why
    stages: Stages


class ConditionOut(Output):
    """A condition of a go: by whom it is due when, and by what it was met."""

    number: int
    text: str
    owner: str
    due_on: dt.date
    met_on: dt.date | None
    met_words: str
    is_overdue: bool
    version: int


class GateCriterionOut(Output):
    """A criterion as it stands; `is_met` is null where nobody has judged it, `fact` empty where people judge."""

    number: int
    text: str
    is_entry: bool
    is_met: bool | None
    why: str
    fact: str
    by: str


class GateOut(Output):
    """A review of a gate; while it is open `waits_for` is whoever decides."""

    number: int
    gate: str
    name: str
    stage: str
    state: GateState
    note: str
    amount_minor: int | None = Field(description="What a go releases; null as well without sight of cost.")
    asked_by: str | None
    asked_at: dt.datetime
    waits_for: str | None
    criteria: list[GateCriterionOut]
    answer: GateAnswer | None
    words: str
    decided_by: str | None
    decided_on: dt.date | None
    conditions: list[ConditionOut]
    version: int


class GatesOut(Output):
    """The reviews of a project, the latest first."""

    items: list[GateOut]


class LifeStepOut(Output):
    """A dated step of a project's life."""

    day: dt.date
    from_phase: Phase
    to_phase: Phase
    stage: str
    reason: str
    by: str
    review: int | None


class LifeOut(Output):
    """The life of a project; without a method `stages` is empty. `next` says in one line what comes next."""

    phase: Phase
    method: str | None
    method_version: int | None
    stage: str | None
    project_class: int
    tailored: str
    next: str
    stages: list[StageContent]
    documents: dict[str, dict[str, str]] = Field(description="By stage and document where it lies.")
    steps: list[LifeStepOut]
    version: int | None


class MethodChoiceIn(Input):
    """The method that a project follows from now on; another one later takes a reason."""

    method: StageCode
    project_class: Annotated[Count, Field(ge=1, le=5)] | None = None
    reason: Why = ""


class LifePatch(Input):
    """The project's own stages, tailored with a reason."""

    version: Version | None = None
    stages: Stages
    reason: Why


class StageAdvanceIn(Input):
    """The version that was seen, and why."""

    version: Version | None = None
    reason: Why = ""


class DocumentIn(Input):
    """Where a document of a stage lies; nothing where it is not there."""

    version: Version | None = None
    stage: StageCode
    document: StageLine
    where: Annotated[str, StringConstraints(max_length=400)]


class GateIn(Input):
    """What is asked at the gate ahead."""

    note: Note = ""
    amount_minor: Annotated[Whole, Field(ge=0)] | None = None


class GateCriterionIn(Input):
    """Whether a criterion is met, and on what that rests."""

    version: Version | None = None
    is_met: Flag
    evidence: Note


class ConditionIn(Input):
    """A condition of a go."""

    text: Name
    owner: Key = Field(description="The key of a person.")
    due_on: Day


class GateDecisionIn(Input):
    """The decision at a gate."""

    version: Version | None = None
    answer: GateAnswer
    words: Note = ""
    on: Day | None = None
    conditions: Annotated[list[ConditionIn], Field(max_length=20)] = []


class MetIn(Input):
    """By what a condition is met."""

    version: Version | None = None
    words: Note
