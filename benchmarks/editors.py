"""Many people edit one large plan at the same time: how long each waits, and whether anything is lost.

Makes a plan of 5,000 activities in a folder of its own, starts Remit as `remit serve` does, and lets 200 people
edit it for 60 seconds, each through a connection of their own. Everybody changes names, notes, progress and
durations: mostly of activities of their own, one time in ten of some that all change, where whoever comes too late
is told so and reads again. Between two edits a person thinks for a while (`--think`, seconds on average); with
`--think 0` nobody does, which shows how much Remit bears and says nothing about how long people wait. As the chart
does, everybody sends steps with the session of a signed-in browser, takes the rows that come back, and asks what
others changed whenever the server bids it (`--no-look`: nobody does).

What was acknowledged is then looked for: in the activity, or, where somebody changed it later, in the record.
"""

import argparse
import collections
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from _http import JSON, Call, Target, connected, sent
from latency import Remit, environment, prepared, say

GOAL_MS = 500
SHARED = 20
SHARE_OF_SHARED = 0.1
MOVES, NAMES = 0.25, 0.25
TOKEN = "t" * 32
LONGEST_WARMING, IDLE_SECONDS = 180, 0.1
WORK_DAY = 450
WORDS = ("Survey", "Draft", "Order", "Build", "Check")
STALE = 409


