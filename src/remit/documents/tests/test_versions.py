"""A document from its first draft to what holds: who may do what, what follows what, and what is told of it."""

import datetime as dt
import io
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from remit.accounts.permissions import Actor, system_actor
from remit.audit.models import AuditEvent
from remit.audit.registries import visible_changes
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.documents.models import Document, DocumentVersion, Verdict, VersionState
from remit.documents.operations.contents import keep_file, keep_text, used_bytes
from remit.documents.operations.documents import begin_document, change_document, remove_document
from remit.documents.operations.upkeep import remind_of_document_reviews, sweep_contents
from remit.documents.operations.versions import (
    add_version,
    answer_review,
    approve_version,
    note_reading,
    send_back,
    send_to_review,
    withdraw_version,
)
from remit.documents.queries import kept_documents, readers_of, waiting_for
from remit.documents.storage import DiskStore
from remit.documents.tests.hostile import PDF
from remit.people.grids import day_of
from remit.projects.facts import judged, placed_documents
from remit.projects.lives import life_of
from remit.projects.models import Phase
from remit.projects.operations.lives import choose_method

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 29)


@pytest.fixture
def here(lasting_world: World) -> World:
    """The bridge with a manager, a leader, a sponsor, a member and somebody from elsewhere."""
    world = lasting_world
    for name, role in (
        ("Ada", "project-manager"),
        ("Lea", "project-leader"),
        ("Sam", "sponsor"),
        ("Tim", "team-member"),
    ):
        world.give(name, role)
    world.people.setdefault("Eva", world.person("Eva"))
    return world


@pytest.fixture(autouse=True)
def _forget(lasting_world: World) -> None:
    lasting_world.people.clear()


def begun(here: World, **stated: object) -> Document:
    facts: dict[str, object] = {"title": "Risk register", "owner": here.person("Ada"), **stated}
    return begin_document(here.project, actor=here.actor("Ada"), **facts)  # type: ignore[arg-type]  # as stated above


def write(
    here: World, document: Document, text: str = "# Risks\n\n- Flood", who: str = "Ada"
) -> DocumentVersion:
    seen = document.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return add_version(document, keep_text(here.organisation, text), seen=seen, actor=here.actor(who))


def sent(
    here: World, version: DocumentVersion, *names: str, approver: str = "Sam", due: dt.date | None = None
) -> DocumentVersion:
    version.refresh_from_db()
    return send_to_review(
        version, reviewers=[here.person(each) for each in names], approver=here.person(approver), due_on=due,
        seen=version.version, actor=here.actor("Ada"),
    )  # fmt: skip


def approved(
    here: World, document: Document, text: str = "# Risks", approver: str = "Sam"
) -> DocumentVersion:
    version = sent(here, write(here, document, text), approver=approver)
    return approve_version(version, seen=version.version, actor=here.actor(approver))


def test_the_approved_version_stays_in_force_until_the_next_is_approved(here: World) -> None:
    document = begun(here)
    first = approved(here, document)
    second = write(here, document, "# Risks\n\nMore")
    first.refresh_from_db()
    assert (first.state, second.state) == (VersionState.APPROVED, VersionState.DRAFT)
    second = sent(here, second, "Lea")
    answer_review(second.reviews.get(), Verdict.FINE, actor=here.actor("Lea"))
    approve_version(second, seen=second.version, actor=here.actor("Sam"))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (VersionState.SUPERSEDED, VersionState.APPROVED)
    assert second.decided_by == here.person("Sam")


def test_a_draft_is_superseded_by_the_next_and_none_is_added_while_one_is_in_review(here: World) -> None:
    document = begun(here)
    first = write(here, document)
    second = write(here, document, "other words")
    first.refresh_from_db()
    assert first.state == VersionState.SUPERSEDED
    sent(here, second)
    with pytest.raises(Conflict, match="in review"):
        write(here, document, "third words")


def test_whoever_saw_an_older_version_and_whoever_says_the_same_are_refused(here: World) -> None:
    document = begun(here)
    write(here, document)
    content = keep_text(here.organisation, "late words")
    with pytest.raises(Conflict, match="added meanwhile"):
        add_version(document, content, seen=0, actor=here.actor("Ada"))
    with pytest.raises(Invalid, match="says already"):
        write(here, document)


