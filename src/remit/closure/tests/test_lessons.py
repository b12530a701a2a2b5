"""Lessons: stated and shared, found by what words mean, suggested to projects that resemble, taken up or set aside."""

from typing import Any

import pytest

from remit.accounts.permissions import Actor, system_actor
from remit.audit.models import AuditEvent
from remit.closure.lesson_queries import find_lessons, noted_lessons, one_lesson, own_lessons, suggestions
from remit.closure.models import Lesson, LessonNote
from remit.closure.operations.lessons import add_lesson, change_lesson, clean_tags, note_lesson
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed, NotFound
from remit.people.operations.glossary import Meaning, add_term
from remit.projects.models import Phase, Project
from remit.projects.operations.projects import change_project

SYSTEM = system_actor()
INTERFACE: dict[str, Any] = {
    "title": "Test the interface with live data first",
    "happened": "Invented names passed; live ones broke the import of the ledger.",
    "advice": "Test every interface with live data in the first week.",
    "tags": ["Testing", " interface "],
}


@pytest.fixture
def petra(world: World) -> Actor:
    return world.give("Petra", "project-manager")


def lesson_of(world: World, by: Actor, **more: Any) -> Lesson:
    return add_lesson(world.project, actor=by, **INTERFACE | more)


def another(world: World) -> Project:
    """Begin a project that speaks of an interface to the ledger as well."""
    made = world.begin("Ledger", world.root)
    return change_project(
        made,
        version=1,
        unique_result="The ledger takes data through interfaces that are tested.",
        actor=SYSTEM,
    )


def test_tags_are_small_and_stand_once() -> None:
    assert clean_tags(["Risk", "risk ", "", "Two  words"]) == ["risk", "two words"]
    with pytest.raises(Invalid):
        clean_tags(["x" * 41])
    with pytest.raises(Invalid):
        clean_tags([str(number) for number in range(13)])


