"""The pages of stakeholders: register, grid, communication plan, one with its contacts."""

import pytest

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.projects.models import Stakeholder
from remit.projects.operations.stakeholders import add_stakeholder

pytestmark = pytest.mark.django_db
ALL = "/projects/P-1/stakeholders/"


@pytest.fixture
def firm(world: World) -> World:
    for name, role in (("Ada", "project-manager"), ("Lea", "project-leader"), ("Cleo", "acceptor")):
        world.give(name, role)
    add_stakeholder(world.project, name="Residents", power=2, interest=4, every_days=30, actor=system_actor())
    return world


def test_somebody_is_noted_spoken_with_and_removed(firm: World) -> None:
    ada = firm.client("Ada")
    sent = {"name": "Mayor", "power": "5", "interest": "2", "engagement": "resistant", "desired": "neutral",
            "owner": firm.person("Lea").key, "confidential": "Wants the next job"}  # fmt: skip
    page = ada.post(f"{ALL}new/", sent, follow=True).content.decode()
    assert "Keep satisfied" in page
    assert "1 step short" in page
    contact = {"channel": "Visit", "summary": "Shown the plan", "engagement": "neutral"}
    assert ada.post(f"{ALL}SH-2/contact", contact).status_code == 302
    page = ada.get(f"{ALL}SH-2/").content.decode()
    assert "Shown the plan" in page
    assert "Wants the next job" in page
    assert "Wants the next job" not in firm.client("Lea").get(f"{ALL}SH-2/").content.decode()
    assert ada.post(f"{ALL}SH-2/contact", {"channel": "", "engagement": "neutral"}).status_code == 422
    version = str(Stakeholder.objects.get(key="SH-2").version)
    assert ada.post(f"{ALL}SH-2/remove", {"version": version}).status_code == 302
    assert ada.get(f"{ALL}SH-2/").status_code == 404


def test_the_grid_places_moves_and_refuses(firm: World) -> None:
    ada = firm.client("Ada")
    assert "Residents" in ada.get(f"{ALL}grid/").content.decode()
    sent = {"power": "5", "interest": "5", "version": "1"}
    moved = ada.post(f"{ALL}SH-1/move", sent, headers={"HX-Request": "true"})
    assert moved.status_code == 200
    assert 'data-version="2"' in moved.content.decode()
    one = Stakeholder.objects.get(key="SH-1")
    assert (one.power, one.interest) == (5, 5)
    assert ada.post(f"{ALL}SH-1/move", sent).status_code == 409
    for wrong in ("0", "6", "x", "", "1e9"):
        assert ada.post(f"{ALL}SH-1/move", sent | {"version": "2", "power": wrong}).status_code == 422


def test_the_communication_plan_says_who_is_told_what_by_whom(firm: World) -> None:
    page = firm.client("Lea").get(f"{ALL}communication/").content.decode()
    assert "Residents" in page
    assert "every 30 days" in page


def test_the_register_filters_and_exports(firm: World) -> None:
    add_stakeholder(firm.project, name="Mayor", power=5, interest=5, actor=system_actor())
    ada = firm.client("Ada")
    page = ada.get(f"{ALL}?quadrant=informed").content.decode()
    assert "Residents" in page
    assert "Mayor" not in page
    assert (
        ada.get(f"{ALL}?export=csv").content.decode("utf-8-sig").splitlines()[1].startswith("SH-1,Residents")
    )


def test_a_stale_form_shows_both_values(firm: World) -> None:
    ada = firm.client("Ada")
    sent = {
        "name": "Residents",
        "power": "4",
        "interest": "4",
        "engagement": "neutral",
        "desired": "neutral",
        "version": "1",
    }
    assert ada.post(f"{ALL}SH-1/edit/", sent).status_code == 302
    again = ada.post(f"{ALL}SH-1/edit/", sent | {"name": "Neighbours"})
    assert again.status_code == 409
    assert "Neighbours" in again.content.decode()


def test_whom_it_speaks_of_has_neither_tab_nor_page(firm: World) -> None:
    cleo = firm.client("Cleo")
    assert ALL not in cleo.get("/projects/P-1/").content.decode()
    assert ALL in firm.client("Ada").get("/projects/P-1/").content.decode()
    for path in ("", "grid/", "communication/", "SH-1/", "SH-1/edit/", "new/"):
        assert cleo.get(f"{ALL}{path}").status_code == 403
    assert "Residents" not in cleo.get(f"{ALL}SH-1/").content.decode()