def test_approval_waits_for_every_reviewer_and_answers_what_they_ask(here: World) -> None:
    document = begun(here)
    version = sent(here, write(here, document), "Lea", "Tim")
    sam = here.actor("Sam")
    with pytest.raises(Conflict, match="waits for the review of Lea, Tim"):
        approve_version(version, seen=version.version, actor=sam)
    lea, tim = version.reviews.all()
    with pytest.raises(Invalid, match="what must change"):
        answer_review(lea, Verdict.CHANGES, actor=here.actor("Lea"))
    with pytest.raises(NotAllowed, match="somebody else"):
        answer_review(lea, Verdict.FINE, actor=here.actor("Tim"))
    answer_review(lea, Verdict.CHANGES, remarks="No owner", actor=here.actor("Lea"))
    answer_review(tim, Verdict.FINE, actor=here.actor("Tim"))
    with pytest.raises(Invalid, match="asks for changes"):
        approve_version(version, seen=version.version, actor=sam)
    found = approve_version(version, seen=version.version, words="The owner follows", actor=sam)
    assert found.state == VersionState.APPROVED


def test_only_the_named_approver_approves_and_never_the_only_author(here: World) -> None:
    document = begun(here)
    version = write(here, document)
    with pytest.raises(Invalid, match="only author"):
        sent(here, version, approver="Ada")
    with pytest.raises(Invalid, match="Nobody reviews what they wrote"):
        sent(here, version, "Ada")
    version = sent(here, version)
    for name in ("Ada", "Lea", "Tim"):
        with pytest.raises(NotAllowed):
            approve_version(version, seen=version.version, actor=here.actor(name))


def test_an_author_approves_where_another_wrote_too_or_the_method_lets_them(here: World) -> None:
    document = begun(here)
    write(here, document)
    version = write(here, document, "words of Lea", who="Lea")
    assert sent(here, version, approver="Ada").approver == here.person("Ada")
    choose_method(here.project, "scrum", actor=here.actor("Ada"))
    other = write(here, begun(here, title="Notes"), "alone")
    assert sent(here, other, approver="Ada").approver == here.person("Ada")


def test_sent_back_it_is_a_draft_and_says_what_must_change(here: World) -> None:
    version = sent(here, write(here, begun(here)))
    with pytest.raises(NotAllowed):
        send_back(version, words="Shorter", seen=version.version, actor=here.actor("Tim"))
    with pytest.raises(Invalid, match="Say what must change"):
        send_back(version, words=" ", seen=version.version, actor=here.actor("Sam"))
    found = send_back(version, words="Shorter", seen=version.version, actor=here.actor("Sam"))
    assert (found.state, found.answer) == (VersionState.DRAFT, "Shorter")


def test_withdrawn_it_holds_no_longer_and_stays_readable(here: World) -> None:
    document = begun(here)
    version = approved(here, document)
    found = withdraw_version(version, words="Wrong project", seen=version.version, actor=here.actor("Ada"))
    assert found.state == VersionState.WITHDRAWN
    with pytest.raises(Conflict, match="withdrawn"):
        withdraw_version(found, words="Again", seen=found.version, actor=here.actor("Ada"))
    ((kept),) = kept_documents(here.project)
    assert kept.approved is None


@pytest.mark.parametrize("step", ["approve", "back", "withdraw"])
def test_a_step_by_whoever_saw_an_older_state_is_refused(here: World, step: str) -> None:
    version = sent(here, write(here, begun(here)))
    stale = version.version - 1
    steps: dict[str, Any] = {"approve": approve_version, "back": send_back, "withdraw": withdraw_version}
    who = here.actor("Ada" if step == "withdraw" else "Sam")
    with pytest.raises(Conflict) as refusal:
        steps[step](version, words="x", seen=stale, actor=who)
    assert refusal.value.code == "stale"


def test_only_those_who_see_the_project_own_review_approve_and_read(here: World) -> None:
    for field, value in (("owner", here.person("Eva")), ("readers", [here.person("Eva")])):
        with pytest.raises(Invalid, match="Eva does not see this project"):
            begun(here, **{field: value})
    version = write(here, begun(here))
    with pytest.raises(Invalid, match="Eva does not see"):
        sent(here, version, "Eva")
    with pytest.raises(Invalid, match="Eva does not see"):
        sent(here, version, approver="Eva")