def test_everybody_in_a_project_states_what_was_learnt_and_its_manager_shares_it(
    world: World, petra: Actor
) -> None:
    bo = world.give("Bo", "team-member")
    made = lesson_of(world, bo)
    assert (made.key, made.by_name, made.tags, made.phase) == (
        "LE-1", "Bo", ["testing", "interface"], Phase.PLANNING,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        change_lesson(made, version=1, is_shared=True, actor=bo)
    shared = change_lesson(made, version=1, is_shared=True, actor=petra)
    with pytest.raises(Conflict):
        change_lesson(shared, version=1, title="Other", actor=bo)
    cora = world.give("Cora", "team-member")
    with pytest.raises(NotAllowed, match="whoever stated it"):
        change_lesson(shared, version=2, title="Other", actor=cora)
    with pytest.raises(NotAllowed):
        lesson_of(world, world.actor("Norbert"))
    event = AuditEvent.objects.filter(operation="closure.change_lesson").get()
    assert event.changes == {"is_shared": ["False", "True"]}


@pytest.mark.parametrize(
    ("field", "value"), [("title", " "), ("happened", ""), ("advice", ""), ("kind", "x"), ("phase", "x")]
)
def test_a_lesson_says_what_happened_and_what_to_do(
    world: World, petra: Actor, field: str, value: str
) -> None:
    with pytest.raises(Invalid) as refused:
        lesson_of(world, petra, **{field: value})
    assert refused.value.errors[0].field == field


def test_a_closed_project_states_no_more_lessons(world: World, petra: Actor) -> None:
    made = lesson_of(world, petra)
    Project.objects.filter(pk=world.project.pk).update(phase=Phase.CLOSED)
    with pytest.raises(NotAllowed):
        lesson_of(world, petra)
    with pytest.raises(NotAllowed):
        change_lesson(made, version=1, title="Other", actor=petra)


def test_the_library_is_read_by_others_without_the_name_of_the_project(world: World, petra: Actor) -> None:
    hidden, shared = lesson_of(world, petra), lesson_of(world, petra, is_shared=True)
    other = another(world)
    otto = world.give("Otto", "team-member", other.scope)
    assert [each.lesson for each in find_lessons(otto)] == [shared]
    with pytest.raises(NotFound):
        one_lesson(otto, hidden.key)
    page = world.client("Otto").get(f"/lessons/{shared.key}/").content.decode()
    assert "Bridge" not in page
    assert "Petra" not in page
    assert "Bridge" in world.client("Petra").get(f"/lessons/{shared.key}/").content.decode()


def test_other_forms_of_a_word_and_words_that_mean_the_same_are_found(world: World, petra: Actor) -> None:
    lesson_of(world, petra, title="Pour in frost", happened="Concrete froze.", advice="Wait.", tags=[])
    wanted = lesson_of(world, petra)
    assert [each.lesson for each in find_lessons(petra, "tested interfaces")] == [wanted]
    assert find_lessons(petra, "linkage") == []
    add_term(
        world.organisation, name="Interface", aliases=["linkage"], definitions=[Meaning("A joint.", "Us")],
        actor=SYSTEM,
    )  # fmt: skip
    (found,) = find_lessons(petra, "our linkage")
    assert (found.lesson, found.why) == (wanted, "interface")
    assert [each.lesson for each in find_lessons(petra, tag="testing")] == [wanted]
    assert find_lessons(petra, kind="keep") == []


def test_a_project_that_resembles_is_told_with_the_words_that_both_use(world: World, petra: Actor) -> None:
    wanted = lesson_of(world, petra, is_shared=True)
    frost = {"title": "Pour in frost", "happened": "Concrete froze.", "advice": "Wait.", "tags": []}
    lesson_of(world, petra, is_shared=True, **frost)
    other = another(world)
    olga = world.give("Olga", "programme-manager", world.root)
    (found,) = suggestions(olga, other)
    assert found.lesson == wanted
    assert "interface" in found.why
    assert "same kind" in found.why
    assert suggestions(olga, world.project) == []


def test_a_suggestion_is_taken_up_or_set_aside_with_words_and_is_not_made_again(
    world: World, petra: Actor
) -> None:
    wanted = lesson_of(world, petra, is_shared=True)
    own = another(world)
    paul = world.give("Paul", "project-manager", own.scope)
    with pytest.raises(Invalid, match="what is done"):
        note_lesson(own, wanted, state="noted", words=" ", version=0, actor=paul)
    with pytest.raises(Invalid, match="Say why"):
        note_lesson(own, wanted, state="set-aside", words="", version=0, actor=paul)
    note_lesson(own, wanted, state="noted", words="First week of May", version=0, actor=paul)
    assert suggestions(paul, own) == []
    (line,) = noted_lessons(paul, own)
    assert line.note is not None
    assert (line.note.words, line.source) == ("First week of May", None)
    with pytest.raises(Conflict):
        note_lesson(own, wanted, state="set-aside", words="No", version=0, actor=paul)
    note_lesson(own, wanted, state="set-aside", words="Bought ready", version=1, actor=paul)
    assert LessonNote.objects.get().state == "set-aside"
    with pytest.raises(Conflict, match="itself"):
        note_lesson(world.project, wanted, state="noted", words="x", version=0, actor=petra)
    hidden = lesson_of(world, petra)
    with pytest.raises(NotFound):
        note_lesson(own, hidden, state="noted", words="x", version=0, actor=paul)


def test_no_lesson_of_another_organisation_is_found_or_taken_up(
    world: World, petra: Actor, stranger: World
) -> None:
    foreign = lesson_of(stranger, SYSTEM, is_shared=True)
    assert find_lessons(petra) == []
    assert suggestions(petra, world.project) == []
    with pytest.raises(NotFound):
        note_lesson(world.project, foreign, state="noted", words="x", version=0, actor=petra)


def test_the_pages_show_state_answer_and_find(world: World, petra: Actor) -> None:
    client, key = world.client("Petra"), world.project.key
    form = {
        "title": "Dig first",
        "kind": "change",
        "phase": "planning",
        "happened": "Rock.",
        "advice": "Bore.",
    }
    assert (
        client.post(
            f"/projects/{key}/lessons/new/", {**form, "tags": "ground", "is_shared": "on"}
        ).status_code
        == 302
    )
    assert client.post(f"/projects/{key}/lessons/new/", {**form, "title": ""}).status_code == 422
    (made,) = own_lessons(world.project)
    assert made.is_shared
    assert "Dig first" in client.get("/lessons/", {"q": "digging"}).content.decode()
    assert "Nothing speaks of this" in client.get("/lessons/", {"q": "paint"}).content.decode()
    changed = client.post(
        f"/lessons/{made.key}/edit/", {**form, "title": "Bore first", "tags": "", "version": "1"}
    )
    assert changed.status_code == 302
    assert "Bore first" in client.get(f"/projects/{key}/lessons/").content.decode()
