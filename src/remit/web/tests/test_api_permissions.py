"""What each may see and do through the API: the same as through the pages, operation by operation."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from remit.conftest import World, make_world
from remit.planning.operations.edits import edit_plan
from remit.projects.models import Project
from remit.web.api import api
from remit.web.tests.api_calls import Caller, assert_problem, caller

P = "/projects/P-1"
DRAFT = "/scopes/P-1/matrix/draft"
READS = (
    P, f"{P}/plan", f"{P}/activities", f"{P}/activities/T-1", f"{P}/links", f"{P}/plan/edits", f"{P}/baselines",
    f"{P}/plan/why/T-1", "/history/project/P-1",
    "/history/activity/P-1/T-1", f"{P}/calendars", f"{P}/calendars/C-1",
    f"{P}/resources", f"{P}/resources/R-1", f"{P}/staffing", f"{P}/staffing/S-1", f"{P}/load",
    f"{P}/plan/network", f"{P}/plan/calendar",
    "/scopes/P-1/matrix", "/scopes/P-1/findings",
)  # fmt: skip
WRITES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("PATCH", P, {"name": "Mine", "version": 1}),
    ("POST", f"{P}/phase", {"phase": "execution", "version": 1}),
    ("PATCH", f"{P}/plan", {"start": "2026-07-01", "version": 2}),
    ("POST", f"{P}/activities", {"name": "Mine"}),
    ("PATCH", f"{P}/activities/T-1", {"name": "Mine", "version": 1}),
    ("DELETE", f"{P}/activities/T-1", {}),
    ("POST", f"{P}/links", {"predecessor": "T-1", "successor": "T-2"}),
    ("DELETE", f"{P}/links/L-1", {}),
    ("POST", f"{P}/plan/edits", {"edits": [{"op": "remove", "key": "T-1"}]}),
    ("POST", f"{P}/plan/edits", {"edits": [{"op": "remove", "key": "T-1"}], "preview": True}),
    ("POST", f"{P}/plan/undo", {"edit": 1}),
    ("POST", f"{P}/plan/schedule", {}),
    ("POST", f"{P}/baselines", {"name": "Mine"}),
    ("POST", f"{P}/calendars", {"name": "Mine"}),
    ("PATCH", f"{P}/calendars/C-1", {"name": "Mine", "version": 1}),
    ("POST", f"{P}/calendars/C-1/use", {}),
    ("DELETE", f"{P}/calendars/C-1", {}),
    ("POST", f"{P}/resources", {"name": "Mine"}),
    ("PATCH", f"{P}/resources/R-1", {"name": "Mine", "version": 1}),
    ("DELETE", f"{P}/resources/R-1", {}),
    ("POST", f"{P}/staffing", {"activity": "T-2", "resource": "R-1"}),
    ("PATCH", f"{P}/staffing/S-1", {"units_percent": 50, "version": 1}),
    ("DELETE", f"{P}/staffing/S-1", {}),
    ("POST", DRAFT, {}),
    ("DELETE", DRAFT, {}),
    ("POST", f"{DRAFT}/rows", {"text": "Mine", "area": "cost"}),
    ("PATCH", f"{DRAFT}/rows/D-1", {"text": "Mine", "version": 1}),
    ("DELETE", f"{DRAFT}/rows/D-1", {}),
    ("POST", f"{DRAFT}/rows/D-1/own", {}),
    ("POST", f"{DRAFT}/columns", {"role": "acceptor"}),
    ("DELETE", f"{DRAFT}/columns/role:sponsor", {}),
    ("POST", f"{DRAFT}/sheet", {"sheet": "x", "version": 1}),
    ("POST", f"{DRAFT}/activate", {"version": 1}),
    ("POST", f"{DRAFT}/undo", {"version": 1}),
)
ELSEWHERE: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("POST", "/people", {"name": "Eve", "email": "eve@example.com"}),
    ("PATCH", "/people/U-1", {"name": "Eve", "version": 1}),
    ("POST", "/projects", {"name": "Mine", "starts_on": "2026-06-01", "parent": "P-1"}),
    (
        "POST",
        "/assignments",
        {"person": "U-1", "role": "team-member", "scope": "P-1", "from_date": "2026-06-01"},
    ),
    ("PATCH", "/assignments/A-1", {"allocation_percent": 1, "version": 1}),
    ("POST", "/assignments/A-1/end", {"version": 1}),
    ("POST", "/organisation/units", {"name": "Mine"}),
    ("PATCH", "/organisation/units/N-1", {"name": "Mine", "version": 1}),
    ("POST", "/organisation/units/N-1/close", {"version": 1}),
)


@pytest.fixture(scope="module")
def made(lasting_world: World, django_db_blocker: DjangoDbBlocker) -> tuple[World, Caller, Caller]:
    """A plan of two activities, somebody who has no role there, and somebody who may only read."""
    with django_db_blocker.unblock():
        world = _planned(lasting_world)
        return world, caller(world, "Otto"), caller(world, "Rita", "team-member")


@pytest.fixture
def outsider(made: tuple[World, Caller, Caller], db: None) -> Caller:
    """Whoever has no role there; what they change is taken back."""
    return made[1]


@pytest.fixture
def reader(made: tuple[World, Caller, Caller], db: None) -> Caller:
    """Whoever may only read; what they change is taken back."""
    return made[2]


@pytest.fixture
def world(db: None) -> World:
    """A world of its own: that of the module is full."""
    return make_world("Acme")


@pytest.fixture
def planned(world: World) -> World:
    return _planned(world)


def _planned(world: World) -> World:
    steps = [{"op": "add", "name": "Dig"}, {"op": "add", "name": "Pour"}]
    ada = world.give("Ada", "project-manager")
    edit_plan(world.project, steps, actor=ada)
    edit_plan(world.project, [{"op": "link", "predecessor": "T-2", "successor": "T-1"}], actor=ada)
    crew = [{"op": "add_resource", "name": "Crew"}, {"op": "assign", "activity": "T-1", "resource": "R-1"}]
    edit_plan(world.project, crew, actor=ada)
    return world


@pytest.mark.parametrize("path", READS)
def test_a_project_does_not_exist_for_whoever_has_no_role_there(outsider: Caller, path: str) -> None:
    hidden = assert_problem(outsider.get(path), 404, "not_found")
    missing = assert_problem(outsider.get(path.replace("P-1", "P-99")), 404, "not_found")
    assert {**hidden, "reference": ""} == {**missing, "reference": ""}


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
def test_nor_can_it_be_written_to(outsider: Caller, method: str, path: str, body: dict[str, Any]) -> None:
    assert_problem(outsider.call(method, path, body), 404, "not_found")


@pytest.mark.parametrize("path", READS)
def test_another_organisation_sees_its_own_project_of_the_same_key(
    planned: World, stranger: World, path: str
) -> None:
    Project.objects.filter(pk=planned.project.pk).update(name="Secret name")
    sam = caller(stranger, "Sam", "portfolio-manager", at_root=True)
    answer = sam.get(path)
    theirs = any(key in path for key in ("T-1", "R-1", "S-1"))
    assert answer.status_code == (404 if theirs else 200)
    for word in ("Secret name", "Dig", "Ada", "Acme"):
        assert word not in answer.content.decode()


LISTS = ("/people", "/assignments", "/decisions", "/scopes", "/projects", "/audit")


@pytest.mark.parametrize("path", LISTS)
def test_lists_of_two_organisations_share_nothing(planned: World, stranger: World, path: str) -> None:
    planned.give("Nadia", "portfolio-manager", planned.root)
    planned.project.scope.name = "Secret name"
    planned.project.scope.save()
    sam = caller(stranger, "Sam", "administrator", at_root=True)
    stranger.give("Sam", "portfolio-manager", stranger.root)
    text = sam.get(f"{path}?limit=500").content.decode()
    for word in ("Ada", "Nadia", "Acme", "Secret name", "Dig"):
        assert word not in text


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
def test_whoever_may_only_read_is_told_so_and_who_may(
    reader: Caller, method: str, path: str, body: dict[str, Any]
) -> None:
    answer = reader.call(method, path, body)
    document = assert_problem(answer, 403, "not_allowed")
    assert document["who_may"]


@pytest.mark.parametrize(("method", "path", "body"), ELSEWHERE)
def test_a_team_member_gives_no_rights_and_makes_nobody(
    reader: Caller, method: str, path: str, body: dict[str, Any]
) -> None:
    assert reader.call(method, path, body).status_code in {403, 404}


def test_reads_that_a_role_gives_are_given(planned: World) -> None:
    manager = caller(planned, "Ada")
    for path in READS:
        assert manager.get(path).status_code == 200, path


def test_the_budget_is_shown_to_those_who_may_see_cost(planned: World) -> None:
    planned.project.budget_minor = 1_000_000
    planned.project.save()
    assert caller(planned, "Ada").get(P).json()["budget_minor"] == 1_000_000
    assert caller(planned, "Rita", "team-member").get(P).json()["budget_minor"] is None


def test_a_closed_project_is_read_but_not_changed(planned: World) -> None:
    planned.project.phase = "closed"
    planned.project.save()
    manager = caller(planned, "Ada")
    assert manager.get(f"{P}/activities").status_code == 200
    assert_problem(manager.patch(f"{P}/activities/T-1", {"name": "Late", "version": 1}), 403)


def addressed() -> list[tuple[str, str]]:
    """Return method and address of every operation that the document names."""
    parts = {
        "key": "P-1",
        "light": "budget",
        "activity": "T-1",
        "link": "L-1",
        "kind": "project",
        "code": "sponsor",
        "calendar": "C-1",
        "number": "1",
        "method": "predictive",
        "criterion": "0",
        "condition": "1",
        "resource": "R-1",
        "staffing": "S-1",
        "unit": "N-1",
        "position": "PS-1",
        "structure": "TB-1",
        "skill": "K-1",
        "certificate": "CE-1",
        "absence": "LV-1",
        "timesheet": "TS-1",
        "person": "U-1",
        "decision": "Q-1",
        "handover": "HO-1",
        "holiday": "2026-12-25",
        "product": "PR-1",
        "scope": "P-1",
        "row": "D-1",
        "column": "role:sponsor",
        "slug": "float",
        "commitment": "CM-1",
        "expectation": "EX-1",
        "review": "RV-1",
        "training": "TR-1",
        "deliverable": "DL-1",
        "requirement": "RQ-1",
        "need": "ND-1",
        "session": "SE-1",
        "stakeholder": "SH-1",
        "comment": "CO-1",
        "action": "AC-1",
        "logged": "DN-1",
        "meeting": "MT-1",
        "proposal": "LP-1",
        "simulation": "MC-1",
        "scenario": "WI-1",
        "document": "DO-1",
        "document_version": "1",
        "document_template": "DT-1",
        "archive": "AR-1",
        "lesson": "LE-1",
        "benefit": "BE-1",
        "pool_entry": "PL-1",
        "resource_request": "RR-1",
        "allocation_number": "1",
        "delivery_number": "1",
        "cost_account": "CA-1",
        "snapshot": "SS-1",
        "cost_entry": "CX-1",
        "review_number": "1",
        "risk": "RK-1",
        "issue": "IS-1",
        "change": "CR-1",
        "growth_action": "GA-1",
    }
    document = api.get_openapi_schema(path_prefix="/api/v1/")
    return [
        (method.upper(), path.format(**parts))
        for path, methods in document["paths"].items()
        for method in methods
    ]


@pytest.mark.any_database
@pytest.mark.parametrize(("method", "path"), addressed())
def test_every_operation_refuses_whoever_is_unknown(planned: World, method: str, path: str) -> None:
    del planned
    for headers in ({}, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer remit_wrong"}):
        answer = Client().generic(method, path, b"{}", content_type="application/json", headers=headers)
        assert_problem(answer, 401, "not_signed_in")


def test_a_method_that_an_address_does_not_have_is_refused_as_a_problem(planned: World) -> None:
    answer = caller(planned, "Ada").call("PUT", P, {})
    assert_problem(answer, 405, "method")
    assert answer.headers["Allow"] == "GET, PATCH"


def test_an_address_that_leads_nowhere_answers_with_a_problem(planned: World) -> None:
    assert_problem(caller(planned, "Ada").get("/nothing/here"), 404, "not_found")
