"""Sessions, needs and requirements of the demo, each led to where it stands."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from remit.accounts.permissions import Actor
from remit.projects.models import Collection, Deliverable, Need, Project, Requirement, RequirementState
from remit.projects.operations.needs import add_collection, add_need
from remit.projects.operations.requirements import add_requirement, change_requirement, move_requirement
from remit.web.demo.firm import Firm
from remit.web.demo.undertakings import Undertaking

FILE = Path(__file__).parent / "requirements.toml"
State = RequirementState
WAY = (State.CLARIFIED, State.AGREED, State.BUILT, State.VERIFIED, State.ACCEPTED)


@cache
def _stated() -> dict[int, dict[str, Any]]:
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["project"]
    return {row["number"]: row for row in rows}


def load_requirements(firm: Firm, project: Project, each: Undertaking, number: int) -> None:
    """Note what project `number` was asked for, once its deliverables are described."""
    stated = _stated().get(number)
    if stated is None:
        return
    manager = firm.actor(each.manager)
    sessions = [
        add_collection(
            project,
            title=row["title"],
            technique=row["technique"],
            held_on=row["on"],
            people=[firm.people[name] for name in row.get("people", ())],
            others=row.get("others", ""),
            notes=row.get("notes", ""),
            actor=manager,
        )
        for row in stated["sessions"]
    ]
    needs = [_need(project, row, sessions, manager) for row in stated["needs"]]
    parts = list(Deliverable.objects.filter(project=project).order_by("pk"))
    for row in stated["requirements"]:
        _requirement(project, row, (sessions, needs, parts), manager)


def _need(project: Project, row: dict[str, Any], sessions: list[Collection], manager: Actor) -> Need:
    return add_need(
        project,
        text=row["text"],
        whose=row["whose"],
        is_want=row.get("want", False),
        evidence=row.get("evidence", ""),
        collection=sessions[row["session"] - 1],
        actor=manager,
    )


def _requirement(
    project: Project,
    row: dict[str, Any],
    known: tuple[list[Collection], list[Need], list[Deliverable]],
    manager: Actor,
) -> None:
    sessions, needs, parts = known
    made: Requirement = add_requirement(
        project,
        statement=row["text"],
        acceptance_criteria=row.get("seen", ""),
        kind=row.get("kind", "function"),
        priority=row["priority"],
        what_if_not=row.get("without", ""),
        effort_minutes=row["hours"] * 60,
        collection=sessions[row["session"] - 1] if "session" in row else None,
        source=row.get("source", ""),
        needs=[needs[place - 1] for place in row.get("needs", ())],
        deliverables=[parts[place - 1] for place in row.get("met", ())],
        actor=manager,
    )
    target = row.get("state")
    for state in WAY[: WAY.index(State(target)) + 1] if target else ():
        made = move_requirement(made, state, version=made.version, actor=manager)
    if "change" in row:
        change_requirement(
            made, version=made.version, statement=row["change"], reason=row["why"], actor=manager
        )
