"""Deliverables over the API: the way to acceptance, and that the acceptor is never the producer."""

import pytest

from remit.conftest import World
from remit.web.tests.api_calls import Caller, assert_problem, caller

pytestmark = pytest.mark.django_db
D = "/projects/P-1/deliverables"


@pytest.fixture
def team(world: World) -> dict[str, Caller]:
    for name, role in (("Ada", "project-manager"), ("Tom", "team-member"), ("Cleo", "acceptor")):
        world.give(name, role)
    return {name: caller(world, name) for name in ("Ada", "Tom", "Cleo")}


def test_a_deliverable_goes_its_way_and_its_acceptor_answers(world: World, team: dict[str, Caller]) -> None:
    ada, tom, cleo = team["Ada"], team["Tom"], team["Cleo"]
    sent = {
        "name": "Guide",
        "due_on": "2098-01-01",
        "producer": world.person("Tom").key,
        "acceptor": world.person("Cleo").key,
        "criteria": [{"text": "Names every step", "tolerance": "none missing"}],
    }
    made = ada.post(D, sent)
    assert made.status_code == 201
    assert made["Location"] == f"/api/v1{D}/DL-1"
    for version, state in enumerate(("in-work", "ready"), 1):
        assert tom.post(f"{D}/DL-1/advance", {"state": state, "version": version}).status_code == 200
    assert_problem(tom.post(f"{D}/DL-1/checks", {"criterion": 1, "method": "x", "is_met": True}), 403)
    assert ada.post(f"{D}/DL-1/advance", {"state": "under-check", "version": 3}).status_code == 200
    noted = cleo.post(f"{D}/DL-1/checks", {"criterion": 1, "method": "Read", "is_met": True})
    assert noted.json()["checks"][0]["by_name"] == "Cleo"
    for version, state in enumerate(("checked", "submitted"), 4):
        assert ada.post(f"{D}/DL-1/advance", {"state": state, "version": version}).status_code == 200
    assert_problem(ada.post(f"{D}/DL-1/answer", {"answer": "accepted", "version": 6}), 403)
    assert_problem(tom.post(f"{D}/DL-1/answer", {"answer": "accepted", "version": 6}), 403)
    done = cleo.post(f"{D}/DL-1/answer", {"answer": "accepted", "version": 6})
    assert (done.status_code, done.json()["state"]) == (200, "accepted")
    assert_problem(ada.patch(f"{D}/DL-1", {"name": "Other", "version": 7}), 409)


def test_nobody_is_named_for_both(world: World, team: dict[str, Caller]) -> None:
    cleo = world.person("Cleo").key
    refused = team["Ada"].post(D, {"name": "Guide", "producer": cleo, "acceptor": cleo})
    assert_problem(refused, 422)
    assert team["Ada"].get(D).json()["count"] == 0
