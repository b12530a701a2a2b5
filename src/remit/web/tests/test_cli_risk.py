"""`remit risk` on plan files: what others script against, and what people read."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from remit.engine.formats import read_plan
from remit.engine.formats.plan_json import write_json
from remit.engine.model import Fixed, Impact, RiskEvent, RiskModel
from remit.engine.tests.plan_files import project, task, wait_for
from remit.web import cli

Capture = pytest.CaptureFixture[str]


def plan_file(folder: Path) -> str:
    path = folder / "plan.xml"
    path.write_bytes(project(task(1, name="Dig"), task(2, wait_for(1), name="Pour")))
    return str(path)


def answer(capsys: Capture) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(capsys.readouterr().out)
    return facts


def test_risk_in_a_shape_that_scripts_can_rely_on(tmp_path: Path, capsys: Capture) -> None:
    wanted = ["risk", plan_file(tmp_path), "--runs", "200", "--seed", "3", "--spread", "0.9,1,2", "--json"]
    assert cli.main(wanted) == 0
    found = answer(capsys)
    assert list(found) == [
        "runs",
        "seed",
        "planned",
        "finish",
        "cost",
        "contingency",
        "convergence",
        "activities",
        "risks",
        "warnings",
    ]
    assert (found["runs"], found["seed"], found["warnings"]) == (200, 3, [])
    assert found["planned"]["finish"] == "2026-01-06T17:00:00"
    assert found["planned"]["finish"] < found["finish"]["p50"] < found["finish"]["p90"]
    assert [each["uid"] for each in found["activities"]] == ["1", "2"]
    assert found["activities"][0]["criticality"] == 1
    assert cli.main(wanted) == 0
    assert answer(capsys) == found


def test_a_file_without_uncertainty_says_so_and_is_the_schedule(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["risk", plan_file(tmp_path), "--runs", "64", "--promised", "2026-01-06", "--json"]) == 0
    found = answer(capsys)
    assert {found["finish"][key] for key in ("p10", "p50", "p95", "mean")} == {"2026-01-06T17:00:00"}
    assert found["promised"] == {"date": "2026-01-07T00:00:00", "probability": 1}
    assert "--spread" in found["warnings"][0]


@pytest.mark.parametrize("runs", [1, 15])
def test_few_runs_say_that_they_tell_nothing_of_their_error(
    tmp_path: Path, capsys: Capture, runs: int
) -> None:
    assert cli.main(["risk", plan_file(tmp_path), "--runs", str(runs), "--spread", "0.9,1,2", "--json"]) == 0
    found = answer(capsys)["convergence"]
    assert found["p80_error_minutes"] is None
    assert found["runs_needed"] > runs


def test_people_read_dates_chances_and_what_decides(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["risk", plan_file(tmp_path), "--runs", "300", "--spread", "0.9,1,2"]) == 0
    text = capsys.readouterr().out
    assert "300 runs, seed 0" in text
    assert "P80" in text
    assert "critical in 100%" in text
    assert "Pour" in text


def test_the_risks_of_a_file_are_drawn_and_ranked(tmp_path: Path, capsys: Capture) -> None:
    document = read_plan(Path(plan_file(tmp_path)))
    event = RiskEvent("R1", "No permit", 0.5, (Impact("1", Fixed(3)),), Fixed(90_000))
    path = tmp_path / "plan.json"
    path.write_bytes(write_json(replace(document, risk=RiskModel(events=(event,)))))
    assert cli.main(["risk", str(path), "--runs", "500", "--rank", "--json"]) == 0
    found = answer(capsys)
    assert [(each["id"], each["p80_minutes"]) for each in found["risks"]] == [("R1", 2 * 1440)]
    assert found["contingency"]["p80"] == {"minutes": 2 * 1440, "cost": 90_000}


@pytest.mark.parametrize(
    "wrong", [["--spread", "1,2"], ["--spread", "2,1,3"], ["--promised", "soon"], ["--runs", "0"]]
)
def test_wrong_words_are_refused_as_usage(tmp_path: Path, wrong: list[str]) -> None:
    try:
        code = cli.main(["risk", plan_file(tmp_path), *wrong])
    except SystemExit as told:  # argparse itself
        code = int(told.code or 0)
    assert code == 2


def test_a_plan_without_activities_is_no_mistake(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "plan.xml"
    path.write_bytes(project())
    assert cli.main(["risk", str(path), "--runs", "64", "--json"]) == 0
    assert answer(capsys)["activities"] == []
