"""What no client should send, but some do: every answer is a problem document, none is a fault of ours."""

import json
import re
from itertools import product
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from remit.changes.tests.making import a_kept_change
from remit.conftest import World
from remit.costs.tests.making import with_budget
from remit.documents.tests.made import written
from remit.meetings.tests.making import a_draft, a_meeting
from remit.people.models import Person, Unit
from remit.projects.models import Project
from remit.registers.tests.making import a_kept_issue, a_kept_risk
from remit.reporting.models import LightOverride
from remit.scenarios.tests.making import a_proposal, a_scenario
from remit.timesheets.tests.making import noted
from remit.web.tests.api_calls import Caller, assert_problem, caller

P = "/projects/P-1"
DRAFT = "/scopes/P-1/matrix/draft"
DEEP = 1000


@pytest.fixture(scope="module")
def prepared(lasting_world: World, django_db_blocker: DjangoDbBlocker) -> Caller:
    """Somebody who may do nearly everything, in a plan of two activities."""
    with django_db_blocker.unblock():
        return _prepared(lasting_world)


@pytest.fixture
def root(prepared: Caller, db: None) -> Caller:
    """That somebody, whose changes are taken back."""
    return prepared


def _prepared(world: World) -> Caller:
    for role in ("administrator", "programme-manager", "project-manager"):
        world.give("Root", role, world.root)
    found = caller(world, "Root")
    for name in ("Dig", "Pour"):
        assert found.post(f"{P}/activities", {"name": name}).status_code == 201
    assert found.post("/organisation/units", {"name": "Works"}).status_code == 201
    assert found.post(f"{P}/resources", {"name": "Crew"}).status_code == 201
    assert found.post("/pool", RIG).status_code == 201
    Unit.objects.update(head=world.person("Hedy"))
    assert found.post(f"{P}/resource-requests", ASKED).status_code == 201
    assert found.post(f"{P}/staffing", {"activity": "T-1", "resource": "R-1"}).status_code == 201
    assert found.post(DRAFT, {}).status_code == 201
    draft = {"what": "Draft", "scope": "P-1", "to_name": "Client", "due_on": "2098-01-01"}
    assert found.post("/commitments", draft).status_code == 201
    for path, body in (
        ("needs", {"text": "To cross", "whose": "Walkers"}),
        ("requirement-sessions", {"title": "Talk", "technique": "survey", "held_on": "2026-06-01"}),
        ("requirements", {"statement": "The gate must open."}),
    ):
        assert found.post(f"{P}/{path}", body).status_code == 201
    part = {"name": "Guide", "criteria": [{"text": "Short"}]}
    assert found.post(f"{P}/deliverables", part).status_code == 201
    assert found.post(f"{P}/stakeholders", {"name": "Mayor"}).status_code == 201
    given = {"text": "Call", "owner": "U-1", "due_on": "2026-06-30"}
    assert found.post(f"{P}/actions", given).status_code == 201
    a_draft(a_meeting(Project.objects.get(key="P-1"), Person.objects.get(key="U-1")))
    assert found.post(f"{P}/comments", {"text": "Why?"}).status_code == 201
    project, person = Project.objects.get(key="P-1"), Person.objects.get(key="U-1")
    for keep in (a_kept_risk, a_kept_issue, a_kept_change):
        keep(project, person)
    noted(world.person("Ada"), project=world.project)
    assert found.post(f"{P}/closing-record", {}).status_code == 201
    assert found.post(f"{P}/service-handover", {}).status_code == 201
    with_budget(world.project)
    for path in (f"{P}/cost-accounts", f"{P}/cost-entries", f"{P}/benefits"):
        assert found.post(path, GOOD["POST", path]).status_code == 201
    assert found.post("/benefits/BE-1/reviews", {"days": ["2028-01-05"]}).status_code == 201
    a_proposal(Project.objects.get(key="P-1"))
    a_scenario(Project.objects.get(key="P-1"))
    world.give("Ada", "project-manager")
    written(world.project, world.person("Ada"))
    assert found.post("/document-templates", {"name": "Plan", "text": "# Plan"}).status_code == 201
    assert found.post(f"{P}/lights/budget", {"colour": "red", "reason": "x"}).status_code == 201
    LightOverride.objects.update(state="waiting")
    learnt = {"title": "Dig first", "happened": "Rock.", "advice": "Bore."}
    assert found.post(f"{P}/lessons", learnt).status_code == 201
    assert found.post("/role-advice", {"name": "The firm", "facts": {}}).status_code == 201
    assert found.post(f"{DRAFT}/rows", {"text": "Reports", "area": "scope"}).status_code == 201
    assert found.post(f"{DRAFT}/columns", {"role": "sponsor"}).status_code == 201
    return found


def raw(root: Caller, method: str, path: str, body: bytes, kind: str = "application/json") -> Any:
    headers = {"Authorization": f"Bearer {root.token}"}
    return root.client.generic(method, f"/api/v1{path}", body, content_type=kind, headers=headers)


