"""The organisation's words: several definitions for each, exactly one of which holds."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remit.accounts.permissions import system_actor
from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.people.models import Definition, Term
from remit.people.operations.glossary import (
    Meaning,
    add_standard_terms,
    add_term,
    change_term,
    remove_term,
)
from remit.people.standard_terms import TERMS

SYSTEM = system_actor()
FLOAT = Meaning("How far it may slip.", "Remit")
SLACK = Meaning("Any time to spare.", "Everyday use")


@pytest.fixture
def term(world: World) -> Term:
    """Float with two meanings, of which the first holds."""
    return add_term(
        world.organisation, name="Float", aliases=["Slack"], definitions=[FLOAT, SLACK], actor=SYSTEM
    )


@pytest.fixture
def keeper(world: World) -> Client:
    """Who may keep the words."""
    world.give("Petra", "portfolio-manager", world.root)
    return world.client("Petra")


def chosen(term: Term) -> list[str]:
    return [each.text for each in Definition.objects.filter(term=term, is_chosen=True)]


def test_of_several_definitions_the_first_holds_unless_another_is_marked(world: World, term: Term) -> None:
    assert chosen(term) == [FLOAT.text]
    change_term(
        term, version=1, actor=SYSTEM, definitions=[FLOAT, Meaning(SLACK.text, SLACK.source, is_chosen=True)]
    )
    assert chosen(term) == [SLACK.text]


def test_the_database_bears_no_second_definition_that_holds(term: Term) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Definition.objects.filter(term=term).update(is_chosen=True)
    assert chosen(term) == [FLOAT.text]


@pytest.mark.parametrize(
    ("stated", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "项目"}, "name"),
        ({"name": "SLACK"}, "name"),
        ({"aliases": ["float"]}, "aliases"),
        ({"aliases": [f"word {number}" for number in range(13)]}, "aliases"),
        ({"definitions": []}, "definitions"),
        ({"definitions": [Meaning("a", "b", is_chosen=True)] * 2}, "definitions"),
        ({"definitions": [Meaning(" ", "b")]}, "text"),
        ({"definitions": [Meaning("a", "")]}, "source"),
        ({"definitions": [Meaning("a" * 2001, "b")]}, "text"),
    ],
)
def test_what_is_no_term_is_refused_with_the_field_and_nothing_is_written(
    world: World, term: Term, stated: dict[str, Any], field: str
) -> None:
    whole = {"name": "Lead", "aliases": [], "definitions": [FLOAT]} | stated
    with pytest.raises(Invalid) as refused:
        add_term(world.organisation, actor=SYSTEM, **whole)
    assert [each.field for each in refused.value.errors] == [field]
    assert list(Term.objects.all()) == [term]


def test_a_stale_change_is_refused_and_changes_nothing(term: Term) -> None:
    change_term(term, version=1, actor=SYSTEM, name="Total float")
    for late in (
        lambda: change_term(term, version=1, actor=SYSTEM, name="Spare time"),
        lambda: remove_term(term, version=1, actor=SYSTEM),
    ):
        with pytest.raises(Conflict):
            late()
    assert Term.objects.get().name == "Total float"


def test_the_record_keeps_what_a_removed_term_said(term: Term) -> None:
    remove_term(term, version=1, actor=SYSTEM)
    event = AuditEvent.objects.get(operation="people.remove_term")
    assert event.changes["definitions"][0] == (
        "* How far it may slip. (Remit)\nAny time to spare. (Everyday use)"
    )
    assert not Term.objects.exists()


def test_standard_terms_come_once_and_leave_what_is_told_alone(world: World, term: Term) -> None:
    added = add_standard_terms(world.organisation, actor=SYSTEM)
    # Float is told already, and with it Slack
    assert added == len(TERMS) - 1
    assert chosen(term) == [FLOAT.text]
    for each in Term.objects.all():
        assert len(chosen(each)) == 1, each.name
    with pytest.raises(Conflict):
        add_standard_terms(world.organisation, actor=SYSTEM)


def test_no_word_of_the_standard_terms_is_told_twice() -> None:
    words = [word.casefold() for each in TERMS for word in (each.name, *each.aliases)]
    assert len(words) == len(set(words))


def test_a_project_manager_reads_and_does_not_change(world: World, term: Term) -> None:
    manager = world.give("Wilma", "project-manager")
    with pytest.raises(NotAllowed):
        change_term(term, version=1, actor=manager, name="Slackness")
    client = world.client("Wilma")
    assert "How far it may slip." in client.get("/glossary/").content.decode()
    assert client.get("/glossary/float/edit/").status_code == 403


def test_words_of_another_organisation_are_not_seen(stranger: World, term: Term) -> None:
    stranger.give("Sven", "portfolio-manager", stranger.root)
    client = stranger.client("Sven")
    assert client.get("/glossary/float/").status_code == 404
    assert client.get("/api/v1/glossary/float").status_code == 404
    assert client.get("/glossary/words/").json()["words"] == []


def test_a_term_is_added_by_a_form_that_names_what_it_lacks(keeper: Client) -> None:
    sent = {"name": "Gate", "aliases": "Stage gate, Phase gate", "text_1": "A decision.", "chosen": "1"}
    answer = keeper.post("/glossary/new/", sent)
    assert answer.status_code == 422
    assert "Say who means this by the word." in answer.content.decode()
    answer = keeper.post("/glossary/new/", {**sent, "source_1": "Remit"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/glossary/gate/"
    assert Term.objects.get().aliases == ["Phase gate", "Stage gate"]


def test_a_form_that_comes_too_late_is_shown_again_and_holds_the_second_time(
    keeper: Client, term: Term
) -> None:
    change_term(term, version=1, actor=SYSTEM, name="Total float")
    sent = {
        "version": "1",
        "name": "Spare",
        "aliases": "",
        "text_1": "Time.",
        "source_1": "Us",
        "chosen": "1",
    }
    answer = keeper.post("/glossary/float/edit/", sent)
    assert "Somebody changed this term meanwhile" in answer.content.decode()
    assert Term.objects.get().name == "Total float"
    keeper.post("/glossary/float/edit/", {**sent, "version": "2"})
    assert Term.objects.get().name == "Spare"


def test_the_filter_finds_words_other_words_and_meanings(keeper: Client, term: Term) -> None:
    for typed, is_found in (("floa", True), ("slack", True), ("may slip", True), ("zebra", False)):
        page = keeper.get("/glossary/", {"q": typed}).content.decode()
        assert ("/glossary/float/" in page) is is_found, typed


def test_the_palette_tells_what_a_word_means(keeper: Client, term: Term) -> None:
    answers = keeper.get("/palette", {"q": "slack"}).json()["answers"]
    assert ("Float", "/glossary/float/", "How far it may slip.") in [
        (each["label"], each["url"], each["hint"]) for each in answers
    ]


def test_words_for_the_question_marks_come_with_a_tag_that_changes_with_them(
    keeper: Client, term: Term
) -> None:
    first = keeper.get("/glossary/words/")
    assert {each["word"] for each in first.json()["words"]} == {"Float", "Slack"}
    assert keeper.get("/glossary/words/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    change_term(term, version=1, actor=SYSTEM, name="Total float")
    assert keeper.get("/glossary/words/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_api_adds_changes_and_removes_at_the_version_seen(keeper: Client) -> None:
    body = {"name": "Gate", "definitions": [{"text": "A decision.", "source": "Remit"}]}
    made = keeper.post("/api/v1/glossary", body, content_type="application/json")
    assert (made.status_code, made["Location"]) == (201, "/api/v1/glossary/gate")
    assert made.json()["definitions"][0]["is_chosen"] is True
    tag = {"If-Match": made["ETag"]}
    patched = keeper.patch(
        "/api/v1/glossary/gate", {"aliases": ["Stage gate"]}, content_type="application/json", headers=tag
    )
    assert patched.json()["aliases"] == ["Stage gate"]
    assert keeper.delete("/api/v1/glossary/gate", headers=tag).status_code == 412
    assert keeper.delete("/api/v1/glossary/gate", headers={"If-Match": patched["ETag"]}).status_code == 200
    assert keeper.get("/api/v1/glossary").json()["count"] == 0


WORDS = st.sampled_from(["Float", "Slack", "Lag", "Lead", "float", " slack "])
MEANINGS = st.lists(
    st.builds(Meaning, st.sampled_from(["one", "two", " "]), st.sampled_from(["here", ""]), st.booleans()),
    max_size=3,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=st.lists(st.tuples(WORDS, st.lists(WORDS, max_size=2), MEANINGS, st.booleans()), max_size=6))
def test_whatever_is_tried_no_word_is_told_twice_and_one_definition_holds(
    world: World, steps: list[tuple[str, list[str], list[Meaning], bool]]
) -> None:
    with transaction.atomic():
        for name, aliases, meanings, changes in steps:
            there = Term.objects.first()
            try:
                if changes and there:
                    change_term(
                        there,
                        version=there.version,
                        actor=SYSTEM,
                        name=name,
                        aliases=aliases,
                        definitions=meanings,
                    )
                else:
                    add_term(
                        world.organisation, name=name, aliases=aliases, definitions=meanings, actor=SYSTEM
                    )
            except Invalid:
                continue
        words = [word.casefold() for each in Term.objects.all() for word in (each.name, *each.aliases)]
        assert len(words) == len(set(words))
        assert all(len(chosen(each)) == 1 for each in Term.objects.all())
        transaction.set_rollback(True)
