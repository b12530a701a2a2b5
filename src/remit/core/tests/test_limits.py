"""Limits: so many within a window of time, for a person and for a place; then how long to wait."""

import pytest
from django.core.cache import caches

from remit.core.limits import PLACE_FACTOR, Limit, wait_for

LIMIT = Limit(3, 60)


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    caches["memory"].clear()


def asked(times: int, person: str = "ada", place: str = "192.0.2.1", at: float = 600.0) -> list[int]:
    return [
        wait_for("search", LIMIT, person=person, place=place, cache=caches["memory"], now=at)
        for _ in range(times)
    ]


def test_the_first_ones_pass_and_the_next_is_told_when_the_window_ends() -> None:
    assert asked(4, at=610.5) == [0, 0, 0, 50]


def test_the_next_window_begins_at_nothing() -> None:
    asked(4)
    assert asked(3, at=660.0) == [0, 0, 0]


def test_one_person_does_not_hold_another_back() -> None:
    asked(9)
    assert asked(1, person="bob") == [0]


def test_a_place_may_do_more_than_a_person_and_not_without_end() -> None:
    people = [asked(3, person=f"p{number}") for number in range(PLACE_FACTOR)]
    assert people == [[0, 0, 0]] * PLACE_FACTOR
    assert asked(1, person="another") == [60]
    assert asked(1, person="elsewhere", place="192.0.2.2") == [0]


def test_whoever_is_not_known_is_counted_by_place_alone() -> None:
    assert asked(LIMIT.most * PLACE_FACTOR, person="")[-1] == 0
    assert asked(1, person="") == [60]
