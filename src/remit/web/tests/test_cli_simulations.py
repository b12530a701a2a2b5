"""Simulations on the command line."""

import json

import pytest

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.planning.operations.edits import edit_plan
from remit.simulations.models import Simulation
from remit.web import cli

pytestmark = pytest.mark.django_db
Capture = pytest.CaptureFixture[str]


def test_a_plan_is_drawn_and_kept_and_listed_afterwards(world: World, capsys: Capture) -> None:
    steps = [{"op": "add", "name": "Dig", "duration_minutes": 40 * world.plan.minutes_per_day}]
    edit_plan(world.project, steps, actor=system_actor())
    assert cli.main(["--json", "simulate", "P-1"]) == 0
    drawn = json.loads(capsys.readouterr().out)
    finish = drawn["finish"]
    assert finish["p10"] < drawn["planned"] < finish["p80"] <= finish["p90"]
    assert drawn["key"] == Simulation.objects.get().key
    assert cli.main(["--json", "simulations", "P-1"]) == 0
    listed = json.loads(capsys.readouterr().out)["simulations"]
    assert listed == [{name: value for name, value in drawn.items() if name != "ok"}]
    assert cli.main(["simulations", "P-1"]) == 0
    assert f"P80 {finish['p80']}" in capsys.readouterr().out
