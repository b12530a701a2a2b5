"""Who answers for what, by the API: written, put into force, inherited, asked for."""

from typing import Any

import pytest

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.people.models import Assignment
from remit.people.operations.assignments import end_assignment
from remit.people.tests.staffed import staffed
from remit.web.tests.api_calls import Caller, assert_problem, caller

SCOPE = "/scopes/P-1"
DRAFT = f"{SCOPE}/matrix/draft"


@pytest.fixture
def ada(world: World) -> Caller:
    staffed(world)
    return caller(world, "Ada")


def begun(ada: Caller) -> dict[str, Any]:
    """Begin a draft of one row, for which the sponsor answers and which the manager does; return the row."""
    assert ada.post(DRAFT, {}).status_code == 201
    for role in ("sponsor", "project-manager"):
        assert ada.post(f"{DRAFT}/columns", {"role": role}).status_code == 201
    row = ada.post(f"{DRAFT}/rows", {"text": "Business case", "area": "strategy"}).json()
    letters = {"role:sponsor": "A", "role:project-manager": "R"}
    answer = ada.patch(f"{DRAFT}/rows/{row['key']}", {"version": row["version"], "letters": letters})
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_a_draft_is_written_and_put_into_force(ada: Caller) -> None:
    row = begun(ada)
    assert row["accountable"]["person_name"] == "Sue"
    assert ada.get(f"{SCOPE}/matrix").json()["rows"] == []  # a draft is not in force
    draft = ada.get(DRAFT).json()
    assert (draft["state"], draft["findings"]) == ("draft", [])
    answer = ada.post(f"{DRAFT}/activate", {"version": draft["version"]})
    assert (answer.status_code, answer.json()["state"]) == (200, "active")
    assert [each["text"] for each in ada.get(f"{SCOPE}/matrix").json()["rows"]] == ["Business case"]
    assert_problem(ada.get(DRAFT), 404)


def test_errors_are_named_and_keep_it_from_coming_into_force(ada: Caller) -> None:
    row = begun(ada)
    taken = {"version": row["version"], "letters": {"role:sponsor": ""}}
    ada.patch(f"{DRAFT}/rows/{row['key']}", taken)
    draft = ada.get(DRAFT).json()
    assert [
        (each["code"], each["row"], each["is_error"]) for each in draft["findings"] if each["is_error"]
    ] == [("no-accountable", row["key"], True)]
    refused = assert_problem(ada.post(f"{DRAFT}/activate", {"version": draft["version"], "reason": "x"}), 409)
    assert refused["code"] == "errors"


def test_a_stale_row_is_refused_with_both_values(ada: Caller) -> None:
    row = begun(ada)
    path = f"{DRAFT}/rows/{row['key']}"
    assert ada.patch(path, {"version": row["version"], "text": "Case"}).status_code == 200
    refused = assert_problem(ada.patch(path, {"version": row["version"], "text": "Cause"}), 409, "stale")
    assert refused["current"]["fields"]["text"] == {"yours": "Cause", "theirs": "Case"}
    assert_problem(ada.patch(path, {"text": "Cause"}), 428)


def test_undo_and_delete_and_discard(ada: Caller) -> None:
    row = begun(ada)
    path = f"{DRAFT}/rows/{row['key']}"
    assert ada.delete(path).json() == {"scope": "P-1", "gone": row["key"]}
    draft = ada.get(DRAFT).json()
    assert draft["rows"] == []
    undone = ada.post(f"{DRAFT}/undo", {"version": draft["version"]}).json()
    assert [each["key"] for each in undone["rows"]] == [row["key"]]
    assert ada.delete(f"{DRAFT}/columns/role:sponsor").status_code == 200
    assert_problem(ada.delete(f"{DRAFT}/columns/role:sponsor"), 404)
    assert ada.delete(DRAFT).status_code == 200
    assert_problem(ada.get(DRAFT), 404)


def test_a_sheet_is_taken_whole_or_not_at_all(ada: Caller) -> None:
    ada.post(DRAFT, {})
    good = "\tSponsor\tAda\nCase\tA\tR\nBudget\tA\tR"
    answer = ada.post(f"{DRAFT}/sheet", {"sheet": good, "area": "cost", "version": 1})
    assert [row["text"] for row in answer.json()["rows"]] == ["Case", "Budget"]
    bad = "\tSponsor\nTax\tQ"
    refused = ada.post(f"{DRAFT}/sheet", {"sheet": bad, "version": answer.json()["version"]})
    document = assert_problem(refused, 422)
    assert "Row 2, column 2" in document["errors"][0]["message"]
    assert len(ada.get(DRAFT).json()["rows"]) == 2


def test_who_is_accountable_is_answered_with_one_name(world: World, ada: Caller) -> None:
    begun(ada)
    ada.post(f"{DRAFT}/activate", {"version": ada.get(DRAFT).json()["version"]})
    answer = ada.get("/accountable?q=business case").json()
    assert (answer["answer"]["person_name"], answer["answer"]["scope"], answer["others"]) == (
        "Sue",
        "P-1",
        [],
    )
    assert ada.get("/accountable?q=case&scope=P-1").json()["answer"]["person_name"] == "Sue"
    assert ada.get("/accountable?q=weather").json() == {"answer": None, "others": []}
    end_assignment(Assignment.objects.get(role__code="sponsor"), actor=system_actor(), version=1)
    assert ada.get("/accountable?q=business case").json()["answer"]["person_name"] is None
    assert_problem(caller(world, "Norbert").get("/accountable?q=case&scope=P-1"), 404)
    assert caller(world, "Norbert").get("/accountable?q=case").json()["answer"] is None
    assert_problem(ada.get("/accountable"), 400)


def test_findings_of_a_scope_are_read_by_whoever_sees_it_a_draft_only_by_whoever_writes_it(
    world: World, ada: Caller
) -> None:
    row = begun(ada)
    ada.patch(f"{DRAFT}/rows/{row['key']}", {"version": row["version"], "letters": {"role:sponsor": ""}})
    assert ada.get(f"{SCOPE}/findings").json()["errors"] == 1
    tom = caller(world, "Tom")
    assert tom.get(f"{SCOPE}/findings").json() == {"scope": "P-1", "errors": 0, "warnings": 0, "findings": []}
    assert_problem(tom.get(DRAFT), 403)