@dataclass
class Editor:
    """Somebody who edits: which activities are theirs, what each was seen to be, and what was acknowledged."""

    number: int
    session: str
    own: list[str]
    versions: dict[str, int]
    acknowledged: list[tuple[str, int, str, Any]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    looks: list[float] = field(default_factory=list)
    statuses: collections.Counter[int] = field(default_factory=collections.Counter)

    def __post_init__(self) -> None:
        """Give them a chance of their own, and what a browser sends."""
        self.chance = random.Random(self.number)
        self.headers = {
            **JSON,
            "Cookie": f"remit_session={self.session}; remit_csrf={TOKEN}",
            "X-CSRFToken": TOKEN,
        }

    def change(self) -> dict[str, Any]:
        """Return the next change: mostly words, one in four a duration that moves dates."""
        drawn = self.chance.random()
        mark = f"{self.number}.{len(self.acknowledged)}.{self.chance.random():.6f}"
        if drawn < MOVES:
            return {"duration_minutes": WORK_DAY * self.chance.choice((1, 2, 3, 4, 5, 6, 8, 10))}
        if drawn < MOVES + NAMES:
            return {"name": f"{self.chance.choice(WORDS)} {mark}"}
        return {"notes": f"Noted <{mark}>"}


@dataclass(frozen=True)
class Setting:
    """Where all edit, the sessions of those who do, and what stands there at the beginning."""

    project: str
    sessions: list[str]
    versions: dict[str, int]
    columns: list[str]


PEOPLE = """
import datetime as dt, json, sys
import django
django.setup()
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from remit.accounts.models import User
from remit.accounts.permissions import system_actor
from remit.people.models import Person, Role
from remit.people.operations.assignments import assign_role
from remit.people.operations.people import add_person
from remit.planning.models import Activity
from remit.planning.queries import COLUMNS
from remit.projects.models import Project
project = Project.objects.get(key=sys.argv[1])
role = Role.objects.get(organisation=project.organisation, code="project-leader")
sessions = []
for number in range(int(sys.argv[2])):
    address = f"editor{number}@bench.example"
    person = add_person(project.organisation, name=f"Editor {number}", email=address, actor=system_actor())
    person.user = User.objects.create_user(address)
    person.save()
    assign_role(person, role, project.scope, actor=system_actor(), from_date=dt.date(2026, 1, 5))
    session = SessionStore()
    session[SESSION_KEY] = str(person.user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.user.get_session_auth_hash()
    session.create()
    sessions.append(session.session_key)
rows = Activity.objects.filter(project=project, kind="task").values_list("key", "version")
print(json.dumps({"sessions": sessions, "versions": dict(rows), "columns": COLUMNS}))
"""


def set_up(folder: Path, activities: int, users: int) -> Setting:
    """Make the plan and everybody who edits it, each signed in and with the role of a project leader."""
    place = prepared(folder, activities, activities, activities)
    words = [sys.executable, "-c", PEOPLE, place.large, str(users)]
    done = subprocess.run(words, env=environment(folder), check=True, stdout=subprocess.PIPE)
    return Setting(place.large, **json.loads(done.stdout))


def editors_of(setting: Setting) -> list[Editor]:
    """Share the activities out; the first few belong to everybody."""
    keys = list(setting.versions)
    shared, rest = keys[:SHARED], keys[SHARED:]
    count = len(setting.sessions)
    return [
        Editor(number, session, rest[number::count], {each: setting.versions[each] for each in shared} | {
            each: setting.versions[each] for each in rest[number::count]
        })
        for number, session in enumerate(setting.sessions)
    ]  # fmt: skip


class Session:
    """One person at work, on one connection, until the time is over."""

    def __init__(self, target: Target, setting: Setting, editor: Editor, given: argparse.Namespace) -> None:
        self.editor, self.think, self.looks = editor, given.think, not given.no_look
        self.plan = f"/projects/{setting.project}/plan"
        self.shared = list(setting.versions)[:SHARED]
        self.place = setting.columns.index("version")
        self.connection = connected(target.port)
        self.version = given.version
        self.wholes = 0

    def run(self, start: threading.Barrier, seconds: float) -> None:
        """Edit and look, in turn, as the time comes."""
        start.wait()
        began = time.monotonic()
        until = began + seconds
        chance = self.editor.chance
        edit_at = began + chance.uniform(0, 2 * self.think)
        look_at = began + chance.uniform(0, 3) if self.looks else until
        while (now := time.monotonic()) < until:
            if edit_at <= now:
                self.edit()
                edit_at = time.monotonic() + (chance.expovariate(1 / self.think) if self.think else 0)
            elif look_at <= now:
                look_at = time.monotonic() + self.ask()
            else:
                time.sleep(max(0.0, min(edit_at, look_at, until) - now))

    def edit(self) -> None:
        """Change one activity; whoever comes too late is told what it is now, and starts from that the next time."""
        who = self.editor
        key = who.chance.choice(self.shared if who.chance.random() < SHARE_OF_SHARED else who.own)
        change = who.change()
        step = {"op": "change", "key": key, "version": who.versions[key], "fields": change}
        body = json.dumps({"edits": [step]}).encode()
        call = Call(f"{self.plan}/edits", "POST", who.headers, lambda _number: body)
        began = time.perf_counter()
        status, _headers, answer = sent(self.connection, call, 0)
        who.times.append((time.perf_counter() - began) * 1000)
        who.statuses[status] += 1
        if status == 200:
            self.take(json.loads(answer)["rows"])
            ((name, value),) = change.items()
            who.acknowledged.append((key, step["version"] + 1, name, value))
            who.versions[key] = step["version"] + 1
        elif status == STALE:
            who.versions[key] = json.loads(answer)["current"]["version"]

    def take(self, rows: list[list[Any]]) -> None:
        """Take rows as the chart does."""
        for row in rows:
            if row[0] in self.editor.versions:
                self.editor.versions[row[0]] = row[self.place]

    def ask(self) -> float:
        """Ask what others changed; return after how many seconds to ask again."""
        call = Call(f"{self.plan}/news?version={self.version}&at=", headers=self.editor.headers)
        began = time.perf_counter()
        status, _headers, answer = sent(self.connection, call, 0)
        self.editor.looks.append((time.perf_counter() - began) * 1000)
        if status != 200:
            self.editor.statuses[status] += 1
            return 15.0
        news = json.loads(answer)
        changes = news["changes"]
        if changes and changes["is_whole"]:
            whole = Call(f"{self.plan}/data", headers=self.editor.headers)
            changes = json.loads(sent(self.connection, whole, 0)[2])
            self.wholes += 1
        if changes:
            self.version = changes["version"]
            self.take(changes["rows"])
        return float(news["pause"])


RECORDED = """
import json, sys
import django
django.setup()
from remit.audit.models import AuditEvent
from remit.planning.models import Activity, Plan, PlanEdit
from remit.projects.models import Project
project = Project.objects.get(key=sys.argv[1])
found = {}
events = AuditEvent.objects.filter(object_kind="activity", object_key__startswith=project.key + "/")
for key, changes in events.order_by("sequence").values_list("object_key", "changes"):
    found.setdefault(key.partition("/")[2], []).append(changes)
rows = Activity.objects.filter(project=project).values("key", "version", "name", "notes", "duration_minutes")
print(json.dumps({
    "rows": {each.pop("key"): each for each in rows},
    "events": found,
    "edits": PlanEdit.objects.filter(project=project).count(),
    "version": Plan.objects.get(project=project).version,
}))
"""


def lost(editors: list[Editor], folder: Path, project: str) -> tuple[int, dict[str, Any]]:
    """Return how many acknowledged changes are neither in the plan nor in the record, and what was found."""
    words = [sys.executable, "-c", RECORDED, project]
    done = subprocess.run(words, env=environment(folder), check=True, stdout=subprocess.PIPE)
    found = json.loads(done.stdout)
    missing = 0
    for key, version, name, value in (each for editor in editors for each in editor.acknowledged):
        row = found["rows"][key]
        stands = row["version"] == version and row[name] == value
        told = any(each.get(name, [None, None])[1] == value for each in found["events"].get(key, []))
        missing += not (told and (stands or row["version"] > version))
    return missing, found


def at(times: list[float], share: float) -> float:
    """Return the time within which `share` of what was asked was answered."""
    return sorted(times)[max(0, round(len(times) * share + 0.49) - 1)] if times else 0.0


def settled(remit: Remit, setting: Setting) -> None:
    """Let the process know the plan and wait until what is compiled in the background once is done."""
    first = editors_of(setting)[0]
    session = Session(remit.target, setting, first, argparse.Namespace(think=0, no_look=True, version=1))
    for days in (20, 21):
        key = first.own[-1]
        steps = [
            {
                "op": "change",
                "key": key,
                "version": days - 19,
                "fields": {"duration_minutes": days * WORK_DAY},
            }
        ]
        body = json.dumps({"edits": steps}).encode()
        sent(
            session.connection, Call(f"{session.plan}/edits", "POST", first.headers, lambda _n, b=body: b), 0
        )
    until = time.monotonic() + LONGEST_WARMING
    while time.monotonic() < until:
        spent = remit.target.cpu_seconds()
        time.sleep(2)
        if remit.target.cpu_seconds() - spent < IDLE_SECONDS:
            return


def measured(remit: Remit, setting: Setting, given: argparse.Namespace) -> None:
    """Let everybody edit, then print what they waited and what became of it."""
    editors = editors_of(setting)
    start = threading.Barrier(len(editors) + 1)
    sessions = [Session(remit.target, setting, each, given) for each in editors]
    threads = [threading.Thread(target=each.run, args=(start, given.seconds)) for each in sessions]
    for thread in threads:
        thread.start()
    spent, own = remit.target.cpu_seconds(), time.process_time()
    start.wait()
    began = time.monotonic()
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    spent, own = remit.target.cpu_seconds() - spent, time.process_time() - own
    times = [each for editor in editors for each in editor.times]
    looks = [each for editor in editors for each in editor.looks]
    statuses = sum((editor.statuses for editor in editors), collections.Counter())
    faults = sum(count for status, count in statuses.items() if status >= 500)
    slow = at(times, 0.95)
    people = f"{len(editors)} people, {len(setting.versions)} tasks, {took:.0f} s"
    say(
        f"edits: {people}",
        f"p50 {at(times, 0.5):.0f}, p95 {slow:.0f}, worst {max(times):.0f} ms",
        f"p95 {GOAL_MS} ms",
        met=slow <= GOAL_MS,
    )
    say("edits answered in a second", f"{len(times) / took:.1f} ({dict(statuses)})")
    if looks:
        say(
            "asking what others changed",
            f"p50 {at(looks, 0.5):.0f}, p95 {at(looks, 0.95):.0f} ms, {len(looks) / took:.0f}/s, "
            f"{sum(each.wholes for each in sessions)} times the whole plan was read",
        )
    say(
        "processor",
        f"Remit {spent * 1000 / len(times):.0f} ms an edit, {spent / took:.2f} cores; those who ask {own / took:.2f}",
    )
    say("answers of 500 and above", str(faults), "none", met=not faults)
    missing, found = lost(editors, remit.folder, setting.project)
    count = sum(len(editor.acknowledged) for editor in editors)
    say("acknowledged changes that are lost", f"{missing} of {count}", "none", met=not missing)
    grown = found["version"] - given.version
    say("edits in the log, growth of the plan's version", f"{grown} for {count}", "equal", met=grown == count)


def main() -> None:
    """Make, start, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--users", type=int, default=200)
    parser.add_argument("--tasks", type=int, default=5_000, help="activities of the plan")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument(
        "--think", type=float, default=10, help="seconds between two edits of one person, on average"
    )
    parser.add_argument("--no-look", action="store_true", help="nobody asks what others changed")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="remit-bench-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary) / "data"
        folder.mkdir()
        setting = set_up(folder, given.tasks, given.users)
        remit = Remit(folder)
        remit.start()
        try:
            settled(remit, setting)
            headers = {**JSON, "Cookie": f"remit_session={setting.sessions[0]}"}
            call = Call(f"/projects/{setting.project}/plan/data", headers=headers)
            given.version = json.loads(sent(connected(remit.port), call, 0)[2])["version"]
            measured(remit, setting, given)
        finally:
            remit.stop()
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"load of the machine over 1, 5 and 15 minutes: {load} on {os.cpu_count()} cores", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        import runpy

        runpy.run_path(str(Path(__file__).with_name("latency.py")), run_name="__main__")
    else:
        main()