def test_whoever_may_not_keep_documents_changes_only_their_own(here: World) -> None:
    with pytest.raises(NotAllowed):
        begin_document(here.project, title="Mine", owner=here.person("Tim"), actor=here.actor("Tim"))
    document = begun(here, owner=here.person("Tim"))
    assert write(here, document, who="Tim").author == here.person("Tim")
    with pytest.raises(NotAllowed):
        write(here, begun(here, title="Hers"), who="Tim")


def test_a_restricted_document_is_for_those_named_and_those_with_the_right(here: World) -> None:
    document = begun(here, title="Severance", confidentiality="restricted", readers=[here.person("Tim")])
    version = write(here, document)

    def sees(name: str) -> bool:
        return bool(Document.objects.visible_to(here.actor(name)).filter(pk=document.pk).exists())

    assert [sees(each) for each in ("Ada", "Sam", "Tim", "Lea", "Eva")] == [True, True, True, False, False]
    sent(here, version, "Lea")
    assert sees("Lea")
    with pytest.raises(NotAllowed, match="restricted by"):
        begin_document(
            here.project,
            title="x",
            owner=here.person("Lea"),
            confidentiality="restricted",
            actor=here.actor("Lea"),
        )


def test_the_record_keeps_what_a_restricted_document_says_for_those_with_the_right(here: World) -> None:
    document = begun(here, title="Severance", confidentiality="restricted")
    write(here, document)
    events = AuditEvent.objects.filter(object_kind="document", object_key=f"P-1/{document.key}")
    told = {
        actor: str([visible_changes(each, here.actor(actor)) for each in events]) for actor in ("Ada", "Lea")
    }
    assert "Severance" in told["Ada"]
    assert "Severance" not in told["Lea"]
    assert all(each.object_label == document.key and not each.reason for each in events)


def test_a_place_of_the_life_is_taken_by_one_document_and_shows_its_state(here: World) -> None:
    choose_method(here.project, "predictive", actor=here.actor("Ada"))
    document = begun(here, stage="planning", place="Risk register")
    with pytest.raises(Invalid, match="document for this already"):
        begun(here, stage="planning", place="Risk register")
    with pytest.raises(Invalid, match="no such document"):
        begun(here, stage="planning", place="Poem")
    assert not placed_documents(here.project)["planning", "Risk register"].is_there
    approved(here, document)
    placed = placed_documents(here.project)["planning", "Risk register"]
    assert (placed.is_there, placed.is_approved) == (True, True)
    assert "approved" in placed.words


def test_gates_judge_from_data_whether_the_documents_of_the_stage_are_there_and_approved(here: World) -> None:
    choose_method(here.project, "predictive", actor=here.actor("Ada"))
    life = life_of(here.project)
    assert life is not None
    assert life.stage == "planning"

    def holds(fact: str) -> bool:
        found = judged(here.project, fact)
        assert found is not None
        return found.is_met

    for place in ("Risk register", "Communication plan"):
        document = begun(here, title=place, stage="planning", place=place)
        version = write(here, document, place)
        assert not holds("documents-approved")
        version = sent(here, version)
        approve_version(version, seen=version.version, actor=here.actor("Sam"))
    assert holds("documents-there")
    assert holds("documents-approved")


def test_whoever_is_asked_finds_it_at_home_until_it_is_done(here: World) -> None:
    document = begun(here, readers=[here.person("Lea")], is_for_everybody=True)
    version = sent(here, write(here, document), "Tim")

    def waits(name: str) -> list[str]:
        found = waiting_for(here.actor(name)) or {}
        return [kind for kind, rows in found.items() if rows]

    assert (waits("Tim"), waits("Sam"), waits("Lea")) == (["reviews"], [], [])
    answer_review(version.reviews.get(), Verdict.FINE, actor=here.actor("Tim"))
    assert (waits("Tim"), waits("Sam")) == ([], ["approvals"])
    version = approve_version(version, seen=version.version, actor=here.actor("Sam"))
    assert [waits(each) for each in ("Tim", "Sam", "Lea")] == [["reading"]] * 3
    note_reading(version, actor=here.actor("Lea"))
    assert waits("Lea") == []
    with pytest.raises(Conflict, match="already"):
        note_reading(version, actor=here.actor("Lea"))
    lines = {each.person.name: each.read_on is not None for each in readers_of(document, version)}
    assert lines == {"Ada": False, "Lea": True, "Sam": False, "Tim": False}


