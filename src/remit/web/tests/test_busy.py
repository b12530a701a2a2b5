"""A database that waited in vain for its turn to write is no fault: one is told to try again."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from remit.conftest import World
from remit.core.errors import is_busy
from remit.core.middleware import TranslateErrors
from remit.web.tests.api_calls import assert_problem, caller

pytestmark = pytest.mark.django_db

LOCKED = OperationalError("database is locked")


def test_a_page_says_that_nothing_was_saved_and_when_to_try_again(world: World) -> None:
    request = RequestFactory().get("/projects/", headers={"Accept": "application/json"})
    answer = TranslateErrors(lambda _request: pytest.fail("not asked")).process_exception(request, LOCKED)
    assert answer is not None
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert b"Nothing of yours was saved" in answer.content


def test_a_program_gets_a_problem_document(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    bea = caller(world, "Bea", "administrator", at_root=True)

    def locked(*_args: Any, **_words: Any) -> None:
        raise LOCKED

    monkeypatch.setattr("remit.people.api.add_person", locked)
    answer = bea.post("/people", {"name": "Zoe", "email": "zoe@acme.example"})
    assert_problem(answer, 503, "busy")
    assert answer.headers["Retry-After"] == "10"


def test_every_other_fault_of_a_database_stays_a_fault() -> None:
    assert is_busy(LOCKED)
    assert not is_busy(OperationalError("disk I/O error"))
    assert not is_busy(ValueError("database is locked"))
    request = RequestFactory().get("/projects/")
    middleware = TranslateErrors(lambda _request: pytest.fail("not asked"))
    assert middleware.process_exception(request, OperationalError("disk I/O error")) is None