ADDRESSES = (
    ("POST", "/people"),
    ("PATCH", "/people/U-1"),
    ("POST", "/assignments"),
    ("PATCH", "/assignments/A-1"),
    ("POST", "/assignments/A-1/end"),
    ("POST", "/assignments/A-1/successor"),
    ("POST", "/handovers/HO-1/items"),
    ("POST", "/handovers/HO-1/items/1/tick"),
    ("POST", "/decisions"),
    ("POST", "/timesheets"),
    ("PATCH", "/timesheets/TS-1"),
    ("POST", "/timesheets/TS-1/steps"),
    ("POST", "/assignments/A-1/acknowledge"),
    ("POST", "/roles"),
    ("PATCH", "/roles/acceptor"),
    ("POST", "/roles/acceptor/retire"),
    ("POST", "/roles/acceptor/reinstate"),
    ("POST", "/organisation/units"),
    ("PATCH", "/organisation/units/N-1"),
    ("POST", "/organisation/units/N-1/close"),
    ("POST", "/commitments"),
    ("POST", "/commitments/K-1/close"),
    ("POST", "/commitments/K-1/move"),
    ("PUT", "/roles/acceptor/skills"),
    ("POST", "/expectations"),
    ("PATCH", "/expectations/EX-1"),
    ("POST", "/people/U-1/reviews"),
    ("PATCH", "/reviews/RV-1"),
    ("POST", "/people/U-1/growth-actions"),
    ("PATCH", "/growth-actions/GA-1"),
    ("POST", "/role-advice"),
    ("PATCH", "/role-advice/1"),
    ("POST", "/role-advice/1/decide"),
    ("POST", "/role-advice/1/assignments"),
    ("PATCH", "/role-advice-thresholds"),
    ("PATCH", "/thresholds"),
    ("POST", "/projects"),
    ("PATCH", P),
    ("POST", f"{P}/phase"),
    ("PATCH", f"{P}/charter"),
    ("POST", f"{P}/charter/answer"),
    ("POST", f"{P}/cost-reports"),
    ("PATCH", f"{P}/status-terms"),
    ("POST", f"{P}/lights/budget"),
    ("POST", f"{P}/lights/budget/answer"),
    ("POST", f"{P}/status-reports"),
    ("POST", f"{P}/closure/items"),
    ("PATCH", f"{P}/closing-record"),
    ("POST", f"{P}/closing-record/answer"),
    ("PUT", "/closing-list"),
    ("POST", f"{P}/archives"),
    ("PATCH", f"{P}/service-handover"),
    ("POST", f"{P}/service-handover/answer"),
    ("POST", f"{P}/service-handover/waive"),
    ("POST", f"{P}/activity-measures"),
    ("PATCH", f"{P}/value-settings"),
    ("POST", f"{P}/status-snapshots"),
    ("POST", f"{P}/cost-accounts"),
    ("PATCH", f"{P}/cost-accounts/CA-1"),
    ("POST", f"{P}/cost-accounts/CA-1/closed"),
    ("POST", f"{P}/budget-moves"),
    ("POST", f"{P}/cost-entries"),
    ("POST", f"{P}/cost-entries/CX-1/reversal"),
    ("POST", f"{P}/risks"),
    ("PATCH", f"{P}/risks/RK-1"),
    ("POST", f"{P}/risks/RK-1/open"),
    ("POST", f"{P}/risks/RK-1/assessment"),
    ("POST", f"{P}/risks/RK-1/response"),
    ("POST", f"{P}/risks/RK-1/actions"),
    ("POST", f"{P}/risks/RK-1/review"),
    ("POST", f"{P}/risks/RK-1/close"),
    ("POST", f"{P}/issues"),
    ("PATCH", f"{P}/issues/IS-1"),
    ("POST", f"{P}/issues/IS-1/steps"),
    ("POST", f"{P}/issues/IS-1/escalation"),
    ("POST", f"{P}/changes"),
    ("PATCH", f"{P}/changes/CR-1"),
    ("POST", f"{P}/changes/CR-1/assessment"),
    ("POST", f"{P}/changes/CR-1/decision"),
    ("POST", f"{P}/changes/CR-1/emergency"),
    ("POST", f"{P}/changes/CR-1/ratification"),
    ("POST", f"{P}/changes/CR-1/steps"),
    ("POST", f"{P}/changes/CR-1/scenario"),
    ("POST", f"{P}/changes/CR-1/implementation"),
    ("POST", f"{P}/scope/corrections"),
    ("POST", f"{P}/benefits"),
    ("PATCH", "/benefits/BE-1"),
    ("POST", "/benefits/BE-1/owner"),
    ("POST", "/benefits/BE-1/reviews"),
    ("POST", "/benefits/BE-1/reviews/1/move"),
    ("POST", "/benefits/BE-1/reviews/1/result"),
    ("POST", "/pool"),
    ("POST", f"{P}/resource-requests"),
    ("POST", "/resource-requests/RR-1/approve"),
    ("POST", "/resource-requests/RR-1/propose"),
    ("POST", "/resource-requests/RR-1/refuse"),
    ("POST", "/resource-requests/RR-1/accept"),
    ("POST", "/resource-requests/RR-1/decline"),
    ("POST", "/resource-requests/RR-1/withdraw"),
    ("POST", "/resource-requests/RR-1/allocations/1/release"),
    ("PATCH", "/pool/PL-1"),
    ("POST", "/pool/PL-1/close"),
    ("POST", "/pool/PL-1/deliveries"),
    ("POST", "/pool/PL-1/deliveries/1/remove"),
    ("POST", "/pool/PL-1/reopen"),
    ("POST", f"{P}/lessons"),
    ("PATCH", "/lessons/LE-1"),
    ("POST", f"{P}/lesson-notes"),
    ("PATCH", f"{P}/feasibility"),
    ("POST", f"{P}/feasibility/answer"),
    ("PUT", "/methods/predictive"),
    ("POST", f"{P}/life"),
    ("PATCH", f"{P}/life"),
    ("POST", f"{P}/life/documents"),
    ("POST", f"{P}/gates"),
    ("PATCH", f"{P}/plan"),
    ("POST", f"{P}/requirements"),
    ("PATCH", f"{P}/requirements/RQ-1"),
    ("POST", f"{P}/requirements/RQ-1/state"),
    ("POST", f"{P}/requirement-words"),
    ("POST", f"{P}/needs"),
    ("PATCH", f"{P}/needs/ND-1"),
    ("POST", f"{P}/requirement-sessions"),
    ("PATCH", f"{P}/requirement-sessions/SE-1"),
    ("POST", f"{P}/deliverables"),
    ("PATCH", f"{P}/deliverables/DL-1"),
    ("POST", f"{P}/deliverables/DL-1/advance"),
    ("POST", f"{P}/deliverables/DL-1/answer"),
    ("POST", f"{P}/deliverables/DL-1/checks"),
    ("POST", f"{P}/comments"),
    ("PATCH", f"{P}/comments/CO-1"),
    ("POST", f"{P}/comments/CO-1/withdraw"),
    ("POST", f"{P}/comments/CO-1/settle"),
    ("POST", f"{P}/actions"),
    ("PATCH", f"{P}/actions/AC-1"),
    ("POST", f"{P}/actions/AC-1/done"),
    ("POST", f"{P}/decisions"),
    ("POST", f"{P}/meetings"),
    ("POST", f"{P}/meeting-series"),
    ("PATCH", f"{P}/meetings/MT-1"),
    ("POST", f"{P}/meetings/MT-1/held"),
    ("POST", f"{P}/meetings/MT-1/cancel"),
    ("PATCH", f"{P}/meetings/MT-1/minutes/draft"),
    ("POST", f"{P}/meetings/MT-1/minutes/draft/publish"),
    ("POST", f"{P}/stakeholders"),
    ("PATCH", f"{P}/stakeholders/SH-1"),
    ("POST", f"{P}/stakeholders/SH-1/contacts"),
    ("POST", f"{P}/levelling"),
    ("POST", f"{P}/simulations"),
    ("PUT", f"{P}/risk-drivers/RK-1"),
    ("POST", f"{P}/levelling/LP-1/accept"),
    ("POST", f"{P}/activities/T-1/estimates"),
    ("POST", f"{P}/scenarios"),
    ("POST", f"{P}/scenarios/WI-1/edits"),
    ("POST", "/document-templates"),
    ("PATCH", "/document-templates/DT-1"),
    ("POST", f"{P}/documents"),
    ("PATCH", f"{P}/documents/DO-1"),
    ("POST", f"{P}/documents/DO-1/versions/1/review"),
    ("POST", f"{P}/documents/DO-1/versions/1/answer"),
    ("POST", f"{P}/documents/DO-1/versions/1/approve"),
    ("POST", f"{P}/documents/DO-1/versions/1/back"),
    ("POST", f"{P}/documents/DO-1/versions/1/withdraw"),
    ("POST", f"{P}/activities"),
    ("PATCH", f"{P}/activities/T-1"),
    ("POST", f"{P}/links"),
    ("POST", f"{P}/plan/edits"),
    ("POST", f"{P}/plan/undo"),
    ("POST", f"{P}/baselines"),
    ("POST", f"{P}/calendars"),
    ("PATCH", f"{P}/calendars/C-1"),
    ("POST", f"{P}/resources"),
    ("PATCH", f"{P}/resources/R-1"),
    ("POST", f"{P}/staffing"),
    ("PATCH", f"{P}/staffing/S-1"),
    ("POST", DRAFT),
    ("POST", f"{DRAFT}/rows"),
    ("PATCH", f"{DRAFT}/rows/D-1"),
    ("POST", f"{DRAFT}/columns"),
    ("POST", f"{DRAFT}/sheet"),
    ("POST", f"{DRAFT}/activate"),
    ("POST", f"{DRAFT}/undo"),
)

