"""Documents ready to show: how far each is, what a project's life still lacks, and what waits for whom."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, Literal

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.templatetags.remit import day as day_words
from remit.documents.models import (
    Document,
    DocumentReader,
    DocumentReading,
    DocumentReview,
    DocumentVersion,
    Verdict,
    VersionState,
)
from remit.documents.querysets import DocumentQuerySet
from remit.documents.storage import store
from remit.people.grids import day_of
from remit.people.models import Assignment, Person
from remit.projects.life_content import FACT, stage_at
from remit.projects.lives import life_of
from remit.projects.models import Phase, Project
from remit.projects.policies import READ_ONLY
from remit.projects.reach import team_of

MOST_AT_HOME = 20
Standing = Literal["done", "now", "ahead"]
LIGHTS = {
    VersionState.DRAFT: "grey",
    VersionState.REVIEW: "amber",
    VersionState.APPROVED: "green",
    VersionState.SUPERSEDED: "grey",
    VersionState.WITHDRAWN: "grey",
}


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document with the version in force and the latest one; either may be missing.

    `light` is green, amber, red or grey; `words` say how far it is.
    """

    document: Document
    approved: DocumentVersion | None
    latest: DocumentVersion | None
    light: str
    words: str
    is_overdue: bool = False

    @property
    def shown(self) -> DocumentVersion | None:
        """Return the version that is read: the one in force, else the latest."""
        return self.approved or self.latest


def documents_of(actor: Actor, project: Project) -> DocumentQuerySet:
    """Return the documents of a project that the actor may see, with their owners."""
    rows: DocumentQuerySet = Document.objects.visible_to(actor).filter(project=project)
    return rows.select_related("owner", "project")


def document_lines(documents: Sequence[Document], today: dt.date) -> list[DocumentLine]:
    """Return documents as lines: one query."""
    rows = DocumentVersion.objects.filter(document__in=documents).select_related("approver", "author")
    found: dict[int, list[DocumentVersion]] = {}
    for each in rows.order_by("document_id", "-number"):
        found.setdefault(each.document_id, []).append(each)
    return [_line(each, found.get(each.pk, []), today) for each in documents]


def _line(document: Document, versions: Sequence[DocumentVersion], today: dt.date) -> DocumentLine:
    latest = versions[0] if versions else None
    approved = next((each for each in versions if each.state == VersionState.APPROVED), None)
    if latest is None:
        return DocumentLine(document, None, None, "red", _("nothing written yet"))
    is_late = is_overdue(latest, today)
    words = f"{latest.get_state_display()} ({latest.number})"
    if is_late:
        words = _("review overdue since %(day)s") % {"day": day_words(latest.review_due_on)}
    elif approved is not None and approved.number != latest.number:
        told = {"old": approved.number, "new": latest.number, "state": latest.get_state_display()}
        words = _("version %(old)d in force, %(new)d: %(state)s") % told
    return DocumentLine(
        document, approved, latest, "red" if is_late else LIGHTS[VersionState(latest.state)], words, is_late
    )


def is_overdue(version: DocumentVersion, today: dt.date) -> bool:
    """Return whether a version is in review beyond its day."""
    due = version.review_due_on
    return version.state == VersionState.REVIEW and due is not None and due < today


@dataclass(frozen=True, slots=True)
class NeededLine:
    """One document that a stage asks for: `line` is what takes its place, `where` says where else it lies."""

    name: str
    line: DocumentLine | None
    where: str
    is_taken: bool

    @property
    def light(self) -> str:
        """Return the colour of its standing."""
        if self.line is not None:
            return self.line.light
        return "green" if self.where else "grey" if self.is_taken else "amber"


@dataclass(frozen=True, slots=True)
class NeededStage:
    """A stage of a project's life with the documents that people write for it; `standing` is done, now or ahead."""

    code: str
    name: str
    phase: str
    standing: Standing
    needed: tuple[NeededLine, ...]

    @property
    def missing(self) -> int:
        """Return how many of them are not there."""
        return sum(1 for each in self.needed if each.line is None and not each.where and not each.is_taken)


def needed_of(actor: Actor, project: Project) -> list[NeededStage]:
    """Return what the life of a project asks for, by stage: four queries. Restricted ones are said to be taken."""
    life = life_of(project)
    if life is None:
        return []
    placed = list(
        Document.objects.filter(project=project).exclude(place="").select_related("owner", "project")
    )
    seen = set(documents_of(actor, project).exclude(place="").values_list("pk", flat=True))
    today = day_of(project.organisation)
    lines = {(each.document.stage, each.document.place): each for each in document_lines(placed, today)}
    here = stage_at(life.content, life.stage)
    found = []
    for number, stage in enumerate(life.content["stages"]):
        standing: Standing = "done" if number < here else "now" if number == here else "ahead"
        own = [each for each in stage["documents"] if not each.startswith(FACT)]
        if own:
            where = life.documents.get(stage["code"], {})
            needed = tuple(_needed(each, lines.get((stage["code"], each)), where, seen) for each in own)
            label = str(Phase(stage["phase"]).label)
            found.append(NeededStage(stage["code"], stage["name"], label, standing, needed))
    return found


