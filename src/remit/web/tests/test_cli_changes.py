"""Changes and scope on the command line."""

import json

import pytest

from remit.accounts.permissions import system_actor
from remit.changes.tests.making import an_assessed_change
from remit.conftest import World
from remit.planning.operations.edits import edit_plan
from remit.web import cli

pytestmark = pytest.mark.django_db


def test_open_changes_are_listed_with_what_they_do_and_for_whom_they_wait(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.give("Petra", "project-manager")
    asker = world.give("Sam", "sponsor")
    an_assessed_change(world.project, world.person("Petra"), actor=asker)
    assert cli.main(["--json", "changes", "P-1"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["changes"]
    assert (found["title"], found["days"], found["cost_minor"]) == ("A second door", 5, 1_000_000)
    assert found["decider"] == "Petra"
    assert cli.main(["changes", "P-1"]) == 0
    assert "waits for Petra" in capsys.readouterr().out


def test_the_scope_says_its_index_and_what_nobody_let_in(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.baseline()
    edit_plan(world.project, [{"op": "add", "name": "Fence"}], actor=system_actor())
    assert cli.main(["--json", "scope", "P-1"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [each["what"] for each in found["open"]] == ["added"]
    assert cli.main(["scope", "P-1"]) == 0
    assert "scope creep index" in capsys.readouterr().out