BODIES = {
    "nothing": b"",
    "no JSON": b"{",
    "text": b'"text"',
    "number": b"1",
    "null": b"null",
    "list": b"[]",
    "lists in lists": b"[" * DEEP + b"]" * DEEP,
    "objects in objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "lists without end": b"[" * 100_000,
    "NaN": b'{"name": NaN, "version": NaN}',
    "infinity": b'{"version": Infinity}',
    "infinity by size": b'{"version": 1e999}',
    "a number of 5000 digits": b'{"version": ' + b"9" * 5000 + b"}",
    "a number of 30 digits": b'{"version": ' + b"9" * 30 + b', "edit": 99999999999999999999}',
    "NUL": b'{"name": "a\\u0000b"}',
    "NUL in a name": b'{"na\\u0000me": "a"}',
    "half a pair": b'{"name": "\\ud800", "starts_on": "2026-06-01"}',
    "the same name twice": b'{"name": "a", "name": "b"}',
    "not UTF-8": b'{"name": "\xff\xfe"}',
    "UTF-16": '{"name": "ä"}'.encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"name": "a"}',
    "names that nobody knows": b'{"is_superuser": true, "organisation_id": 2, "__class__": "x"}',
}


def contents(root: Caller) -> list[Any]:
    return [root.get(path).json() for path in (f"{P}/activities", "/projects", "/people", "/assignments")]


@pytest.mark.parametrize(("method", "path"), ADDRESSES)
def test_a_body_that_cannot_be_read_is_refused_without_effect(root: Caller, method: str, path: str) -> None:
    before = contents(root)
    for what, body in BODIES.items():
        answer = raw(root, method, path, body)
        assert answer.status_code in {400, 409, 422, 428}, (what, answer.content)
        assert_problem(answer, answer.status_code)
        assert len(answer.content) < 20_000, what
    assert contents(root) == before


WRONG: tuple[Any, ...] = (
    None, True, -1, 2**31, 2**63 - 1, -(2**63), 1.5, "", " ", "x" * 100_000, "\u202e", "2026-99-99", "0001-01-01",
    "9999-12-31", "9999-12-31T23:59", "-1", "1e5", [], {}, [[]], {"a": 1}, ["T-1"], "T-1", "P-1' OR 1=1 --",
)  # fmt: skip

