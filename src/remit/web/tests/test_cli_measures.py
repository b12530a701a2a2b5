"""`remit check` and `remit evm` on plan files: what others script against, and what people read."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from remit.engine.tests.plan_files import element, project, task, wait_for
from remit.web import cli

Capture = pytest.CaptureFixture[str]

PROMISE = element("Baseline", Number=0, Start="2026-01-05T08:00:00", Finish="2026-01-05T17:00:00", Cost=50000)
LATER = element("Baseline", Number=0, Start="2026-01-06T08:00:00", Finish="2026-01-06T17:00:00", Cost=50000)


def plan_file(folder: Path, *tasks: str, **facts: Any) -> str:
    path = folder / "plan.xml"
    stated = tasks or (
        task(1, PROMISE, PercentComplete=80, ActualCost=45000, ActualStart="2026-01-05T08:00:00", name="Dig"),
        task(2, wait_for(1, LinkLag=-600), LATER, name="Pour"),
    )
    path.write_bytes(project(*stated, **{"StatusDate": "2026-01-05T17:00:00", **facts}))
    return str(path)


def answer(capsys: Capture) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(capsys.readouterr().out)
    return facts


def test_a_plan_is_checked_in_a_shape_that_scripts_can_rely_on(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["check", plan_file(tmp_path), "--json"]) == 0
    found = answer(capsys)
    assert list(found) == ["checks", "practices", "warnings"]
    assert [each["number"] for each in found["checks"]] == list(range(1, 15))
    assert [each["number"] for each in found["practices"]] == list(range(1, 11))
    assert found["checks"][1] == {
        "number": 2,
        "name": "leads",
        "title": "links with a lead",
        "verdict": "failed",
        "value": 1.0,
        "limit": 0.0,
        "at_least": False,
        "count": 1,
        "of": 1,
        "activities": ["2"],
        "links": [{"predecessor": "1", "successor": "2", "kind": "FS"}],
        "missing": None,
    }
    assert found["checks"][9]["missing"] == "The plan assigns no resources at all."


def test_people_read_the_checks_with_the_numbers_they_know(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["check", plan_file(tmp_path)]) == 0
    text = capsys.readouterr().out
    assert " 2 FAIL links with a lead" in text
    assert "GAO" in text
    assert "ask: Is the baseline approved" in text


def test_earned_value_in_a_shape_that_scripts_can_rely_on(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["evm", plan_file(tmp_path), "--period", "day", "--json"]) == 0
    found = answer(capsys)
    assert list(found) == [
        "status",
        "unit",
        "total",
        "earned_schedule",
        "groups",
        "activities",
        "curve",
        "level_of_effort",
        "flags",
        "warnings",
    ]
    assert (found["status"], found["unit"]) == ("2026-01-05T17:00:00", "money")
    assert {key: found["total"][key]["value"] for key in ("bac", "pv", "ev", "ac")} == {
        "bac": 100000,
        "pv": 50000,
        "ev": 40000,
        "ac": 45000,
    }
    assert found["total"]["eac.as-so-far"]["value"] == 112500
    assert found["total"]["cpi"]["formula"] == "EV / AC"
    assert found["activities"][0]["uid"] == "1"
    assert [each["planned"] for each in found["curve"]] == [0, 50000, 100000]
    assert found["earned_schedule"]["es"]["value"] == 0.8


def test_people_read_money_with_its_formula(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["evm", plan_file(tmp_path)]) == 0
    text = capsys.readouterr().out
    assert "EAC as-so-far" in text
    assert "1,125.00" in text
    assert "EV / AC" in text


def test_another_status_date_can_be_stated_and_a_day_counts_whole(tmp_path: Path, capsys: Capture) -> None:
    path = plan_file(tmp_path, StatusDate="NA")
    assert cli.main(["evm", path, "--json"]) == 1
    assert "--status" in answer(capsys)["error"]["message"]
    assert cli.main(["evm", path, "--status", "2026-01-06", "--json"]) == 0
    found = answer(capsys)
    assert (found["status"], found["total"]["pv"]["value"]) == ("2026-01-07T00:00:00", 100000)
    assert cli.main(["evm", path, "--status", "soon"]) == 2
    assert "not a date" in capsys.readouterr().err


def test_a_plan_that_stores_no_dates_is_scheduled_first(tmp_path: Path, capsys: Capture) -> None:
    path = plan_file(tmp_path, task(1, Cost=100), task(2, wait_for(1), Cost=300))
    assert cli.main(["evm", path, "--json"]) == 0
    found = answer(capsys)
    assert (found["total"]["bac"]["value"], found["total"]["pv"]["value"]) == (400, 100)
    assert any("computes" in each for each in found["warnings"])


def test_a_missing_file_is_said_in_one_line(tmp_path: Path, capsys: Capture) -> None:
    for command in ("check", "evm"):
        assert cli.main([command, str(tmp_path / "none.xml")]) == 3
        assert capsys.readouterr().err.count("\n") == 1


# numba itself looks for scipy, so whoever schedules has it loaded
@pytest.mark.parametrize(
    ("command", "unwanted"),
    [("check", ["django", "ortools"]), ("evm", ["django", "ortools", "scipy", "numba"])],
)
def test_files_need_neither_django_nor_a_solver(tmp_path: Path, command: str, unwanted: list[str]) -> None:
    path = plan_file(
        tmp_path,
        task(1, PROMISE, Start="2026-01-05T08:00:00", Finish="2026-01-05T17:00:00", PercentComplete=80),
    )
    script = (
        "import sys\nfrom remit.web import cli\n"
        f"assert cli.main([{command!r}, {path!r}, '--json']) == 0\n"
        f"print([each for each in {unwanted!r} if each in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
