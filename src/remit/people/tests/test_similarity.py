"""How alike two texts are, against figures worked by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.people.similarity import alike, vectors, words_of

TEXTS = st.lists(st.text(max_size=40), max_size=8)


def test_words_are_compared_without_case_accents_endings_of_plurals_and_empty_words() -> None:
    assert words_of("The Requirements of Clients, and Policies") == ["requirement", "client", "policy"]
    assert words_of("Prüfung für die Abnahme") == ["prufung", "abnahme"]


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