ROLE: dict[str, Any] = {
    "code": "clerk", "name": "Clerk", "aliases": ["CoW"], "family": "Site", "purpose": "Keeps papers.", "focus": "",
    "scope_kind": "site", "scope_text": "", "authority": 1, "horizon": "",
    "responsibilities": [{"area": "quality", "text": "Notes"}], "decisions": ["Places"],
    "exclusions": [{"text": "Dates", "role": "sponsor"}], "capabilities": ["project.view"], "holders_per_scope": 0,
}  # fmt: skip
ASKED: dict[str, Any] = {
    "pool_key": "PL-1", "count": 1, "minutes_per_week": 60, "from_date": "2098-06-02", "to_date": "2098-06-27",
    "activity": "T-1", "what_for": "x", "person": None, "skill": None, "level": 3, "unit": None,
    "amount": None, "periods": [{"from_date": "2098-06-02", "to_date": "2098-06-27", "minutes_per_week": 60}],
}  # fmt: skip
RIG: dict[str, Any] = {
    "name": "Rig", "kind": "place", "unit": "N-1", "pieces": 1, "minutes_per_week": 600, "measure": "",
}  # fmt: skip
RISK = {
    "kind": "threat", "category": "people", "cause": "x", "event": "x", "effect": "x", "trigger": "x", "note": "x",
    "near_from": None, "near_to": "2026-06-30", "owner": "U-1",
}  # fmt: skip
SIZE = {"probability": "0.5", "cost_minor": 1, "days": 1, "cost_band": 1, "days_band": 1}
ISSUE = {
    "kind": "problem", "title": "x", "description": "x", "severity": "2-high", "owner": "U-1", "due_on": "2098-06-30",
}  # fmt: skip
CHANGE = {
    "title": "x", "description": "x", "reason": "x", "cause": "regulation", "kind": "scope", "owner": "U-1",
}  # fmt: skip
IMPACT = {
    "days": 1, "cost_minor": 1, "work_minutes": 1, "scope_impact": "x", "risk_impact": "x", "quality_impact": "x",
    "benefit_impact": "x", "advice": "x",
}  # fmt: skip
OUTCOME = {
    "statement": "x", "owner": "U-1", "measure": "x", "unit": "x", "baseline_value": "4", "baseline_on": "2026-01-05",
    "target_value": "2", "target_on": "2027-01-05", "method": "x", "source": "",
}  # fmt: skip
BRICKS = {
    "account": "CA-1", "kind": "actual", "on": "2026-06-01", "amount_minor": 5, "text": "x", "supplier": "x",
    "reference": "x", "settles": None,
}  # fmt: skip
GOOD: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/people"): {
        "name": "Eve", "email": "eve@example.com", "title": "", "unit": None, "line_manager": None,
        "capacity_minutes_per_week": 1, "is_external": False, "joined_on": None, "left_on": None,
    },
    ("POST", "/assignments"): {
        "person": "U-1", "role": "sponsor", "scope": "P-1", "from_date": "2026-01-01", "to_date": None,
        "allocation_percent": 100, "money_limit_minor": None, "days_limit": None, "deputy": None,
        "deputy_from": None, "deputy_to": None, "separation_reason": "",
    },
    ("PATCH", "/assignments/A-1"): {
        "version": 1, "to_date": None, "allocation_percent": 50, "money_limit_minor": 1, "days_limit": 1,
        "deputy": None, "deputy_from": None, "deputy_to": None,
    },
    ("POST", "/timesheets"): {
        "week": "2026-06-08",
        "lines": [{"project": "P-1", "activity": "T-2", "minutes": [60, 0, 0, 0, 0, 0, 0], "note": "x"}],
    },
    ("PATCH", "/timesheets/TS-1"): {
        "version": 1, "lines": [{"project": "P-1", "activity": "", "minutes": [60, 0, 0, 0, 0, 0, 0], "note": "x"}],
    },
    ("POST", "/timesheets/TS-1/steps"): {"version": 1, "step": "withdraw", "words": "x"},
    ("POST", "/decisions"): {
        "scope": "P-1", "title": "New", "reason": "", "about": "", "amount_minor": 1, "days": 1,
    },
    ("POST", "/roles"): ROLE,
    ("PATCH", "/roles/acceptor"): {
        **{name: value for name, value in ROLE.items() if name != "code"},
        "version": 1, "note": "", "rights_seen": True,
    },
    ("POST", "/organisation/units"): {"name": "New", "parent": None, "head": None},
    ("PATCH", "/organisation/units/N-1"): {"version": 1, "name": "New", "parent": None, "head": None},
    ("POST", "/projects"): {
        "name": "New", "starts_on": "2026-01-01", "promised_on": None, "kind": "agile", "unique_result": "",
        "budget_minor": None, "parent": None,
    },
    ("PATCH", P): {
        "version": 1, "name": "New", "starts_on": "2026-01-01", "promised_on": None, "kind": "agile",
        "unique_result": "", "budget_minor": 1,
    },
    ("POST", f"{P}/phase"): {"version": 1, "phase": "execution", "reason": ""},
    ("PATCH", f"{P}/plan"): {
        "version": 5, "start": "2026-06-01", "status": None, "rules": "primavera-p6", "lag_calendar": "clock",
        "lag_from_start": None, "progress_mode": "actual-dates", "total_float": "start", "from_finish": False,
        "finish_by": None, "must_finish_by": "2026-12-01T17:30", "critical_float_minutes": 450,
        "critical_by_longest_path": True, "use_expected_finish": True, "honour_levelling_delay": False,
    },
    ("POST", f"{P}/activities"): {
        "name": "New", "kind": "task", "duration_minutes": 1, "after": None, "parent": None
    },
    ("PATCH", f"{P}/activities/T-1"): {
        "version": 1, "name": "New", "notes": "", "kind": "task", "accountable_key": None, "calendar_key": None,
        "duration_minutes": 1,
        "duration_is_elapsed": False, "start": None, "finish": None, "constraint": "snet",
        "constraint_date": "2026-06-01", "deadline": None, "is_manual": False, "is_active": True, "priority": 1,
        "percent_complete": 1, "second_constraint": "fnlt", "second_constraint_date": "2026-12-01",
        "expected_finish": None, "external_early_start": None, "external_late_finish": None, "splits": [],
        "suspended": None, "resumed": None, "levelling_delay_minutes": 60, "ignores_resource_calendars": False,
    },
    ("POST", f"{P}/links"): {
        "predecessor": "T-1", "successor": "T-2", "kind": "FS", "lag_amount": 0, "lag_unit": "working"
    },
    ("POST", f"{P}/plan/edits"): {"edits": [{"op": "indent", "key": "T-2"}], "preview": True},
    ("POST", f"{P}/plan/undo"): {"edit": 1},
    ("POST", f"{P}/baselines"): {"name": "New"},
    ("POST", f"{P}/calendars"): {"name": "New", "copy_of": "C-1", "week": [[]] * 7, "exceptions": []},
    ("POST", f"{P}/resources"): {
        "name": "New", "kind": "work", "person_key": None, "calendar_key": None, "group": "",
        "max_units_percent": 100,
    },
    ("PATCH", f"{P}/resources/R-1"): {
        "version": 1, "name": "New", "kind": "work", "person_key": None, "calendar_key": None, "group": "",
        "max_units_percent": 50,
    },
    ("POST", f"{P}/staffing"): {
        "activity": "T-2", "resource": "R-1", "units_percent": 50, "work_minutes": 60, "delay_minutes": 0
    },
    ("PATCH", f"{P}/staffing/S-1"): {
        "version": 1, "units_percent": 50, "work_minutes": 60, "delay_minutes": 0, "contour": "bell", "pieces": [],
    },
    ("POST", f"{P}/requirements"): {
        "statement": "x", "acceptance_criteria": "", "kind": "function", "priority": "must", "what_if_not": "",
        "effort_minutes": 60, "session": None, "source": "", "foreign_id": "", "needs": ["ND-1"], "deliverables": [],
    },
    ("PATCH", f"{P}/requirements/RQ-1"): {
        "version": 1, "statement": "x", "acceptance_criteria": "", "kind": "function", "priority": "must",
        "what_if_not": "", "effort_minutes": None, "session": "SE-1", "source": "", "foreign_id": "", "needs": [],
        "deliverables": [], "reason": "x",
    },
    ("POST", f"{P}/requirements/RQ-1/state"): {"state": "clarified", "reason": ""},
    ("POST", f"{P}/requirement-words"): {"statement": "x", "acceptance_criteria": "", "kind": "function"},
    ("POST", f"{P}/needs"): {"text": "x", "whose": "x", "is_want": True, "evidence": "", "session": None},
    ("PATCH", f"{P}/needs/ND-1"): {
        "version": 1, "text": "x", "whose": "x", "is_want": False, "evidence": "", "session": "SE-1",
    },
    ("POST", f"{P}/requirement-sessions"): {
        "title": "x", "technique": "survey", "held_on": "2026-06-01", "people": [], "others": "", "notes": "",
    },
    ("PATCH", f"{P}/requirement-sessions/SE-1"): {
        "version": 1, "title": "x", "technique": "survey", "held_on": "2026-06-01", "people": [], "others": "",
        "notes": "",
    },
    ("POST", f"{P}/deliverables"): {
        "name": "x", "description": "", "due_on": None, "producer": "U-1", "acceptor": None,
        "criteria": [{"text": "x", "tolerance": ""}],
    },
    ("PATCH", f"{P}/deliverables/DL-1"): {
        "version": 1, "name": "x", "description": "", "due_on": "2098-01-01", "producer": None, "acceptor": None,
        "criteria": [],
    },
    ("POST", f"{P}/deliverables/DL-1/advance"): {"state": "in-work", "note": ""},
    ("POST", f"{P}/deliverables/DL-1/answer"): {"answer": "accepted", "note": ""},
    ("POST", f"{P}/deliverables/DL-1/checks"): {
        "criterion": 1, "method": "x", "is_met": True, "evidence": "", "checked_on": None,
    },
    ("POST", f"{P}/cost-reports"): {
        "as_of": None, "spent_minor": 4, "low_minor": 1, "likely_minor": 2, "high_minor": 3, "note": "",
    },
    ("PATCH", f"{P}/status-terms"): {
        "version": 1, "days_tolerance": 1, "cost_tolerance": 1, "low": 1, "high": 1, "every_weeks": 0, "next_on": None,
    },
    ("POST", f"{P}/lights/budget"): {"colour": "red", "reason": "x", "until": None},
    ("POST", f"{P}/lights/budget/answer"): {"agree": True, "answer": ""},
    ("POST", f"{P}/status-reports"): {"words": "x", "to": ["U-1"]},
    ("POST", f"{P}/closure/items"): {"code": "costs", "state": "done", "evidence": "x"},
    ("PATCH", f"{P}/closing-record"): {
        "version": 1, "achieved": "x", "differences": "", "cost_minor": None, "contracts": ["x"], "follow_ons": [],
        "end_reason": "", "salvage": [], "sunk_cost_minor": 1,
    },
    ("POST", f"{P}/closing-record/answer"): {"sign": True, "answer": "", "on": None},
    ("PATCH", f"{P}/service-handover"): {
        "version": 1, "owner": None, "service_levels": "x", "run_cost": "x", "known_errors": "", "support": "x",
        "training": "x", "spares": "", "warranty": "x", "acceptance_test": "x",
    },
    ("POST", f"{P}/service-handover/answer"): {"version": 1, "accept": True, "answer": "x"},
    ("POST", f"{P}/service-handover/waive"): {"version": 1, "answer": "x"},
    ("POST", f"{P}/activity-measures"): {
        "activities": ["T-1"], "version": 0, "rule": "percent", "account": None, "units_planned": 1, "units_done": 0,
        "steps": [{"name": "x", "weight": 1, "planned_on": "2026-06-01", "reached_on": None}],
    },
    ("PATCH", f"{P}/value-settings"): {"version": 1, "default_rule": "percent", "is_weekly": True},
    ("POST", f"{P}/status-snapshots"): {"as_of": None, "note": "x"},
    ("POST", f"{P}/cost-accounts"): {"code": "1", "name": "x", "kind": "work", "owner": "U-1"},
    ("PATCH", f"{P}/cost-accounts/CA-1"): {
        "version": 1, "code": "1", "name": "x", "kind": "work", "owner": "U-1",
    },
    ("POST", f"{P}/cost-accounts/CA-1/closed"): {"version": 1, "is_closed": True},
    ("POST", f"{P}/budget-moves"): {
        "from_account": None, "to_account": "CA-1", "amount_minor": 5, "reason": "x",
    },
    ("POST", f"{P}/cost-entries"): BRICKS,
    ("POST", f"{P}/cost-entries/CX-1/reversal"): {"reason": "x"},
    ("POST", f"{P}/risks"): RISK,
    ("PATCH", f"{P}/risks/RK-1"): RISK | {"version": 1},
    ("POST", f"{P}/risks/RK-1/open"): {"version": 1, "owner": "U-1"},
    ("POST", f"{P}/risks/RK-1/assessment"): SIZE | {"version": 1},
    ("POST", f"{P}/risks/RK-1/response"): {
        "version": 1, "strategy": "accept", "response": "x", "cost_minor": 1, "residual": SIZE, "reason": "x",
    },
    ("POST", f"{P}/risks/RK-1/actions"): {"version": 1, "text": "x", "owner": "U-1", "due_on": "2098-06-30"},
    ("POST", f"{P}/risks/RK-1/review"): {"version": 1, "words": "x", "review_on": "2098-06-30", "on": None},
    ("POST", f"{P}/risks/RK-1/close"): {"version": 1, "outcome": "avoided", "words": "x", "due_on": None},
    ("POST", f"{P}/issues"): ISSUE,
    ("PATCH", f"{P}/issues/IS-1"): ISSUE | {"version": 1},
    ("POST", f"{P}/issues/IS-1/steps"): {"version": 1, "step": "assess", "words": "x"},
    ("POST", f"{P}/issues/IS-1/escalation"): {"version": 1, "reason": "x"},
    ("POST", f"{P}/changes"): CHANGE,
    ("PATCH", f"{P}/changes/CR-1"): CHANGE | {"version": 1},
    ("POST", f"{P}/changes/CR-1/assessment"): IMPACT | {"version": 1},
    ("POST", f"{P}/changes/CR-1/decision"): {
        "version": 1, "answer": "defer", "words": "x", "deferred_to": "2098-06-30",
    },
    ("POST", f"{P}/changes/CR-1/emergency"): IMPACT | {"version": 1, "reason": "x"},
    ("POST", f"{P}/changes/CR-1/ratification"): {"version": 1, "ratify": True, "words": "x"},
    ("POST", f"{P}/changes/CR-1/steps"): {"version": 1, "step": "submit", "words": "x"},
    ("POST", f"{P}/changes/CR-1/scenario"): {"version": 1, "scenario": None},
    ("POST", f"{P}/changes/CR-1/implementation"): {
        "version": 1, "words": "x", "takes_scenario": False, "sets_baseline": False, "covers": ["T-1"], "into": "CA-1",
        "out_of": None,
    },
    ("POST", f"{P}/scope/corrections"): {"keys": ["T-1"], "reason": "x"},
    ("POST", f"{P}/benefits"): OUTCOME,
    ("PATCH", "/benefits/BE-1"): OUTCOME | {"version": 1},
    ("POST", "/benefits/BE-1/owner"): {"version": 1, "owner": "U-1", "reason": "x"},
    ("POST", "/benefits/BE-1/reviews"): {"days": ["2028-02-05"], "reviewer": None},
    ("POST", "/pool"): RIG,
    ("POST", f"{P}/resource-requests"): ASKED,
    ("POST", "/resource-requests/RR-1/approve"): {"version": 1, "chosen": [], "over_reason": ""},
    ("POST", "/resource-requests/RR-1/propose"): {
        "version": 1, "chosen": [], "pieces": 1, "minutes_per_week": 60, "from_date": "2098-06-02",
        "to_date": "2098-06-27", "reason": "x", "over_reason": "", "amount": None, "periods": [],
    },
    ("POST", "/resource-requests/RR-1/refuse"): {"version": 1, "reason": "x"},
    ("POST", "/resource-requests/RR-1/accept"): {"version": 1},
    ("POST", "/resource-requests/RR-1/decline"): {"version": 1, "reason": "x"},
    ("POST", "/resource-requests/RR-1/withdraw"): {"version": 1},
    ("POST", "/resource-requests/RR-1/allocations/1/release"): {
        "version": 1, "last_on": "2098-06-10", "reason": "x",
    },
    ("PATCH", "/pool/PL-1"): RIG | {"version": 1},
    ("POST", "/pool/PL-1/close"): {"version": 1},
    ("POST", "/pool/PL-1/deliveries"): {"version": 1, "amount": "5.2", "day": "2026-06-01", "words": "x"},
    ("POST", "/pool/PL-1/deliveries/1/remove"): {"version": 1},
    ("POST", "/pool/PL-1/reopen"): {"version": 1},
    ("POST", "/benefits/BE-1/reviews/1/move"): {"version": 1, "to_day": "2028-03-05", "reason": "x"},
    ("POST", "/benefits/BE-1/reviews/1/result"): {
        "version": 1, "value": "3", "evidence": "x", "follows": "keep", "words": "x", "on": None,
    },
    ("POST", f"{P}/lessons"): {
        "title": "x", "kind": "keep", "phase": None, "happened": "x", "cause": "", "advice": "x", "tags": ["x"],
        "is_shared": False, "learnt_on": None,
    },
    ("PATCH", "/lessons/LE-1"): {
        "version": 1, "title": "x", "kind": "keep", "phase": "planning", "happened": "x", "cause": "", "advice": "x",
        "tags": [], "is_shared": True,
    },
    ("POST", f"{P}/lesson-notes"): {"lesson": "LE-1", "state": "noted", "words": "x"},
    ("POST", f"{P}/archives"): {"holds": ["money"], "years": 7},
    ("PUT", "/closing-list"): {"number": 0, "items": ["x"], "reason": "x"},
    ("POST", f"{P}/comments"): {"text": "x", "about": "T-1", "answers": None},
    ("PATCH", f"{P}/comments/CO-1"): {"version": 1, "text": "x"},
    ("POST", f"{P}/comments/CO-1/withdraw"): {"version": 1},
    ("POST", f"{P}/comments/CO-1/settle"): {"version": 1, "is_settled": True},
    ("POST", f"{P}/actions"): {"text": "x", "owner": "U-1", "due_on": "2026-06-30"},
    ("PATCH", f"{P}/actions/AC-1"): {"version": 1, "text": "x", "owner": "U-1", "due_on": "2026-06-30"},
    ("POST", f"{P}/actions/AC-1/done"): {"version": 1, "words": "x"},
    ("POST", f"{P}/meetings"): {
        "kind": "review", "title": "x", "day": "2026-06-30", "begins": "10:00", "length_minutes": 60, "chair": "U-1",
        "minute_taker": "U-1", "purpose": "x", "place": "x", "invited": ["U-1"], "stakeholders": [],
        "agenda": [{"title": "x", "minutes": 15, "leader": "U-1"}],
    },
    ("POST", f"{P}/meeting-series"): {
        "kind": "review", "title": "x", "day": "2026-06-30", "begins": "10:00", "length_minutes": 60, "chair": "U-1",
        "minute_taker": "U-1", "rhythm": "weekly", "times": 3, "skip": ["2026-07-07"], "skip_holidays": False,
    },
    ("PATCH", f"{P}/meetings/MT-1"): {
        "version": 1, "kind": "review", "title": "x", "day": "2026-06-30", "begins": "10:00", "length_minutes": 60,
        "chair": "U-1", "minute_taker": "U-1", "purpose": "x", "place": "x", "invited": ["U-1"], "stakeholders": [],
        "agenda": [{"title": "x", "minutes": 15, "leader": "U-1"}],
    },
    ("POST", f"{P}/meetings/MT-1/held"): {"version": 1},
    ("POST", f"{P}/meetings/MT-1/cancel"): {"version": 1, "reason": "x"},
    ("PATCH", f"{P}/meetings/MT-1/minutes/draft"): {
        "version": 1, "rest": "x", "matters": [{"number": 1, "said": "x", "is_parked": False}],
        "attendance": {"U-1": "present"},
    },
    ("POST", f"{P}/meetings/MT-1/minutes/draft/publish"): {"version": 1, "reason": "x"},
    ("POST", f"{P}/decisions"): {
        "title": "x", "decided_by": "U-1", "reasons": "", "options": [{"text": "x", "is_taken": True}],
        "amount_minor": None, "days": None, "decided_on": None, "supersedes": None,
    },
    ("POST", f"{P}/stakeholders"): {
        "name": "x", "stands_for": "", "person": None, "stake": "", "power": 3, "interest": 3, "engagement": "neutral",
        "desired": "leading", "approach": "", "message": "", "why": "", "channel": "", "every_days": 30,
        "owner": "U-1", "confidential": "",
    },
    ("PATCH", f"{P}/stakeholders/SH-1"): {
        "version": 1, "name": "x", "stands_for": "", "person": None, "stake": "", "power": 3, "interest": 3,
        "engagement": "neutral", "desired": "leading", "approach": "", "message": "", "why": "", "channel": "",
        "every_days": None, "owner": None, "confidential": "",
    },
    ("POST", f"{P}/stakeholders/SH-1/contacts"): {
        "channel": "x", "held_on": None, "summary": "", "engagement": None, "is_confidential": False,
    },
    ("POST", f"{P}/levelling"): {"objective": "finish", "stability": 0.5, "seconds": 1},
    ("POST", f"{P}/simulations"): {
        "runs": 1000, "seed": 1, "promised_on": "2026-12-18", "per_day_minor": 0,
        "spread": {"low": 0.9, "likely": 1.0, "high": 1.3},
    },
    ("PUT", f"{P}/risk-drivers/RK-1"): {"version": 0, "activities": ["T-1"]},
    ("POST", f"{P}/levelling/LP-1/accept"): {"activities": ["T-1"]},
    ("POST", f"{P}/activities/T-1/estimates"): {
        "method": "pert", "low": 1, "likely": 2, "high": 3, "units": 1.5, "each": 1, "size": "M", "basis": "",
    },
    ("POST", f"{P}/scenarios"): {"name": "x", "note": "", "scenario": "WI-1"},
    ("POST", f"{P}/scenarios/WI-1/edits"): {"edits": [{"op": "add", "name": "x"}]},
    ("POST", "/document-templates"): {"name": "x", "kind": "plan", "suits": "", "text": "# x"},
    ("PATCH", "/document-templates/DT-1"): {"version": 1, "name": "x", "kind": "plan", "suits": "", "text": "# x"},
    ("POST", f"{P}/documents"): {
        "title": "x", "owner": "U-1", "kind": "plan", "confidentiality": "project", "phase": "planning", "stage": "",
        "place": "", "is_for_everybody": True, "readers": ["U-1"],
    },
    ("PATCH", f"{P}/documents/DO-1"): {
        "version": 1, "title": "x", "owner": "U-1", "kind": "plan", "confidentiality": "project", "phase": "planning",
        "stage": "", "place": "", "is_for_everybody": True, "readers": ["U-1"],
    },
    ("POST", f"{P}/documents/DO-1/versions/1/review"): {
        "reviewers": [], "approver": "U-1", "due_on": None,
    },
    ("POST", f"{P}/documents/DO-1/versions/1/answer"): {"verdict": "fine", "remarks": ""},
    ("POST", f"{P}/documents/DO-1/versions/1/approve"): {"words": "x"},
    ("POST", f"{P}/documents/DO-1/versions/1/back"): {"words": "x"},
    ("POST", f"{P}/documents/DO-1/versions/1/withdraw"): {"words": "x"},
    ("POST", "/commitments"): {
        "what": "New", "scope": "P-1", "to_person": None, "to_name": "Client", "due_on": "2098-01-01",
    },
    ("POST", "/commitments/K-1/close"): {"is_kept": True, "note": ""},
    ("POST", "/commitments/K-1/move"): {"due_on": "2098-02-01", "reason": "x"},
    ("POST", "/role-advice"): {
        "name": "New", "facts": {"projects": 1}, "internal_factors": "", "external_factors": "",
    },
    ("PATCH", "/role-advice/1"): {
        "version": 1, "name": "New", "facts": {"regulated": True}, "internal_factors": "", "external_factors": "",
    },
    ("POST", "/role-advice/1/decide"): {"decision": "x", "review_on": None},
    ("POST", "/role-advice/1/what-if"): {"projects": 1, "structure": "functional", "regulated": None},
    ("POST", "/role-advice/1/assignments"): {
        "from_date": "2026-06-01", "picks": [{"role": "sponsor", "scope": "P-1", "person": "U-1"}],
    },
    ("PATCH", "/role-advice-thresholds"): {"version": 1, "bounds": {"trades": 2}},
    ("POST", "/handovers/HO-1/items"): {"label": "Keys"},
    ("POST", "/handovers/HO-1/items/1/tick"): {"is_done": True},
    ("POST", "/assignments/A-1/successor"): {"person": "U-1", "last_day": "2098-01-01"},
    ("PATCH", "/thresholds"): {"version": 1, "thresholds": {"items": 9}},
    ("POST", DRAFT): {"template": "agile"},
    ("POST", f"{DRAFT}/rows"): {
        "text": "New", "area": "cost", "kind": "project", "money_minor": 1, "authority": 1
    },
    ("PATCH", f"{DRAFT}/rows/D-1"): {
        "version": 1, "text": "New", "area": "cost", "kind": "project", "money_minor": 1, "authority": 1,
        "letters": {"role:sponsor": "A"},
    },
    ("POST", f"{DRAFT}/columns"): {"role": "acceptor", "assignment": None},
    ("POST", f"{DRAFT}/sheet"): {"sheet": "x", "area": "cost"},
    ("POST", f"{DRAFT}/activate"): {"reason": "x"},
    ("PATCH", f"{P}/calendars/C-1"): {
        "version": 1, "name": "New", "week": [[[540, 1050]]] * 7, "exceptions": [{"first_day": "2026-12-24",
        "last_day": "2026-12-24", "shifts": [], "name": ""}],
    },
}  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize(("method", "path"), GOOD)
def test_a_value_of_the_wrong_kind_or_size_is_no_fault_of_ours(root: Caller, method: str, path: str) -> None:
    body = dict(GOOD[method, path])
    changed = "version" in body
    for field, wrong in product(GOOD[method, path], WRONG):
        if changed:  # the present one, so that the value is what is refused
            body["version"] = (
                root.get(
                    re.sub(
                        "/(phase|done|closed|answer|withdraw|settle|waive|held|cancel|owner|reviews/1/(move|result)|close|reopen|approve|propose|publish|refuse|accept|decline|allocations/1/release|deliveries|deliveries/1/remove)$",
                        "",
                        path,
                    )
                )
                .json()
                .get("version", 1)
            )  # of what is gone there is none
        answer = root.call(method, path, {**body, field: wrong})
        changed = "version" in body and answer.status_code < 400
        assert answer.status_code < 500, (field, wrong, answer.content)
        if answer.status_code >= 400:
            assert_problem(answer, answer.status_code)
    for read in (f"{P}/activities", f"{P}/plan", "/projects", "/people", "/assignments"):
        assert root.get(read).status_code == 200, read


