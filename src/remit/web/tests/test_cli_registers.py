"""Risks and issues on the command line."""

import json
from typing import Any

import pytest

from remit.conftest import World
from remit.registers.tests.making import a_kept_issue, a_kept_risk
from remit.web import cli

pytestmark = pytest.mark.django_db
Capture = pytest.CaptureFixture[str]


def said(capsys: Capture, *words: str) -> dict[str, Any]:
    assert cli.main(["--json", *words]) == 0
    facts: dict[str, Any] = json.loads(capsys.readouterr().out)
    return facts


def test_open_risks_are_listed_the_highest_score_first_with_what_they_add_up_to(
    world: World, capsys: Capture
) -> None:
    ada = world.person("Ada")
    a_kept_risk(world.project, ada, "Rain", score=4, emv_minor=-10_000)
    a_kept_risk(world.project, ada, "Flood", score=20, emv_minor=-250_000, residual_emv_minor=-40_000)
    found = said(capsys, "risks", "P-1")
    assert [each["event"] for each in found["risks"]] == ["Flood", "Rain"]
    assert (found["threats_minor"], found["threats_after_minor"]) == (-260_000, -50_000)
    assert cli.main(["risks", "P-1"]) == 0
    assert "score 20" in capsys.readouterr().out


def test_open_issues_are_listed_with_their_owner_and_day(world: World, capsys: Capture) -> None:
    a_kept_issue(world.project, world.person("Ada"), "No power")
    found = said(capsys, "issues", "P-1")
    assert [(each["title"], each["owner"], each["severity"]) for each in found["issues"]] == [
        ("No power", "Ada", "high")
    ]
    assert cli.main(["issues", "P-1"]) == 0
    assert "due 2098-06-30" in capsys.readouterr().out
