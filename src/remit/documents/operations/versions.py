"""Versions of a document: added, sent to review, answered, approved, sent back, withdrawn, read."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid, NotFound
from remit.documents.inspection import Inspected
from remit.documents.models import (
    Document,
    DocumentReading,
    DocumentReview,
    DocumentVersion,
    Verdict,
    VersionState,
)
from remit.documents.operations.documents import about, locked_document, told
from remit.documents.operations.letters import ask_to_approve, ask_to_review
from remit.documents.policies import (
    answers_wanting,
    may_answer,
    may_approve,
    may_change_document,
    may_read_out,
)
from remit.documents.rules import authors_since_approval, is_approved_by_another
from remit.people.grids import day_of
from remit.people.models import Person
from remit.projects.operations.parts import check_choice, check_sees, clean, day_so_far

LONGEST_NOTE = 500
LONGEST_ANSWER = 20_000
MOST_REVIEWERS = 20
OPEN = (VersionState.DRAFT, VersionState.REVIEW)
_STALE = gettext_lazy("Somebody changed it meanwhile: read what stands there now.")


@operation("documents.add_version")
def add_version(
    document: Document,
    content: Inspected,
    *,
    seen: int,
    actor: Actor,
    note: str = "",
    on: dt.date | None = None,
) -> DocumentVersion:
    """Add what was put into the store as the next version, a draft; `seen` is the latest one that its sender saw.

    It is written today, or `on` a day before.

    A draft before it is superseded; what is approved stays in force. `Conflict` while one is in review.
    """
    locked = locked_document(document)
    require(may_change_document(actor, locked))
    latest = locked.versions.order_by("-number").first()
    number = latest.number if latest is not None else 0
    if number != seen:
        message = _("Version %(number)d was added meanwhile: read it first.")
        raise Conflict("stale", message % {"number": number}, current={"number": number})
    if latest is not None and latest.state == VersionState.REVIEW:
        raise Conflict(
            "in_review", _("Version %(number)d is in review: take it back first.") % {"number": number}
        )
    if latest is not None and latest.sha256 == content.sha256 and latest.state != VersionState.WITHDRAWN:
        raise Invalid(_("This is what the last version says already."), field="file", code="same")
    if latest is not None and latest.state == VersionState.DRAFT:
        latest.state = VersionState.SUPERSEDED
        latest.version += 1
        latest.save(update_fields=["state", "version"])
    made = DocumentVersion.objects.create(
        document=locked,
        number=number + 1,
        file_name=content.name,
        content_type=content.content_type,
        size=content.size,
        sha256=content.sha256,
        told=list(content.told),
        note=clean(note, "note", LONGEST_NOTE),
        author_id=actor.person_id,
        author_name=actor.name[:200],
        written_on=day_so_far(locked.project, on, "on"),
    )
    facts = {"number": made.number, "sha256": made.sha256, "file": made.file_name, "note": made.note}
    record(actor, about(locked), told(locked, {name: ["", value] for name, value in facts.items() if value}))
    return made


def _locked(version: DocumentVersion, seen: int | None, *states: str) -> DocumentVersion:
    """Return a version, locked, in one of `states`; its document is locked first, as everywhere."""
    document = locked_document(version.document)
    rows = DocumentVersion.objects.select_for_update(of=("self",)).select_related("author", "approver")
    found: DocumentVersion | None = rows.filter(pk=version.pk).first()
    if found is None:
        raise NotFound
    found.document = document
    if seen is not None and found.version != seen:
        raise Conflict("stale", str(_STALE), current={"version": found.version})
    if found.state not in states:
        message = _("Version %(number)d is %(state)s: that cannot be done with it now.")
        raise Conflict("state", message % {"number": found.number, "state": found.get_state_display()})
    return found


def _move(version: DocumentVersion, state: VersionState, actor: Actor, reason: str = "") -> DocumentVersion:
    """Save a version in its next state and record it."""
    before, version.state = version.state, state
    version.version += 1
    version.save()
    changes: dict[str, Any] = {
        "number": [version.number, version.number],
        "version_state": [before, state.value],
    }
    document = version.document
    kept = "" if document.is_restricted else reason
    if document.is_restricted and reason:
        changes["restricted_answer"] = ["", reason]
    record(actor, about(document), changes, reason=kept)
    return version


@operation("documents.send_to_review")
def send_to_review(
    version: DocumentVersion,
    *,
    reviewers: Sequence[Person],
    approver: Person,
    seen: int,
    actor: Actor,
    due_on: dt.date | None = None,
    on: dt.date | None = None,
) -> DocumentVersion:
    """Ask reviewers and name who approves; no author reviews, and the approver is another where the method says so."""
    locked = _locked(version, seen, VersionState.DRAFT)
    document, project = locked.document, locked.document.project
    require(may_change_document(actor, document))
    today = day_so_far(project, on, "on")
    if due_on is not None and due_on < today:
        raise Invalid(_("Choose a day that is still to come."), field="due_on", code="past")
    named = list({each.pk: each for each in reviewers}.values())
    if len(named) > MOST_REVIEWERS:
        raise Invalid(
            _("At most %(most)d reviewers.") % {"most": MOST_REVIEWERS}, field="reviewers", code="long"
        )
    check_sees(project, named, "reviewers")
    check_sees(project, [approver], "approver")
    if any(each.pk == locked.author_id for each in named):
        raise Invalid(_("Nobody reviews what they wrote: choose others."), field="reviewers", code="author")
    _check_approver(locked, approver)
    locked.reviews.all().delete()
    DocumentReview.objects.bulk_create([DocumentReview(of=locked, reviewer=each) for each in named])
    locked.approver, locked.submitted_on, locked.review_due_on = approver, today, due_on
    locked.answer, locked.reminded_on = "", None
    moved = _move(locked, VersionState.REVIEW, actor)
    ask_to_review(moved, named)
    if not named:
        ask_to_approve(moved)
    return moved


def _check_approver(version: DocumentVersion, approver: Person) -> None:
    if is_approved_by_another(version.document.project) and authors_since_approval(version) == {approver.pk}:
        message = _("%(name)s is its only author: by the method of this project somebody else approves.")
        raise Invalid(message % {"name": approver.name}, field="approver", code="author")


@operation("documents.answer_review")
def answer_review(
    review: DocumentReview, verdict: str, *, actor: Actor, remarks: str = "", on: dt.date | None = None
) -> DocumentReview:
    """Say what one thinks of a version; until it is decided the answer can be given anew."""
    locked = _locked(review.of, None, VersionState.REVIEW)
    found = locked.reviews.select_related("reviewer").filter(pk=review.pk).first()
    if found is None:
        raise NotFound
    found.of = locked
    require(may_answer(actor, found))
    check_choice(verdict, Verdict, "verdict")
    if verdict == Verdict.WAITS:
        raise Invalid(_("Say whether it is fine or needs changes."), field="verdict", code="choice")
    needed = _("Say what must change.") if verdict == Verdict.CHANGES else ""
    before = found.verdict
    found.verdict, found.remarks = verdict, clean(remarks, "remarks", LONGEST_ANSWER, needed=needed)
    found.answered_on = day_so_far(locked.document.project, on, "on")
    found.save()
    changes = {
        "number": [locked.number, locked.number],
        "verdict": [before, verdict],
        "remarks": ["", found.remarks],
    }
    record(actor, about(locked.document), told(locked.document, changes))
    if not answers_wanting(list(locked.reviews.all())):
        ask_to_approve(locked)
    return found


@operation("documents.approve_version")
def approve_version(
    version: DocumentVersion, *, seen: int, actor: Actor, words: str = "", on: dt.date | None = None
) -> DocumentVersion:
    """Make a version hold; the one before is superseded. Every reviewer has answered, and changes asked for are met."""
    locked = _locked(version, seen, VersionState.REVIEW)
    require(may_approve(actor, locked))
    answer = clean(words, "words", LONGEST_ANSWER)
    reviews = list(locked.reviews.select_related("reviewer"))
    waiting = answers_wanting(reviews)
    if waiting:
        message = _("It still waits for the review of %(names)s.")
        raise Conflict("reviews", message % {"names": ", ".join(each.reviewer.name for each in waiting)})
    if any(each.verdict == Verdict.CHANGES for each in reviews) and not answer:
        message = _("A reviewer asks for changes: say why you approve it all the same, or send it back.")
        raise Invalid(message, field="words", code="required")
    assert locked.approver is not None  # noqa: S101 - the policy let only a named approver pass
    _check_approver(locked, locked.approver)
    for other in locked.document.versions.filter(state=VersionState.APPROVED):
        other.state = VersionState.SUPERSEDED
        other.version += 1
        other.save(update_fields=["state", "version"])
    locked.decided_by_id, locked.answer = actor.person_id, answer
    locked.decided_on = day_so_far(locked.document.project, on, "on")
    return _move(locked, VersionState.APPROVED, actor, answer)


@operation("documents.send_back")
def send_back(version: DocumentVersion, *, words: str, seen: int, actor: Actor) -> DocumentVersion:
    """Let a version become a draft again, with what must change: by its approver, or taken back by whoever sent it."""
    locked = _locked(version, seen, VersionState.REVIEW)
    document = locked.document
    if not may_approve(actor, locked):
        require(may_change_document(actor, document))
    needed = _("Say what must change, or why it is taken back.")
    locked.answer = clean(words, "words", LONGEST_ANSWER, needed=needed)
    locked.review_due_on = None
    return _move(locked, VersionState.DRAFT, actor, locked.answer)


@operation("documents.withdraw_version")
def withdraw_version(version: DocumentVersion, *, words: str, seen: int, actor: Actor) -> DocumentVersion:
    """Let a version hold no longer, with a reason; it stays readable."""
    locked = _locked(version, seen, *OPEN, VersionState.APPROVED)
    require(may_change_document(actor, locked.document))
    locked.answer = clean(words, "words", LONGEST_ANSWER, needed=_("Say why it is withdrawn."))
    return _move(locked, VersionState.WITHDRAWN, actor, locked.answer)


@operation("documents.note_reading")
def note_reading(version: DocumentVersion, *, actor: Actor) -> DocumentReading:
    """Note that the actor has read an approved version; once is enough."""
    require(may_read_out(actor))
    assert actor.person_id is not None  # noqa: S101 - the policy let only people pass
    locked = _locked(version, None, VersionState.APPROVED)
    if locked.readings.filter(person_id=actor.person_id).exists():
        raise Conflict("read", _("You have said so already."))
    today = day_of(locked.document.project.organisation)
    made: DocumentReading = DocumentReading.objects.create(
        of=locked, person_id=actor.person_id, read_on=today
    )
    record(
        actor, about(locked.document), {"number": [locked.number, locked.number], "read": ["", actor.name]}
    )
    return made
