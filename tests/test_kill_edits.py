"""Reliability goal H for many changes at once: a process killed in an edit of hundreds leaves all or none."""

import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from remit.web.tests.installation import Installation, kill_after

pytestmark = pytest.mark.long(20)

STEPS = 300
SHORTEST_SECONDS, LONGEST_SECONDS = 0.0, 0.9

PLAN = f"""
import datetime as dt
import django
django.setup()
from remit.accounts.permissions import system_actor
from remit.people.models import Organisation
from remit.people.operations.organisation import root_scope
from remit.planning.operations.edits import edit_plan
from remit.planning.operations.plans import create_plan
from remit.projects.operations.projects import create_project
system = system_actor()
root = root_scope(Organisation.objects.get())
project = create_project(root, name="Bridge", starts_on=dt.date(2026, 6, 1), actor=system)
create_plan(project, actor=system)
edit_plan(project, [{{"op": "add", "name": "Round 0", "duration_minutes": 450}} for _ in range({STEPS})], actor=system)
"""

# Renames and lengthens every activity in one edit, over and over; says a round only when it has been committed.
WRITER = """
import django
django.setup()
from remit.accounts.permissions import system_actor
from remit.planning.models import Activity, PlanEdit
from remit.planning.operations.edits import edit_plan
from remit.projects.models import Project
project = Project.objects.get()
while True:
    number = PlanEdit.objects.filter(project=project).count()
    rows = Activity.objects.filter(project=project).order_by("pk").values_list("key", "version")
    fields = {"name": f"Round {number}", "duration_minutes": 450 + number % 40}
    steps = [{"op": "change", "key": key, "version": version, "fields": fields} for key, version in rows]
    edit_plan(project, steps, actor=system_actor())
    print(number, flush=True)
"""


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    made.begin()
    run = [sys.executable, "-c", PLAN]
    subprocess.run(run, env=made.environment, check=True, capture_output=True, timeout=120)
    return made


def stands(installation: Installation) -> int:
    """Return the round that all activities are at, after proving that nothing is there by halves."""
    with sqlite3.connect(installation.database) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        rows = opened.execute(
            "SELECT name, duration_minutes, version, count(*) FROM planning_activity GROUP BY 1, 2, 3"
        ).fetchall()
        edits = opened.execute("SELECT count(*) FROM planning_planedit").fetchone()[0]
        version = opened.execute("SELECT version FROM planning_plan").fetchone()[0]
        told = opened.execute(
            "SELECT count(*) FROM audit_auditevent WHERE operation = 'planning.edit_plan' AND object_kind = 'plan'"
        ).fetchone()[0]
    opened.close()
    assert len(rows) == 1, f"an edit of {STEPS} is there by halves: {rows}"
    name, minutes, each_version, count = rows[0]
    number = int(name.removeprefix("Round "))
    assert count == STEPS
    assert each_version == edits == number + 1
    assert told == edits == version - 1
    assert number == 0 or minutes == 450 + number % 40
    return number


def kill_editors(installation: Installation, rounds: int, seed: int) -> int:
    """Kill a process in the middle of its edits `rounds` times; return how many edits it had acknowledged."""
    chance = random.Random(seed)
    acknowledged = 0
    for _round in range(rounds):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER], env=installation.environment, stdout=subprocess.PIPE, text=True
        )
        said = kill_after(writer, chance.uniform(SHORTEST_SECONDS, LONGEST_SECONDS))
        acknowledged = max(acknowledged, *(int(each) for each in said if each))
        assert stands(installation) >= acknowledged, "an acknowledged edit is lost"
    assert installation.facts("audit", "verify")["faults"] == []
    return acknowledged


def test_three_kills_in_the_middle_of_edits_of_hundreds_leave_all_or_none(installation: Installation) -> None:
    assert kill_editors(installation, 3, seed=5) >= 3


@pytest.mark.soak
def test_a_hundred_kills_in_the_middle_of_edits_of_hundreds_leave_all_or_none(
    installation: Installation,
) -> None:
    count = kill_editors(installation, 100, seed=6)
    print(f"100 kills in the middle of edits of {STEPS} activities, {count} acknowledged, all or none")
