"""Changes of the demo: among them an emergency that waits to be ratified, and some that wait for a decision."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from remit.accounts.permissions import Actor
from remit.changes.deciding import way_of_change
from remit.changes.models import ChangeRequest
from remit.changes.operations.decisions import approve_in_emergency, decide_change
from remit.changes.operations.plans import Carried, implement_change
from remit.changes.operations.requests import Impact, advance_change, assess_change, raise_change
from remit.core.plan_time import start_of_day
from remit.planning.models import Activity, Resource
from remit.planning.operations.edits import edit_plan
from remit.projects.models import Project
from remit.web.demo.firm import Firm
from remit.web.demo.undertakings import UNDERTAKINGS, Undertaking

ENTRIES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_name("changes.toml").read_text(encoding="utf-8")
)
PENCE, MINUTES = 100, 60
FREELANCERS = "Freelance developers"


def load_changes(firm: Firm) -> None:
    """Ask for changes in the projects, and lead each of them as far as it has come."""
    rows = Project.objects.filter(organisation=firm.organisation).select_related("scope", "organisation")
    projects = list(rows.order_by("pk"))
    for row in ENTRIES["addition"]:
        place = row["project"] - 1
        _add(firm, projects[place], UNDERTAKINGS[place].manager, row)
    for row in ENTRIES["change"]:
        place = row["project"] - 1
        _load(firm, projects[place], UNDERTAKINGS[place], row)


def _add(firm: Firm, project: Project, name: str, row: dict[str, Any]) -> None:
    """Put work into a plan that was promised without it."""
    manager = firm.actor(name)
    crew = Resource.objects.get(project=project, name=FREELANCERS)
    start = start_of_day(dt.date.fromisoformat(row["start"]))
    fields = {"constraint": "snet", "constraint_minute": start, "accountable_key": firm.people[name].key}
    step = {
        "op": "add",
        "name": row["name"],
        "parent": row["below"],
        "duration_minutes": int(row["hours"] * MINUTES),
    }
    edit_plan(project, [step], actor=manager)
    made = Activity.objects.filter(project=project).latest("pk")
    steps = [
        {"op": "change", "key": made.key, "version": made.version, "fields": fields},
        {"op": "assign", "activity": made.key, "resource": crew.key, "units_percent": 100},
    ]
    edit_plan(project, steps, actor=manager)


def _load(firm: Firm, project: Project, each: Undertaking, row: dict[str, Any]) -> None:
    manager, leader = firm.actor(each.manager), firm.actor(each.leader)
    # whoever has no sign-in says it to the leader of the work
    raiser = firm.actor(row["by"]) if firm.people[row["by"]].user else leader
    made = raise_change(
        project, title=row["title"], description=row["what"], reason=row["why"], cause=row["cause"],
        kind=row["kind"], owner=firm.people[each.manager], actor=raiser,
    )  # fmt: skip
    made = advance_change(made, "submit", words="", version=made.version, actor=raiser)
    if "urgent" in row:
        approve_in_emergency(made, _impact(row), reason=row["urgent"], version=made.version, actor=manager)
    elif "size" in row:
        made = assess_change(made, _impact(row), version=made.version, actor=manager)
        _answer(firm, made, row, manager, leader)


def _impact(row: dict[str, Any]) -> Impact:
    days, money, hours = row["size"]
    return Impact(days, money * PENCE, hours * MINUTES)


def _answer(firm: Firm, made: ChangeRequest, row: dict[str, Any], manager: Actor, leader: Actor) -> None:
    decider = way_of_change(made).decider
    if "answer" not in row or decider is None:
        return
    until = dt.date.fromisoformat(row["until"]) if "until" in row else None
    made = decide_change(
        made, row["answer"], words=row["words"], deferred_to=until, version=made.version,
        actor=firm.actor(decider.name),
    )  # fmt: skip
    said = {"implement": "Plan and budget say it now.", "verify": "Seen at the place itself.", "close": ""}
    for step in row.get("then", "").split():
        if step == "implement":
            carried = Carried(covers=tuple(row.get("covers", ())))
            made = implement_change(made, carried, words=said[step], version=made.version, actor=manager)
            continue
        actor = leader if step == "verify" else manager
        made = advance_change(made, step, words=said[step], version=made.version, actor=actor)
