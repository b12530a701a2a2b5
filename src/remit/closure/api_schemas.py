"""What the API reads and tells of the end of a project."""

import datetime as dt
from typing import Annotated

from pydantic import Field, StringConstraints

from remit.closure.checklist import LONGEST_ITEM, MOST_ITEMS
from remit.closure.models import Settled
from remit.core.api.fields import LEFT_OUT, Count, Day, Flag, Input, Output, Version, Whole
from remit.projects.charter_content import LONGEST_LINE, LONGEST_TEXT, MOST_LINES
from remit.projects.models import RecordState

Prose = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
Rows = Annotated[
    list[Annotated[str, StringConstraints(max_length=LONGEST_LINE)]], Field(max_length=MOST_LINES)
]
Amount = Annotated[Whole, Field(ge=0, le=10**15)]
Slug = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class ClosingItemOut(Output):
    """One item of the closing list; `is_judged` where Remit finds by itself how it stands, and `why`."""

    code: str
    text: str
    is_judged: bool
    state: Settled
    why: str
    by: str
    version: int


class ClosureOut(Output):
    """How far the end of a project is: `blocking` names in words what stands in the way of closing it."""

    project: str
    ended_early: bool
    items: list[ClosingItemOut]
    blocking: str
    record: RecordState | None = Field(description="How far the closing record is; null where there is none.")


class ClosingItemIn(Input):
    """What a person says of an item; `version` is 0 where nobody has said anything yet."""

    code: Slug
    state: Settled
    evidence: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    version: Count


class ClosingRecordOut(Output):
    """A version of a closing record; sums are null for whom they are not, `missing` says what must be stated yet."""

    number: int
    state: RecordState
    achieved: str
    differences: str
    cost_minor: int | None
    contracts: list[str]
    follow_ons: list[str]
    end_reason: str
    salvage: list[str]
    sunk_cost_minor: int | None
    missing: list[str]
    written_by: str | None
    decided_by: str | None
    decided_on: dt.date | None
    answer: str
    versions: list[int]
    version: int


class ClosingRecordPatch(Input):
    """What changes in the draft; what is left out stays."""

    version: Version | None = None
    achieved: Prose = LEFT_OUT
    differences: Prose = LEFT_OUT
    cost_minor: Amount | None = LEFT_OUT
    contracts: Rows = LEFT_OUT
    follow_ons: Rows = LEFT_OUT
    end_reason: Prose = LEFT_OUT
    salvage: Rows = LEFT_OUT
    sunk_cost_minor: Amount | None = LEFT_OUT


class ClosingSeenIn(Input):
    """The version that was seen."""

    version: Version | None = None


class ClosingAnswerIn(Input):
    """The sponsor's answer: a signature, or back with a reason."""

    version: Version | None = None
    sign: Flag
    answer: Annotated[str, StringConstraints(max_length=4000)] = ""
    on: Day | None = None


class ClosingListOut(Output):
    """The list by which projects are closed; a line that begins with "= " names what Remit judges by itself."""

    number: int
    items: list[str]


class ClosingListIn(Input):
    """The next version of the list; `number` is the version that was seen, 0 for the standard list."""

    number: Count
    items: Annotated[
        list[Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_ITEM)]],
        Field(min_length=1, max_length=MOST_ITEMS),
    ]
    reason: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
