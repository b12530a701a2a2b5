"""What the API says and is told about who answers for what."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints

from remit.core.api.fields import LEFT_OUT, Input, Key, Output, Version
from remit.people.models import MatrixState, RowArea, ScopeKind

Text = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Money = Annotated[StrictInt, Field(ge=0, le=10**15)]
Authority = Annotated[StrictInt, Field(ge=0, le=5)]
Letters = Literal["", "R", "A", "AR", "C", "I"]
Column = Annotated[
    str,
    StringConstraints(min_length=1, max_length=60),
    Field(description="`role:` with the code of a role, or `assignment:` with the key of an assignment."),
]


class MatrixHolderOut(Output):
    """Somebody who holds a role now."""

    person: str = Field(description="The key of the person.")
    person_name: str
    assignment: str
    deputy_name: str


class ColumnOut(Output):
    """A column: a role or one assignment, with whoever holds it as seen from the scope."""

    code: str
    name: str
    is_own: bool = Field(description="Whether it stands in this scope's matrix, and not in one above.")
    holders: list[MatrixHolderOut]


class MatrixRowOut(Output):
    """A responsibility with its letters by the code of the column."""

    key: str
    text: str
    area: RowArea
    kind: ScopeKind = Field(description="The kind of scope it is for; another than the scope's is a default.")
    letters: dict[str, str]
    accountable: MatrixHolderOut | None = Field(
        description="The one who answers for it; null where that is not one."
    )
    money_minor: int | None
    authority: int | None
    inherited_from: str | None = Field(description="The key of the scope above that says so.")
    version: int


class FindingOut(Output):
    """Something that is wrong, and what mends it."""

    code: str
    is_error: bool = Field(description="Errors keep a matrix from coming into force.")
    scope: str
    row: str | None
    rows: list[str] = Field(description="All rows that it touches; `row` is the first.")
    message: str
    fix: str
    url: str


class MatrixOut(Output):
    """Who answers for what at a scope; `number` and `state` are null where everything is inherited."""

    scope: str
    number: int | None
    state: MatrixState | None
    activated_at: dt.datetime | None
    activated_by: str
    reason: str
    columns: list[ColumnOut]
    rows: list[MatrixRowOut]
    findings: list[FindingOut]
    version: int


class FindingsOut(Output):
    """What is wrong at a scope: in its matrix, between the duties of one person, in roles that are vacant."""

    scope: str
    errors: int
    warnings: int
    findings: list[FindingOut]


class MatrixIn(Input):
    """What a draft begins with, where nothing is in force yet."""

    template: Annotated[str, StringConstraints(max_length=40)] = ""


class RowIn(Input):
    """A new responsibility."""

    text: Text
    area: RowArea
    kind: ScopeKind | None = None
    money_minor: Money | None = None
    authority: Authority | None = None
    version: Version | None = None


class RowPatch(Input):
    """What changes about a responsibility; of `letters`, the columns that are named."""

    version: Version | None = None
    text: Text = LEFT_OUT
    area: RowArea = LEFT_OUT
    kind: ScopeKind = LEFT_OUT
    money_minor: Money | None = LEFT_OUT
    authority: Authority | None = LEFT_OUT
    letters: Annotated[dict[Column, Letters], Field(max_length=40)] = LEFT_OUT


class ColumnIn(Input):
    """A new column: a role or an assignment, one of the two."""

    role: Annotated[str, StringConstraints(min_length=1, max_length=40)] | None = None
    assignment: Key | None = None
    version: Version | None = None


class SheetIn(Input):
    """A sheet as it is copied in a spreadsheet: roles in its first row, responsibilities in its first column."""

    sheet: Annotated[str, StringConstraints(min_length=1, max_length=200_000)]
    area: RowArea = RowArea.SCOPE
    version: Version | None = None


class ActivateIn(Input):
    """Why the warnings that stay are right."""

    version: Version | None = None
    reason: Annotated[str, StringConstraints(max_length=1000)] = ""


class VersionIn(Input):
    """The version of the draft that the sender saw."""

    version: Version | None = None


class Gone(Output):
    """What is no longer there."""

    scope: str
    gone: str


class AskQuery(BaseModel):
    """What is asked for."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[str, Field(min_length=1, max_length=200, description="Words of a responsibility.")]
    scope: Annotated[str | None, Field(max_length=16, description="The key of a scope.")] = None


class AnswerOut(Output):
    """A responsibility in force with the one who answers for it."""

    scope: str
    scope_name: str
    row: str
    text: str
    person: str | None
    person_name: str | None
    inherited_from: str | None


class AnswersOut(Output):
    """The closest answer, and others that hold the same words."""

    answer: AnswerOut | None
    others: list[AnswerOut]