STEPS: tuple[Any, ...] = (
    None, 1, "add", [], {}, {"op": None}, {"op": "restate", "key": "T-1", "version": 1, "values": {}, "were": {}},
    {"op": "restore", "rows": [], "keys": [], "key": "T-1"}, {"op": "add"}, {"op": "add", "name": ""},
    {"op": "add", "name": "x", "ref": "a b"}, {"op": "add", "name": "x", "parent": "@a", "ref": "a"},
    {"op": "add", "name": "x", "_key": "T-1"}, {"op": "link", "predecessor": "T-1", "successor": "T-1"},
    {"op": "link", "_key": "L-9", "predecessor": "T-1", "successor": "T-2"},
    {"op": "move", "key": "T-1", "after": "T-1"},
    {"op": "move", "key": "T-1", "parent": "T-1"}, {"op": "indent", "key": "T-0"}, {"op": "outdent", "key": "T-1"},
    {"op": "change", "key": "T-1", "version": 1, "fields": {}}, {"op": "remove", "key": ["T-1"]},
    {"op": "change", "key": "T-1", "version": 1, "fields": {"project_id": 2}}, {"op": "unlink", "key": "L-1"},
    {"op": "change_link", "key": "L-1", "kind": "XX"},
)  # fmt: skip


@pytest.mark.parametrize("step", STEPS, ids=lambda step: json.dumps(step)[:40])
def test_a_step_that_is_none_is_refused(root: Caller, step: Any) -> None:
    assert_problem(root.post(f"{P}/plan/edits", {"edits": [step]}), 422)
    assert root.get(f"{P}/activities").json()["count"] == 2