def test_reviewers_are_asked_by_mail_and_reminded_once_a_week_when_late(
    here: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    today = day_of(here.organisation)
    with django_capture_on_commit_callbacks(execute=True):
        version = sent(here, write(here, begun(here)), "Lea", due=today)
    assert [each.to for each in mail.outbox] == [[here.person("Lea").email]]
    with django_capture_on_commit_callbacks(execute=True):
        assert remind_of_document_reviews() == 0
    DocumentVersion.objects.filter(pk=version.pk).update(review_due_on=today - dt.timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert (remind_of_document_reviews(), remind_of_document_reviews()) == (1, 0)
    assert "overdue" in mail.outbox[-1].subject


def test_what_nobody_speaks_of_is_swept_after_a_day_and_nothing_else(
    here: World, own_store: DiskStore
) -> None:
    write(here, begun(here))
    keep_text(here.organisation, "an upload whose operation was refused")
    assert sweep_contents() == 0
    tomorrow = timezone.now() + dt.timedelta(minutes=1)
    assert sweep_contents(before=tomorrow) == 1
    assert [each for each, _at in own_store.kept()] == [DocumentVersion.objects.get().sha256]


def test_an_organisation_keeps_no_more_than_it_may(here: World, settings: object) -> None:
    write(here, begun(here))
    settings.DOCUMENT_TOTAL_BYTES = used_bytes(here.organisation) + 5  # type: ignore[attr-defined]  # pytest-django's
    with pytest.raises(Invalid, match="more room"):
        keep_file(here.organisation, io.BytesIO(PDF), "a.pdf")


def test_a_document_is_removed_only_before_its_first_version(here: World) -> None:
    empty, written = begun(here), begun(here, title="Kept")
    write(here, written)
    with pytest.raises(Conflict, match="are kept"):
        remove_document(written, version=1, actor=here.actor("Ada"))
    remove_document(empty, version=1, actor=here.actor("Ada"))
    assert list(Document.objects.all()) == [written]


def test_a_change_names_both_values_to_whoever_saw_an_older_one(here: World) -> None:
    document = begun(here)
    change_document(document, version=1, title="Risks", readers=[here.person("Lea")], actor=here.actor("Ada"))
    with pytest.raises(Conflict) as refusal:
        change_document(document, version=1, title="Dangers", actor=here.actor("Ada"))
    assert refusal.value.current["fields"]["title"] == {"yours": "Dangers", "theirs": "Risks"}
    with pytest.raises(Invalid, match="cannot be changed"):
        change_document(document, version=2, project=None, actor=here.actor("Ada"))


def test_a_closed_project_lets_its_documents_be_read_only(here: World) -> None:
    document = begun(here)
    type(here.project).objects.filter(pk=here.project.pk).update(phase=Phase.CLOSED)
    with pytest.raises(NotAllowed, match="project is closed"):
        write(here, document)


def test_the_bytes_of_what_holds_are_there_for_whoever_takes_them_along(here: World) -> None:
    document = begun(here)
    approved(here, document, "# What holds")
    begun(here, title="Nothing yet")
    first, second = kept_documents(here.project)
    content = first.open()
    assert content is not None
    with content:
        assert content.read() == b"# What holds\n"
    assert (second.approved, second.open()) == (None, None)


def test_a_token_that_reads_writes_nothing(here: World) -> None:
    ada = here.actor("Ada")
    reader = Actor(
        key=ada.key, name=ada.name, user_id=ada.user_id, person_id=ada.person_id,
        organisation_id=ada.organisation_id, grants=(), token_may_write=False,
    )  # fmt: skip
    document = begun(here)
    with pytest.raises(NotAllowed):
        add_version(document, keep_text(here.organisation, "x"), seen=0, actor=reader)
    assert system_actor().token_may_write
