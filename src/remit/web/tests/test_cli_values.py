"""Earned value of a project on the command line."""

import json

import pytest

from remit.conftest import World
from remit.costs.tests.making import an_account, with_budget
from remit.earned_value.tests.making import planned
from remit.web import cli

pytestmark = pytest.mark.django_db


def test_figures_are_said_with_why_and_what_is_missing_where_there_are_none(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    planned(with_budget(world.project, 1000), ("Dig", 10, {}))
    assert cli.main(["value", "P-1"]) == 1
    assert "No account of the baseline holds budget" in capsys.readouterr().err
    world.give("Maya", "project-manager")
    an_account(world.project, world.person("Maya"), minor=1000)
    assert cli.main(["value", "P-1"]) == 0
    assert "AC + BAC - EV" in capsys.readouterr().out
    assert cli.main(["--json", "value", "P-1"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["total"]["bac"]["value"] == 1000
    assert facts["total"]["cpi"] == {
        "value": None, "unit": "ratio", "formula": "EV / AC", "inputs": {"EV": 0, "AC": 0},
        "reason": "nothing-spent", "why": "Nothing has been spent, so it cannot be divided by.",
    }  # fmt: skip
