"""What the API reads and tells of documents."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from ninja import File
from ninja.files import UploadedFile
from pydantic import Field, StringConstraints, field_validator

from remit.core.api.bodies import is_storable
from remit.core.api.fields import LEFT_OUT, Day, Flag, Input, Key, Name, Output, Version
from remit.core.api.lists import ListQuery, Page
from remit.documents.inspection.inspecting import LONGEST_TEXT
from remit.documents.models import Confidentiality, DocumentKind, DocumentVersion, Verdict, VersionState
from remit.documents.operations.documents import MOST_READERS
from remit.documents.operations.versions import MOST_REVIEWERS
from remit.documents.queries import DocumentLine
from remit.projects.models import Phase

StageOf = Annotated[str, StringConstraints(max_length=40)]
PlaceOf = Annotated[str, StringConstraints(max_length=300)]
Readers = Annotated[list[Key], Field(max_length=MOST_READERS)]
Words = Annotated[str, StringConstraints(max_length=20_000)]
# not required by the document: one that is too large is dropped while it arrives, and is then answered as such
SentDocument = Annotated[
    UploadedFile | None,
    File(description="PDF, picture, text, CSV, Office or OpenDocument file."),
]


class DocumentOut(Output):
    """A document with the numbers of the version in force and the latest; null where there is none."""

    key: str
    title: str
    kind: DocumentKind
    owner: str
    confidentiality: Confidentiality
    phase: Phase
    stage: str
    place: str
    is_for_everybody: bool
    approved: int | None
    latest: int | None
    state: VersionState | None = Field(description="Of the latest version.")
    is_overdue: bool = Field(description="Whether its review is late.")
    version: int


class DocumentReviewOut(Output):
    """What one reviewer says of a version."""

    reviewer: str
    verdict: Verdict
    remarks: str
    answered_on: dt.date | None


class VersionOut(Output):
    """A version; its bytes have that SHA-256. `told` holds codes of what whoever opens it should know."""

    number: int
    state: VersionState
    file_name: str = Field(description="Empty for a text that was written in Remit.")
    content_type: str
    size: int
    sha256: str
    told: list[str]
    note: str
    author: str
    written_on: dt.date
    approver: str | None
    review_due_on: dt.date | None
    decided_on: dt.date | None
    answer: str
    reviews: list[DocumentReviewOut]
    version: int


class DocumentReaderOut(Output):
    """Somebody who is to read what is in force, or has."""

    person: str
    name: str
    read_on: dt.date | None
    is_asked: bool


class DocumentWithVersions(DocumentOut):
    """A document with its versions, the newest first."""

    readers: list[DocumentReaderOut]
    versions: list[VersionOut]


class DocumentPage(Page[DocumentOut]):
    """Documents."""


class DocumentQuery(ListQuery):
    """How to list and filter documents."""

    ORDERS: ClassVar = {"key": ("pk",), "title": ("title", "pk"), "kind": ("kind", "pk")}
    order_by: Literal["key", "-key", "title", "-title", "kind", "-kind"] = "key"
    q: Annotated[str | None, Field(max_length=200, description="A part of the title, or a key.")] = None
    kind: DocumentKind | None = None
    phase: Phase | None = None


class DocumentNeedOut(Output):
    """A document that a stage asks for; `where` is typed where it lies elsewhere."""

    stage: str
    place: str
    standing: Literal["done", "now", "ahead"]
    document: str | None
    approved: int | None
    where: str
    is_missing: bool


class DocumentNeedsOut(Output):
    """What the life of a project asks for."""

    items: list[DocumentNeedOut]


class DocumentStart(Input):
    """A new document; `stage` and `place` name the line of the project's life that it fulfils."""

    title: Name
    owner: Key
    kind: DocumentKind = DocumentKind.OTHER
    confidentiality: Confidentiality = LEFT_OUT
    phase: Phase = LEFT_OUT
    stage: StageOf = ""
    place: PlaceOf = ""
    is_for_everybody: Flag = False
    readers: Readers = []


class DocumentPatch(Input):
    """What changes about a document; what is left out stays."""

    version: Version | None = None
    title: Name = LEFT_OUT
    owner: Key = LEFT_OUT
    kind: DocumentKind = LEFT_OUT
    confidentiality: Confidentiality = LEFT_OUT
    phase: Phase = LEFT_OUT
    stage: StageOf = LEFT_OUT
    place: PlaceOf = LEFT_OUT
    is_for_everybody: Flag = LEFT_OUT
    readers: Readers = LEFT_OUT


class DocumentVersionIn(Input):
    """What comes with a version: the latest number that was seen, what changed, and a text where there is no file."""

    seen: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    note: Annotated[str, StringConstraints(max_length=500)] = ""
    text: Annotated[str, StringConstraints(max_length=LONGEST_TEXT)] = ""

    @field_validator("note", "text")
    @classmethod
    def _can_be_kept(cls, text: str) -> str:
        if not is_storable(text):
            msg = "The text holds a character that cannot be kept."
            raise ValueError(msg)
        return text


class DocumentReviewIn(Input):
    """Who reviews a version, who approves it, and by when."""

    version: Version | None = None
    reviewers: Annotated[list[Key], Field(max_length=MOST_REVIEWERS)] = []
    approver: Key
    due_on: Day | None = None


class VerdictIn(Input):
    """What a reviewer says."""

    verdict: Literal["fine", "changes"]
    remarks: Words = ""


class DecisionWords(Input):
    """A step of a version, and why."""

    version: Version | None = None
    words: Words = ""


def document_facts(line: DocumentLine) -> dict[str, Any]:
    """Return what `DocumentOut` tells of a line."""
    each = line.document
    own = (
        "key",
        "title",
        "kind",
        "confidentiality",
        "phase",
        "stage",
        "place",
        "is_for_everybody",
        "version",
    )
    return {name: getattr(each, name) for name in own} | {
        "owner": each.owner.key,
        "approved": line.approved.number if line.approved else None,
        "latest": line.latest.number if line.latest else None,
        "state": line.latest.state if line.latest else None,
        "is_overdue": line.is_overdue,
    }


def version_out(version: DocumentVersion) -> VersionOut:
    """Return a version as the API tells it."""
    own = (
        "number", "state", "file_name", "content_type", "size", "sha256", "told", "note", "written_on",
        "review_due_on", "decided_on", "answer", "version",
    )  # fmt: skip
    facts: dict[str, Any] = {name: getattr(version, name) for name in own}
    facts["author"] = version.author.key if version.author else version.author_name
    facts["approver"] = version.approver.key if version.approver else None
    facts["reviews"] = [
        DocumentReviewOut(
            reviewer=each.reviewer.key,
            verdict=Verdict(each.verdict),
            remarks=each.remarks,
            answered_on=each.answered_on,
        )
        for each in version.reviews.all()
    ]
    return VersionOut(**facts)
