"""How alike two texts are, against figures worked by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.people.word_matching import Vocabulary, alike, common, singulars, stems, vectors, weights

TEXTS = st.lists(st.text(max_size=40), max_size=8)


def test_words_are_compared_without_case_accents_endings_of_plurals_and_empty_words() -> None:
    assert singulars("The Requirements of Clients, and Policies") == ["requirement", "client", "policy"]
    assert singulars("Prüfung für die Abnahme") == ["prufung", "abnahme"]
    assert stems("The Requirements of Clients, and Policies") == stems("requirement client policy")


def test_the_cosine_of_two_texts_is_that_worked_by_hand() -> None:
    """Of two texts, a shared word weighs ln(3/3)+1 = 1, one that one alone holds ln(3/2)+1."""
    alone = math.log(3 / 2) + 1
    wanted = 1 / (math.sqrt(1 + alone**2) * math.sqrt(1 + alone**2))
    found = list(alike(["plan budget", "plan schedule"], 0.0001))
    assert [(a, b) for a, b, _cosine in found] == [(0, 1)]
    assert found[0][2] == pytest.approx(wanted)


def test_the_same_words_in_another_order_are_the_same_and_others_are_nothing_alike() -> None:
    assert [cosine for *_both, cosine in alike(["agree the plan", "plans, agree"], 0.6)] == [pytest.approx(1)]
    assert list(alike(["dig", "pour"], 0.0001)) == []


def test_below_the_least_nothing_is_told() -> None:
    texts = ["plan budget", "plan schedule"]
    cosine = next(alike(texts, 0.0001))[2]
    assert list(alike(texts, cosine + 1e-9)) == []


@given(TEXTS)
def test_every_vector_has_length_one_or_no_words_and_no_pair_is_told_twice(texts: list[str]) -> None:
    for vector in vectors(texts):
        assert not vector or math.isclose(sum(weight**2 for weight in vector.values()), 1)
    pairs = [(first, second) for first, second, _cosine in alike(texts, 0.2)]
    assert len(pairs) == len(set(pairs))
    assert all(first < second for first, second in pairs)
    for *_pair, cosine in alike(texts, 0.2):
        assert cosine <= 1 + 1e-9


def test_words_of_an_organisation_that_mean_the_same_are_told_by_the_one_that_counts() -> None:
    words = Vocabulary({"cut-over": "go-live", "cut over": "go-live", "slack": "float"})
    assert words.told("The Cut-Over and the slack, not slackers") == "the go-live and the float, not slackers"
    assert Vocabulary({}).told("Slack") == "slack"


def test_what_two_texts_share_is_named_as_the_second_writes_it_rare_words_first() -> None:
    lines = ["Testing the interfaces early", "Plan the tests", "The plan"]
    found = common("we plan tests of an interface", lines[0], weights(lines))
    assert found == ["interfaces", "testing"]


def test_a_text_is_wholly_like_itself_and_like_another_by_the_words_they_share() -> None:
    weighing = weights(["build deep", "build", "pour"])
    assert weighing.cosine("build deep", "deep building") == pytest.approx(1)
    assert weighing.cosine("build", "pour") == 0
    assert 0 < weighing.cosine("build deep", "build") < 1