def _needed(name: str, line: DocumentLine | None, where: Mapping[str, Any], seen: set[int]) -> NeededLine:
    is_hidden = line is not None and line.document.pk not in seen
    return NeededLine(name, None if is_hidden else line, where.get(name, {}).get("where", ""), is_hidden)


@dataclass(frozen=True, slots=True)
class ReaderLine:
    """Somebody who is to read what is in force, or has read it; `read_on` is None until then."""

    person: Person
    read_on: dt.date | None
    is_asked: bool


def readers_of(document: Document, approved: DocumentVersion | None) -> list[ReaderLine]:
    """Return who is to read a document and who has, by name: at most five queries."""
    asked = {each.person_id: each.person for each in document.readers.select_related("person")}
    if document.is_for_everybody:
        asked |= {each.pk: each for each in team_of(document.project)}
    rows = approved.readings.select_related("person") if approved is not None else ()
    read = {each.person_id: each for each in rows}
    people = asked | {pk: each.person for pk, each in read.items()}
    lines = [
        ReaderLine(person, read[pk].read_on if pk in read else None, pk in asked)
        for pk, person in people.items()
    ]
    return sorted(lines, key=lambda each: (each.read_on is not None, each.person.name, each.person.pk))


def waiting_for(actor: Actor) -> dict[str, Any] | None:
    """Return what the actor is to review, to approve and to read, or None: three queries."""
    if actor.person_id is None:
        return None
    open_projects = ~Q(of__document__project__phase__in=READ_ONLY)
    reviews = DocumentReview.objects.filter(
        open_projects, reviewer_id=actor.person_id, verdict=Verdict.WAITS, of__state=VersionState.REVIEW
    ).select_related("of__document__project")
    unanswered = DocumentReview.objects.filter(of=OuterRef("pk"), verdict=Verdict.WAITS)
    approvals = (
        DocumentVersion.objects.filter(
            ~Q(document__project__phase__in=READ_ONLY), approver_id=actor.person_id, state=VersionState.REVIEW
        )
        .exclude(Exists(unanswered))
        .select_related("document__project")
    )
    found = {
        "reviews": [each.of for each in reviews.order_by("of__review_due_on", "pk")[:MOST_AT_HOME]],
        "approvals": list(approvals.order_by("review_due_on", "pk")[:MOST_AT_HOME]),
        "reading": list(to_read(actor.person_id)[:MOST_AT_HOME]),
    }
    seen = _may_see(actor, [each.document_id for rows in found.values() for each in rows])
    found = {name: [each for each in rows if each.document_id in seen] for name, rows in found.items()}
    return found if any(found.values()) else None


def _may_see(actor: Actor, document_ids: Iterable[int]) -> set[int]:
    wanted = set(document_ids)
    if not wanted:
        return set()
    return set(Document.objects.visible_to(actor).filter(pk__in=wanted).values_list("pk", flat=True))


def to_read(person_id: int) -> Any:
    """Return the versions in force that somebody is to read and has not: named, or by a role in the project."""
    named = DocumentReader.objects.filter(document=OuterRef("document_id"), person_id=person_id)
    held = Assignment.objects.filter(
        scope_id=OuterRef("document__project__scope_id"), person_id=person_id, ended_at__isnull=True
    )
    read = DocumentReading.objects.filter(of=OuterRef("pk"), person_id=person_id)
    rows = DocumentVersion.objects.filter(state=VersionState.APPROVED).exclude(Exists(read))
    asked = rows.filter(Exists(named) | (Q(document__is_for_everybody=True) & Exists(held)))
    return asked.select_related("document__project").order_by("decided_on", "pk")


def overdue_versions(organisation_id: int, today: dt.date) -> list[DocumentVersion]:
    """Return the versions of an organisation that are in review beyond their day: one query."""
    rows = DocumentVersion.objects.filter(
        document__project__organisation_id=organisation_id, state=VersionState.REVIEW, review_due_on__lt=today
    ).exclude(document__project__phase__in=READ_ONLY)
    return list(
        rows.select_related("document__project__scope", "document__project__organisation", "approver")
    )


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A document with the version in force, for whoever takes a project's documents along.

    `open` returns its bytes, whose SHA-256 is that of the version; None where nothing was ever approved.
    """

    document: Document
    approved: DocumentVersion | None

    def open(self) -> IO[bytes] | None:
        """Return the content of the version in force, open for reading; `FileNotFoundError` where the store lost it."""
        return store().open(self.approved.sha256) if self.approved is not None else None


def kept_documents(project: Project) -> Iterator[KeptDocument]:
    """Yield every document of a project, restricted ones too, with the version in force: two queries."""
    documents = list(
        Document.objects.filter(project=project).select_related("owner", "project").order_by("pk")
    )
    rows = DocumentVersion.objects.filter(document__project=project, state=VersionState.APPROVED)
    approved = {each.document_id: each for each in rows.select_related("author", "decided_by")}
    for each in documents:
        yield KeptDocument(each, approved.get(each.pk))
