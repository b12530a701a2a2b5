"""Exports, searches and imports have a limit for each person: a clear answer, a time to wait, nothing lost."""

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import Settings

from remit.accounts.operations.tokens import create_token
from remit.conftest import World
from remit.core.limits import Limit
from remit.web.settings.limits import limits_from

pytestmark = pytest.mark.django_db
ACTIONS = ("export", "search", "import")


@pytest.fixture(autouse=True)
def _two_each(settings: Settings) -> None:
    settings.LIMITS = dict.fromkeys(ACTIONS, Limit(2, 3600))
    for cache in ("default", "memory"):
        caches[cache].clear()


@pytest.fixture
def ada(world: World) -> Client:
    world.give("Ada", "portfolio-manager", world.root)
    world.give("Ada", "project-manager")
    return world.client("Ada")


READS = {
    "a list as a file": "/projects/?export=csv",
    "a list as a spreadsheet": "/people/?export=xlsx",
    "a plan as a file": "/projects/P-1/plan/export.xml",
    "a list searched": "/projects/?q=Bridge",
    "the palette": "/palette?q=Bridge",
    "the API searched": "/api/v1/projects?q=Bridge",
}


@pytest.mark.parametrize("path", READS.values(), ids=READS)
def test_the_third_is_refused_with_the_time_to_wait(ada: Client, path: str) -> None:
    assert [ada.get(path).status_code for _ in range(2)] == [200, 200]
    refused = ada.get(path)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 3600


def test_a_page_says_what_was_too_much_and_when_it_goes_on(ada: Client) -> None:
    for _ in range(2):
        ada.get("/projects/?export=csv")
    page = ada.get("/projects/?export=csv").content.decode()
    assert "Those were many exports in a short time." in page
    assert "you can go on" in page


def test_a_program_gets_a_problem_document(ada: Client) -> None:
    for _ in range(2):
        ada.get("/api/v1/projects?q=a")
    refused = ada.get("/api/v1/projects?q=a")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["status"] == 429


def test_imports_are_counted_and_nothing_is_imported_beyond_the_limit(ada: Client) -> None:
    assert [ada.post("/import/").status_code for _ in range(3)] == [422, 422, 429]
    assert ada.get("/import/").status_code == 200


def test_lists_that_are_not_searched_are_not_counted(ada: Client) -> None:
    assert {ada.get("/projects/").status_code for _ in range(5)} == {200}


def test_one_person_and_one_kind_do_not_hold_another_back(world: World, ada: Client) -> None:
    for _ in range(3):
        ada.get("/projects/?export=csv")
    assert ada.get("/projects/?q=Bridge").status_code == 200
    world.give("Bob", "team-member")
    assert world.client("Bob").get("/projects/?export=csv").status_code == 200


def test_a_token_is_counted_as_its_own(world: World, ada: Client) -> None:
    user = world.person("Ada").user
    assert user is not None
    _row, raw = create_token(user, name="Test", may_write=False, days=1, actor=world.actor("Ada"))
    headers = {"Authorization": f"Bearer {raw}"}
    answers = [Client().get("/api/v1/projects?q=a", headers=headers).status_code for _ in range(3)]
    assert answers == [200, 200, 429]


def test_what_is_off_is_not_counted_and_what_is_not_stated_has_a_usual_limit() -> None:
    limits = limits_from({"REMIT_LIMIT_EXPORT": "off", "REMIT_LIMIT_SEARCH": "5/s"})
    assert limits == {"search": Limit(5, 1), "feed": Limit(60, 600), "import": Limit(30, 600)}


@pytest.mark.parametrize("text", ["0/1m", "many", "10", "10/0m", "-1/m", "10/2d"])
def test_a_limit_that_cannot_be_right_stops_the_start(text: str) -> None:
    with pytest.raises(ValueError, match="REMIT_LIMIT_EXPORT"):
        limits_from({"REMIT_LIMIT_EXPORT": text})
