"""The words of a requirement: what is found, in which language, and what a clear one looks like."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.projects.quality_words import LANGUAGES, MENDS, findings, language_of, word_list

CRITERION = "Open the page with 200 rooms: it is there within 2 s."


def found(statement: str, criteria: str = CRITERION, kind: str = "function") -> list[tuple[str, str]]:
    return [(each.code, each.words) for each in findings(statement, acceptance_criteria=criteria, kind=kind)]


@pytest.mark.parametrize(
    "clear",
    [
        "The booking page must show the free rooms within 2 s.",
        "The door panel must show the name of the meeting.",
        "Die Buchungsseite muss die freien Räume innerhalb von 2 s zeigen.",
    ],
)
def test_a_clear_requirement_has_nothing_to_mend(clear: str) -> None:
    assert found(clear) == []


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("The page must be fast.", ("ambiguous", "fast")),
        ("The page must be user-friendly.", ("ambiguous", "user-friendly")),
        ("The report must list rooms, desks, etc.", ("ambiguous", "etc.")),
        ("The limit must be TBD.", ("ambiguous", "TBD")),
        ("The page must show the rooms if possible.", ("ambiguous", "if possible")),
        ("Die Seite muss schnell laden.", ("ambiguous", "schnell")),
        ("Die Seite muss benutzerfreundlich sein.", ("ambiguous", "benutzerfreundlich")),
        ("Das Panel muss gegebenenfalls den Namen zeigen.", ("ambiguous", "gegebenenfalls")),
        ("It must show the rooms.", ("actor", "It must")),
        ("Bookings must be stored for a year.", ("actor", "be stored")),
        ("Die Buchungen müssen gespeichert werden.", ("actor", "gespeichert werden")),
        ("The page must show rooms and/or desks.", ("compound", "and/or")),
        ("The page must show rooms and must hide desks.", ("compound", "must … must")),
        ("Die Seite muss Räume und/oder Tische zeigen.", ("compound", "und/oder")),
        ("The page shows the rooms.", ("binding", "")),
    ],
)
def test_each_weakness_is_found_with_the_words_at_fault(statement: str, expected: tuple[str, str]) -> None:
    assert expected in found(statement)


def test_by_whom_makes_a_passive_whole() -> None:
    assert ("actor", "be stored") not in found("Bookings must be stored by the server for a year.")


def test_a_quality_needs_a_figure_and_every_requirement_a_criterion() -> None:
    assert ("measure", "") in found("The panel must stay readable.", "Somebody reads it.", "quality")
    assert ("measure", "") not in found(
        "The panel must stay readable at 5 m.", "Somebody reads it.", "quality"
    )
    assert ("measure", "") not in found("The panel must stay readable.", "Somebody reads it.")
    assert ("criterion", "") in found("The panel must stay readable.", " ")


def test_a_word_inside_another_is_not_found() -> None:
    assert found("The breakfast list must show the fastener by name.") == []


def test_faults_come_before_hints_and_each_says_how_to_mend_it() -> None:
    each = findings("It must show rooms or desks fast, if possible.", kind="function")
    assert [one.is_fault for one in each] == sorted((one.is_fault for one in each), reverse=True)
    assert all(one.wrong and one.mend for one in each)
    assert findings("  ") == []


def test_the_language_is_that_of_the_words() -> None:
    assert language_of("Die Seite muss die Räume zeigen") == "de"
    assert language_of("The page must show the rooms") == "en"


def test_every_kind_of_ambiguous_word_has_its_remedy_in_both_languages() -> None:
    for language in LANGUAGES:
        assert set(word_list(language)["ambiguous"]) == set(MENDS)


@settings(max_examples=60)
@given(st.text(max_size=300))
def test_whatever_is_typed_gets_an_answer(typed: str) -> None:
    assert len(findings(typed)) <= 20
