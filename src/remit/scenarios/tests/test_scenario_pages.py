"""Pages of scenarios, their chart's requests, and the API."""

import json
from typing import Any

import pytest
from django.test import Client

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.planning.models import Plan
from remit.planning.operations.edits import edit_plan
from remit.planning.operations.plans import create_plan
from remit.scenarios.models import Scenario
from remit.scenarios.operations.scenarios import create_scenario

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()


@pytest.fixture
def mia(lasting_world: World) -> Client:
    """The manager of a project with one activity and one scenario, in which it lasts two days longer."""
    lasting_world.people.clear()  # those of the test before are gone
    lasting_world.give("Mia", "project-manager")
    edit_plan(lasting_world.project, [{"op": "add", "name": "Dig"}], actor=SYSTEM)
    create_scenario(lasting_world.project, name="Rain", steps=[_longer(3)], actor=SYSTEM)
    return lasting_world.client("Mia")


def _longer(days: int, version: int = 1) -> dict[str, Any]:
    return {"op": "change", "key": "T-1", "version": version, "fields": {"duration_minutes": days * 450}}


def _post(client: Client, address: str, body: dict[str, Any]) -> Any:
    return client.post(address, json.dumps(body), content_type="application/json")


BASE = "/projects/P-1/plan/scenarios/"
API = "/api/v1/projects/P-1/scenarios"


def test_a_scenario_stands_beside_the_plan_and_on_a_page_of_its_own(mia: Client) -> None:
    beside = mia.get(BASE).content.decode()
    assert "Wed 3 Jun 2026" in beside
    assert "Mon 1 Jun 2026" in beside
    page = mia.get(f"{BASE}WI-1/").content.decode()
    assert "Changed duration of T-1" in page
    assert "remit-gantt" in mia.get(f"{BASE}WI-1/chart/").content.decode()


def test_one_that_is_begun_leads_to_its_chart(mia: Client) -> None:
    answer = mia.post(BASE, {"name": "Rain again", "note": "", "copy_of": "WI-1"})
    assert answer["Location"] == f"{BASE}WI-2/chart/"
    assert len(Scenario.objects.get(key="WI-2").edits) == 1


def test_the_chart_edits_undoes_and_redoes(mia: Client) -> None:
    ahead = _post(mia, f"{BASE}WI-1/edits", {"edits": [_longer(4, 2)], "preview": True}).json()
    assert ahead["consequence"]["finish_after"] > ahead["consequence"]["finish_before"]
    assert len(Scenario.objects.get(key="WI-1").edits) == 1
    answer = _post(mia, f"{BASE}WI-1/edits", {"edits": [_longer(4, 2)]}).json()
    assert (answer["edit"], answer["consequence"]["activities_moved"]) == (2, 1)
    assert answer["consequence"]["shift_minutes"] == 1440
    back = _post(mia, f"{BASE}WI-1/undo", {"edit": 2}).json()
    assert (back["edit"], back["consequence"]["shift_minutes"]) == (-2, -1440)
    assert _post(mia, f"{BASE}WI-1/undo", {"edit": -2}).json()["edit"] == 2
    assert _post(mia, f"{BASE}WI-1/undo", {"edit": 1}).status_code == 409


def test_what_no_longer_fits_is_said_and_the_figures_are_called_old(
    lasting_world: World, mia: Client
) -> None:
    edit_plan(lasting_world.project, [_longer(2)], actor=SYSTEM)
    assert "of an older plan" in mia.get(BASE).content.decode()
    refused = mia.post(f"{BASE}WI-1/", {"act": "take"})
    assert refused.status_code == 409
    assert "no longer fits" in refused.content.decode()
    assert mia.get(f"{BASE}WI-1/data").status_code == 409


def test_taken_over_or_thrown_away(mia: Client, lasting_world: World) -> None:
    assert mia.post(f"{BASE}WI-1/", {"act": "take"})["Location"] == "/projects/P-1/plan/"
    assert "taken over by edit" in mia.get(f"{BASE}WI-1/").content.decode()
    assert mia.post(f"{BASE}WI-1/", {"act": "remove"})["Location"] == BASE
    assert not Scenario.objects.filter(project=lasting_world.project).exists()


def test_programs_do_all_of_it(mia: Client, lasting_world: World) -> None:
    made = _post(mia, API, {"name": "Sun"}).json()
    address = f"{API}/{made['key']}"
    edited = _post(mia, f"{address}/edits", {"edits": [_longer(5)]}).json()
    assert edited["edits"] == ["Changed duration of T-1"]
    assert edited["rows"][0]["scenario"]["duration_minutes"] == 5 * 450
    assert _post(mia, f"{address}/undo", {}).json()["differences"] == 0
    _post(mia, f"{address}/edits", {"edits": [_longer(2)]})
    assert _post(mia, f"{address}/refresh", {}).status_code == 200
    taken = _post(mia, f"{address}/take-over", {}).json()
    assert taken["plan_version"] == Plan.objects.get(project=lasting_world.project).version
    assert mia.delete(address).json()["taken_over_by"] == taken["edit"]


def test_a_scenario_of_another_project_is_no_beginning(mia: Client, lasting_world: World) -> None:
    other = lasting_world.begin("Dam", lasting_world.root)
    create_plan(other, actor=SYSTEM)
    create_scenario(other, name="Theirs", actor=SYSTEM)
    Scenario.objects.filter(project=other).update(key="WI-77")
    assert _post(mia, API, {"name": "Sun", "scenario": "WI-77"}).status_code == 422