@pytest.mark.parametrize("count", [0, 1001])
def test_too_few_or_too_many_steps_are_refused(root: Caller, count: int) -> None:
    assert_problem(root.post(f"{P}/plan/edits", {"edits": [{"op": "indent", "key": "T-2"}] * count}), 422)


@pytest.mark.parametrize(
    "path",
    [
        "/people/%00", "/people/U-1%00", "/projects/P-1'--", "/projects/%ff%fe", "/projects/" + "P" * 5000,
        f"{P}/activities/T-%00", f"{P}/plan/why/%20", "/history/%00/x", "/history/project/../../etc/passwd",
        "/roles/%F0%9F%92%A9", "/projects/-1", "/projects/P-99999999999999999999999",
    ],
)  # fmt: skip
def test_an_address_of_nothing_answers_404(root: Caller, path: str) -> None:
    assert_problem(root.get(path), 404)


@pytest.mark.parametrize(
    "query",
    [
        "since=0001-01-01T00:00:00%2B14:00", "until=9999-12-31T23:59:59-14:00", "since=x", "since=2026-01-01T00:00:00",
        "actor=%00", "since=99999999999999", "since=-1e400",
    ],
)  # fmt: skip
def test_an_instant_that_is_none_is_refused(root: Caller, query: str) -> None:
    assert_problem(root.get(f"/audit?{query}"), 400)


def test_other_kinds_of_content_are_not_read(root: Caller) -> None:
    for kind in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "",
        "json",
    ):
        assert_problem(raw(root, "PATCH", P, b'{"name": "a", "version": 1}', kind), 415, "media_type")


def test_a_body_beyond_the_limit_is_refused_as_too_large(root: Caller) -> None:
    body = b'{"name": "' + b"a" * (5 * 1024 * 1024) + b'"}'
    assert_problem(raw(root, "PATCH", P, body), 413, "large")
    headers = {"Authorization": f"Bearer {root.token}", "Idempotency-Key": "one"}
    sent = root.client.generic(
        "POST", "/api/v1/projects", body, content_type="application/json", headers=headers
    )
    assert_problem(sent, 413, "large")


def test_what_is_refused_leaves_no_transaction_open(root: Caller) -> None:
    depth = len(connection.savepoint_ids)
    for body in (b"{", b'{"name": NaN}', b"[" * DEEP):
        raw(root, "POST", "/projects", body)
    assert len(connection.savepoint_ids) == depth
