"""The pages of deliverables: register, one deliverable, its steps, for those who may and those who may not."""

import datetime as dt

import pytest

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.projects.models import Deliverable
from remit.projects.operations.deliverables import Criterion, add_deliverable

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
ALL = "/projects/P-1/deliverables/"


@pytest.fixture
def firm(world: World) -> World:
    for name, role in (("Ada", "project-manager"), ("Tom", "team-member"), ("Cleo", "acceptor")):
        world.give(name, role)
    add_deliverable(
        world.project,
        name="Guide",
        producer=world.person("Tom"),
        acceptor=world.person("Cleo"),
        criteria=[Criterion("Names every step")],
        due_on=dt.date(2098, 1, 1),
        actor=SYSTEM,
    )
    return world


def step(world: World, name: str, action: str, **stated: str) -> int:
    one = Deliverable.objects.get(key="DL-1")
    sent = {"version": str(one.version), **stated}
    return world.client(name).post(f"{ALL}DL-1/{action}", sent).status_code


def test_a_deliverable_is_described_checked_and_accepted_on_its_page(firm: World) -> None:
    ada = firm.client("Ada")
    sent = {"name": "Plan", "criteria": "Fits one page | two at most", "producer": firm.person("Tom").key}
    made = ada.post(f"{ALL}new/", sent, follow=True)
    assert "Fits one page" in made.content.decode()
    assert step(firm, "Tom", "advance", state="in-work") == 302
    assert step(firm, "Tom", "advance", state="ready") == 302
    assert step(firm, "Ada", "advance", state="under-check") == 302
    assert step(firm, "Ada", "advance", state="checked") == 409
    assert step(firm, "Cleo", "check", criterion="1", method="Read", is_met="yes", evidence="All 12") == 302
    assert step(firm, "Ada", "check", criterion="7", method="Read", is_met="yes") == 422
    assert step(firm, "Ada", "advance", state="checked") == 302
    assert step(firm, "Ada", "advance", state="submitted") == 302
    assert "waits for the answer of Cleo" in ada.get(f"{ALL}DL-1/").content.decode()
    assert "wait for your answer" in firm.client("Cleo").get("/").content.decode()
    assert step(firm, "Ada", "decide", state="accepted") == 403
    assert step(firm, "Tom", "decide", state="accepted") == 403
    assert step(firm, "Cleo", "decide", state="rejected", note="") == 422
    assert step(firm, "Cleo", "decide", state="accepted-with-concession", note="Page 9 follows") == 302
    page = ada.get(f"{ALL}DL-1/").content.decode()
    assert "Page 9 follows" in page
    assert "All 12" in page
    assert "1 of 2 accepted" in ada.get("/projects/P-1/").content.decode()


def test_a_form_that_names_one_person_for_both_is_shown_again(firm: World) -> None:
    cleo = firm.person("Cleo").key
    answer = firm.client("Ada").post(f"{ALL}new/", {"name": "Plan", "producer": cleo, "acceptor": cleo})
    assert answer.status_code == 422
    assert "somebody else must accept it" in answer.content.decode()


def test_a_stale_form_shows_both_values(firm: World) -> None:
    ada = firm.client("Ada")
    stated = {"name": "Handbook", "criteria": "Names every step", "version": "1"}
    assert ada.post(f"{ALL}DL-1/edit/", stated).status_code == 302
    again = ada.post(f"{ALL}DL-1/edit/", stated | {"name": "Manual"})
    assert again.status_code == 409
    assert "Handbook" in again.content.decode()


def test_the_register_filters_sorts_and_exports(firm: World) -> None:
    add_deliverable(firm.project, name="Zebra crossing", actor=SYSTEM)
    tom = firm.client("Tom")
    page = tom.get(f"{ALL}?order_by=-name").content.decode()
    assert page.index("Zebra") < page.index("Guide")
    assert "Guide" not in tom.get(f"{ALL}?q=zebra").content.decode()
    assert "Zebra" not in tom.get(f"{ALL}?state=accepted").content.decode()
    rows = tom.get(f"{ALL}?export=csv").content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("Key,Deliverable,State,Due,Forecast,Standing,Producer,Acceptor")
    assert rows[1].startswith("DL-1,Guide,defined,")
    assert tom.get(f"{ALL}?export=xlsx").status_code == 200
    assert tom.get(f"{ALL}new/").status_code == 403


def test_who_does_not_see_the_project_sees_no_deliverable(firm: World, stranger: World) -> None:
    stranger.give("Zoe", "project-manager")
    firm.person("Norbert")
    for client in (firm.client("Norbert"), stranger.client("Zoe")):
        assert client.get(f"{ALL}DL-1/").status_code == 404
