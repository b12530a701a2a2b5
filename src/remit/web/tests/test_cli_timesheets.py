"""Hours of a project on the command line."""

import json

import pytest

from remit.conftest import World
from remit.timesheets.tests.making import noted
from remit.web import cli

pytestmark = pytest.mark.django_db


def test_hours_of_a_project_are_said_by_activity_and_person(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    noted(world.person("Ada"), project=world.project, state="locked")
    assert cli.main(["timesheets", "P-1"]) == 0
    assert "worked 8:00, nothing planned" in capsys.readouterr().out
    assert cli.main(["--json", "timesheets", "P-1"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert [(each["name"], each["actual_minutes"]) for each in facts["people"]] == [("Ada", 480)]
